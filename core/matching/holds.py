"""What holds an invoice whatever its total is, and what is shown beside (docs/rules.md 3, holds)."""

from collections.abc import Iterator
from datetime import date

from core.findings import Effect, Finding, FindingKind
from core.invoice import FREED, Invoice, arrival
from core.matching.case import Case
from core.matching.likeness import identifier
from core.party import Level

K, E = FindingKind, Effect


def other_currency(case: Case) -> Iterator[Finding]:
    """Amounts in two currencies cannot be compared."""
    for order in case.orders:
        if case.invoice.paper.currency and order.currency != case.invoice.currency:
            yield Finding(
                kind=K.CURRENCY_DIFFERS,
                effect=E.MATCHING,
                order=order.reference,
                ours=order.currency,
                theirs=case.invoice.currency,
            )


def possible_duplicate(case: Case) -> Iterator[Finding]:
    """Another number with the same supplier, date and gross total: taken, but held; the later of the two (docs/rules.md 3)."""
    for other in case.others:
        if other.status not in FREED and arrival(other) < arrival(case.invoice) and _alike(other, case.invoice):
            number = case.invoice.paper.number or ""
            yield Finding(kind=K.POSSIBLE_DUPLICATE, effect=E.MATCHING, ours=other.reference, theirs=number)


def _alike(one: Invoice, other: Invoice) -> bool:
    mine, theirs = one.paper, other.paper
    same = mine.issue_date == theirs.issue_date and mine.gross_total == theirs.gross_total and mine.currency == theirs.currency
    return same and mine.issue_date is not None and bool(mine.gross_total)


def bank(case: Case) -> Iterator[Finding]:
    """An account that is not on file waits for the accountant; the new number is never mailed back (T9)."""
    iban = identifier(case.invoice.paper.iban)
    if iban and case.supplier.ibans and iban not in {identifier(known) for known in case.supplier.ibans}:
        yield Finding(kind=K.BANK_DIFFERS, effect=E.PENDING)


def vat_id(case: Case) -> Iterator[Finding]:
    """Another VAT id than the supplier's."""
    theirs, ours = case.invoice.paper.seller_vat, case.supplier.vat_id
    if theirs and ours and identifier(theirs) != identifier(ours):
        yield Finding(kind=K.VAT_ID_DIFFERS, effect=E.SHOWN, ours=ours, theirs=theirs)


def not_our_name(case: Case) -> Iterator[Finding]:
    """The invoice is made out to somebody else."""
    paper, house = case.invoice.paper, case.policy.house
    names = [identifier(n) for n in (house.name, *house.other_names)]
    wrong_name = paper.buyer_name and not any(n and (n in identifier(paper.buyer_name)) for n in names)
    right_vat = paper.buyer_vat and identifier(paper.buyer_vat) in {identifier(v) for v in house.vat_ids}
    if wrong_name and not right_vat:
        yield Finding(kind=K.NOT_OUR_NAME, effect=E.SHOWN, ours=house.name, theirs=paper.buyer_name or "")


def date_unlikely(case: Case) -> Iterator[Finding]:
    """A date in the future, or older than a year, by the day that it is in the house."""
    issued, today = case.invoice.paper.issue_date, case.policy.house.day(case.at)
    if issued and not _year_before(today) <= issued <= today:
        yield Finding(kind=K.DATE_UNLIKELY, effect=E.SHOWN, ours=today.isoformat(), theirs=issued.isoformat())


def _year_before(day: date) -> date:
    """The same day of the year before; of a 29 February, which that year lacks, the day before."""
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def low_trust(case: Case) -> Iterator[Finding]:
    """A sender who is not authentic never gets an invoice through by the rules alone (docs/mail.md 3)."""
    if case.invoice.handed_in_by is None and case.invoice.level < Level.AUTHENTIC:
        effect = E.MATCHING if case.invoice.level is Level.NAMED else E.DRAFT
        yield Finding(kind=K.NOT_AUTHENTICATED, effect=effect)
