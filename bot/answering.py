"""From a reading to its outcome: commands in the order said, files filed, and nothing of it dropped (docs/mail.md 4.3)."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from core import events as e
from core.colleagues import introduced
from core.commands.buyer_people import Say
from core.commands.command import Command
from core.commands.supplier_invoices import SubmitInvoice
from core.commands.supplier_orders import Reject
from core.commands.supplier_self import ChangeContact
from core.commands.supplier_talk import Comment
from core.dossier import Dossier
from core.engine import Outcome, add, handle
from core.filled import Filled
from core.letters import FileVerdict
from core.message import FileRole, Message
from core.names import Reference
from core.order import PurchaseOrder
from core.paper import Source
from core.policy import Policy
from core.proposal import Proposal, Rfp
from core.reading import FillIn, FillVerdict, Reading, Said
from parsers.intent.because import reason_of

if TYPE_CHECKING:
    from storage.unit import Unit

FILED = frozenset(
    {
        FileRole.PRO_FORMA,
        FileRole.ORDER,
        FileRole.ORDER_CONFIRMATION,
        FileRole.DELIVERY_NOTE,
        FileRole.STATEMENT,
        FileRole.REMINDER,
        FileRole.QUOTE,
        FileRole.TERMS,
        FileRole.UNREADABLE,
        FileRole.ENCRYPTED,
        FileRole.OTHER,
    }
)
ANSWERS_AN_HOUR = 10
ANSWERS_A_DAY = 60


def after_reading(outcome: Outcome, reading: Reading, at: datetime, policy: Policy) -> Outcome:
    """Each command, then what was in doubt as words to the buyer, then the files that are no invoices."""
    outcome = add(outcome, introduced(outcome.dossier, reading.message.sender_name, at, policy), at, policy)
    for said in sorted(_best_form_first(reading), key=_leaves_last):
        outcome = _answering(outcome, replace(said, command=_with_reason(said, reading)), at, policy)
    doubted = "\n".join(dict.fromkeys(d.words for d in reading.doubts if d.words))
    if doubted:
        outcome = handle(outcome, Comment(text=doubted), at, policy)
    return add(outcome, _filed(outcome.dossier, reading), at, policy)


def _answering(outcome: Outcome, said: Said, at: datetime, policy: Policy) -> Outcome:
    """A fill-in sheet says itself which revision it answers; the words of the same mail answer the thread's."""
    if said.revision is None:
        return handle(outcome, said.command, at, policy, said.words)
    thread = outcome.dossier.answers_revision
    sheet = replace(outcome, dossier=replace(outcome.dossier, answers_revision=said.revision))
    done = handle(sheet, said.command, at, policy, said.words)
    return replace(done, dossier=replace(done.dossier, answers_revision=thread))


def _best_form_first(reading: Reading) -> tuple[Said, ...]:
    """Of the invoices of one mail those in XML come first: of the same invoice in two forms XML wins (docs/rules.md 3)."""
    xml = {paper.file for paper in reading.papers if paper.source is Source.XML}
    bills = [s for s in reading.said if isinstance(s.command, SubmitInvoice)]
    in_turn = iter(sorted(bills, key=lambda s: isinstance(s.command, SubmitInvoice) and s.command.attachment not in xml))
    return tuple(next(in_turn) if isinstance(s.command, SubmitInvoice) else s for s in reading.said)


def _leaves_last(said: Said) -> bool:
    """Who takes over is added before the one who goes is removed: the last contact stays."""
    return isinstance(said.command, ChangeContact) and said.command.remove is not None


def _with_reason(said: Said, reading: Reading) -> Command:
    """A refusal whose reason stands in its own sentence, or in words beside it that say nothing else."""
    command = said.command
    if not isinstance(command, Reject) or command.reason:
        return command
    beside = " ".join(s.command.text for s in reading.said if isinstance(s.command, Comment))
    return replace(command, reason=reason_of(said.words) or beside or None)


def _filed(dossier: Dossier, reading: Reading) -> tuple[e.Event, ...]:
    """Files that make no document of their own lie with the document of the thread, an invoice's with its order. A buyer's own
    stay in the house, but for those that his words to the supplier name (docs/rules.md 6)."""
    place, message = _place(dossier), reading.message
    every: tuple[PurchaseOrder | Proposal | Rfp, ...] = (*dossier.orders, *dossier.proposals, *dossier.rfps)
    known = {a.hash for d in every if d.reference == place for a in d.attachments}
    wanted = {f.hash for f in message.attachments if f.role in FILED and f.hash not in known}
    from_buyer = dossier.actor.buyer is not None and not reading.papers and not message.forwarded
    files = {
        f.hash: replace(f, from_supplier=not from_buyer, internal=from_buyer and not _is_named(f.name, reading))
        for f in dossier.files
        if f.hash in wanted
    }
    return tuple(e.FileAdded(document=place, file=f, from_supplier=not from_buyer) for f in files.values()) if place else ()


def _place(dossier: Dossier) -> Reference | None:
    """The order, the proposal or the request of the thread; of an invoice or a credit note the order that it bills."""
    which = dossier.thread
    if which is None:
        return None
    direct = dossier.order(which) or dossier.proposal(which) or dossier.rfp(which)
    credit = next((c for c in dossier.credits if c.reference == which), None)
    invoice = dossier.invoice(credit.invoice) if credit and credit.invoice else dossier.invoice(which)
    return direct.reference if direct else invoice.orders[0] if invoice and invoice.orders else None


def _is_named(file: str, reading: Reading) -> bool:
    """Whether the words to the supplier name a file: "to supplier: see drawing.pdf"."""
    told = (s.words.casefold() for s in reading.said if isinstance(s.command, Say) and not s.command.internal)
    return any(file.casefold() in words for words in told)


def verdicts_of(outcome: Outcome, reading: Reading) -> tuple[FileVerdict, ...]:
    """What became of each file, by name in the texts of the receipt."""
    forms = {form.file: form for form in reading.fill_ins}
    return tuple(
        FileVerdict(file=file, verdict=form.verdict.value, reference=_known(file.filled, form), lines=form.lines)
        if file.filled and (form := forms.get(file.hash))
        else _verdict(outcome, reading.message, place)
        for place, file in enumerate(reading.message.attachments)
    )


def _known(filled: Filled, form: FillIn) -> Reference | None:
    """The document of a fill-in file; a file that is not ours is not believed what it names (T37)."""
    return None if form.verdict is FillVerdict.FOREIGN else filled.document


def _verdict(outcome: Outcome, message: Message, place: int) -> FileVerdict:
    file = message.attachments[place]
    verdict, reference = file.role.value, None
    for event in outcome.events:
        match event:
            case e.InvoiceReceived() if any(s.hash == file.hash for s in event.invoice.sources):
                reference = event.invoice.reference
            case e.InvoiceReplaced() if any(s.hash == file.hash for s in event.sources):
                reference = event.invoice
            case e.InvoiceSourceAdded() if event.source.hash == file.hash:
                verdict, reference = "same_invoice", event.invoice
            case e.CreditReceived() if any(s.hash == file.hash for s in event.credit.sources):
                reference = event.credit.reference
            case e.FileAdded() if event.file.hash == file.hash and not event.from_supplier:
                verdict = "stays_inside" if event.file.internal else "sent_on"
            case e.DuplicateReceived() if file.role is FileRole.INVOICE:
                verdict, reference = _unless_known(verdict, reference, event.invoice)
            case _:
                pass
    return FileVerdict(file=file, verdict=verdict, reference=reference)


def _unless_known(verdict: str, reference: Reference | None, known: Reference) -> tuple[str, Reference]:
    """A file that made an invoice in this mail is no duplicate."""
    return (verdict, reference) if reference else ("already_received", known)


def may_write(unit: "Unit", dossier: Dossier, message: Message, now: datetime) -> bool:
    """At most 10 answers an hour to a sender in a thread, or in none: two programs must not write all night (docs/mail.md 2)."""
    if message.sender is None:
        return True
    answers = unit.outbox.answered(message.sender, dossier.thread, now - timedelta(days=1))
    lately = sum(at > now - timedelta(hours=1) for at in answers)
    return lately < ANSWERS_AN_HOUR and len(answers) < ANSWERS_A_DAY
