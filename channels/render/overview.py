"""Sheets to look at: a supplier's orders and invoices with their status; and the empty file that orders are imported from."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING

from channels.render.book import close, new_book
from channels.render.tell.dashboard import overview_in
from channels.render.tell.order_blocks import confirmation
from channels.render.tell.rfp_blocks import offered_total, offers_until
from channels.render.words import Words
from core.invoice import CreditNote, Invoice
from core.letters import Scene
from core.moves import LOOK
from core.moves_rfp import PROPOSAL_LOOK
from core.order import PurchaseOrder
from core.overview import SETTLED, Overview, invoiced, turn_of_order
from core.party import Language
from core.proposal import Proposal, Rfp

if TYPE_CHECKING:
    from xlsxwriter import Workbook

Value = str | Decimal | date | None
IMPORT_COLUMNS = (
    "order",
    "supplier",
    "currency",
    "payment_terms",
    "ship_to",
    "bill_to",
    "note",
    "line",
    "buyer_sku",
    "supplier_sku",
    "description",
    "quantity",
    "unit",
    "unit_price",
    "price_base",
    "discount",
    "tax_rate",
    "delivery_date",
    "delivery_place",
)
"""One row a line; head values are read from the first row of an order (docs/rules.md 1)."""
RFP_COLUMNS = (
    "rfp",
    "title",
    "deadline",
    "suppliers",
    "currency",
    "payment_terms",
    "ship_to",
    "note",
    "item",
    "quantity",
    "unit",
    "sku",
    "description",
    "item_note",
)
"""One row an item; `rfp` is any name that keeps the rows of one request together."""


def write_list(book: "Workbook", name: str, title: str, columns: Sequence[str], rows: Sequence[Sequence[Value]]) -> None:
    """A sheet that is a list: a title, heads, and a row a thing."""
    sheet = book.add_worksheet(name)
    sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 13, "font_color": "#24445c"}))
    head = book.add_format({"bold": True, "bottom": 1, "font_color": "#24445c"})
    money = book.add_format({"num_format": "#,##0.00##"})
    day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
    text = book.add_format({"quote_prefix": True})
    for n, column in enumerate(columns):
        sheet.write_string(2, n, column, head)
    for row, values in enumerate(rows, 3):
        for n, value in enumerate(values):
            if isinstance(value, Decimal):
                sheet.write_number(row, n, float(value), money)
            elif isinstance(value, date):
                sheet.write_datetime(row, n, value, day)
            elif value:
                sheet.write_string(row, n, value[:2000], text)
    sheet.set_column(0, len(columns) - 1, 16)
    sheet.freeze_panes(3, 1)
    sheet.autofilter(2, 0, max(2 + len(rows), 3), len(columns) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _order_row(words: Words, order: PurchaseOrder, billed: Decimal) -> tuple[Value, ...]:
    return (
        order.reference,
        words.say(f"status.order.{order.status.value}"),
        words.say(f"turn.{turn_of_order(order).value}"),
        confirmation(words, order),
        order.submitted_at.date() if order.submitted_at else None,
        Decimal(len(order.lines)),
        order.currency,
        order.net.amount,
        billed,
    )


def _invoice_row(words: Words, invoice: Invoice) -> tuple[Value, ...]:
    return (
        invoice.paper.number,
        invoice.reference,
        words.say(f"status.invoice.{invoice.status.value}"),
        words.say(f"turn.{LOOK[invoice.status].turn.value}"),
        ", ".join(invoice.orders),
        invoice.paper.issue_date,
        invoice.paper.due_date,
        invoice.currency,
        invoice.paper.gross_total,
        invoice.credited,
        invoice.paid.amount,
        Decimal(0) if invoice.status in SETTLED else invoice.open.amount,
    )


def _credit_row(credit: CreditNote) -> tuple[Value, ...]:
    gross = abs(credit.paper.gross_total or Decimal(0))
    return (
        credit.paper.number,
        credit.reference,
        credit.invoice,
        credit.paper.issue_date,
        credit.paper.currency,
        gross,
        credit.applied,
        gross - credit.applied,
    )


def _requests(words: Words, found: Overview, at: datetime) -> list[tuple[Value, ...]]:
    asked = {rfp.reference: rfp for rfp in found.rfps}
    return [_rfp_row(words, rfp, p, at) for p in found.proposals if (rfp := asked.get(p.rfp))]


_ORDERS = ("reference", "status", "turn", "answer", "sent", "lines", "currency", "net", "invoiced")
_INVOICES = (
    "number", "reference", "status", "turn", "orders", "dated", "due", "currency", "gross", "credited", "paid", "open",
)  # fmt: skip
_CREDITS = ("number", "reference", "invoice", "dated", "currency", "gross", "applied", "balance")
_REQUESTS = ("reference", "request", "status", "turn", "until", "currency", "offered")


def overview(scene: Scene, language: Language) -> bytes:
    """All documents of the supplier's dashboard, a sheet each kind; credit notes and requests where there are any."""
    words, into = Words(language=language, zone=scene.house.time_zone), BytesIO()
    book, say, found = new_book(into), words.say, overview_in(scene)
    supplier = scene.supplier.name if scene.supplier else ""
    title = say("overview.title", supplier=supplier, house=scene.house.name, date=words.day(scene.at.date()))
    billed = invoiced(found.invoices)
    kinds: tuple[tuple[str, tuple[str, ...], list[tuple[Value, ...]]], ...] = (
        ("orders", _ORDERS, [_order_row(words, o, billed.get(o.reference, Decimal(0))) for o in found.orders]),
        ("invoices", _INVOICES, [_invoice_row(words, invoice) for invoice in found.invoices]),
        ("credits", _CREDITS, [_credit_row(credit) for credit in found.credits]),
        ("rfps", _REQUESTS, _requests(words, found, scene.at)),
    )
    for name, columns, rows in kinds:
        if rows or name in ("orders", "invoices"):
            write_list(book, say(f"overview.name_{name}"), title, [say(f"overview.{n}") for n in columns], rows)
    close(book)
    return into.getvalue()


def _rfp_row(words: Words, rfp: Rfp, proposal: Proposal, at: datetime) -> tuple[Value, ...]:
    return (
        rfp.reference,
        rfp.title,
        words.say(f"status.proposal.{proposal.status.value}"),
        words.say(f"turn.{PROPOSAL_LOOK[proposal.status].turn.value}"),
        offers_until(words, rfp, at) if rfp.deadline else None,
        rfp.currency,
        offered_total(rfp, proposal.offers).amount if proposal.offers else None,
    )


def import_template() -> bytes:
    """The empty file for importing orders, one row a line; the names of the columns are part of the form."""
    numbers = ("line", "quantity", "unit_price", "price_base", "discount", "tax_rate", "delivery_date")
    return _template("orders", IMPORT_COLUMNS, numbers, "delivery_date")


def rfp_template() -> bytes:
    """The empty file for importing requests for proposal, one row an item."""
    return _template("requests", RFP_COLUMNS, ("item", "quantity"), None)


def _template(name: str, columns: Sequence[str], numbers: Sequence[str], day: str | None) -> bytes:
    into = BytesIO()
    book = new_book(into)
    sheet = book.add_worksheet(name)
    head = book.add_format({"bold": True, "bottom": 1})
    text = book.add_format({"num_format": "@"})
    date_format = book.add_format({"num_format": "yyyy-mm-dd"})
    for n, column in enumerate(columns):
        sheet.write_string(0, n, column, head)
        look = date_format if column == day else None if column in numbers else text
        sheet.set_column(n, n, 30 if column == "description" else 14, look)
    sheet.freeze_panes(1, 0)
    close(book)
    return into.getvalue()
