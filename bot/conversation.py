"""A mail that is worked on: what guides its reading, what it says, what follows, and the one transaction at the end."""

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot import commit, held, overviews, postroom, scenes
from bot.answering import after_reading, may_write, verdicts_of
from bot.dossiers import orders_for
from bot.mail_dossier import dossier_of, own_dossier, owner_of, supplier_of
from bot.reader import Reader
from bot.senders import Writer
from core.commands.supplier_talk import AskHelp
from core.dossier import Dossier
from core.engine import Outcome, begin
from core.knowledge import Knowledge, KnownParty
from core.message import Attachment, Delivery, Message
from core.names import BlobHash, hash_of
from core.notices import posts
from core.paper import Paper, PaperKind
from core.party import Contact, Language, Supplier
from core.policy import House
from core.reading import Context, Reading, Said, Speaker
from core.triage import may_answer
from parsers.addressed import addressed

if TYPE_CHECKING:
    from bot.wire import Bot
    from storage.inbox import Leased
    from storage.unit import Unit

NEAR = 7 * 86400
"""Seconds that a Date header may differ from the time of receipt and still be believed for "next Friday" (T40)."""


def hold(bot: "Bot", reader: Reader, leased: "Leased", message: Message, writer: Writer) -> None:
    """Read, decide without a lock, write. Raises Conflict when what was seen has changed meanwhile."""
    reading, outcome = converse(bot, reader, leased.delivery, leased.hash, message, writer)
    with bot.store.begin() as unit:
        _write(bot, unit, leased, writer, reading, outcome)


def converse(
    bot: "Bot", reader: Reader, delivery: Delivery, mail: BlobHash, message: Message, writer: Writer
) -> tuple[Reading, Outcome]:
    """What the mail says and what would follow; changes nothing. `mail` is the hash of its bytes."""
    at = delivery.received_at
    with bot.store.read() as unit:
        knowledge = _knowledge(bot.policy.house, unit, writer)
    message, papers = reader.papers(_with_forwarded(message), knowledge)
    with bot.store.read() as unit:
        supplier = writer.standing.supplier or owner_of(unit, writer.thread) or supplier_of(unit, message, papers)
        own = _in_his_own_words(writer, message, papers)
        about = (bot, unit, mail, message, writer, supplier, papers)
        dossier = own_dossier(*about) if own else dossier_of(*about, at)
    if own:
        reading = Reading(message=message, said=addressed(message.new_text))
    elif writer.standing.buyer and not supplier and not papers:  # about nothing of ours: he is told what he can write
        reading = Reading(message=message, said=(Said(command=AskHelp(), words=""),))
    else:
        reading = reader.understand(message, papers, _context(writer, dossier), _today(bot, message, at), bot.keys)
    return reading, after_reading(begin(dossier), reading, at, bot.policy)


def _in_his_own_words(writer: Writer, message: Message, papers: tuple[Paper, ...]) -> bool:
    """A buyer writes about a document of ours, and hands in no supplier's paper."""
    handed_in = any(p.kind in (PaperKind.INVOICE, PaperKind.CREDIT_NOTE) for p in papers)
    return writer.standing.buyer is not None and writer.thread is not None and not (handed_in or message.forwarded)


def _write(bot: "Bot", unit: "Unit", leased: "Leased", writer: Writer, reading: Reading, outcome: Outcome) -> None:
    """Effects, journal, letters and "done": one transaction."""
    now, message = bot.clock(), reading.message
    commit.write(unit, outcome, leased.delivery.received_at)
    _keep_files(unit, outcome, message)
    told = posts(outcome, bot.policy, receipt=may_answer(writer.seen), on=bot.today())
    if not may_write(unit, outcome.dossier, message, now):
        told = tuple(p for p in told if message.sender not in {person.address for person in p.to})
        held.answers_stopped(bot, unit, message, outcome.dossier.thread)
    texts = (*outcome.texts, *scenes.quoted(unit, outcome.dossier))
    scene = scenes.scene_of(bot, outcome.before, outcome.dossier, texts, now, reading, verdicts_of(outcome, reading))
    scene = replace(scene, overview=overviews.asked_for(unit, outcome, now))
    postroom.write(bot, unit, told, scene, message)
    thread = outcome.dossier.thread
    if message.message_id and thread:
        unit.threads.add(message.message_id, thread)
    held.release_vouched(unit, outcome, reading)
    if held.waits_for_yes(outcome, leased.hash):
        unit.inbox.hold(leased, "waits for the YES of the contact on file", thread, writer.standing.level)
    else:
        unit.inbox.finish(leased, "read", thread, writer.standing.level)


def _keep_files(unit: "Unit", outcome: Outcome, message: Message) -> None:
    """Files that documents refer to; the others are in the raw mail, which is kept as well."""
    wanted = {s.hash for i in outcome.dossier.invoices for s in i.sources}
    wanted |= {s.hash for c in outcome.dossier.credits for s in c.sources}
    wanted |= {a.hash for o in outcome.dossier.orders for a in o.attachments}
    wanted |= {a.hash for p in outcome.dossier.proposals for a in p.attachments}
    for file in message.attachments:
        if file.hash in wanted and hash_of(file.content) == file.hash:
            unit.blobs.put(file.content)


def _knowledge(house: House, unit: "Unit", writer: Writer) -> Knowledge:
    """What guides the reading of files: us, the supplier, its open orders and learnt layouts."""
    supplier = writer.standing.supplier
    us = KnownParty(names=(house.name, *house.other_names), vat_ids=house.vat_ids, country=house.country)
    if supplier is None:
        return Knowledge(buyer=us)
    thread = (writer.thread,) if writer.thread else ()
    return Knowledge(
        buyer=us,
        suppliers=(known_party(supplier),),
        orders=orders_for(unit, supplier, thread, ()),
        layouts=unit.layouts.of(supplier.id),
        locale=_locale(supplier),
    )


def known_party(supplier: Supplier) -> KnownParty:
    """How a supplier is recognised on a page."""
    return KnownParty(
        id=supplier.id,
        names=(supplier.name,),
        vat_ids=(supplier.vat_id,) if supplier.vat_id else (),
        ibans=supplier.ibans,
        country=supplier.country,
    )


def _locale(supplier: Supplier) -> str:
    language = supplier.contacts[0].language.value if supplier.contacts else ""
    return f"{language}-{supplier.country}" if language and supplier.country else language


def _with_forwarded(message: Message) -> Message:
    """The files of forwarded mails count as files of the mail."""
    inner = tuple(file for mail in message.forwarded for file in _with_forwarded(mail).attachments)
    known = {a.hash for a in message.attachments}
    return replace(message, attachments=_told_apart((*message.attachments, *(f for f in inner if f.hash not in known))))


def _told_apart(files: tuple[Attachment, ...]) -> tuple[Attachment, ...]:
    """A paper is known by its file's name: a second file of the same name gets a number."""
    taken: dict[str, Attachment] = {}
    for file in files:
        name, number = file.name, 1
        stem, dot, end = file.name.rpartition(".")
        while name in taken:
            number += 1
            name = f"{stem} ({number}).{end}" if dot else f"{end} ({number})"
        taken[name] = replace(file, name=name)
    return tuple(taken.values())


def _context(writer: Writer, dossier: Dossier) -> Context:
    """What the words are read against."""
    supplier, actor = dossier.supplier, dossier.actor
    asked = dossier.proposal(dossier.thread) if dossier.thread else None
    contact = supplier.contact(actor.contact) if supplier and actor.contact else None
    speaker = Speaker(
        address=actor.contact or actor.buyer,
        name=contact.name if contact else "",
        supplier=supplier.id if supplier else None,
        level=writer.standing.level,
        country=supplier.country if supplier else "",
        locale=_tongue(contact),
    )
    return Context(
        speaker=speaker,
        thread=asked.rfp if asked else dossier.thread,
        orders=dossier.orders,
        invoices=dossier.invoices,
        rfps=dossier.rfps,
        questions=(dossier.asked,) if dossier.asked else (),
    )


def _tongue(contact: Contact | None) -> str:
    """A contact on file who is not written to in English writes in the same language; English is written by everybody."""
    return contact.language.value if contact and contact.language is not Language.EN else ""


def _today(bot: "Bot", message: Message, at: datetime) -> date:
    """Relative dates count from the writer's Date header when it is near the receipt, else from the receipt."""
    if message.dated and abs((message.dated - at).total_seconds()) < NEAR:
        return message.dated.date()
    return at.astimezone(ZoneInfo(bot.policy.house.time_zone)).date()
