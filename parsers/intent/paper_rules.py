"""Invoices, credit notes, statements and confirmations: what a sentence and the files say together (docs/mail.md 4)."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from core.commands.supplier_invoices import ReplaceInvoice, SubmitCredit, SubmitInvoice
from core.commands.supplier_talk import ReconcileStatement
from core.doubt import Reason
from core.message import Attachment, FileRole
from core.question import About
from parsers.intent.files import file_for, files_as
from parsers.intent.order_target import ACCEPTANCE_CHOICES
from parsers.intent.point import Point, doubt, said
from parsers.intent.scene import Scene, digits_of
from parsers.intent.sentence import Sentence
from parsers.intent.signs import Sign
from parsers.intent.tokens import Kind
from parsers.intent.values import Paper, Value, What


def paper_points(s: Sentence, values: tuple[Value, ...], where: Scene) -> tuple[Point, ...]:
    """What a sentence says about papers; empty where it is about none."""
    if s.question and not s.has(Sign.ATTACHED):
        return ()
    for rule in (_credit, _statement, _replace, _invoice, _confirmation):
        points = tuple(rule(s, values, where))
        if points:
            return points
    return ()


def _missing(s: Sentence, what: Reason) -> Point:
    return doubt(About.ATTACHMENT, what, s.text.strip())


def _invoices(values: tuple[Value, ...]) -> tuple[str, ...]:
    return tuple(v.text for v in values if v.what is What.DOCUMENT and v.paper is Paper.INVOICE)


def _amount(values: tuple[Value, ...], where: Scene) -> Decimal | None:
    prices = [v for v in values if v.what is What.PRICE and v.other is None and v.currency == where.sheet.currency]
    return prices[0].number if len(prices) == 1 else None


def _credit(s: Sentence, values: tuple[Value, ...], where: Scene) -> Iterator[Point]:
    if not s.has(Sign.CREDIT) or s.has(Sign.FOLLOWS, Sign.NOT, Sign.IF, Sign.LATER):
        return
    file = file_for(where, FileRole.CREDIT_NOTE, Sign.CREDIT, _credit_number(values))
    if file is None and s.has(Sign.ATTACHED):
        yield _missing(s, Reason.NO_CREDIT_NOTE)
    elif file is not None:
        named = _invoices(values)
        numbers = tuple(n for n in named if where.invoice_reference(n)) or named or _known_numbers(s, values, where)
        invoice = numbers[0] if len(numbers) == 1 else None
        yield said(SubmitCredit(invoice=invoice, amount=_amount(values, where), attachment=file.name), s.text.strip())


def _credit_number(values: tuple[Value, ...]) -> str:
    return next((v.text for v in values if v.what is What.DOCUMENT and v.paper is Paper.CREDIT), "")


def _known_numbers(s: Sentence, values: tuple[Value, ...], where: Scene) -> tuple[str, ...]:
    """Bare numbers that are the number of one of the invoices on file: "it replaces 81"."""
    texts = [v.text or str(v.number) for v in values if v.what in (What.NUMBER, What.CODE, What.DOCUMENT)]
    return tuple(t for t in texts if where.invoice_reference(t))


def _statement(s: Sentence, values: tuple[Value, ...], where: Scene) -> Iterator[Point]:
    if not s.has(Sign.STATEMENT) or s.has(Sign.FOLLOWS):
        return
    file = file_for(where, FileRole.STATEMENT, Sign.STATEMENT)
    if file is not None:
        yield said(ReconcileStatement(attachment=file.name), s.text.strip())
    elif s.has(Sign.ATTACHED):
        yield _missing(s, Reason.NO_STATEMENT)


def _replace(s: Sentence, values: tuple[Value, ...], where: Scene) -> Iterator[Point]:
    if not s.has(Sign.REPLACE) or not s.has(Sign.INVOICE) or s.has(Sign.FOLLOWS, Sign.IF):
        return
    file = file_for(where, FileRole.INVOICE, Sign.INVOICE)
    if file is None:
        if s.has(Sign.ATTACHED):
            yield _missing(s, Reason.NO_CORRECTED_INVOICE)
        return
    known = tuple(n for n in (*_invoices(values), *_known_numbers(s, values, where)) if where.invoice_reference(n))
    numbers = tuple(dict.fromkeys(digits_of(n) or n for n in known)) or _invoices(values)[:1] or _threads(where)
    yield said(ReplaceInvoice(invoice=numbers[0] if numbers else None, attachment=file.name), s.text.strip())


def corrected(point: Point, where: Scene, said: bool) -> Point:
    """An invoice handed in under a number that we have, in its own thread or where the mail speaks of a corrected one (`said`):
    it replaces that."""
    command = point.command
    if not isinstance(command, SubmitInvoice) or not command.attachment or not command.number:
        return point
    ours = where.invoice_reference(command.number)
    if ours is not None and (said or ours == where.thread):
        return replace(point, command=ReplaceInvoice(invoice=command.number, attachment=command.attachment))
    return point


def credited(points: list[Point]) -> list[Point]:
    """ "Credit note K-412 is attached. It is for invoice 77.": one file is one paper, and the number is of what it credits."""
    named = {c.attachment: c.invoice for p in points if isinstance(c := p.command, ReplaceInvoice)}
    named |= {c.attachment: c.number for p in points if isinstance(c := p.command, SubmitInvoice)}
    bare = {c.attachment for p in points if isinstance(c := p.command, SubmitCredit) and c.invoice is None}
    kept = (p for p in points if not isinstance(c := p.command, SubmitInvoice | ReplaceInvoice) or c.attachment not in bare)
    return [_of_invoice(p, named) for p in kept]


def _of_invoice(point: Point, named: Mapping[str | None, str | None]) -> Point:
    command = point.command
    if not isinstance(command, SubmitCredit) or command.invoice is not None:
        return point
    return replace(point, command=replace(command, invoice=named.get(command.attachment)))


def _threads(where: Scene) -> tuple[str, ...]:
    invoice = next((i for i in where.context.invoices if i.reference == where.context.thread), None)
    return (invoice.paper.number,) if invoice and invoice.paper.number else ()


def _invoice(s: Sentence, values: tuple[Value, ...], where: Scene) -> Iterator[Point]:
    if (
        not s.has(Sign.INVOICE)
        or s.has(Sign.IF)
        or (s.has(Sign.STATUS, Sign.CANCEL, Sign.NOT, Sign.CREDIT) and not s.has(Sign.ATTACHED))
    ):
        return
    numbers = _invoices(values)
    files = files_as(where, FileRole.INVOICE, Sign.INVOICE)
    fresh = tuple(n for n in numbers if n) or _behind_number(s, values)
    if fresh and s.has(Sign.AS_ORDERED) and not files:
        yield said(SubmitInvoice(number=fresh[0], as_ordered=True), s.text.strip())
    elif s.has(Sign.AS_ORDERED) and not files and not s.has(*_ABOUT_THE_ORDER):
        yield doubt(About.DOCUMENT, Reason.NO_INVOICE_NUMBER, s.text.strip())
    elif files and (s.has(Sign.ATTACHED, Sign.REPLACE, Sign.YOU, Sign.WE_SEND, Sign.SEND) or fresh):
        yield from _submitted(s, fresh, files)
    elif s.has(Sign.ATTACHED) and not s.has(Sign.FOLLOWS):
        yield _missing(s, Reason.NO_INVOICE)
    elif fresh and _fill_in(s, values):
        yield said(SubmitInvoice(number=fresh[0], as_ordered=True), s.text.strip())


_ABOUT_THE_ORDER = (Sign.FOLLOWS, Sign.LATER, Sign.CONFIRM, Sign.FINE, Sign.YES, Sign.ATTACHED)
"""With one of these "as ordered" may be said of the goods, not of the invoice."""


def _behind_number(s: Sentence, values: tuple[Value, ...]) -> tuple[str, ...]:
    """ "invoice as ordered, no. 91": the number stands apart from its noun."""
    if not s.has(Sign.AS_ORDERED):
        return ()
    found = [v for v in values if v.what in (What.NUMBER, What.CODE) and _has_name(s, v.first)]
    return tuple(v.text or f"{v.number:f}" for v in found) if len(found) == 1 else ()


def _has_name(s: Sentence, at: int) -> bool:
    """Whether "number" stands before this place, also in short with its dot."""
    before = at - 2 if at > 1 and s.tokens[at - 1].text == "." else at - 1
    return before >= 0 and s.is_at(before, Sign.NUMBER)


def _fill_in(s: Sentence, values: tuple[Value, ...]) -> bool:
    """The line that we offer: "Invoice number: 77" and nothing else."""
    first = next((v for v in values if v.what is What.DOCUMENT), None)
    return first is not None and first.first == 0 and first.last >= len(s.tokens) - 2 and s.has(Sign.NUMBER)


def _in_names(s: Sentence, files: tuple[Attachment, ...]) -> tuple[str, ...]:
    """ "Two invoices: 2291 for the pans and 2292 for the pots": numbers that also stand in the name of a file."""
    bare = (t.text for t in s.tokens if t.kind in (Kind.NUMBER, Kind.CODE) and len(digits_of(t.text)) >= _SHORTEST)
    return tuple(dict.fromkeys(n for n in bare if any(digits_of(n) in digits_of(f.name) for f in files)))


_SHORTEST = 3
"""Digits of a number by which a file can be told."""


def _submitted(s: Sentence, numbers: tuple[str, ...], files: tuple[Attachment, ...]) -> Iterator[Point]:
    words = s.text.strip()
    numbers = numbers if len(numbers) >= len(files) else _in_names(s, files) or numbers
    if len(numbers) <= 1:
        for i, file in enumerate(files):
            yield said(
                SubmitInvoice(number=numbers[0] if numbers and (i == 0 and len(files) == 1) else None, attachment=file.name),
                words,
            )
        return
    left = list(files)
    for i, number in enumerate(numbers):
        wanted = digits_of(number)
        fitting = [f for f in left if wanted and wanted in digits_of(f.name)]
        chosen = fitting[:1] or (left[:1] if len(left) == len(numbers) - i else [])
        left = [f for f in left if f not in chosen]
        yield said(SubmitInvoice(number=number, attachment=(chosen or list(files))[0].name), words)


def _confirmation(s: Sentence, values: tuple[Value, ...], where: Scene) -> Iterator[Point]:
    """A confirmation in a file is no yes in words."""
    if s.has(Sign.CONFIRMATION) and s.has(Sign.ATTACHED) and not s.has(Sign.FOLLOWS, Sign.CONFIRM, Sign.FINE, Sign.AS_ORDERED):
        yield doubt(About.ACCEPTANCE, Reason.IN_A_FILE, s.text.strip(), ACCEPTANCE_CHOICES)
