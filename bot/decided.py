"""A buyer decides by mail: by the letter that asked him, or by the number of a line in his digest (docs/mail.md 6, T38).

Each decision runs on its document's own dossier, as one from the command line does; all of a mail are one transaction.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from email import message_from_bytes
from typing import TYPE_CHECKING

from bot import commit, dossiers, postroom, scenes
from core.commands.buyer_invoices import ApproveInvoice, RejectInvoice, TakeInvoice
from core.commands.buyer_orders import SubmitOrder
from core.commands.buyer_rfps import OpenRfp
from core.commands.command import Command
from core.commands.deciding import DecideAnswer, LineVerdict
from core.decision import may_decide
from core.dossier import Actor, Dossier
from core.engine import Outcome, begin, handle
from core.invoice import InvoiceStatus
from core.letters import LINES_HEADER
from core.message import Message
from core.names import BlobHash, Reference
from core.notices import posts
from core.order import OrderStatus
from core.party import Buyer
from core.reading import Reading, Said
from core.triage import may_answer
from parsers.addressed import addressed
from parsers.decided import Decided, Decision, decided
from parsers.verdicts import verdicts

if TYPE_CHECKING:
    from bot.senders import Writer
    from bot.wire import Bot
    from storage.inbox import Leased
    from storage.outbox import OutboxRow
    from storage.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """One decision of the mail on one document."""

    which: Reference
    decided: Decided | None = None
    verdicts: tuple[LineVerdict, ...] = ()
    """Of an order, line by line; empty: `decided` says it of the whole document."""
    told: str = ""
    """The words that say it."""
    shown: int | None = None
    """The version that the digest showed whose numbered line says which document."""
    words: tuple[Said, ...] = ()
    """What the mail says besides, kept with its first document."""


Ruled = tuple[Ruling, Reading, Outcome]
"""A decision, the words that say it, and what follows."""


def hold(bot: "Bot", leased: "Leased", message: Message, writer: "Writer") -> bool:
    """Carry out what a buyer's mail decides; False where it decides nothing. Raises Conflict: decide again."""
    if writer.standing.buyer is None or not _says_anything(message):
        return False
    done = False
    with bot.store.begin() as unit:
        for ruling, reading, outcome in ruled(bot, unit, leased.delivery.received_at, leased.hash, message, writer):
            _write(bot, unit, leased, writer, ruling, reading, outcome)
            done = True
        if done:
            unit.inbox.finish(leased, "decided", writer.thread, writer.standing.level)
    return done


def _says_anything(message: Message) -> bool:
    return bool(decided(message.new_text)[0] or verdicts(message.new_text)[0])


def ruled(bot: "Bot", unit: "Unit", at: datetime, mail: BlobHash, message: Message, writer: "Writer") -> Iterator[Ruled]:
    """What a buyer's mail decides and what follows, document by document; each sees what was written before it was asked for."""
    buyer = writer.standing.buyer
    found, rest = decided(message.new_text) if buyer else ((), "")
    lines, told, left = verdicts(message.new_text) if buyer and not found else ((), "", "")
    if buyer is None or not (found or lines):
        return
    rulings = tuple(_rulings(unit, buyer, message, writer.thread, found))
    if lines and writer.thread and unit.documents.order(writer.thread):
        rulings = (Ruling(which=writer.thread, verdicts=lines, told=told),)
    if not rulings:
        return
    actor = Actor(buyer=buyer.address, level=writer.standing.level, cause=mail)
    for ruling in (replace(rulings[0], words=addressed(left if lines else rest)), *rulings[1:]):
        yield _ruled(bot, unit, at, actor, message, ruling)


def _ruled(bot: "Bot", unit: "Unit", at: datetime, actor: Actor, message: Message, ruling: Ruling) -> Ruled:
    dossier = dossiers.for_document(unit, bot.keys[0], actor, ruling.which)
    dossier = replace(dossier, decides=_decides(bot, dossier, message, ruling))
    said = (Said(command=_command(dossier, ruling), words=ruling.told), *ruling.words)
    outcome = begin(dossier)
    for one in said:
        outcome = handle(outcome, one.command, at, bot.policy, one.words)
    return ruling, Reading(message=message, said=said), outcome


def _rulings(
    unit: "Unit", buyer: Buyer, message: Message, thread: Reference | None, found: tuple[Decided, ...]
) -> Iterator[Ruling]:
    """A numbered decision is about that line of the digest that is answered, any other about the thread's document."""
    letters = (unit.outbox.by_message_id(which) for which in message.hints.message_ids[:3])
    mine = [letter for letter in letters if letter and letter.recipient == buyer.address]
    for one in found:
        if one.number is None and thread:
            yield Ruling(which=thread, decided=one, told=one.words)
        for letter in mine[:1] if one.number is not None else ():
            lines = _lines(unit, letter)
            if one.number is not None and 1 <= one.number <= len(lines) and lines[one.number - 1]:
                which, _, version = lines[one.number - 1].partition("@")
                yield Ruling(which=Reference(which), decided=one, told=one.words, shown=int(version or 0))


def _lines(unit: "Unit", letter: "OutboxRow") -> tuple[str, ...]:
    """What the lines of a digest are about, as the letter that was sent has it; empty for a line about no document."""
    raw = unit.blobs.get(letter.content) or b""
    listed = str(message_from_bytes(raw).get(LINES_HEADER, ""))
    return tuple("" if name == "-" else name for name in listed.split())


def _write(
    bot: "Bot", unit: "Unit", leased: "Leased", writer: "Writer", ruling: Ruling, reading: Reading, outcome: Outcome
) -> None:
    message = reading.message
    commit.write(unit, outcome, leased.delivery.received_at)
    texts = (*outcome.texts, *scenes.quoted(unit, outcome.dossier))
    scene = scenes.scene_of(bot, outcome.before, outcome.dossier, texts, bot.clock(), reading)
    told = posts(outcome, bot.policy, receipt=may_answer(writer.seen), on=bot.today())
    postroom.write(bot, unit, told, scene, message)
    if message.message_id:
        unit.threads.add(message.message_id, ruling.which)


def _decides(bot: "Bot", dossier: Dossier, message: Message, ruling: Ruling) -> bool:
    """Whether the letter that is answered asked this buyer, and its document has not moved since."""
    invoice, order = dossier.invoice(ruling.which), dossier.order(ruling.which)
    reader = dossier.actor.buyer
    if reader is None:
        return False
    if ruling.shown is not None:
        seen = invoice or order
        return seen is not None and seen.version == ruling.shown  # times do not tell: a mail may be worked on long after it came
    document = invoice or order or dossier.rfp(ruling.which)
    return document is not None and may_decide(message.hints.one_time, bot.keys, document, reader)


def _command(dossier: Dossier, ruling: Ruling) -> Command:
    """ "Approve" takes the differences where those are what waits (docs/rules.md 4.4)."""
    which, invoice = ruling.which, dossier.invoice(ruling.which)
    order = dossier.order(which)
    if ruling.decided is None:
        return DecideAnswer(document=which, verdicts=ruling.verdicts)
    if order and order.status is OrderStatus.SUBMITTED and ruling.decided.decision is not Decision.SUBMIT:
        take = ruling.decided.decision is Decision.APPROVE
        return DecideAnswer(document=which, verdicts=(LineVerdict(take=take, reason=ruling.decided.reason),))
    match ruling.decided.decision:
        case Decision.SUBMIT if dossier.rfp(which):
            return OpenRfp(document=which)
        case Decision.SUBMIT:
            return SubmitOrder(document=which)
        case Decision.REJECT:
            return RejectInvoice(document=which, reason=ruling.decided.reason)
        case Decision.APPROVE if invoice and invoice.status is InvoiceStatus.MATCHING:
            return TakeInvoice(document=which)
    return ApproveInvoice(document=which)
