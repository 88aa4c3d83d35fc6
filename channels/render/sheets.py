"""The sheets of the house: an order to fill in, the overview of what is open, the empty file for imports."""

from channels.render.order_sheet import KEY_SHEET, order_sheet
from channels.render.overview import IMPORT_COLUMNS, RFP_COLUMNS, import_template, overview, rfp_template

__all__ = ["IMPORT_COLUMNS", "KEY_SHEET", "RFP_COLUMNS", "import_template", "order_sheet", "overview", "rfp_template"]
