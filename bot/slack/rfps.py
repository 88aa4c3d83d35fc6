"""Requests for proposal: list, show, compare, new, open, extend, admit, award, as they are typed (docs/slack.md)."""

import re
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.acting import act
from bot.cli.rfp_views import state
from bot.dossiers import with_asked
from bot.rfp_entry import NEW, choice_of, deadline_of, item_of, picks, suppliers_of
from bot.slack import doing, reading
from bot.slack.grammar import Misspelled, Words, reference_of
from bot.slack.office import Session
from bot.slack.seen import value_of
from channels.render.words import Words as Spoken
from channels.slack import blocks
from channels.slack.blocks import Json
from channels.slack.cards import Card, card, fitting
from channels.slack.documents import listing
from channels.slack.escape import dead_line
from channels.slack.requests import Told
from channels.slack.rfps import prices, rfp_part, ways
from core.commands.buyer_awards import AWARDABLE, AwardRfp
from core.commands.buyer_rfps import AdmitProposal, ExtendRfp, NewRfp, OpenRfp
from core.compare import compare
from core.events import RfpDrafted
from core.names import Reference, SupplierId
from core.proposal import Proposal, Rfp, RfpStatus

if TYPE_CHECKING:
    from storage.unit import Unit

MANY = 100_000
_SUPPLIERS = re.compile(r"S-\d{1,9}", re.IGNORECASE)
_TIME = r"(\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d)?)"


def _which(words: Words) -> Reference:
    return Reference(reference_of(words.next("a request such as RFP-7")))


def zone(session: Session) -> ZoneInfo:
    """The buyer's, else the house's."""
    return ZoneInfo(session.buyer.time_zone or session.bot.policy.house.time_zone)


def today(session: Session) -> date:
    """The buyer's day, from which lead times count."""
    return session.bot.clock().astimezone(zone(session)).date()


Asked = tuple[Rfp, tuple[Proposal, ...], dict[SupplierId, str]]
"""A request, its proposals, and the names of those who are asked."""


def asked(session: Session, which: Reference) -> Asked | None:
    """The request, also by the name of one of its proposals."""
    with session.bot.store.read() as unit:
        proposal = unit.documents.proposal(which)
        rfp = unit.documents.rfp(proposal.rfp if proposal else which)
        return (rfp, unit.documents.proposals_on(rfp.reference), names_of(unit, rfp)) if rfp else None


def loaded(session: Session, which: Reference) -> Asked:
    """The same. Raises Misspelled, naming the nearest."""
    found = asked(session, which)
    if found is None:
        with session.bot.store.read() as unit:
            raise Misspelled(reading.unknown(unit, which))
    return found


def names_of(unit: "Unit", rfp: Rfp) -> dict[SupplierId, str]:
    """Those who are asked, by name."""
    return {s.id: s.name for s in unit.people.several(rfp.invited)}


def list_(session: Session, words: Words) -> Told:
    """Requests for proposal, the newest first."""
    status = next((s for s in RfpStatus if words.take(s.value)), None)
    after = words.take(r"after ([A-Za-z0-9-]{1,20})")
    if words.rest.strip():
        raise Misspelled(f"“{words.rest.strip()[:60]}” is no status")
    statuses, behind = ((status,) if status else tuple(RfpStatus)), Reference(after[1].upper()) if after else None
    with session.bot.store.read() as unit:
        found = unit.documents.list_rfps(statuses, behind, reading.PAGE + 1)
    shown, spoken, now = found[: reading.PAGE], doing.words_of(session), session.bot.clock()
    rows = [
        (
            r.reference,
            state(r, now),
            spoken.moment(r.deadline).replace("\xa0", " ") if r.deadline else "–",
            r.title or "–",
            str(len(r.invited)),
        )
        for r in shown
    ]
    last = rows[-1][0] if rows else ""
    typed = " ".join(part for part in ("rfp list", status.value if status else "", f"after {last}") if part)
    more = last if len(found) > reading.PAGE else ""
    return reading.page(("Request", "Status", "Offers until", "Title", "Asked"), rows, more, typed)


def show(session: Session, words: Words) -> Told:
    """One request with its items and proposals."""
    rfp, proposals, names = loaded(session, _which(words))
    return reading.told(rfp_card(session, rfp, proposals, names))


def rfp_card(session: Session, rfp: Rfp, proposals: tuple[Proposal, ...], names: dict[SupplierId, str]) -> Card:
    """The request as it stands, with its buttons."""
    w = doing.reader_words(session)
    return card(rfp_part(w, rfp, proposals, names, session.bot.clock()), buttons=buttons(w, rfp, proposals))


def buttons(w: Spoken, rfp: Rfp, proposals: Sequence[Proposal]) -> tuple[Json, ...]:
    """Compare and award, while there is an offer to look at; the award is for these offers only (docs/threats.md T28)."""
    if rfp.status is not RfpStatus.OPEN or not any(p.status in AWARDABLE for p in proposals):
        return ()
    value = value_of(rfp, proposals)
    return (
        blocks.button(w.say("slack.button.compare"), "rfp.compare", value),
        blocks.button(w.say("slack.button.award"), "rfp.award", value, "primary"),
    )


def side_by_side(session: Session, words: Words) -> Told:
    """The offers in a table, and what each way of buying comes to."""
    return compared(session, _which(words))


def compared(session: Session, which: Reference) -> Told:
    """The same, of a button."""
    rfp, proposals, names = loaded(session, which)
    made, w = compare(rfp, proposals), doing.reader_words(session)
    whose = {p.reference: names.get(p.supplier, p.supplier) for p in proposals}
    if not made.items[0].offers:
        return Told(text=w.say("slack.rfp.nothing_offered", document=which), channel=session.channel)
    heads, rows = prices(w, made, whose)
    head = w.say("slack.rfp.prices", document=rfp.reference, currency=rfp.currency)
    table = listing(heads, rows, (False, False, *(True for _ in heads[2:])))
    totals = blocks.fields([(dead_line(name, 200), dead_line(total, 200)) for name, total in ways(w, made, whose)[:10]])
    below = [b for b in buttons(w, rfp, proposals) if b["action_id"] != "rfp.compare"]
    end = (blocks.actions("decide", below),) if below else ()
    return Told(text=head, blocks=fitting((blocks.section(head), table, totals), end), channel=session.channel)


def new(session: Session, words: Words) -> Told:
    """A Draft; it is sent by `/rfp open`."""
    asked = []
    when = words.take(_TIME)
    while found := words.take(r"(S-\d{1,9})"):
        asked.append(found[1])
    try:
        rfp = draft_of(session, parts(words.all()), when[1] if when else "", asked, "")
    except ValueError as problem:
        raise Misspelled(str(problem)) from problem
    return drafts(session, (rfp,))


def parts(text: str) -> list[str]:
    """Items, a semicolon or a line end between two. Raises Misspelled."""
    found = [part.strip() for row in text.splitlines() for part in row.split(";") if part.strip()]
    if not found:
        raise Misspelled("items are missing, such as 400 pcs x Bowl 24 cm; 40 pcs x Jug")
    return found


def draft_of(session: Session, items: Sequence[str], when: str, asked: Sequence[str], title: str) -> Rfp:
    """A request as it was typed. Raises ValueError."""
    with session.bot.store.read() as unit:
        known = [s.id for s in unit.people.suppliers(limit=MANY)]
    return Rfp(
        reference=NEW,
        status=RfpStatus.DRAFT,
        items=tuple(item_of(text, n) for n, text in enumerate(items, start=1)),
        title=title,
        initiator=session.buyer.address,
        currency=session.bot.policy.house.currency,
        deadline=deadline_of(when, zone(session)) if when else None,
        invited=suppliers_of(asked, known),
    )


def drafts(session: Session, requests: tuple[Rfp, ...]) -> Told:
    """Enter requests, all of them or none; each can be sent by a button."""
    first, *also = (NewRfp(rfp=rfp) for rfp in requests)
    outcome = act(session.bot, session.actor, None, first, request=session.request, also=tuple(also))
    if outcome.refusal:
        return doing.refused(session, None, outcome.refusal)
    names = [event.rfp.reference for event in outcome.events if isinstance(event, RfpDrafted)]
    lines = [f"*{name}* is a Draft. Send it with `/rfp open {name}`." for name in names]
    return doing.drafted(session, lines, "rfp", "open", names)


def open_(session: Session, words: Words) -> Told:
    """Send it to those who are named in it, and to these."""
    which = _which(words)
    more = tuple(SupplierId(name.upper()) for name in _SUPPLIERS.findall(words.all()))
    loaded(session, which)
    return doing.say(session, which, OpenRfp(suppliers=more), grow=with_asked(more))


def extend(session: Session, words: Words) -> Told:
    """To a later day or time, in the buyer's zone."""
    which = _which(words)
    loaded(session, which)
    try:
        return doing.say(session, which, ExtendRfp(deadline=deadline_of(words.all(), zone(session))))
    except ValueError as problem:
        raise Misspelled(str(problem)) from problem


def admit(session: Session, words: Words) -> Told:
    """A late offer of one supplier."""
    which, supplier = _which(words), SupplierId(words.next("a supplier such as S-3").upper())
    loaded(session, which)
    return doing.say(session, which, AdmitProposal(supplier=supplier))


def award(session: Session, words: Words) -> Told:
    """`1=S-2 2=S-1:20`, or `cheapest`, or `all S-2`."""
    which = _which(words)
    rfp, proposals, _ = loaded(session, which)
    everything = words.take(r"all (S-\d{1,9})")
    whole = everything is not None or words.take("cheapest") is not None
    try:
        typed = tuple(choice_of(part) for part in words.all().split())
    except ValueError as problem:
        raise Misspelled(str(problem)) from problem
    if whole == bool(typed):
        raise Misspelled("say ITEM=S-n for each item, or cheapest, or all S-n")
    choices = typed or picks(rfp, proposals, SupplierId(everything[1].upper() if everything else ""))
    if not choices:
        raise Misspelled(f"no offer that counts; see `/rfp compare {which}`")
    return doing.say(session, which, AwardRfp(choices=choices, day=today(session)))
