"""Requests and news that concern no line: status, documents again, contacts, language, own data (docs/rules.md 8)."""

from collections.abc import Callable

from core.commands.command import Command
from core.commands.supplier_invoices import CancelInvoice
from core.commands.supplier_orders import Received, Withdraw
from core.commands.supplier_self import ChangeLanguage, ChangeProfile, FewerMails
from core.commands.supplier_talk import (
    AskHelp,
    AskOpen,
    AskStatus,
    No,
    SendDocument,
)
from core.events import Form
from core.party import ProfileField
from parsers.intent.contact_rules import contacts
from parsers.intent.point import Point, said
from parsers.intent.scene import Scene, digits_of
from parsers.intent.sentence import Sentence
from parsers.intent.sheet import items_named
from parsers.intent.signs import Sign
from parsers.intent.tokens import Kind
from parsers.intent.values import Paper, Value, What

Rule = Callable[[Sentence, tuple[Value, ...], Scene], tuple[Command, ...]]
_NEAR = 4
_LEADING = 4
"""Letters of a word that may be what a sentence is about; shorter ones are mostly particles."""
_NO_STATUS = (Sign.ATTACHED, Sign.SHIPPED, Sign.CANCEL, Sign.REPLACE)


def _papers(values: tuple[Value, ...], paper: Paper) -> tuple[str, ...]:
    return tuple(v.text for v in values if v.what is What.DOCUMENT and v.paper is paper)


def _withdraw(s: Sentence, values: tuple[Value, ...], where: Scene) -> tuple[Command, ...]:
    back = s.has(Sign.WITHDRAW) or (s.has(Sign.CANCEL) and s.has(Sign.CONFIRMATION))
    item = items_named(s, 0, len(s.tokens), where.sheet) and not s.has(Sign.CONFIRMATION)  # "we took 12-A out of our offer"
    if s.has(Sign.MAYBE) or (s.has(Sign.NOT) and not s.has(Sign.CANCEL)):  # "we do not withdraw our confirmation"
        return ()
    if not back or item or not s.has(Sign.CONFIRMATION, Sign.OFFER) or _papers(values, Paper.INVOICE) or s.has(Sign.IF):
        return ()
    return (Withdraw(),)


def _cancel(s: Sentence, values: tuple[Value, ...], where: Scene) -> tuple[Command, ...]:
    if not s.has(Sign.CANCEL, Sign.WITHDRAW) or s.has(Sign.ATTACHED, Sign.CREDIT, Sign.CONFIRMATION, Sign.NOT, Sign.MAYBE):
        return ()
    numbers = _papers(values, Paper.INVOICE)
    if not numbers and s.has(Sign.INVOICE) and where.thread.startswith("INV"):
        numbers = (_number_of(where),)
    return tuple(CancelInvoice(invoice=_short(n)) for n in numbers)


def _number_of(where: Scene) -> str:
    invoice = next((i for i in where.context.invoices if i.reference == where.context.thread), None)
    return (invoice.paper.number if invoice else None) or where.thread


def _short(number: str) -> str:
    """An invoice number without the noun before it: INV-81 is 81."""
    return number.upper().removeprefix("INV-").removeprefix("INV") or number if number.upper().startswith("INV") else number


def _status(s: Sentence, values: tuple[Value, ...], where: Scene) -> tuple[Command, ...]:
    invoices, orders = _papers(values, Paper.INVOICE), (*_papers(values, Paper.ORDER), *_papers(values, Paper.RFP))
    asks = s.has(Sign.STATUS) or (s.has(Sign.WHEN, Sign.WHICH) and s.has(Sign.PAYMENT)) or (s.question and bool(invoices))
    topic = bool(invoices or orders) or s.has(Sign.PAYMENT, Sign.INVOICE) or (s.has(Sign.ORDER) and s.question)
    told = s.has(*_NO_STATUS) or (s.has(Sign.OPEN) and not invoices) or (s.has(Sign.CONFIRM, Sign.IF) and not s.question)
    if not asks or not topic or told:
        return ()
    named = tuple(AskStatus(document=where.invoice_reference(n) or _short(n)) for n in invoices)
    named += tuple(AskStatus(document=str(d.reference) if (d := where.document_named(n)) else n) for n in orders)
    return named or (AskStatus(),)


def _unexplained(s: Sentence, first: int = 0, last: int | None = None) -> int:
    """How many words of some length stand there that nothing explains: they lead elsewhere ("which gate is open?")."""
    return sum(
        len(t.fold) >= _LEADING and s.is_dark(at)
        for at, t in enumerate(s.tokens)
        if first <= at < (len(s.tokens) if last is None else last)
    )


def _elsewhere(s: Sentence, values: tuple[Value, ...]) -> bool:
    """Whether something else than papers may be open: a gate, on a day."""
    if s.has(Sign.ORDER, Sign.INVOICE, Sign.RFP, Sign.SEND_US):
        return False
    return any(v.what in (What.DATE, What.VAGUE) for v in values) or bool(_unexplained(s, 0, s.places(Sign.OPEN)[0]))


def _asks_what(s: Sentence) -> bool:
    """ "What is open?", and not a word besides."""
    words = [at for at, t in enumerate(s.tokens) if t.kind is Kind.WORD]
    first = next(iter(s.places(Sign.OPEN)), None)
    return first is not None and len(words) > 2 and words[0] == first and s.end_of(first) >= words[-1]


def _open(s: Sentence, values: tuple[Value, ...], where: Scene) -> tuple[Command, ...]:
    asked = s.question or s.has(Sign.WHICH, Sign.SEND_US, Sign.SEND, Sign.PROPOSE, Sign.YOU)
    listed = s.has(Sign.ORDER, Sign.INVOICE, Sign.ALL, Sign.WHICH, Sign.RFP) or len(s.places(Sign.OPEN)) > 1 or _asks_what(s)
    told = s.has(Sign.CONFIRM, Sign.STATEMENT) or _papers(values, Paper.INVOICE)
    return (AskOpen(),) if s.has(Sign.OPEN) and asked and listed and not told and not _elsewhere(s, values) else ()


def _help(s: Sentence, values: tuple[Value, ...], where: Scene) -> tuple[Command, ...]:
    if _thanked(s) or _helps_with(s):
        return ()
    how = s.question and not values and s.has(Sign.HOW, Sign.HELP)
    if how and s.has(Sign.CONFIRM, Sign.CONFIRMATION, Sign.REFUSE, Sign.WITHDRAW):
        return (AskHelp(),)
    return (AskHelp(),) if s.has(Sign.HELP) and not s.has(Sign.CONFIRM, Sign.SHIPPED, Sign.ATTACHED) else ()


def _thanked(s: Sentence) -> bool:
    """ "Thank you for your help" asks for none."""
    return s.has(Sign.THANKS, Sign.COURTESY) and not s.question


def _helps_with(s: Sentence) -> bool:
    """ "Can you help us unload?": the bare word, and what to help with."""
    bare = [at for at in s.places(Sign.HELP) if s.end_of(at) == at]
    return bool(bare) and len(bare) == len(s.places(Sign.HELP)) and bool(_unexplained(s, bare[0] + 1))


_FORMS = (
    (Sign.INVOICE_FORM, Form.INVOICE_FORM),
    (Sign.PDF, Form.PDF),
    (Sign.XLSX, Form.XLSX),
    (Sign.XML, Form.XML),
    (Sign.FILES, Form.FILES),
)


def _send(s: Sentence, values: tuple[Value, ...], where: Scene) -> tuple[Command, ...]:
    form = next((f for sign, f in _FORMS if s.has(sign)), None)
    asked = s.has(Sign.SEND_US) or (s.has(Sign.SEND) and (s.question or s.has(Sign.YOU, Sign.PROPOSE)))
    asked = asked or (form is Form.INVOICE_FORM and (s.question or s.has(Sign.SEND)))
    asked = asked or (s.question and form is not None and s.has(Sign.ORDER, Sign.RFP) and not s.has(Sign.INVOICE))
    thing = form is not None or (s.has(Sign.ORDER, Sign.RFP) and s.has(Sign.AGAIN))
    if (
        not asked
        or not thing
        or s.has(Sign.WE_SEND, Sign.ATTACHED)
        or any(v.what is What.MAIL for v in values)
        or _language(s, values, where)
    ):
        return ()
    numbers = (*_papers(values, Paper.ORDER), *_papers(values, Paper.RFP))
    documents = [str(d.reference) for n in numbers if (d := where.document_named(n)) and d.reference != where.context.thread]
    if numbers and not documents and digits_of(numbers[0]) != digits_of(where.thread):
        documents = [numbers[0]]
    return (SendDocument(format=form, document=documents[0] if documents else None),)


def _fewer(s: Sentence, values: tuple[Value, ...], where: Scene) -> tuple[Command, ...]:
    asks = s.question and not s.has(Sign.REQUEST, Sign.PROPOSE, Sign.YOU)  # "is an answer by mail enough?"
    fewer = s.has(Sign.FEWER) and s.has(Sign.MAILS) and not asks
    return (FewerMails(),) if fewer and not any(v.what is What.MAIL for v in values) else ()


def _language(s: Sentence, values: tuple[Value, ...], where: Scene) -> tuple[Command, ...]:
    named = [code for at in range(len(s.tokens)) for code in s.values_at(at, "language")]
    if not named or not s.has(Sign.WRITE, Sign.SEND_US, Sign.SEND, Sign.MAILS):
        return ()
    nots = s.places(Sign.NOT)
    wanted = list(dict.fromkeys(named))
    if len(wanted) == 2 and (s.has(Sign.INSTEAD) or nots):
        wanted = [_not_replaced(s, wanted)]
    return (ChangeLanguage(code=wanted[0]),) if len(wanted) == 1 else ()


def _not_replaced(s: Sentence, codes: list[str]) -> str:
    """Of two languages the one that does not stand behind "instead of" or "not"."""
    places = {c: next(at for at in range(len(s.tokens)) if c in s.values_at(at, "language")) for c in codes}
    marks = (*s.places(Sign.INSTEAD), *s.places(Sign.NOT))
    for code in codes:
        if any(0 < places[code] - m <= 3 for m in marks):
            return next(c for c in codes if c != code)
    return codes[0]


def _has_house_number(s: Sentence, values: tuple[Value, ...]) -> bool:
    """ "We move on 18 May" and "we moved the machine" tell no address: one has a number that is of no day."""
    days = {at for v in values if v.what in (What.DATE, What.SPAN, What.VAGUE) for at in range(v.first, v.last + 1)}
    return any(at not in days and any(c.isdigit() for c in token.text) for at, token in enumerate(s.tokens))


def _profile(s: Sentence, values: tuple[Value, ...], where: Scene) -> tuple[Command, ...]:
    if s.has(Sign.VAT) and s.has(Sign.NEW, Sign.MOVED):
        codes = [t.text for t in s.tokens if t.kind in (Kind.CODE, Kind.IBAN) and len(t.text) >= 8]
        return (ChangeProfile(field=ProfileField.VAT_ID, value=codes[0]),) if len(codes) == 1 else ()
    if s.has(Sign.RENAMED) or (s.has(Sign.COMPANY) and s.has(Sign.NEW) and not s.has(Sign.PLACE, Sign.MOVED)):
        name = _after(s, (Sign.RENAMED, Sign.COMPANY))
        return (ChangeProfile(field=ProfileField.NAME, value=name),) if name != name.lower() or s.language == "zh" else ()
    if s.has(Sign.PHONE) and s.has(Sign.NEW):
        numbers = [t.text for t in s.tokens if t.kind is Kind.PHONE] or [_digits(s)]
        return (ChangeProfile(field=ProfileField.PHONE, value=numbers[0]),) if numbers[0] else ()
    moved = s.has(Sign.MOVED) and (s.has(Sign.PLACE) or any(t.text.isdigit() for t in s.tokens))  # not "to another bank"
    if (moved and not s.has(Sign.BANK, Sign.PRICE)) or (s.has(Sign.PLACE) and s.has(Sign.NEW) and not s.question):
        new = _after(s, (Sign.MOVED, Sign.PLACE))
        return (ChangeProfile(field=ProfileField.ADDRESS, value=new),) if new and _has_house_number(s, values) else ()
    return ()


def _after(s: Sentence, signs: tuple[Sign, ...]) -> str:
    """The words behind the last of the signs, as the new value."""
    places = [p for sign in signs for p in s.places(sign)]
    ends = [f.last for p in places if (f := s.by_token[p])]
    at = max(ends, default=-1) + 1
    while at < len(s.tokens) and (
        s.tokens[at].text in ":,;-–" or s.signs_at(at) or (len(s.tokens[at].fold) <= 2 and s.tokens[at].kind is Kind.WORD)
    ):
        at += 1
    return s.text[s.tokens[at].start :].strip(" .!:,;\n") if at < len(s.tokens) else ""


def _digits(s: Sentence) -> str:
    parts = [t.text for t in s.tokens if t.kind is Kind.NUMBER]
    return " ".join(parts) if sum(len(p) for p in parts) >= 6 else ""


_NO_RECEIPT = (
    Sign.PAYMENT,
    Sign.INVOICE,
    Sign.IF,
    Sign.CREDIT,
    Sign.MAYBE,
    Sign.CARRIER,
    Sign.PDF,
    Sign.XLSX,
    Sign.FILES,
    Sign.ELSEWHERE,
    Sign.CORRECTION,
    Sign.REQUEST,
)
"""Beside one of these something else was received, or not now, or it is asked for."""


def _received(s: Sentence, values: tuple[Value, ...], where: Scene) -> tuple[Command, ...]:
    places = s.places(Sign.RECEIVED)
    if not places or s.question or s.has(*_NO_RECEIPT) or (not s.has(Sign.ORDER) and _unexplained(s) > 1):
        return ()
    plain = [p for p in places if not s.has(Sign.NOT, Sign.WILL, Sign.REQUEST, first=max(0, p - _NEAR), last=p)]
    named = [str(d.reference) for n in _papers(values, Paper.ORDER) if (d := where.document_named(n))]
    other = named[0] if len(named) == 1 and named[0] != where.thread else None
    return (Received(document=other),) if plain else ()


def _no(s: Sentence, values: tuple[Value, ...], where: Scene) -> tuple[Command, ...]:
    """The bare NO that takes the last command back."""
    return (No(),) if s.has(Sign.NO) and len([t for t in s.tokens if t.kind is not Kind.MARK]) == 1 else ()


RULES: tuple[Rule, ...] = (
    _withdraw,
    _cancel,
    _status,
    _open,
    _send,
    _fewer,
    contacts,
    _language,
    _profile,
    _help,
    _received,
    _no,
)
"""The first that finds something speaks for the sentence."""


def talk_points(s: Sentence, values: tuple[Value, ...], where: Scene) -> tuple[Point, ...]:
    """The requests of a sentence. Questions under a condition are requests all the same; statements are not."""
    for rule in RULES:
        commands = rule(s, values, where)
        if commands:
            return tuple(said(c, s.text.strip()) for c in commands)
    return ()
