"""What suppliers are told about requests for proposal: each its own side, and nothing of the others (docs/rules.md 5)."""

from channels.render.blocks import Block, Cell, Column, Heading, Paragraph, Part, Table
from channels.render.tell import rfp_blocks
from channels.render.tell.rfp_blocks import deadline, item_list, of, offered_total, open_items
from channels.render.tell.telling import Telling
from core.events import LateOffersKept, ProposalDecided, RfpCanceled
from core.proposal import Proposal, ProposalStatus, Rfp, RfpStatus

S = ProposalStatus


def invitation(t: Telling) -> Part:
    """The request, with everything that is needed to answer it."""
    rfp, proposal = of(t)
    key = "_titled" if rfp.title else ""
    values = {"rfp": rfp.reference, "house": t.house}
    return Part(
        subject=t.words.say(f"rfp_invitation.subject{key}", title=rfp.title, **values),
        happened=t.words.say("rfp_invitation.happened", items=t.words.count("items", len(rfp.items)), **values),
        turn=t.words.say("rfp_invitation.turn", deadline=deadline(t, rfp)),
        blocks=(
            rfp_blocks.items(t, rfp),
            rfp_blocks.head(t, rfp),
            rfp_blocks.answers(t, rfp, proposal),
            Paragraph(text=t.words.say("rfp_invitation.attached"), small=True),
        ),
    )


def _extended_turn(t: Telling, rfp: Rfp, proposal: Proposal) -> str:
    missing = proposal.missing(rfp)
    if proposal.status in (S.RECEIVED, S.DRAFT):
        return t.words.say("rfp_extended.turn_open", open=open_items(t, missing))
    return t.words.say("rfp_extended.turn_done" if proposal.status is S.SUBMITTED else "rfp_extended.turn_again")


def extended(t: Telling) -> Part:
    """More time."""
    rfp, proposal = of(t)
    until = deadline(t, rfp)
    return Part(
        subject=t.words.say("rfp_extended.subject", rfp=rfp.reference, deadline=until),
        happened=t.words.say("rfp_extended.happened", rfp=rfp.reference, deadline=until, house=t.house),
        turn=_extended_turn(t, rfp, proposal),
        chip=t.proposal_chip(proposal),
        blocks=(*rfp_blocks.state(t, rfp, proposal), rfp_blocks.answers(t, rfp, proposal)),
    )


def reminder(t: Telling) -> Part:
    """The deadline is near, and something is open."""
    rfp, proposal = of(t)
    values = {"rfp": rfp.reference, "deadline": deadline(t, rfp)}
    return Part(
        subject=t.words.say("rfp_reminder.subject", **values),
        happened=t.words.say("rfp_reminder.happened", house=t.house, **values),
        turn=t.words.say("rfp_reminder.turn_open", open=open_items(t, proposal.missing(rfp))),
        chip=t.proposal_chip(proposal),
        blocks=(*rfp_blocks.state(t, rfp, proposal), rfp_blocks.answers(t, rfp, proposal)),
    )


def canceled(t: Telling) -> Part:
    """Called off."""
    rfp, _ = of(t)
    reason = t.event.reason if isinstance(t.event, RfpCanceled) else rfp.reason
    return Part(
        subject=t.words.say("rfp_canceled.subject", rfp=rfp.reference),
        happened=t.words.say("rfp_canceled.happened", rfp=rfp.reference, house=t.house),
        turn=t.words.say("rfp_canceled.turn"),
        blocks=(*t.quoted(reason, t.words.say("common.why")), t.answers(t.reply.answer("ask"))),
    )


def _form(proposal: Proposal) -> str:
    """Which words fit: a part, everything, a change, a no."""
    if proposal.status is S.REJECTED:
        return "_rejected"
    if proposal.status is S.DRAFT:
        return "_draft"
    return "_revised" if proposal.edition > 1 and proposal.earlier[-1].status is S.SUBMITTED else ""


def quoted(t: Telling) -> Part:
    """The receipt of a quote: what was understood, and what is missing."""
    rfp, proposal = of(t)
    form, until = _form(proposal), deadline(t, rfp)
    values = {
        "rfp": rfp.reference,
        "house": t.house,
        "offered": item_list(t.words, proposal.offered(rfp)) if proposal.offered(rfp) else "",
        "total": t.words.money(offered_total(rfp, proposal.offers)),
        "edition": str(proposal.edition),
    }
    turn = {"_draft": "_draft", "_rejected": "_rejected"}.get(form, "")
    return Part(
        subject=t.words.say(f"quote_noted.subject{form}", rfp=rfp.reference),
        happened=t.words.say(f"quote_noted.happened{form}", **values),
        turn=t.words.say(f"quote_noted.turn{turn}", open=open_items(t, proposal.missing(rfp)), deadline=until),
        chip=t.proposal_chip(proposal),
        blocks=(rfp_blocks.offers(t, rfp, proposal.offers), rfp_blocks.answers(t, rfp, proposal), *t.undo()),
    )


def late(t: Telling) -> Part:
    """It came after the deadline."""
    rfp, proposal = of(t)
    kept = t.event.late if isinstance(t.event, LateOffersKept) else proposal.late
    at = t.words.moment(kept.at) if kept else ""
    nothing = (Paragraph(text=t.words.say("quote_late.nothing")),)
    stands: tuple[Block, ...] = (rfp_blocks.offers(t, rfp, proposal.offers),) if proposal.offers else nothing
    came = (rfp_blocks.offers(t, rfp, kept.offers, all_items=False),) if kept and kept.offers else ()
    return Part(
        subject=t.words.say("quote_late.subject", rfp=rfp.reference),
        happened=t.words.say("quote_late.happened", rfp=rfp.reference, at=at, deadline=deadline(t, rfp)),
        turn=t.words.say("quote_late.turn"),
        chip=t.proposal_chip(proposal),
        blocks=(
            Heading(text=t.words.say("quote_late.late")),
            *came,
            Heading(text=t.words.say("quote_late.stands")),
            *stands,
            rfp_blocks.answers(t, rfp, proposal),
        ),
    )


def admitted(t: Telling) -> Part:
    """The initiator lets it count."""
    rfp, proposal = of(t)
    return Part(
        subject=t.words.say("quote_admitted.subject", rfp=rfp.reference),
        happened=t.words.say("quote_admitted.happened", rfp=rfp.reference, house=t.house),
        turn=t.words.say("quote_admitted.turn"),
        chip=t.proposal_chip(proposal),
        blocks=(*rfp_blocks.state(t, rfp, proposal), rfp_blocks.answers(t, rfp, proposal)),
    )


def withdrawn(t: Telling) -> Part:
    """The supplier took its offer back."""
    rfp, proposal = of(t)
    over = rfp.past(t.scene.at)
    return Part(
        subject=t.words.say("quote_withdrawn.subject", rfp=rfp.reference),
        happened=t.words.say("quote_withdrawn.happened", rfp=rfp.reference),
        turn=t.words.say("quote_withdrawn.turn_over" if over else "quote_withdrawn.turn", deadline=deadline(t, rfp)),
        chip=t.proposal_chip(proposal),
        blocks=(rfp_blocks.answers(t, rfp, proposal), *t.undo()),
    )


def taken_back(t: Telling) -> Part:
    """The version before counts again."""
    rfp, proposal = of(t)
    none = "" if proposal.offers else "_none"
    return Part(
        subject=t.words.say("quote_taken_back.subject", rfp=rfp.reference),
        happened=t.words.say(f"quote_taken_back.happened{none}", rfp=rfp.reference),
        turn=t.words.say("quote_taken_back.turn", deadline=deadline(t, rfp)),
        chip=t.proposal_chip(proposal),
        blocks=(*rfp_blocks.state(t, rfp, proposal), rfp_blocks.answers(t, rfp, proposal)),
    )


def won(t: Telling) -> Part:
    """The whole offer, or a part of it; the order comes with it."""
    rfp, proposal = of(t)
    kind = "proposal_won" if proposal.status is S.WON else "proposal_partly_won"
    items = t.event.items if isinstance(t.event, ProposalDecided) else ()
    order = t.scene.orders[-1].reference if t.scene.orders else ""
    values = {"rfp": rfp.reference, "house": t.house}
    return Part(
        subject=t.words.say(f"{kind}.subject", **values),
        happened=t.words.say(f"{kind}.happened", items=item_list(t.words, items), **values),
        turn=t.words.say(f"{kind}.turn{'' if order else '_plain'}", order=order),
        chip=t.proposal_chip(proposal),
        blocks=(rfp_blocks.offers(t, rfp, tuple(o for o in proposal.offers if o.item in items), all_items=False),),
    )


def not_won(t: Telling) -> Part:
    """Decided for others, or nothing is asked any more."""
    rfp, proposal = of(t)
    none = "_none" if proposal.status is S.NO_PROPOSAL else ""
    return Part(
        subject=t.words.say("proposal_not_won.subject", rfp=rfp.reference),
        happened=t.words.say(f"proposal_not_won.happened{none}", rfp=rfp.reference, house=t.house),
        turn=t.words.say(f"proposal_not_won.turn{none}"),
        chip=t.proposal_chip(proposal),
        blocks=(t.answers(t.reply.answer("ask")),),
    )


def status(t: Telling, subject: str) -> Part:
    """Where a proposal stands, when it is asked for."""
    rfp, proposal = of(t)
    return Part(
        subject=subject,
        happened=t.words.say("state.happened_rfp", rfp=rfp.reference, status=t.proposal_status(proposal)),
        turn=t.words.say(f"state.turn_{t.turn_of_proposal(proposal).value}"),
        chip=t.proposal_chip(proposal),
        blocks=(
            *rfp_blocks.state(t, rfp, proposal),
            rfp_blocks.head(t, rfp),
            rfp_blocks.answers(t, rfp, proposal),
        ),
    )


def open_requests(t: Telling) -> tuple[tuple[Rfp, Proposal], ...]:
    """Requests that are open, each with the supplier's own proposal."""
    known = {rfp.reference: rfp for rfp in t.scene.rfps if rfp.status is RfpStatus.OPEN}
    return tuple((known[p.rfp], p) for p in t.scene.proposals if p.rfp in known)


def listed(t: Telling, found: tuple[tuple[Rfp, Proposal], ...]) -> Table:
    """A list of requests with status and deadline."""
    say = t.words.say
    columns = (Column(title=say("open.document")), Column(title=say("common.status")), Column(title=say("rfp.deadline")))
    rows = tuple(
        (
            Cell(text=rfp.reference, below=rfp.title),
            Cell(text=t.proposal_status(proposal), chip=t.proposal_chip(proposal)),
            Cell(text=rfp_blocks.offers_until(t.words, rfp, t.scene.at)),
        )
        for rfp, proposal in found
    )
    return Table(columns=columns, rows=rows)
