"""Buttons: each names the document and the version that it was made for; an old one decides nothing (docs/threats.md T28)."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from bot.slack import changes, doing, modals, posting, reading, verbs
from bot.slack.doing import Grow
from bot.slack.office import Session
from channels.slack.requests import Pressed, Reply, Told
from core.commands.buyer_invoices import ApproveInvoice, ReturnInvoice, TakeInvoice
from core.commands.command import Command
from core.dossier import Dossier
from core.names import Reference

if TYPE_CHECKING:
    from storage.unit import Unit


class Stale(Exception):
    """The document has changed since the button was made."""


DIRECT: dict[str, Callable[[], Command]] = {
    "invoice.take": TakeInvoice,
    "invoice.approve": ApproveInvoice,
    "invoice.at_price": lambda: ReturnInvoice(at_order_price=True),
}
ASKING = {"invoice.reject": "reject", "invoice.return": "return", "invoice.link": "link", "invoice.pay": "pay"}


def at_version(which: Reference, version: int | None, more: Grow | None = None) -> Grow:
    """Compare and set, within the transaction that decides. The result raises Stale."""

    def grow(unit: "Unit", dossier: Dossier) -> Dossier:
        found = dossier.invoice(which) or dossier.order(which)
        if version is not None and (found is None or found.version != version):
            raise Stale
        return more(unit, dossier) if more else dossier

    return grow


def stale(session: Session, which: Reference) -> Told:
    """Who was quicker; and the card is brought up to date."""
    posting.refresh(session.bot, which)
    decided = doing.decided_by(session, which)
    return Told(text=decided or f"{which} has changed meanwhile; the card is up to date now.", channel=session.channel)


def pressed(session: Session, request: Pressed) -> Reply:
    """Do what the button says, or open the window that asks for the rest."""
    if request.action.startswith("type."):
        return verbs.run(session, request.action.removeprefix("type."), request.value)
    document, _, version = request.value.partition(" ")
    which = Reference(document)
    if request.action.partition(".")[0] == "show":
        return reading.told(reading.document_card(session, which))
    if request.action == "say":
        return modals.window(session, "say", which)
    known = int(version) if version.isdigit() else -1
    if request.action in ASKING:
        if not _fresh(session, which, known):
            return stale(session, which)
        return modals.window(session, ASKING[request.action], which, known)
    change = changes.ACTION.fullmatch(request.action)
    if change and change["verb"] == "refuse":
        return modals.window(session, request.action, which, known) if _fresh(session, which, known) else stale(session, which)
    if change is None and request.action not in DIRECT:
        return None
    command = changes.verdict("take", change["line"]) if change else DIRECT[request.action]()
    try:
        return doing.say(session, which, command, grow=at_version(which, known))
    except Stale:
        return stale(session, which)


def _fresh(session: Session, which: Reference, version: int) -> bool:
    with session.bot.store.read() as unit:
        found = unit.documents.invoice(which) or unit.documents.order(which)
    return found is not None and found.version == version
