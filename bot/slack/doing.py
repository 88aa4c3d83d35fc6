"""One command of a buyer, in one transaction, and how it is answered (docs/slack.md)."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from bot.acting import act
from bot.dossiers import for_supplier
from bot.slack import posting
from bot.slack.office import Session
from channels.render.tell.rfp_blocks import offers_until
from channels.render.words import Words
from channels.slack import blocks
from channels.slack.escape import dead, dead_line
from channels.slack.requests import Told
from core.about import document_of
from core.commands.command import Command
from core.dossier import Dossier
from core.engine import Outcome
from core.events import CommentAdded, Event, OrderResent, Refused, Why
from core.invoice import InvoiceStatus
from core.names import Reference, SupplierId
from core.party import Language, Supplier
from core.proposal import Rfp, RfpStatus

if TYPE_CHECKING:
    from storage.unit import Unit

Grow = Callable[["Unit", Dossier], Dossier]
WHOSE = frozenset({Why.NOT_ALLOWED, Why.FOUR_EYES})


def words_of(session: Session) -> Words:
    """How this buyer is spoken to; answers in Slack are English, as at the command line."""
    zone = session.buyer.time_zone or session.bot.policy.house.time_zone
    return Words(language=Language.EN, zone=zone)


def reader_words(session: Session) -> Words:
    """How cards, windows and the home are worded for this buyer: in his own language."""
    return Words(language=session.buyer.language, zone=session.buyer.time_zone or session.bot.policy.house.time_zone)


def say(session: Session, which: Reference | None, command: Command, *, grow: Grow | None = None) -> Told:
    """Decide, write, and tell what became of it. Raises Conflict, Unreachable, OutOfSpace."""
    outcome = act(session.bot, session.actor, which, command, grow=grow, request=session.request)
    return refused(session, which, outcome.refusal) if outcome.refusal else done(session, which, outcome)


def refused(session: Session, which: Reference | None, no: Refused) -> Told:
    """Why not; of a document that somebody else decided on, who did and when."""
    place = no.document or which
    if no.why is Why.WRONG_STATUS and place:
        decided = decided_by(session, place)
        if decided:
            posting.refresh(session.bot, place)
            return Told(text=decided, channel=session.channel)
    words = words_of(session)
    detail = words.say("why.detail", detail=no.detail) if no.detail and no.why not in WHOSE else ""
    text = words.say(f"why.{no.why}", detail=detail, value=no.detail, newest="")
    whose = f" It is with {no.detail}." if no.detail and no.why in WHOSE else ""
    named = f"{place}: " if place else ""
    return Told(text=dead(f"{named}{text}{whose}", 2000), channel=session.channel)


def decided_by(session: Session, which: Reference) -> str:
    """ "INV-1012 is Approved: approved by ann@…, 24 Nov 2026, 10:02"; empty for what is no decided invoice."""
    with session.bot.store.read() as unit:
        invoice = unit.documents.invoice(which)
        entries = unit.journal.of(which)
    last = next((e for e in reversed(entries) if type(e.event).__name__ in MOVES), None)
    if invoice is None or last is None:
        return ""
    when = words_of(session).moment(last.at).replace("\xa0", " ")
    already = "already " if invoice.status is not InvoiceStatus.MATCHING else ""
    how = MOVES[type(last.event).__name__]
    return f"{which} is {already}*{invoice.status.value}*: {how} by {dead_line(last.actor, 200)}, {when}."


MOVES = {
    "InvoiceApproved": "approved",
    "InvoiceRejected": "rejected",
    "InvoiceReturned": "sent back",
    "InvoiceTaken": "taken",
    "InvoiceReleased": "released",
    "InvoiceCanceled": "canceled",
    "PaymentRecorded": "a payment was recorded",
    "InvoiceReplaced": "replaced by the supplier,",
    "InvoiceDrafted": "made a Draft",
    "InvoiceSentToMatching": "sent to Matching",
    "InvoiceSentToApproval": "sent to approval",
}
"""Facts that decide on an invoice, in words."""


def done(session: Session, which: Reference | None, outcome: Outcome) -> Told:
    """Where things stand now."""
    dossier, words = outcome.dossier, words_of(session)
    invoice = dossier.invoice(which) if which else None
    order = dossier.order(which) if which else None
    rfp = next((r for r in dossier.rfps if which and r.reference == which), None)
    said = _said(which, outcome.events)
    if said:
        text = said
    elif invoice:
        text = f"{dead_line(words.invoice(invoice), 200)} is *{invoice.status.value}* now."
    elif order:
        text = f"{order.reference} is *{order.status.value}*, revision {order.revision}."
    elif rfp:
        text = _rfp_done(words, rfp, outcome, session.bot.clock())
    elif dossier.supplier and which is None:
        text = _supplier_done(dossier.supplier)
    else:
        text = ", ".join(dict.fromkeys(str(document_of(e) or "") for e in outcome.events)) + " done."
    return Told(text=text, channel=session.channel)


def _said(which: Reference | None, events: Sequence[Event]) -> str:
    """What leaves a document where it is."""
    for event in events:
        match event:
            case CommentAdded(internal=True):
                return f"Noted with {which}; the supplier does not see it."
            case CommentAdded():
                return f"Sent to the supplier, about {which}."
            case OrderResent():
                return f"The mail of {which} goes out again."
    return ""


def _supplier_done(supplier: Supplier) -> str:
    """How a supplier is kept now."""
    rate = "the house's tolerance" if supplier.tolerance is None else f"tolerance {supplier.tolerance.normalize():f} %"
    people = ", ".join(dead_line(c.address, 100) for c in supplier.contacts) or "no contact"
    return f"{dead_line(supplier.name, 100)} ({supplier.id}) is *{supplier.status.value}*; {rate}; {people}."


def _rfp_done(words: Words, rfp: Rfp, outcome: Outcome, at: datetime) -> str:
    """Where a request stands, and the orders that came of it."""
    names = {s.id: s.name for s in outcome.dossier.suppliers}
    before = {order.reference for order in outcome.before.orders}
    made = [o for o in outcome.dossier.orders if o.reference not in before]
    orders = [f"{o.reference} to {dead_line(names.get(o.supplier, ''), 100)}, {words.money(o.net)}" for o in made]
    until = f", offers until {offers_until(words, rfp, at)}" if rfp.deadline and rfp.status is RfpStatus.OPEN else ""
    return f"{rfp.reference} is *{rfp.status.value}*{until}." + (f" Ordered: {'; '.join(orders)}." if orders else "")


SHOWN = 10
"""Drafts that are named one by one, each with its button."""


def drafted(session: Session, lines: list[str], surface: str, verb: str, names: Sequence[Reference]) -> Told:
    """What was entered, each with a button that sends it."""
    text = "\n".join(lines[:SHOWN]) + (f"\n… and {len(lines) - SHOWN} more: `/{surface} list Draft`" if lines[SHOWN:] else "")
    send = [blocks.button(f"{verb.title()} {name}", f"type.{surface}.{name}", f"{verb} {name}") for name in names[:SHOWN]]
    return Told(text=text, blocks=(blocks.section(text), blocks.actions("send", send)), channel=session.channel)


def with_supplier(which: str) -> Grow:
    """The dossier of a supplier's own command: it, and its Drafts, which go when it is disabled."""

    def grow(unit: "Unit", dossier: Dossier) -> Dossier:
        return for_supplier(unit, dossier, SupplierId(which.upper()))

    return grow


def with_order(which: Reference) -> Grow:
    """The dossier of an invoice, grown by an order of the same supplier and the invoices on it."""

    def grow(unit: "Unit", dossier: Dossier) -> Dossier:
        own = tuple(o for o in unit.documents.orders((which,)) if dossier.supplier and o.supplier == dossier.supplier.id)
        bills = unit.documents.invoices_on(which) if own else ()
        return replace(
            dossier,
            orders=tuple({o.reference: o for o in (*dossier.orders, *own)}.values()),
            invoices=tuple({i.reference: i for i in (*dossier.invoices, *bills)}.values()),
        )

    return grow
