"""How documents are shown on the command line: rows for people, one JSON object a line for scripts."""

import json
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from core.invoice import Invoice
from core.names import BlobHash, Reference
from core.party import Buyer, ChangeRequest, Supplier

if TYPE_CHECKING:
    from storage.inbox import InboxRow
    from storage.journal import JournalEntry
    from storage.unit import Unit


def print_rows(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table without lines; a pipe gets the same."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for head in heads:
        table.add_column(head, overflow="fold")
    for row in rows:
        table.add_row(*(_plain(cell) for cell in row))
    Console(highlight=False, soft_wrap=False).print(table if rows else "nothing")


def _plain(cell: str) -> str:
    from rich.markup import escape

    return escape(cell)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def invoice_json(invoice: Invoice) -> str:
    """One invoice as one line."""
    paper = invoice.paper
    return _json(
        {
            "reference": invoice.reference,
            "number": paper.number,
            "status": invoice.status.value,
            "supplier": invoice.supplier,
            "orders": list(invoice.orders),
            "issue_date": paper.issue_date.isoformat() if paper.issue_date else None,
            "due_date": paper.due_date.isoformat() if paper.due_date else None,
            "currency": paper.currency,
            "net": _text(paper.net_total),
            "tax": _text(paper.tax_total),
            "gross": _text(paper.gross_total),
            "paid": _text(invoice.paid.amount),
            "open": _text(invoice.open.amount),
            "received_at": invoice.received_at.isoformat(),
            "findings": [
                {
                    "kind": f.kind.value,
                    "effect": f.effect.value,
                    "order": f.order,
                    "line": f.line,
                    "what": f.what,
                    "ours": f.ours,
                    "theirs": f.theirs,
                    "difference": _text(f.difference),
                }
                for f in invoice.findings
            ],
            "lines": [
                {
                    "description": line.description,
                    "quantity": _text(line.quantity),
                    "unit_price": _text(line.unit_price),
                    "net_amount": _text(line.net_amount),
                    "order": next((a.order for a in invoice.assigned if a.invoice_line == i), None),
                    "order_line": next((a.line for a in invoice.assigned if a.invoice_line == i), None),
                }
                for i, line in enumerate(paper.lines)
            ],
        }
    )


def invoice_lines(invoice: Invoice) -> Iterator[str]:
    """An invoice for a person."""
    paper = invoice.paper
    yield f"{invoice.reference}  invoice {paper.number or '?'}, {invoice.status.value}, {invoice.supplier}, {invoice.gross}"
    yield f"orders {', '.join(invoice.orders) or '–'}  dated {paper.issue_date or '?'}  due {paper.due_date or '?'}"
    yield f"net {paper.net_total}  tax {paper.tax_total}  paid {invoice.paid}  open {invoice.open}"
    for i, line in enumerate(paper.lines):
        place = next((f"{a.order}:{a.line}" for a in invoice.assigned if a.invoice_line == i), "–")
        yield f"  {i + 1}  {line.quantity} x {line.unit_price} = {line.net_amount}  {line.description}  -> {place}"
    for f in invoice.findings:
        sides = f"{f.ours} -> {f.theirs}" if f.ours or f.theirs else ""
        yield f"  {f.effect.value}: {f.kind.value.replace('_', ' ')} {f.what} {sides}".rstrip()
    for p in invoice.payments:
        yield f"  payment {p.number}: {p.amount} on {p.paid_on} {p.remittance}".rstrip()


def supplier_json(supplier: Supplier) -> str:
    """One supplier as one line."""
    return _json(
        {
            "id": supplier.id,
            "name": supplier.name,
            "status": supplier.status.value,
            "country": supplier.country,
            "currency": supplier.currency,
            "vat_id": supplier.vat_id,
            "address": supplier.address,
            "phone": supplier.phone,
            "requests": len(supplier.requests),
            "bank_proposed": supplier.bank is not None,
            "tolerance": _text(supplier.tolerance),
            "contacts": [
                {
                    "address": c.address,
                    "name": c.name,
                    "language": c.language.value,
                    "roles": sorted(r.value for r in c.roles),
                    "quiet": c.quiet,
                }
                for c in supplier.contacts
            ],
        }
    )


def request_json(supplier: Supplier, request: ChangeRequest) -> str:
    """One change that a supplier asks for as one line."""
    return _json(
        {
            "supplier": supplier.id,
            "number": request.number,
            "what": request.kind.value,
            "value": request.value,
            "asked_by": request.asked_by,
            "asked_at": request.asked_at.isoformat(),
        }
    )


def buyer_json(buyer: Buyer) -> str:
    """One buyer as one line."""
    return _json(
        {
            "address": buyer.address,
            "name": buyer.name,
            "roles": sorted(r.value for r in buyer.roles),
            "language": buyer.language.value,
            "digest_hour": buyer.digest_hour,
        }
    )


def mail_json(row: "InboxRow") -> str:
    """One incoming mail as one line."""
    return _json(
        {
            "id": row.id,
            "state": row.state.value,
            "received_at": row.received_at.isoformat(),
            "sender": row.sender,
            "subject": row.subject_hint,
            "reason": row.reason,
            "verdict": row.verdict,
            "tries": row.tries,
            "document": row.document,
            "level": row.level.name.lower() if row.level is not None else None,
        }
    )


def history_json(entry: "JournalEntry") -> str:
    """One fact as one line."""
    return _json(
        {
            "at": entry.at.isoformat(),
            "event": type(entry.event).__name__,
            "document": entry.document,
            "version": entry.version,
            "actor": entry.actor,
            "by": entry.by,
            "cause": entry.cause,
        }
    )


def history_rows(unit: "Unit", entries: Iterable["JournalEntry"]) -> list[tuple[str, ...]]:
    """Facts for a person: also from which mail of the inbox, and in which words."""
    from bot.cli.desk import spoken
    from bot.told import details_of

    return [
        (
            f"{e.at:%Y-%m-%d %H:%M:%S}",
            spoken(e.event),
            e.actor,
            e.by,
            _mail_of(unit, e.cause),
            "; ".join(details_of(unit, e.event)),
        )
        for e in entries
    ]


def letter_rows(unit: "Unit", document: Reference) -> list[tuple[str, ...]]:
    """Our letters on the document, with what became of each."""
    return [
        (
            f"{r.ended_at or r.created_at:%Y-%m-%d %H:%M:%S}",
            f"letter {r.delivery.value or r.state.value}",
            "counterfoil",
            f"to {r.recipient}",
            "",
            r.delivery_why or r.why,
        )
        for r in unit.outbox.newest_on(document, 500)
        if r.sink == "mail"
    ]


def _mail_of(unit: "Unit", cause: BlobHash | None) -> str:
    """The id in the inbox, so that it can be shown; the hash where the mail was erased."""
    from core.delivery_hash import content_hash

    raw = unit.blobs.get(cause) if cause else None
    row = unit.inbox.with_content(content_hash(raw)) if raw is not None else None
    return str(row.id) if row else (cause or "")[:12]
