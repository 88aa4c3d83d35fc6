"""A purchase order as PDF, set by typst. Values go in as data and are never evaluated; nothing is downloaded."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from channels.render.tell.order_blocks import delivery, price, quantity
from channels.render.words import Words
from core.money import Money
from core.names import safe_text
from core.order import OrderLine, PurchaseOrder
from core.party import Language, Supplier
from core.policy import House

if TYPE_CHECKING:
    import typst

TEMPLATE = Path(__file__).parent / "layout" / "order.typ"
FONTS = Path(__file__).parent / "fonts"


@cache
def _fonts() -> "typst.Fonts":
    import typst

    return typst.Fonts(include_system_fonts=True, font_paths=[FONTS])


def _numbers(words: Words, line: OrderLine) -> str:
    parts = (
        words.say("order.your_number", sku=line.supplier_sku) if line.supplier_sku else "",
        words.say("order.our_number", sku=line.buyer_sku) if line.buyer_sku else "",
        words.say("order.tax", rate=words.percent(line.tax_rate)) if line.tax_rate is not None else "",
    )
    return " · ".join(part for part in parts if part)


def _line(words: Words, order: PurchaseOrder, line: OrderLine) -> dict[str, str]:
    code = order.currency
    return {
        "number": str(line.number),
        "description": safe_text(line.description, 2000),
        "numbers": safe_text(_numbers(words, line), 300),
        "place": safe_text(line.delivery_place, 200),
        "quantity": quantity(words, line),
        "price": price(words, line),
        "discount": words.say("order.discount", amount=words.amount(line.discount, code)) if line.discount else "",
        "delivery": delivery(words, line),
        "amount": words.amount(line.net(code), code),
    }


def _facts(words: Words, order: PurchaseOrder) -> Iterator[tuple[str, str]]:
    yield words.say("order.number"), order.reference
    yield words.say("order.revision"), str(order.revision)
    if order.submitted_at:
        yield words.say("order.dated"), words.day(order.submitted_at.date())
    yield words.say("order.terms"), order.payment_terms


def _places(words: Words, order: PurchaseOrder, supplier: Supplier | None) -> Iterator[tuple[str, str]]:
    vat = f"\n{supplier.vat_id}" if supplier and supplier.vat_id else ""
    yield words.say("order.supplier"), (supplier.name + vat if supplier else order.supplier)
    yield words.say("order.ship_to"), order.ship_to
    yield words.say("order.bill_to"), order.bill_to


def _named(rows: Iterator[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"name": name, "value": safe_text(value, 1000)} for name, value in rows if value]


def pdf(order: PurchaseOrder, supplier: Supplier | None, house: House, language: Language) -> bytes:
    """The order in a language. The same order makes the same bytes."""
    import typst

    words = Words(language=language, zone=house.time_zone)
    labels = {name: words.say(f"order.{name}") for name in LABELS}
    data = {
        "language": language.value,
        "house": safe_text(house.name, 200),
        "house_lines": [safe_text(line, 200) for line in house.address.splitlines() if line.strip()],
        "mailbox": house.mailbox,
        "vat": ", ".join(house.vat_ids),
        "title": f"{words.say('order.title')} {order.reference}",
        "labels": labels,
        "facts": _named(_facts(words, order)),
        "places": _named(_places(words, order, supplier)),
        "lines": [_line(words, order, line) for line in order.lines],
        "currency": order.currency,
        "total": words.money(Money(amount=order.net.amount, currency=order.currency)),
        "note": safe_text(order.note, 4000),
        "closing": f"{words.say('order.deadline_note')} {words.say('order.invoice_note', mailbox=house.mailbox)}",
    }
    made = typst.compile(TEMPLATE, font_paths=_fonts(), ignore_system_fonts=False, sys_inputs={"data": json.dumps(data)})
    if not isinstance(made, bytes):
        raise TypeError("typst made several files of one order")
    return made


LABELS = ("item", "quantity", "price", "amount", "deliver_on", "net_total", "note", "page")
