"""Letters about requests for proposal, each with its scene."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from core.dossier import Text
from core.events import (
    LateOffersKept,
    OffersMade,
    OffersTakenBack,
    ProposalDecided,
    ProposalRejected,
    ProposalSubmitted,
    ProposalWithdrawn,
    RfpCanceled,
)
from core.letters import Notice, Scene
from core.money import Currency
from core.names import Address, Reference, SupplierId, text_hash
from core.party import Supplier
from core.proposal import Earlier, Late, Offer, Proposal, ProposalStatus, Rfp, RfpItem, RfpStatus
from tests.channels.render.sample_orders import AT, ORDER, S_1, TOKEN, K
from tests.channels.render.sample_scenes import SCENE, notice

Cases = dict[str, tuple[Notice, Scene]]
S = ProposalStatus
RFP_7, MINE = Reference("RFP-7"), Reference("RFP-7-S-1")
NOTE = "Dishwasher safe, tested to EN 12875."
CALLED_OFF = "The new canteen opens next year only."
REQUEST = Rfp(
    reference=RFP_7,
    title="Tableware for the new canteen",
    initiator=Address("mara@acme.example"),
    items=(
        RfpItem(number=1, description="Bowl 24 cm, speckled glaze", quantity=Decimal(400), unit="pcs", sku="K-1102"),
        RfpItem(number=2, description="Plate 27 cm", quantity=Decimal(250), unit="pcs", note="to match the bowl"),
        RfpItem(number=3, description="Jug 1.5 l with lid", quantity=Decimal(40), unit="pcs"),
    ),
    deadline=datetime(2026, 5, 29, 10, 0, tzinfo=UTC),
    payment_terms="30 days net",
    ship_to="Acme Kitchens, Warehouse 2\nKai 9, 20457 Hamburg",
    opened_at=AT,
)
OFFERS = (
    Offer(item=1, unit_price=Decimal("3.90"), lead_time_days=21, note=text_hash(NOTE)),
    Offer(item=2, unit_price=Decimal("5.25"), quantity=Decimal(200), date=date(2026, 6, 30)),
    Offer(item=3, declined=True),
)
ASKED = Proposal(reference=MINE, rfp=RFP_7, supplier=S_1)
DRAFT = replace(ASKED, status=S.DRAFT, offers=OFFERS[:1], quoted_at=AT)
SUBMITTED = replace(ASKED, status=S.SUBMITTED, offers=OFFERS, quoted_at=AT)
REVISED = replace(SUBMITTED, earlier=(Earlier(offers=OFFERS[:2], status=S.SUBMITTED, at=AT),))
LATE = Late(offers=(Offer(item=1, unit_price=Decimal("3.70")),), at=REQUEST.deadline + timedelta(hours=3))  # type: ignore[operator]
OTHER = Supplier(id=SupplierId("S-2"), name="Nordholz A/S")
THIRD = Supplier(id=SupplierId("S-3"), name="Blech & Partner")
THEIRS = Proposal(
    reference=Reference("RFP-7-S-2"),
    rfp=RFP_7,
    supplier=OTHER.id,
    status=S.SUBMITTED,
    offers=(
        Offer(item=1, unit_price=Decimal("4.10"), lead_time_days=14),
        Offer(item=2, unit_price=Decimal("4.95"), alternative="NH-P270"),
        Offer(item=3, unit_price=Decimal("16"), currency=Currency("USD")),
    ),
)


def scene(proposal: Proposal, rfp: Rfp = REQUEST, **more: object) -> Scene:
    """The supplier's side of the request, and nothing else."""
    texts = (*SCENE.texts, *(Text(hash=text_hash(t), text=t) for t in (NOTE, CALLED_OFF)))
    return replace(SCENE, orders=(), invoices=(), rfps=(rfp,), proposals=(proposal,), texts=texts, **more)


def rfps() -> Cases:
    """Letters to a supplier that was asked."""
    late = replace(SUBMITTED, late=LATE)
    canceled = replace(REQUEST, status=RfpStatus.CANCELED, reason=text_hash(CALLED_OFF))
    over = REQUEST.deadline + timedelta(hours=4)  # type: ignore[operator]
    won, part = replace(SUBMITTED, status=S.WON), replace(SUBMITTED, status=S.PARTLY_WON)
    done = replace(REQUEST, status=RfpStatus.COMPLETED)
    return {
        "rfp_invitation": (notice(K.RFP_INVITATION, MINE), scene(ASKED)),
        "rfp_extended": (notice(K.RFP_EXTENDED, MINE), scene(DRAFT)),
        "rfp_extended-submitted": (notice(K.RFP_EXTENDED, MINE), scene(SUBMITTED)),
        "rfp_reminder": (notice(K.RFP_REMINDER, MINE), scene(DRAFT)),
        "rfp_canceled": (
            notice(K.RFP_CANCELED, MINE, RfpCanceled(rfp=RFP_7, reason=text_hash(CALLED_OFF))),
            scene(replace(SUBMITTED, status=S.NOT_WON), canceled),
        ),
        "quote_noted": (notice(K.QUOTE_NOTED, MINE), scene(SUBMITTED)),
        "quote_noted-draft": (notice(K.QUOTE_NOTED, MINE), scene(DRAFT)),
        "quote_noted-revised": (notice(K.QUOTE_NOTED, MINE), scene(REVISED)),
        "quote_noted-rejected": (notice(K.QUOTE_NOTED, MINE), scene(replace(ASKED, status=S.REJECTED, offers=OFFERS[2:]))),
        "quote_late": (notice(K.QUOTE_LATE, MINE, LateOffersKept(proposal=MINE, late=LATE)), scene(late, at=over)),
        "quote_admitted": (notice(K.QUOTE_ADMITTED, MINE), scene(SUBMITTED, at=over)),
        "quote_withdrawn": (notice(K.QUOTE_WITHDRAWN, MINE), scene(replace(ASKED, status=S.WITHDRAWN))),
        "quote_taken_back": (notice(K.QUOTE_TAKEN_BACK, MINE), scene(SUBMITTED)),
        "proposal_won": (
            notice(K.PROPOSAL_WON, MINE, ProposalDecided(proposal=MINE, status=S.WON, items=(1, 2))),
            replace(scene(won, done), orders=(ORDER,)),
        ),
        "proposal_partly_won": (
            notice(K.PROPOSAL_PARTLY_WON, MINE, ProposalDecided(proposal=MINE, status=S.PARTLY_WON, items=(2,))),
            scene(part),
        ),
        "proposal_not_won": (notice(K.PROPOSAL_NOT_WON, MINE), scene(replace(SUBMITTED, status=S.NOT_WON), done)),
        "status-rfp": (notice(K.STATUS, MINE), scene(SUBMITTED)),
        "document_again-rfp": (notice(K.DOCUMENT_AGAIN, MINE), scene(ASKED)),
    }


def proposals() -> Cases:
    """Letters to the buyer who asked."""
    told = {
        "": ProposalSubmitted(proposal=MINE),
        "-revised": OffersMade(proposal=MINE, offers=OFFERS, complete=False, at=AT),
        "-rejected": ProposalRejected(proposal=MINE),
        "-withdrawn": ProposalWithdrawn(proposal=MINE, at=AT),
        "-taken_back": OffersTakenBack(proposal=MINE),
        "-late": LateOffersKept(proposal=MINE, late=LATE),
    }
    shown = replace(REVISED, late=LATE)
    silent = Proposal(reference=Reference("RFP-7-S-3"), rfp=RFP_7, supplier=THIRD.id, status=S.NO_PROPOSAL)
    every = replace(scene(SUBMITTED), proposals=(SUBMITTED, THEIRS, silent), suppliers=(SCENE.supplier, OTHER, THIRD))
    draft = replace(REQUEST, status=RfpStatus.DRAFT, invited=(S_1, OTHER.id))
    return {
        **{f"proposal_in{name}": (notice(K.PROPOSAL_IN, MINE, event), scene(shown)) for name, event in told.items()},
        "rfp_drafted": (notice(K.RFP_DRAFTED, RFP_7, decides=TOKEN), replace(every, rfps=(draft,), proposals=())),
        "rfp_closed": (notice(K.RFP_CLOSED, RFP_7), every),
        "rfp_closed-none": (notice(K.RFP_CLOSED, RFP_7), replace(every, proposals=(DRAFT, silent))),
    }
