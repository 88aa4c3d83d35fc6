"""Orders as they are typed: lines divided by semicolons (docs/slack.md)."""

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.acting import act
from bot.order_entry import line_of, revised
from bot.slack import changes, doing, people
from bot.slack.grammar import Misspelled, Words, reference_of
from bot.slack.office import Session
from channels.slack.requests import Told
from core.commands.buyer_orders import NewOrder, ReviseOrder
from core.dossier import Dossier
from core.names import Reference
from core.order import OrderLine, PurchaseOrder

if TYPE_CHECKING:
    from storage.unit import Unit


def new_order(session: Session, words: Words) -> Told:
    """A Draft under the next number; it is sent by `/po submit`."""
    found = people.known(session, words.next("a supplier such as S-12"))
    return draft(session, found.id, lines_of(words.all()))


def lines_of(text: str) -> tuple[OrderLine, ...]:
    """Order lines, a semicolon or a line end between two. Raises Misspelled."""
    parts = [part for row in text.splitlines() for part in row.split(";") if part.strip()]
    if not parts:
        raise Misspelled("lines are missing, such as 120 pcs x 24.50 CM-PAN-28 Frying pan; 60 pcs x 38.90 Stock pot")
    try:
        return tuple(line_of(part.strip(), n) for n, part in enumerate(parts, start=1))
    except ValueError as problem:
        raise Misspelled(str(problem)) from problem


def draft(session: Session, supplier: str, lines: tuple[OrderLine, ...]) -> Told:
    """Enter the order under the next number."""
    found = people.known(session, supplier)
    with session.bot.store.read() as unit:
        name = Reference(f"PO-{unit.counters.peek().order}")
    order = PurchaseOrder(
        reference=name, supplier=found.id, initiator=session.buyer.address, currency=found.currency, lines=lines
    )
    return drafts(session, (order,))


def drafts(session: Session, orders: tuple[PurchaseOrder, ...]) -> Told:
    """Enter orders, all of them or none; each can be sent by a button."""

    def grow(unit: "Unit", dossier: Dossier) -> Dossier:
        return replace(dossier, orders=unit.documents.orders(order.reference for order in orders))

    first, *also = (NewOrder(order=order) for order in orders)
    outcome = act(session.bot, session.actor, None, first, grow=grow, request=session.request, also=tuple(also))
    if outcome.refusal:
        return doing.refused(session, None, outcome.refusal)
    w = doing.words_of(session)
    lines = [f"*{o.reference}* is a Draft, net {w.money(o.net)}. Send it with `/po submit {o.reference}`." for o in orders]
    return doing.drafted(session, lines, "po", "submit", [o.reference for o in orders])


def revise(session: Session, words: Words) -> Told:
    """Lines of a submitted order as they shall be: `2=40 pcs x 38.90 Stock pot`, `2=` removes it."""
    which = Reference(reference_of(words.next("an order such as PO-1034")))
    with session.bot.store.read() as unit:
        found = unit.documents.order(which)
    if found is None:
        raise Misspelled(f"there is no order {which}; see `/po list`")
    try:
        rows = revised(found.lines, [part.strip() for part in words.all().split(";") if part.strip()])
    except ValueError as problem:
        raise Misspelled(str(problem)) from problem
    return doing.say(session, which, ReviseOrder(lines=rows))


def decide(session: Session, words: Words) -> Told:
    """Take or refuse what a supplier proposed, line by line."""
    which = Reference(reference_of(words.next("an order such as PO-1034")))
    return doing.say(session, which, changes.typed(words))
