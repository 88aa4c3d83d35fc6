"""The questions that the bot asks, and what an answer does to a Draft (docs/mail.md 6)."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from core.dossier import Actor, Dossier
from core.duplicates import number_key
from core.events import Event, QuestionAsked
from core.findings import Effect, Finding, FindingKind
from core.invoice import Invoice
from core.matching.candidates import ranked
from core.money import currency
from core.names import Address, Reference, safe_line
from core.order import OrderStatus
from core.paper import Field, Paper, PaperDoubt
from core.party import ContactRole, Supplier
from core.plausible import NUMBER_LENGTH, plausible
from core.policy import Policy
from core.question import About, Question, QuestionKind
from core.tokens import one_time_token

ABOUT = {
    Field.NUMBER.value: About.NUMBER,
    Field.ISSUE_DATE.value: About.ISSUE_DATE,
    Field.CURRENCY.value: About.CURRENCY,
    Field.GROSS_TOTAL.value: About.TOTAL,
    Field.KIND.value: About.KIND,
}
"""Fields that are asked for one by one; what is printed besides (lines, net, tax) is shown as a whole, for a YES."""
FIELD = {
    About.NUMBER: Field.NUMBER,
    About.ISSUE_DATE: Field.ISSUE_DATE,
    About.CURRENCY: Field.CURRENCY,
    About.TOTAL: Field.GROSS_TOTAL,
    About.ORDER: Field.ORDER_REFERENCE,
}
"""What a value or a choice fills in."""
CONFIRMED = {About.KIND: Field.KIND, About.READING: Field.FILE}
"""What a YES makes certain."""


def asked_of(actor: Actor, supplier: Supplier) -> Address | None:
    """The writer where he is on file, else the contact for invoices: a question never goes to a stranger."""
    if actor.contact and supplier.contact(actor.contact):
        return actor.contact
    people = supplier.contacts_for(ContactRole.INVOICES)
    return people[0].address if people else None


def new_question(
    dossier: Dossier,
    at: datetime,
    policy: Policy,
    *,
    document: Reference | None,
    about: About,
    kind: QuestionKind,
    choices: tuple[str, ...] = (),
) -> Question | None:
    """A question to the supplier, with the next number and its one-time token; None when there is nobody to ask."""
    supplier = dossier.supplier
    whom = asked_of(dossier.actor, supplier) if supplier else None
    if supplier is None or whom is None:
        return None
    reference = Reference(f"Q-{dossier.fresh.question}")
    return Question(
        reference=reference,
        document=document,
        supplier=supplier.id,
        about=about,
        kind=kind,
        asked_of=whom,
        token=one_time_token(dossier.fresh.key, reference),
        expires=at + policy.question_term,
        choices=choices,
        cause=dossier.actor.cause,
    )


def sender_asked(dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
    """ "Was it you?", asked once a mail at the address on file; the mail waits for the YES."""
    known = any(q.cause == dossier.actor.cause and q.about is About.SENDER for q in dossier.questions)
    asked = new_question(dossier, at, policy, document=dossier.thread, about=About.SENDER, kind=QuestionKind.YES_NO)
    return (QuestionAsked(question=asked),) if asked and not known else ()


def draft_question(dossier: Dossier, invoice: Invoice, at: datetime, policy: Policy) -> Question | None:
    """The first thing that a Draft lacks; the next one is asked when this one is answered.

    None where no answer helps: contradicting sums, a negative total and lines that were not found take another paper.
    """
    lacking = [f for f in invoice.findings if f.effect is Effect.DRAFT]
    if not lacking or any(map(another_paper, lacking)) or not (invoice.paper.lines or all(map(_answerable, lacking))):
        return None
    about, kind, choices = _matter(dossier, invoice, min(lacking, key=_turn))
    return new_question(dossier, at, policy, document=invoice.reference, about=about, kind=kind, choices=choices)


def another_paper(finding: Finding) -> bool:
    """Whether only another paper helps: no answer makes an invoice right that contradicts itself."""
    negative = finding.kind is FindingKind.NOT_CERTAIN and finding.what == Field.KIND.value and finding.theirs.startswith("-")
    return negative or finding.kind is FindingKind.LINES_DO_NOT_ADD_UP


def _answerable(finding: Finding) -> bool:
    """Whether the answer does not depend on the lines that were read."""
    return finding.kind is not FindingKind.NOT_CERTAIN or finding.what in ABOUT


def _turn(finding: Finding) -> int:
    """What it is comes first; what is printed is shown as a whole once number, date, currency and total are certain."""
    return 0 if finding.what == Field.KIND.value else 1 if _answerable(finding) else 2


def _matter(dossier: Dossier, invoice: Invoice, finding: Finding) -> tuple[About, QuestionKind, tuple[str, ...]]:
    if finding.kind in (FindingKind.ORDER_MISSING, FindingKind.ORDER_UNKNOWN, FindingKind.ORDER_CANCELED):
        mine = tuple(o for o in dossier.orders if o.supplier == invoice.supplier and o.status is OrderStatus.SUBMITTED)
        choices = tuple(order.reference for order, _ in ranked(invoice, mine)[:5])
        return About.ORDER, QuestionKind.CHOICE if choices else QuestionKind.VALUE, choices
    if finding.kind is FindingKind.NOT_AUTHENTICATED:
        return About.SENDER, QuestionKind.YES_NO, ()
    about = ABOUT.get(finding.what, About.READING)
    if about in CONFIRMED:
        return about, QuestionKind.YES_NO, ()
    found = next((d.candidates for d in invoice.paper.doubts if d.field.value == finding.what), ())
    readings = tuple(dict.fromkeys(reading for reading in (finding.theirs, *found) if reading))
    return about, QuestionKind.CHOICE if readings else QuestionKind.VALUE, readings


def completed(paper: Paper, field: Field, value: str) -> Paper | None:
    """The paper with an answered value in place of a doubt; None when the value is not of its kind.

    The parsers bring dates to ISO and decimals to a point before; here they are only checked.
    """
    doubts = tuple(d for d in paper.doubts if d.field is not field)
    try:
        match field:
            case Field.NUMBER:
                number = safe_line(value, NUMBER_LENGTH)
                return replace(paper, number=number, doubts=doubts) if number_key(number) else None
            case Field.ISSUE_DATE:
                return replace(paper, issue_date=date.fromisoformat(value.strip()), doubts=doubts)
            case Field.CURRENCY:
                return replace(paper, currency=currency(value), doubts=doubts)
            case Field.GROSS_TOTAL:
                return _with_total(paper, Decimal(value.strip()), doubts)
            case Field.ORDER_REFERENCE:
                lines = tuple(replace(line, order_reference=None) for line in paper.lines)
                return replace(paper, order_references=(safe_line(value, NUMBER_LENGTH),), lines=lines, doubts=doubts)
            case Field.KIND:
                return replace(paper, doubts=doubts)
            case Field.FILE:
                return replace(paper, doubts=())
            case _:
                return None
    except (ValueError, InvalidOperation):
        return None


def _with_total(paper: Paper, gross: Decimal, doubts: tuple[PaperDoubt, ...]) -> Paper | None:
    """The total that was asked for; where only the net was known, the tax is the rest."""
    if not gross.is_finite() or not plausible(gross):
        return None
    rest = paper.tax_total is None and paper.net_total is not None and gross >= paper.net_total
    tax = gross - paper.net_total if rest and paper.net_total is not None else paper.tax_total
    return replace(paper, gross_total=gross, tax_total=tax, doubts=doubts)
