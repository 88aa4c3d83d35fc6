"""Which words and buttons a message has: the parts of the mails, with the buttons that decide."""

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
        ("Take", "invoice.take", "primary"),
        ("Reject…", "invoice.reject", "danger"),
        ("Send back…", "invoice.return", ""),
        ("At PO price", "invoice.at_price", ""),
        ("Link…", "invoice.link", ""),
    ),
    InvoiceStatus.PENDING: (
        ("Approve", "invoice.approve", "primary"),
        ("Reject…", "invoice.reject", "danger"),
        ("Send back…", "invoice.return", ""),
    ),
}
FILES = 10
"""Files that one message brings."""
FILE_MOST = 30_000_000
DECIDE = {InvoiceStatus.MATCHING: NoticeKind.DECIDE_MATCHING, InvoiceStatus.PENDING: NoticeKind.DECIDE_APPROVAL}


def words(bot: "Bot") -> Words:
    """A channel has readers of several languages: it is told in English."""
    return Words(language=Language.EN, zone=bot.policy.house.time_zone)


def telling(bot: "Bot", notice: Notice, scene: Scene, person: Person | None = None) -> Telling:
    """A notice for readers in Slack: nothing in it can be answered by mail."""
    reader = person or Person(address=bot.policy.house.mailbox, buyer=True)
    spoken = Words(language=reader.language, zone=reader.time_zone or bot.policy.house.time_zone)
    back = Reply(to=bot.policy.house.mailbox, words=spoken)
    return Telling(notice=notice, scene=scene, words=spoken, person=reader, reply=back)


def buttons(invoice: Invoice) -> tuple[Json, ...]:
    """What can be decided; each button names the version that it was made for (docs/threats.md T28)."""
    value = f"{invoice.reference} {invoice.version}"
    return tuple(blocks.button(label, action, value, style) for label, action, style in BUTTONS.get(invoice.status, ()))


def invoice_card(
    bot: "Bot", invoice: Invoice, scene: Scene, notices: tuple[Notice, ...], readers: tuple[str, ...], *, paged: bool = False
) -> Card:
    """Both sides and the sum while somebody has to decide, `paged` with the picture of the page; afterwards what was decided,
    by whom and when."""
    kind = DECIDE.get(invoice.status)
    if kind:
        notice = Notice(kind=kind, weight=Weight.DECISION, document=invoice.reference)
        page = page_of(invoice, _alt(words(bot), invoice)) if paged else None
        part = TELL[kind](telling(bot, notice, scene))
        return card(part, readers=readers, buttons=buttons(invoice), foot=_foot(invoice), page=page)
    supplier = scene.supplier.name if scene.supplier else invoice.supplier
    spoken = words(bot)
    part = invoice_part(spoken, invoice, supplier, _happened(invoice, scene, notices))
    when = spoken.moment(scene.at).replace("\xa0", " ")
    return card(part, foot=" · ".join(x for x in (_decided(invoice, notices), when, invoice.reference) if x))


def _alt(spoken: Words, invoice: Invoice) -> str:
    """What the picture shows, for whoever does not see it."""
    paper = invoice.paper
    dated = f", dated {spoken.day(paper.issue_date)}" if paper.issue_date else ""
    return f"The page of invoice {paper.number or '?'}{dated}, total {spoken.money(invoice.gross)}; what was read is framed."


def _foot(invoice: Invoice) -> str:
    taken = f" · taken by {', '.join(invoice.taken_by)}" if invoice.taken_by else ""
    return f"{invoice.reference}{taken}"


def _happened(invoice: Invoice, scene: Scene, notices: tuple[Notice, ...]) -> str:
    reason = scene.text(invoice.reason)
    return f"{invoice.status.value}: {reason}" if reason and invoice.status is not InvoiceStatus.APPROVED else ""


def _decided(invoice: Invoice, notices: tuple[Notice, ...]) -> str:
    """By whom."""
    for event in (n.event for n in reversed(notices)):
        match event:
            case e.InvoiceApproved(by=None):
                return "approved by the rules"
            case e.InvoiceApproved(by=who):
                return f"approved by {who}"
            case e.InvoiceRejected(by=who):
                return f"rejected by {who}"
            case e.InvoiceReturned(by=who):
                return f"sent back by {who}"
    if invoice.status is InvoiceStatus.APPROVED and invoice.approved_by:
        return f"approved by {invoice.approved_by}"
    return ""


def order_card(bot: "Bot", order: PurchaseOrder, scene: Scene, invoices: tuple[Invoice, ...]) -> Card:
    """The head of an order's thread."""
    supplier = scene.supplier.name if scene.supplier else order.supplier
    foot = "Notes in this thread stay in the house; a line that begins with `to supplier:` goes out by mail."
    reply = blocks.button("Reply to supplier…", "say", order.reference)
    return card(order_part(words(bot), order, supplier, invoices), buttons=(reply,), foot=foot)


def line(bot: "Bot", notice: Notice, scene: Scene, person: Person) -> Card:
    """One thing that was said or happened, in a thread."""
    english = Person(address=person.address, name=person.name, time_zone=bot.policy.house.time_zone, buyer=person.buyer)
    part = TELL[notice.kind](telling(bot, notice, scene, english))
    mine = blocks.button("Reply to supplier…", "say", notice.document or "")
    if notice.kind is NoticeKind.SUPPLIER_COMMENT:
        return card(part, buttons=(mine,))
    if notice.kind is NoticeKind.COMMENT:
        text = scene.text(notice.event.text) if isinstance(notice.event, e.CommentAdded) else ""
        return Card(text=f"To the supplier: {dead_line(text, 2000)}")
    return card(part)


def brought(files: tuple[Attached, ...]) -> Card:
    """Files of the supplier, for the thread; those that are too large, or too many, are named only."""
    names = ", ".join(dead_line(f.name, 120) for f in files[:20])
    small = tuple((str(f.hash), safe_line(f.name, 120)) for f in files if f.size <= FILE_MOST)[:FILES]
    return Card(text=f"From the supplier: {names}", files=small)


def digest(bot: "Bot", notice: Notice, scene: Scene, person: Person) -> Card:
    """What waits, with a button to each document that can be decided."""
    part = TELL[NoticeKind.DIGEST](telling(bot, notice, scene, person))
    waiting = [line.document for line in scene.digest if line.document][:20]
    shown = tuple(blocks.button(f"Show {which}", f"show.{which}", which) for which in dict.fromkeys(waiting))
    return card(part, buttons=shown)
