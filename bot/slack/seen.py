"""What a button or a window was made for: an old one decides nothing (docs/threats.md T28)."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from bot.slack import doing, posting
from bot.slack.doing import Grow
from bot.slack.office import Session
from channels.slack.requests import Told
from core.dossier import Dossier
from core.invoice import CreditNote, Invoice
from core.names import Reference
from core.order import PurchaseOrder
from core.proposal import Proposal, Rfp

if TYPE_CHECKING:
    from storage.unit import Unit

Document = Invoice | PurchaseOrder | CreditNote | Rfp | Proposal | None


class Stale(Exception):
    """The document has changed since the button was made."""


def version_of(document: Document, proposals: Iterable[Proposal] = ()) -> int | None:
    """Which state of a document somebody saw; None where there is none. Offers belong to what is seen of a request: versions
    only rise, so their sum names one state."""
    if document is None:
        return None
    offers = (p.version for p in proposals if isinstance(document, Rfp) and p.rfp == document.reference)
    return document.version + sum(offers)


def value_of(document: Invoice | PurchaseOrder | Rfp | Proposal, proposals: Iterable[Proposal] = ()) -> str:
    """What a button carries."""
    return f"{document.reference} {version_of(document, proposals)}"


def at_version(which: Reference, version: int | None, more: Grow | None = None) -> Grow:
    """Compare and set, within the transaction that decides. The result raises Stale."""

    def grow(unit: "Unit", dossier: Dossier) -> Dossier:
        rfp = next((r for r in dossier.rfps if r.reference == which), None)
        found = dossier.invoice(which) or dossier.order(which) or dossier.proposal(which) or rfp
        if version is not None and version_of(found, dossier.proposals) != version:
            raise Stale
        return more(unit, dossier) if more else dossier

    return grow


def fresh(session: Session, which: Reference, version: int) -> bool:
    """Whether nobody has changed it since."""
    with session.bot.store.read() as unit:
        found = unit.documents.any(which)
        proposals = unit.documents.proposals_on(found.reference) if isinstance(found, Rfp) else ()
    return found is not None and version_of(found, proposals) == version


def stale(session: Session, which: Reference) -> Told:
    """Who was quicker; and the card is brought up to date."""
    posting.refresh(session.bot, which)
    decided = doing.decided_by(session, which)
    return Told(text=decided or f"{which} has changed meanwhile; the card is up to date now.", channel=session.channel)
