"""A supplier's world for reading mails against, and the held-out phrasings with what they mean."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from core.commands.supplier_invoices import CancelInvoice, SubmitInvoice
from core.commands.supplier_orders import Change, Ship
from core.commands.supplier_quotes import Quote
from core.commands.supplier_self import ChangeContact, ChangeLanguage, ChangeProfile
from core.commands.supplier_talk import AnswerQuestion, AskStatus, SendDocument
from core.doubt import Doubt
from core.invoice import Invoice
from core.message import Attachment, MailKind, Message
from core.money import EUR
from core.names import Address, SupplierId, Token, address, hash_of, reference
from core.order import OrderLine, PurchaseOrder
from core.paper import Paper, PaperKind, Source
from core.proposal import Rfp, RfpItem
from core.question import About, Question, QuestionKind
from core.reading import Context, Said, Speaker
from parsers.intent import understand

TODAY = date(2026, 4, 24)
WRITER = address("paul@corvina.example")
LOCALES = {"en": "en-GB", "uk": "uk-UA", "zh": "zh-CN", "sv": "sv-SE", "da": "da-DK", "cs": "cs-CZ"}


def _line(number: int, sku: str, description: str, quantity: str, price: str, due: date) -> OrderLine:
    return OrderLine(
        number=number,
        supplier_sku=sku,
        description=description,
        quantity=Decimal(quantity),
        unit_price=Decimal(price),
        unit="pcs",
        delivery_date=due,
    )


def _orders() -> tuple[PurchaseOrder, ...]:
    three = (
        _line(1, "CM-PAN-28", "Frying pan 28 cm, induction", "120", "24.50", date(2026, 5, 12)),
        _line(2, "CM-POT-05", "Stock pot 5 l with lid", "60", "38.90", date(2026, 5, 12)),
        _line(3, "CM-LAD-12", "Ladle 12 cl, stainless", "240", "6.25", date(2026, 5, 26)),
    )
    one = (_line(1, "CM-BRD-40", "Chopping board oak 40x25 cm", "80", "17.80", date(2026, 6, 9)),)
    return tuple(
        PurchaseOrder(
            reference=reference(r), supplier=SupplierId("S-12"), initiator=Address("tom@buyer.example"), currency=EUR, lines=lines
        )
        for r, lines in (("PO-1034", three), ("PO-1040", one))
    )


def _invoices() -> tuple[Invoice, ...]:
    return tuple(
        Invoice(
            reference=reference(f"INV-{number}"),
            supplier=SupplierId("S-12"),
            paper=Paper(kind=PaperKind.INVOICE, source=Source.TEXT, number=number, currency=EUR),
            received_at=datetime(2026, 4, 3, tzinfo=UTC),
        )
        for number in ("77", "81")
    )


def _rfp() -> Rfp:
    items = (("Sauté pan 24 cm", 100), ("Kitchen tongs 30 cm", 300), ("Roasting tray GN 1/1", 50), ("Colander 26 cm", 80))
    made = tuple(RfpItem(number=i, description=d, quantity=Decimal(q)) for i, (d, q) in enumerate(items, 1))
    return Rfp(reference=reference("RFP-7"), items=made)


def _question(name: str) -> tuple[Question, ...]:
    kinds = {
        "Q1": (About.ISSUE_DATE, QuestionKind.YES_NO, ()),
        "Q2": (About.ORDER, QuestionKind.CHOICE, ("PO-1034", "PO-1040")),
        "Q3": (About.ISSUE_DATE, QuestionKind.VALUE, ()),
        "Q6": (About.TOTAL, QuestionKind.VALUE, ()),
    }
    if name not in kinds:
        return ()
    about, kind, choices = kinds[name]
    return (
        Question(
            reference=reference(name),
            document=reference("INV-81"),
            supplier=SupplierId("S-12"),
            about=about,
            kind=kind,
            asked_of=WRITER,
            token=Token("a" * 16),
            expires=datetime(2026, 5, 8, tzinfo=UTC),
            choices=choices,
        ),
    )


def context(language: str = "en", thread: str = "PO-1034", question: str = "") -> Context:
    """The world of one supplier, read in a thread."""
    speaker = Speaker(
        address=WRITER,
        supplier=SupplierId("S-12"),
        country="NL",
        locale=LOCALES.get(language, language if "-" in language or not language else f"{language}-{language.upper()}"),
    )
    return Context(
        speaker=speaker,
        thread=reference(thread),
        orders=_orders(),
        invoices=_invoices(),
        rfps=(_rfp(),),
        questions=_question(question),
    )


def mail(text: str, files: tuple[str, ...] = ()) -> Message:
    """A mail of a Friday with these words and files."""
    attached = tuple(Attachment(name=n, media_type="application/pdf", size=9, hash=hash_of(n.encode())) for n in files)
    return Message(
        kind=MailKind.HUMAN, sender=WRITER, dated=datetime(2026, 4, 24, 9, tzinfo=UTC), new_text=text, attachments=attached
    )


Reading = tuple[tuple[Said, ...], tuple[Doubt, ...]]


def read(text: str, language: str = "en", thread: str = "PO-1034", question: str = "", files: tuple[str, ...] = ()) -> Reading:
    """What the words mean in that thread."""
    return understand(mail(text, files), context(language, thread, question), TODAY)


def short(reading: Reading) -> str:
    """A reading in the short form of the held-out files: commands without comments, then the matters in doubt."""
    said, doubts = reading
    commands = sorted(_short(s) for s in said if s.command.word != "comment")
    return " + ".join([*commands, *sorted({f"?{d.about}" for d in doubts})]) or "comment"


ACTS = ("accept", "change", "reject", "ship", "quote", "decline", "withdraw", "cancel")


def acts(said: str) -> list[str]:
    """What a reading in its short form would do to an order, a request or an invoice."""
    return [piece for piece in said.split(" + ") if piece.startswith(ACTS)]


def acts_anywhere(words: str, language: str) -> list[str]:
    """What words would do in the thread of either order or of the request."""
    return [act for thread in ("PO-1034", "PO-1040", "RFP-7") for act in acts(short(read(words, language, thread)))]


def _short(said: Said) -> str:
    command = said.command
    parts: list[object] = [command.word]
    if isinstance(command, Change):
        parts += [
            command.line or "",
            f"q{command.quantity:f}" if command.quantity else "",
            f"p{command.unit_price}" if command.unit_price else "",
        ]
        parts += [f"d{command.date}" if command.date else "", f"s={command.substitute}" if command.substitute else ""]
        parts += ["parts" + ",".join(f"{p.quantity:f}@{p.date}" for p in command.parts) if command.parts else ""]
    elif isinstance(command, Ship):
        parts += [f"d{command.date}" if command.date else "", f"c={command.carrier}" if command.carrier else ""]
        parts += [f"t={command.tracking}" if command.tracking else ""]
    elif isinstance(command, Quote):
        for i in command.items:
            parts += [i.item, f"p{i.unit_price}" if i.unit_price else "", f"l{i.lead_time_days}" if i.lead_time_days else ""]
        parts += ["complete" if command.complete else ""]
    elif isinstance(command, SubmitInvoice):
        parts += [command.number or "", "ordered" if command.as_ordered else ""]
    elif isinstance(command, CancelInvoice):
        parts += [command.invoice or ""]
    elif isinstance(command, AskStatus):
        parts += [(command.document or "").removeprefix("INV-")]
    elif isinstance(command, ChangeContact):
        parts += [f"+{command.add}" if command.add else f"-{command.remove}"]
    elif isinstance(command, (ChangeLanguage, SendDocument, AnswerQuestion, ChangeProfile)):
        parts += [
            getattr(command, n)
            for n in ("code", "format", "value")
            if getattr(command, n, None) and not isinstance(command, ChangeProfile)
        ]
        parts += [command.field] if isinstance(command, ChangeProfile) else []
    else:
        parts += [*getattr(command, "lines", ()), *getattr(command, "items", ())]
    document = command.document if command.document and not isinstance(command, AskStatus) else ""
    return " ".join(str(p) for p in [*parts, document] if p not in ("", None))


HELD_OUT = Path(__file__).parent / "heldout"
_ENTRY = re.compile(
    r"(?:@(?P<thread>[A-Z]+-\d+)(?::(?P<question>Q\d))? )?(?:\[file=(?P<file>[^\]]+)\] )?(?P<means>[^|]+) \| (?P<text>.+)"
)


def held_out(language: str, on_file: bool = True) -> list[tuple[str, str, str]]:
    """(what it should mean, what was read, the phrasing) of the held-out phrasings of a language, on file or not."""
    result = []
    for line in (HELD_OUT / f"{language}.txt").read_text(encoding="utf-8").splitlines():
        entry = _ENTRY.fullmatch(line)
        assert entry, line
        files = (entry["file"],) if entry["file"] else ()
        got = short(
            read(entry["text"], language if on_file else "", entry["thread"] or "PO-1034", entry["question"] or "", files)
        )
        result.append((" + ".join(sorted(entry["means"].strip().split(" + "))), got, entry["text"]))
    return result


@pytest.fixture(name="read")
def _read() -> Callable[..., Reading]:
    return read


@pytest.fixture(name="short")
def _short_form() -> Callable[[Reading], str]:
    return short


@pytest.fixture(name="held_out")
def _held_out() -> Callable[[str], list[tuple[str, str, str]]]:
    return held_out
