"""The lines of a reading as they are handed on."""

from decimal import Decimal

from core.paper import PaperLine
from parsers.invoice.reading import Item, Reading
from parsers.invoice.table import Band, factor
from parsers.invoice.texts import description

_ZERO = Decimal(0)


def paper_lines(read: Reading) -> tuple[PaperLine, ...]:
    """The lines as they are handed on."""
    return tuple(_line(item) for item in read.items)


def _line(item: Item) -> PaperLine:
    band = item.band
    rule = factor(band)
    tax = band.figures.get("tax")
    unit = _unit(band)
    return PaperLine(
        description=description(item),
        seller_sku=_sku(band),
        quantity=band.quantity.value if band.quantity else None,
        unit=unit,
        unit_price=band.price.value if band.price else None,
        price_base=rule.base if rule else Decimal(1),
        discount=(rule.discount if rule else _ZERO) + item.reduction,
        net_amount=item.amount if band.amount else None,
        tax_rate=tax.value if tax and 0 <= tax.value <= 50 else None,
    )


def _sku(band: Band) -> str | None:
    words = band.texts.get("sku", ())
    return " ".join(w.text for w in words)[:60] if words else None


def _unit(band: Band) -> str | None:
    if band.quantity and band.quantity.unit:
        return band.quantity.unit
    words = band.texts.get("unit", ()) or band.texts.get("quantity", ())
    text = " ".join(w.text for w in words).strip("()")
    return text if text and len(text) <= 15 else None
