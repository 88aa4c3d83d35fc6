"""Orders on the command line: rows for people, one JSON object a line for scripts."""

import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from core.invoice import Invoice
from core.order import Answered, OrderLine, PurchaseOrder
from core.schedule import Part, Shipment

if TYPE_CHECKING:
    from bot.order_delivery import Arrived


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def _parts(parts: tuple[Part, ...]) -> list[dict[str, str | None]]:
    return [{"quantity": _text(p.quantity), "date": p.date.isoformat() if p.date else None} for p in parts]


def _answer(said: Answered) -> dict[str, Any]:
    """What a change proposes, or that a contact disagrees with."""
    return {
        "answer": said.answer.name.lower(),
        "quantity": _text(said.quantity),
        "unit_price": _text(said.unit_price),
        "date": said.promised.isoformat() if said.promised else None,
        "substitute": said.substitute or None,
        "parts": _parts(said.parts),
        "at": said.at.isoformat() if said.at else None,
    }


def _line(order: PurchaseOrder, line: OrderLine) -> dict[str, Any]:
    answer = order.answer_on(line.number)
    contested = next((a for a in order.contested if a.line == line.number), None)
    return {
        "line": line.number,
        "buyer_sku": line.buyer_sku,
        "supplier_sku": line.supplier_sku,
        "description": line.description,
        "quantity": _text(line.quantity),
        "unit": line.unit,
        "unit_price": _text(line.unit_price),
        "net": _text(line.net(order.currency)),
        "tax_rate": _text(line.tax_rate),
        "delivery_date": line.delivery_date.isoformat() if line.delivery_date else None,
        "parts": _parts(line.parts),
        "answer": answer.answer.name.lower() if answer else None,
        "proposed": _answer(answer) if answer and answer in order.waiting else None,
        "contested": _answer(contested) if contested else None,
        "shipped": _text(order.shipped(line.number)),
    }


def _shipment(sent: Shipment) -> dict[str, Any]:
    return {
        "number": sent.number,
        "date": sent.date.isoformat() if sent.date else None,
        "carrier": sent.carrier,
        "tracking": sent.tracking,
        "lines": [{"line": s.line, "quantity": _text(s.quantity)} for s in sent.lines],
    }


def order_json(order: PurchaseOrder, arrived: "Iterable[Arrived]" = ()) -> str:
    """One order as one line."""
    shown = {
        "reference": order.reference,
        "status": order.status.value,
        "supplier": order.supplier,
        "initiator": order.initiator,
        "revision": order.revision,
        "currency": order.currency,
        "net": _text(order.net.amount),
        "confirmation": order.confirmation.value,
        "open_lines": [line.number for line in order.open_lines],
        "lines": [_line(order, line) for line in order.lines],
        "shipments": [_shipment(sent) for sent in order.shipments],
        "attachments": [{"name": a.name, "size": a.size, "internal": a.internal} for a in order.attachments],
        "delivery": [
            {"address": a.address, "state": a.state.value, "at": a.at.isoformat(), "why": a.why or None} for a in arrived
        ],
    }
    return json.dumps(shown, ensure_ascii=False)


def order_lines(order: PurchaseOrder, invoices: Iterable[Invoice], arrived: "Iterable[Arrived]") -> Iterator[str]:
    """An order for a person."""
    yield f"{order.reference}  {order.status.value}, revision {order.revision}, {order.supplier}, net {order.net}"
    yield f"initiator {order.initiator}  confirmation {order.confirmation.name.lower()}"
    for line in order.lines:
        said = order.answer_on(line.number)
        note = f"  [{said.answer.name.lower()}]" if said else "  [open]" if order.revision else ""
        sku = f" {line.supplier_sku or line.buyer_sku}".rstrip()
        due = _due(line)
        yield f"  {line.number}  {line.quantity:f} {line.unit} x {line.unit_price:f}{sku} {line.description}{due}{note}"
        if said and said in order.waiting:
            yield f"      proposed: {_proposed(said)}; decide with `counterfoil po decide {order.reference}`"
        yield from (f"      another contact says: {_proposed(a)}" for a in order.contested if a.line == line.number)
    for sent in order.shipments:
        counts = ", ".join(f"line {s.line}: {s.quantity:f}" for s in sent.lines)
        way = " ".join(part for part in (str(sent.date or ""), sent.carrier, sent.tracking) if part)
        yield f"  shipped {counts}  {way}".rstrip()
    for invoice in invoices:
        yield f"  {invoice.reference}  {invoice.paper.number or '?'}  {invoice.status.value}  {invoice.gross}"
    for a in arrived:
        yield f"  order mail to {a.address}: {a.state.value} {a.at:%Y-%m-%d %H:%M} {a.why}".rstrip()


def _due(line: OrderLine) -> str:
    if line.parts:
        return ", " + " + ".join(f"{p.quantity:f} on {p.date or 'an open day'}" for p in line.parts)
    return f", {line.delivery_date}" if line.delivery_date else ""


def _proposed(said: Answered) -> str:
    values = (
        f"quantity {said.quantity:f}" if said.quantity is not None else "",
        f"price {said.unit_price:f}" if said.unit_price is not None else "",
        f"date {said.promised}" if said.promised else "",
        f"substitute {said.substitute}" if said.substitute else "",
        "parts " + " + ".join(f"{p.quantity:f} on {p.date or 'an open day'}" for p in said.parts) if said.parts else "",
    )
    return ", ".join(v for v in values if v) or said.answer.name.lower()
