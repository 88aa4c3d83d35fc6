"""What a mail is read against, prepared once: the document in question, the numbers known, the writer's habits."""

from dataclasses import dataclass
from datetime import date

from core.message import Attachment, FileRole, Message
from core.names import Reference
from core.order import PurchaseOrder
from core.proposal import Rfp
from core.question import Question, QuestionState
from core.reading import Context
from parsers.intent.clock import Clock
from parsers.intent.language import first_language
from parsers.intent.sheet import Sheet, flat, sheet_of

_NO_DOCUMENT = frozenset({FileRole.LOGO, FileRole.SIGNATURE, FileRole.EXECUTABLE, FileRole.ENCRYPTED, FileRole.EMPTY})
_HANDED_IN = frozenset({FileRole.INVOICE, FileRole.CREDIT_NOTE})
"""Also a photo in the middle of the words is one of these when its content says so."""
_MONTH_FIRST = frozenset({"US", "PH"})
_STALE_DAYS = 366


@dataclass(frozen=True, slots=True)
class Scene:
    """The mail's surroundings as the rules need them. `comma`: the writer's decimal sign, None: not known."""

    context: Context
    sheet: Sheet
    clock: Clock
    comma: bool | None
    language: str
    files: tuple[Attachment, ...] = ()
    questions: tuple[Question, ...] = ()

    @property
    def thread(self) -> str:
        """The reference of the thread's document, empty without one."""
        return str(self.context.thread or "")

    def invoice_reference(self, number: str) -> str | None:
        """Our reference of the invoice that has this number."""
        wanted = flat(number).removeprefix("INV")
        for invoice in self.context.invoices:
            numbers = {flat(invoice.paper.number or ""), flat(invoice.reference).removeprefix("INV")}
            if wanted and wanted in numbers:
                return str(invoice.reference)
        return None

    def document_named(self, text: str) -> PurchaseOrder | Rfp | None:
        """The order or request whose number a text names."""
        wanted = digits_of(text)
        every: tuple[PurchaseOrder | Rfp, ...] = (*self.context.orders, *self.context.rfps)
        return next((d for d in every if digits_of(d.reference) == wanted), None)


def digits_of(text: str) -> str:
    """The digits of a document number, without leading zeros."""
    return "".join(c for c in text if c.isdigit()).lstrip("0")


def _document(context: Context) -> PurchaseOrder | Rfp | None:
    found = context.document(context.thread)
    return found if isinstance(found, (PurchaseOrder, Rfp)) else None


def _habits(context: Context, language: str) -> tuple[bool | None, bool | None]:
    """(day first, decimal comma) of the writer: by learnt locale, then by language.

    English is written with either order of day and month, in every country: without a learnt locale it is not known.
    """
    locale = context.speaker.locale
    tongue, _, region = locale.replace("_", "-").partition("-")
    if locale:
        return region.upper() not in _MONTH_FIRST, tongue.lower() not in ("en", "zh", "ja")
    if language in ("zh", "ja"):
        return True, False
    return (None, None) if language == "en" else (True, True)


def scene(message: Message, context: Context, today: date, text: str) -> Scene:
    """Prepare a mail's surroundings. The Date header counts for relative dates, unless it is years off."""
    dated = message.dated.date() if message.dated else today
    now = dated if abs((dated - today).days) <= _STALE_DAYS else today
    language = first_language(text, context.speaker.locale)
    day_first, comma = _habits(context, language)
    files = tuple(
        f
        for f in message.attachments
        if f.role not in _NO_DOCUMENT and (f.role in _HANDED_IN or not (f.inline and f.media_type.startswith("image/")))
    )
    asked = tuple(q for q in context.questions if q.state is QuestionState.OPEN)
    return Scene(context, _sheet(context), Clock(now, day_first), comma, language, files, asked)


def _sheet(context: Context) -> Sheet:
    return sheet_of(_document(context))


def sheet_for(where: Scene, reference: Reference | str) -> Sheet:
    """The items of another document of the context."""
    return sheet_of(where.document_named(str(reference)))
