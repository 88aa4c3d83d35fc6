"""When two invoices are the same (docs/rules.md 3, duplicates)."""

import re
import unicodedata
from collections.abc import Iterable

from core.findings import Effect, Finding, FindingKind
from core.invoice import FREED, CreditNote, Invoice
from core.money import total_agrees
from core.names import SupplierId
from core.paper import Field, Paper

_RUNS = re.compile(r"\d+|[^\W\d_]+")


def number_key(number: str) -> str:
    """The number as runs of letters and digits, case folded, zeros stripped per digit run.

    A separator between unlike runs says nothing and is dropped (INV-001 = inv1); between like runs it is kept as one
    (1-12 is not 11-2).
    """
    key, before = "", None
    for run in _RUNS.finditer(unicodedata.normalize("NFKC", number).casefold()):
        text = run.group()
        digits = text[0].isdecimal()
        if before is digits:
            key += "-"
        key += ("".join(str(unicodedata.decimal(c)) for c in text).lstrip("0") or "0") if digits else text
        before = digits
    return key or number.strip()


def business_key(what: Invoice | CreditNote) -> str:
    """Supplier, year and number; empty while the number is not known."""
    paper = what.paper
    if not paper.number:
        return ""
    year = (paper.issue_date or what.received_at.date()).year
    return f"{what.supplier}/{year}/{number_key(paper.number)}"


def keys_around(supplier: SupplierId, number: str, year: int) -> tuple[str, ...]:
    """The business keys that a number may have where one of two papers is not dated: the year of receipt stands in for it."""
    return tuple(f"{supplier}/{y}/{number_key(number)}" for y in (year - 1, year, year + 1))


def known_as(invoice: Invoice, others: Iterable[Invoice]) -> Invoice | None:
    """Another invoice with the same business key, unless its number is free again; None: it is the only one."""
    key = business_key(invoice)
    alive = (o for o in others if o.status not in FREED and o.reference != invoice.reference)
    return next((o for o in alive if key and business_key(o) == key), None)


def differences(kept: Paper, other: Paper) -> tuple[Finding, ...]:
    """What another form of the same invoice says otherwise, as far as it says it for certain."""
    fields = (Field.ISSUE_DATE, Field.CURRENCY, Field.NET_TOTAL, Field.TAX_TOTAL, Field.GROSS_TOTAL)
    pairs = [(f, getattr(kept, f.value), getattr(other, f.value)) for f in fields if not other.doubted(f)]
    if other.lines and not other.doubted(Field.LINES):
        pairs.append((Field.LINES, len(kept.lines), len(other.lines)))
    return tuple(
        Finding(kind=FindingKind.FORMS_DIFFER, effect=Effect.SHOWN, what=field.value, ours=str(mine), theirs=str(theirs))
        for field, mine, theirs in pairs
        if None not in (mine, theirs) and mine != theirs
    )


def same_totals(one: Invoice, other: Invoice) -> bool:
    """Whether both state the same gross total in the same currency, and no other net or tax where both are certain of it."""
    if one.currency != other.currency or one.paper.gross_total is None or other.paper.gross_total is None:
        return False
    certain = [f for f in (Field.NET_TOTAL, Field.TAX_TOTAL) if not (one.paper.doubted(f) or other.paper.doubted(f))]
    pairs = [(getattr(one.paper, f.value), getattr(other.paper, f.value)) for f in (Field.GROSS_TOTAL, *certain)]
    return all(total_agrees(a, b, one.currency, 1) for a, b in pairs if None not in (a, b))
