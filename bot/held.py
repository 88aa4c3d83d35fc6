"""Mail that is not simply worked on: delivery reports, a disabled supplier, what is too complex, and what waits for a YES."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot import commit, dossiers, postroom, scenes
from bot.senders import Writer
from core import events as e
from core.audience import Audience, person, readers
from core.delivery_hash import content_hash
from core.dossier import Actor, Dossier
from core.engine import Outcome, add, begin
from core.letters import Notice, NoticeKind, Post, Weight
from core.message import TOO_LARGE_HEADER, Authenticity, Bounce, Delivery, MailKind, Message, Trust
from core.names import Address, BlobHash, Reference
from core.notices import posts
from core.party import BuyerRole, Level, SupplierStatus
from core.question import About
from core.reading import Reading

if TYPE_CHECKING:
    from bot.wire import Bot
    from storage.inbox import Leased
    from storage.outbox import OutboxRow
    from storage.unit import Unit


def tell(bot: "Bot", mail: int) -> None:
    """A mail that failed three times is set aside: the accountants are told at once."""
    with bot.store.begin() as unit:
        row = unit.inbox.row(mail)
        line = f"{mail}: {row.sender} – {row.subject_hint} – {row.reason}" if row else str(mail)
        tell_desk(bot, unit, NoticeKind.MAIL_HELD, line)


def answers_stopped(bot: "Bot", unit: "Unit", message: Message, thread: Reference | None) -> None:
    """Somebody gets no more answers of late; his mails are worked on. The accountants are told once a day (docs/mail.md 2)."""
    if unit.requests.claim(f"silent/{message.sender}/{thread or ''}/{bot.today()}"):
        line = " – ".join(filter(None, (message.sender, thread, message.subject)))
        tell_desk(bot, unit, NoticeKind.ANSWERS_STOPPED, line)


def tell_desk(bot: "Bot", unit: "Unit", kind: NoticeKind, line: str) -> None:
    """Accountants and admins are told of something that no document is about."""
    people = [b for b in unit.people.buyers() if b.may(BuyerRole.ACCOUNTANT, BuyerRole.ADMIN)]
    dossier = Dossier(actor=Actor(), fresh=dossiers.fresh(unit, bot.keys[0]))
    scene = replace(scenes.scene_of(bot, dossier, dossier, (), bot.clock()), held=(line,))
    notice = Notice(kind=kind, weight=Weight.STATUS)
    postroom.write(bot, unit, tuple(Post(to=(person(b),), notices=(notice,)) for b in people), scene, None)


def whole(message: Message, delivery: Delivery) -> Message:
    """A mail of which the door kept only the headers, because it is too large, is not read (docs/reliability.md 3.1).

    No signature can be checked without the body that it covers: that it fails says nothing of the sender.
    """
    if not delivery.raw.lower().startswith(TOO_LARGE_HEADER.lower().encode()):
        return message
    cut = replace(message, refused="larger than 50 MB: only its headers were kept, it stays in the mailbox")
    if delivery.envelope.trust is not Trust.DKIM:
        return cut
    return replace(cut, authenticity=Authenticity(why="the body that a signature covers was not kept"))


def too_complex(bot: "Bot", unit: "Unit", leased: "Leased", message: Message, writer: Writer) -> None:
    """Kept and set aside; a known sender is told, once a day: a mail that goes round in circles is answered no more often."""
    known = Level.NAMED <= writer.standing.level <= Level.AUTHENTIC and message.kind is MailKind.HUMAN
    if not known or not unit.requests.claim(f"complex/{message.sender}/{bot.clock():%Y-%m-%d}"):
        return
    actor = Actor(contact=message.sender, level=writer.standing.level, cause=leased.hash)
    dossier = Dossier(
        actor=actor, fresh=dossiers.fresh(unit, bot.keys[0]), thread=writer.thread, supplier=writer.standing.supplier
    )
    scene = scenes.scene_of(bot, dossier, dossier, (), bot.clock(), Reading(message=message))
    postroom.write(bot, unit, posts(begin(dossier), bot.policy, receipt=True), scene, message)


def portal_off(bot: "Bot", unit: "Unit", message: Message, writer: Writer) -> None:
    """Mail from a disabled supplier is kept and answered once a week at most (docs/rules.md 7)."""
    supplier, now = writer.standing.supplier, bot.clock()
    contact = supplier.contact(message.sender) if supplier and message.sender else None
    if supplier is None or contact is None or message.silent:
        return
    days = [f"off/{supplier.id}/{now - timedelta(days=n):%Y-%m-%d}" for n in range(7)]
    if any(unit.requests.made(day) for day in days[1:]) or not unit.requests.claim(days[0]):
        return
    dossier = Dossier(actor=Actor(contact=message.sender), fresh=dossiers.fresh(unit, bot.keys[0]), supplier=supplier)
    notice = Notice(kind=NoticeKind.SUPPLIER_OFF, weight=Weight.ANSWER)
    scene = scenes.scene_of(bot, dossier, dossier, (), now)
    postroom.write(bot, unit, (Post(to=(person(contact),), notices=(notice,)),), scene, message)


def report_delivery(bot: "Bot", unit: "Unit", message: Message) -> None:
    """Write a delivery report down with its letter; when it failed, the initiator is told (docs/rules.md 10)."""
    from storage.outbox import DeliveryState

    bounce = message.bounce
    row = _letter_of(unit, bounce)
    if bounce is None or row is None:
        return
    state = DeliveryState.DELIVERED if bounce.delivered else DeliveryState.DELAYED if bounce.delayed else DeliveryState.FAILED
    unit.outbox.delivery(row.id, state, f"{bounce.status} {bounce.diagnostic}".strip())
    now = unit.outbox.row(row.id)
    if state is DeliveryState.FAILED and now:
        undelivered(bot, unit, now)


PAGE = 500
FARTHEST = timedelta(days=60)
"""An automatic reply proves nobody: it may postpone reminders by so much, not for ever."""


def absent(bot: "Bot", unit: "Unit", leased: "Leased", message: Message, writer: Writer) -> None:
    """An automatic reply that names a day: reminders move past it (docs/mail.md 2)."""
    supplier, today = writer.standing.supplier, bot.today()
    contact = supplier.contact(message.sender) if supplier and message.sender else None
    until = message.away_until
    if supplier is None or contact is None or until is None or not today <= until <= today + FARTHEST:
        return
    if contact.away_until == until:
        return
    actor = Actor(contact=contact.address, supplier=supplier.id, level=writer.standing.level, cause=leased.hash)
    dossier = Dossier(actor=actor, fresh=dossiers.fresh(unit, bot.keys[0]), supplier=supplier)
    away = e.ContactAway(supplier=supplier.id, address=contact.address, until=until)
    commit.write(unit, add(begin(dossier), (away,), bot.clock(), bot.policy), bot.clock())


def _letter_of(unit: "Unit", bounce: Bounce | None) -> "OutboxRow | None":
    if bounce is None:
        return None
    by_id = unit.outbox.row(bounce.outbox) if bounce.outbox else None
    return by_id or (unit.outbox.by_message_id(bounce.message_id) if bounce.message_id else None)


def undelivered(bot: "Bot", unit: "Unit", row: "OutboxRow", kind: NoticeKind = NoticeKind.UNDELIVERED) -> None:
    """The initiator of the letter's document, else the accountants, are told that it did not arrive, or perhaps not.

    A buyer's own letter tells nobody.
    """
    who = Address(row.recipient)
    if unit.people.buyer(who) is not None:
        return
    dossier = dossiers.for_document(unit, bot.keys[0], Actor(), row.document)
    supplier = dossier.supplier or next(iter(unit.people.suppliers_of(who)), None)
    dossier = replace(dossier, supplier=supplier)
    notice = Notice(kind=kind, weight=Weight.STATUS, document=row.document or (Reference(supplier.id) if supplier else None))
    people = readers(Audience.INITIATOR, notice, begin(dossier), bot.policy, None)
    scene = scenes.scene_of(bot, dossier, dossier, (), bot.clock())
    told = tuple(Post(to=(one,), notices=(notice,)) for one in people)
    postroom.write(bot, unit, told, replace(scene, held=(f"{row.recipient}: {row.why or row.delivery_why}",)), None)


def tell_unsure(bot: "Bot", now: datetime) -> None:
    """A letter whose connection was lost twice after its last byte goes out no more: told once (docs/reliability.md 2)."""
    with bot.store.read() as unit:
        lost = {f"unsure/{row.id}": row for row in unsure(unit)}
        told = unit.requests.made_of(lost)
    for key, row in lost.items():
        if key not in told:
            with bot.store.begin() as unit:
                if unit.requests.claim(key):
                    undelivered(bot, unit, row, NoticeKind.DELIVERY_UNKNOWN)


def unsure(unit: "Unit") -> "tuple[OutboxRow, ...]":
    """Mails of which nobody knows whether they arrived, and that are not sent again; the newest."""
    from storage.outbox import DeliveryState, OutboxState

    found = unit.outbox.newest(OutboxState.UNCERTAIN, PAGE)
    ended = (row for row in found if row.due_at is None and row.sink == "mail")
    return tuple(row for row in ended if row.delivery in (DeliveryState.UNKNOWN, DeliveryState.DELAYED))


def vouched(unit: "Unit", writer: Writer, mail: BlobHash) -> Writer:
    """A mail of a named sender that its address on file said YES to counts as authentic."""
    standing = writer.standing
    if standing.level is not Level.NAMED or not unit.requests.made(f"vouched/{mail}"):
        return writer
    return replace(writer, seen=replace(writer.seen, standing=replace(standing, level=Level.AUTHENTIC)))


def waits_for_yes(outcome: Outcome, mail: BlobHash) -> bool:
    """Whether words of this mail wait until the address on file says YES."""
    asked = (event.question for event in outcome.events if isinstance(event, e.QuestionAsked))
    return any(q.about is About.SENDER and q.cause == mail and _is_no_invoice(outcome, q.document) for q in asked)


def _is_no_invoice(outcome: Outcome, document: Reference | None) -> bool:
    """An invoice that waits for its sender is a Draft of its own; the mail is done."""
    drafted = {event.invoice for event in outcome.events if isinstance(event, e.InvoiceDrafted)}
    return document not in drafted


WAITED = ("stranger", "supplier is not approved yet")
"""Why mail of a supplier was held that is on file only now. What was forged stays where it is."""


def release_approved(unit: "Unit", outcome: Outcome) -> None:
    """A supplier was approved: its mails that were held for that are worked on (docs/rules.md 7)."""
    from storage.inbox import InboxState

    before, now = outcome.before.supplier, outcome.dossier.supplier
    if before is None or now is None or before.status is not SupplierStatus.PENDING:
        return
    people, last = {c.address for c in now.contacts}, 0
    while now.status is SupplierStatus.APPROVED and (page := unit.inbox.rows(InboxState.HELD, last, PAGE)):
        last = page[-1].id
        for row in page:
            kept = unit.blobs.get(row.hash) is not None  # not erased with somebody whom it named
            if kept and row.sender in people and row.reason.startswith(WAITED):
                unit.inbox.requeue(row.id)


def release_vouched(unit: "Unit", outcome: Outcome, reading: Reading) -> None:
    """YES to "was it you?": the mail that waited is worked on again, as its contact's own."""
    from storage.inbox import InboxState

    asked = outcome.before.asked
    yes = any(s.command.word == "yes" for s in reading.said)
    done = asked is not None and any(
        isinstance(event, e.QuestionAnswered) and event.question == asked.reference for event in outcome.events
    )
    if asked is None or asked.about is not About.SENDER or not asked.cause or not (yes and done):
        return
    raw = unit.blobs.get(asked.cause)
    row = unit.inbox.with_content(content_hash(raw)) if raw else None
    if row and row.state is InboxState.HELD and unit.requests.claim(f"vouched/{asked.cause}"):
        unit.inbox.requeue(row.id)
