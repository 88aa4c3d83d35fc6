"""Which words and buttons a message has: the parts of the mails, with the buttons that decide."""

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.slack.pictures import page_of
from channels.render.reply import Reply
from channels.render.tell.registry import TELL
from channels.render.tell.telling import Telling
from channels.render.words import Words
from channels.slack import blocks
from channels.slack.blocks import Json
from channels.slack.cards import Card, card
from channels.slack.documents import invoice_part, order_part
from channels.slack.escape import dead_line
from core import events as e
from core.invoice import Invoice, InvoiceStatus
from core.letters import Notice, NoticeKind, Person, Scene, Weight
from core.names import safe_line
from core.order import Attached, PurchaseOrder
from core.party import Language

if TYPE_CHECKING:
    from bot.wire import Bot

BUTTONS = {
    InvoiceStatus.MATCHING: (
        ("take", "invoice.take", "primary"),
        ("reject", "invoice.reject", "danger"),
        ("return", "invoice.return", ""),
        ("at_price", "invoice.at_price", ""),
        ("link", "invoice.link", ""),
    ),
    InvoiceStatus.PENDING: (
        ("approve", "invoice.approve", "primary"),
        ("reject", "invoice.reject", "danger"),
        ("return", "invoice.return", ""),
    ),
}
"""The name of the label, the action, the style."""
FILES = 10
"""Files that one message brings."""
FILE_MOST = 30_000_000
DECIDE = {InvoiceStatus.MATCHING: NoticeKind.DECIDE_MATCHING, InvoiceStatus.PENDING: NoticeKind.DECIDE_APPROVAL}


def words(bot: "Bot", language: Language = Language.EN) -> Words:
    """How the readers of a card are spoken to: in their language where they share one, else in English."""
    return Words(language=language, zone=bot.policy.house.time_zone)


def telling(bot: "Bot", notice: Notice, scene: Scene, person: Person | None = None) -> Telling:
    """A notice for readers in Slack: nothing in it can be answered by mail."""
    reader = person or Person(address=bot.policy.house.mailbox, buyer=True)
    spoken = Words(language=reader.language, zone=reader.time_zone or bot.policy.house.time_zone)
    back = Reply(to=bot.policy.house.mailbox, words=spoken)
    return Telling(notice=notice, scene=scene, words=spoken, person=reader, reply=back)


def buttons(invoice: Invoice, spoken: Words) -> tuple[Json, ...]:
    """What can be decided; each button names the version that it was made for (docs/threats.md T28)."""
    value = f"{invoice.reference} {invoice.version}"
    rows = BUTTONS.get(invoice.status, ())
    return tuple(blocks.button(spoken.say(f"slack.button.{label}"), action, value, style) for label, action, style in rows)


def invoice_card(
    bot: "Bot",
    invoice: Invoice,
    scene: Scene,
    notices: tuple[Notice, ...],
    readers: tuple[str, ...],
    *,
    spoken: Words,
    paged: bool = False,
) -> Card:
    """Both sides and the sum while somebody has to decide, `paged` with the picture of the page; afterwards what was decided,
    by whom and when."""
    kind = DECIDE.get(invoice.status)
    more = spoken.say("slack.more_lines", n="{n}")
    if kind:
        notice = Notice(kind=kind, weight=Weight.DECISION, document=invoice.reference)
        page = page_of(invoice, _alt(spoken, invoice)) if paged else None
        reader = Person(address=bot.policy.house.mailbox, buyer=True, language=spoken.language, time_zone=spoken.zone)
        part = TELL[kind](telling(bot, notice, scene, reader))
        foot = _foot(invoice, spoken)
        return card(part, readers=readers, buttons=buttons(invoice, spoken), foot=foot, page=page, more=more)
    supplier = scene.supplier.name if scene.supplier else invoice.supplier
    part = invoice_part(spoken, invoice, supplier, _happened(invoice, scene, spoken))
    when = spoken.moment(scene.at).replace("\xa0", " ")
    foot = " · ".join(x for x in (_taken(invoice, spoken), _decided(invoice, notices, spoken), when, invoice.reference) if x)
    return card(part, foot=foot, more=more)


def _alt(spoken: Words, invoice: Invoice) -> str:
    """What the picture shows, for whoever does not see it."""
    paper, total = invoice.paper, spoken.money(invoice.gross)
    if paper.issue_date is None:
        return spoken.say("slack.alt", number=paper.number or "?", total=total)
    return spoken.say("slack.alt_dated", number=paper.number or "?", day=spoken.day(paper.issue_date), total=total)


def _foot(invoice: Invoice, spoken: Words) -> str:
    return " · ".join(x for x in (invoice.reference, _taken(invoice, spoken)) if x)


def _taken(invoice: Invoice, spoken: Words) -> str:
    return spoken.say("slack.taken_by", who=", ".join(invoice.taken_by)) if invoice.taken_by else ""


def _happened(invoice: Invoice, scene: Scene, spoken: Words) -> str:
    reason = scene.text(invoice.reason)
    told = reason and invoice.status is not InvoiceStatus.APPROVED
    return f"{spoken.say(f'status.invoice.{invoice.status}')}: {reason}" if told else ""


def _decided(invoice: Invoice, notices: tuple[Notice, ...], spoken: Words) -> str:
    """By whom."""
    for event in (n.event for n in reversed(notices)):
        match event:
            case e.InvoiceApproved(by=None):
                return spoken.say("slack.approved_by_rules")
            case e.InvoiceApproved(by=who):
                return spoken.say("slack.approved_by", who=str(who))
            case e.InvoiceRejected(by=who):
                return spoken.say("slack.rejected_by", who=who)
            case e.InvoiceReturned(by=who):
                return spoken.say("slack.returned_by", who=who)
    if invoice.status is InvoiceStatus.APPROVED and invoice.approved_by:
        return spoken.say("slack.approved_by", who=invoice.approved_by)
    return ""


def order_card(bot: "Bot", order: PurchaseOrder, scene: Scene, invoices: tuple[Invoice, ...], spoken: Words) -> Card:
    """The head of an order's thread."""
    supplier = scene.supplier.name if scene.supplier else order.supplier
    reply = blocks.button(spoken.say("slack.button.say"), "say", order.reference)
    revision = spoken.say("slack.revision", n=str(order.revision))
    foot = f"{order.initiator} · {revision}\n{spoken.say('slack.notes')}"
    more = spoken.say("slack.more_lines", n="{n}")
    return card(order_part(spoken, order, supplier, invoices), buttons=(reply,), foot=foot, more=more)


def line(
    bot: "Bot",
    notice: Notice,
    scene: Scene,
    person: Person,
    spoken: Words,
    *,
    buttons: tuple[Json, ...] = (),
    turn: str | None = None,
) -> Card:
    """One thing that was said or happened, in a thread. `turn`: whose turn it is, where buttons say it better than the mail."""
    reader = replace(person, language=spoken.language, time_zone=spoken.zone)
    part = TELL[notice.kind](telling(bot, notice, scene, reader))
    if buttons:
        return card(part if turn is None else replace(part, turn=turn), buttons=buttons)
    mine = blocks.button(spoken.say("slack.button.say"), "say", notice.document or "")
    if notice.kind is NoticeKind.SUPPLIER_COMMENT:
        return card(part, buttons=(mine,))
    if notice.kind is NoticeKind.COMMENT:
        text = scene.text(notice.event.text) if isinstance(notice.event, e.CommentAdded) else ""
        return Card(text=spoken.say("slack.to_supplier", text=dead_line(text, 2000)))
    return card(part)


def brought(files: tuple[Attached, ...], spoken: Words) -> Card:
    """Files of the supplier, for the thread; those that are too large, or too many, are named only."""
    names = ", ".join(dead_line(f.name, 120) for f in files[:20])
    small = tuple((str(f.hash), safe_line(f.name, 120)) for f in files if f.size <= FILE_MOST)[:FILES]
    return Card(text=spoken.say("slack.from_supplier", files=names), files=small)


def digest(bot: "Bot", notice: Notice, scene: Scene, person: Person) -> Card:
    """What waits, with a button to each document that can be decided."""
    told = telling(bot, notice, scene, person)
    part, say = TELL[NoticeKind.DIGEST](told), told.words.say
    waiting = [line.document for line in scene.digest if line.document][:20]
    shown = tuple(
        blocks.button(say("slack.button.show_one", document=which), f"show.{which}", which) for which in dict.fromkeys(waiting)
    )
    return card(part, buttons=shown)
