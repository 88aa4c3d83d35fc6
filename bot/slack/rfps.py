"""Requests for proposal as they are typed: list, show, compare, new, open, extend, admit, award (docs/slack.md)."""

import re
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.dossiers import with_asked
from bot.rfp_entry import NEW, choice_of, deadline_of, item_of, picks, suppliers_of
from bot.slack import doing, reading
from bot.slack.grammar import Misspelled, Words, reference_of
from bot.slack.office import Session
from channels.slack import blocks
from channels.slack.cards import Card, card
from channels.slack.documents import listing
from channels.slack.requests import Told
from channels.slack.rfps import prices, rfp_part, ways
from core.commands.buyer_awards import AwardRfp
from core.commands.buyer_rfps import AdmitProposal, ExtendRfp, NewRfp, OpenRfp
from core.compare import compare
from core.names import Reference, SupplierId
from core.proposal import Proposal, Rfp, RfpStatus

if TYPE_CHECKING:
    from storage.unit import Unit

MANY = 100_000
_SUPPLIERS = re.compile(r"S-\d{1,9}", re.IGNORECASE)
_TIME = r"(\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d)?)"


def _which(words: Words) -> Reference:
    return Reference(reference_of(words.next("a request such as RFP-7")))


def _zone(session: Session) -> ZoneInfo:
    return ZoneInfo(session.buyer.time_zone or session.bot.policy.house.time_zone)


def _loaded(session: Session, which: Reference) -> tuple[Rfp, tuple[Proposal, ...], dict[SupplierId, str]]:
    """A request, its proposals, and the names of those who are asked. Raises Misspelled, naming the nearest."""
    with session.bot.store.read() as unit:
        rfp = unit.documents.rfp(which)
        if rfp is None:
            raise Misspelled(reading.unknown(unit, which))
        proposals = unit.documents.proposals_on(which)
        return rfp, proposals, names_of(unit, rfp)


def names_of(unit: "Unit", rfp: Rfp) -> dict[SupplierId, str]:
    """Those who are asked, by name."""
    return {which: s.name for which in rfp.invited if (s := unit.people.supplier(which))}


def list_(session: Session, words: Words) -> Told:
    """Requests for proposal, the newest first."""
    status = next((s for s in RfpStatus if words.take(s.value)), None)
    after = words.take(r"after ([A-Za-z0-9-]{1,20})")
    if words.rest.strip():
        raise Misspelled(f"“{words.rest.strip()[:60]}” is no status")
    statuses, behind = ((status,) if status else tuple(RfpStatus)), Reference(after[1].upper()) if after else None
    with session.bot.store.read() as unit:
        found = unit.documents.list_rfps(statuses, behind, reading.PAGE + 1)
    shown, spoken = found[: reading.PAGE], doing.words_of(session)
    rows = [
        (
            r.reference,
            r.status.value,
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
    rfp, proposals, names = _loaded(session, _which(words))
    return reading.told(rfp_card(session, rfp, proposals, names))


def rfp_card(session: Session, rfp: Rfp, proposals: tuple[Proposal, ...], names: dict[SupplierId, str]) -> Card:
    """The request as it stands."""
    past = rfp.past(session.bot.clock())
    return card(rfp_part(doing.words_of(session), rfp, proposals, names, past=past))


def side_by_side(session: Session, words: Words) -> Told:
    """The offers in a table, and what each way of buying comes to."""
    rfp, proposals, names = _loaded(session, _which(words))
    made, spoken = compare(rfp, proposals), doing.words_of(session)
    whose = {p.reference: names.get(p.supplier, p.supplier) for p in proposals}
    heads, rows = prices(spoken, made, whose)
    head = f"*{rfp.reference}*, prices in {rfp.currency}; ★ is the best"
    if not made.items[0].offers:
        return Told(text=f"{rfp.reference}: no offer that counts yet.")
    table = listing(heads, rows, (False, False, *(True for _ in heads[2:])))
    return Told(text=head, blocks=(blocks.section(head), table, blocks.fields(ways(spoken, made, whose)[:10])))


def new(session: Session, words: Words) -> Told:
    """A Draft; it is sent by `/rfp open`."""
    asked = []
    when = words.take(_TIME)
    while found := words.take(r"(S-\d{1,9})"):
        asked.append(found[1])
    parts = [part.strip() for part in words.all().split(";") if part.strip()]
    if not parts:
        raise Misspelled("items are missing, such as 400 pcs x Bowl 24 cm; 40 pcs x Jug")
    with session.bot.store.read() as unit:
        known = [s.id for s in unit.people.suppliers(limit=MANY)]
    try:
        rfp = Rfp(
            reference=NEW,
            status=RfpStatus.DRAFT,
            items=tuple(item_of(text, n) for n, text in enumerate(parts, start=1)),
            initiator=session.buyer.address,
            currency=session.bot.policy.house.currency,
            deadline=deadline_of(when[1], _zone(session)) if when else None,
            invited=suppliers_of(asked, known),
        )
    except ValueError as problem:
        raise Misspelled(str(problem)) from problem
    return doing.say(session, None, NewRfp(rfp=rfp))


def open_(session: Session, words: Words) -> Told:
    """Send it to those who are named in it, and to these."""
    which = _which(words)
    more = tuple(SupplierId(name.upper()) for name in _SUPPLIERS.findall(words.all()))
    _loaded(session, which)
    return doing.say(session, which, OpenRfp(suppliers=more), grow=with_asked(more))


def extend(session: Session, words: Words) -> Told:
    """To a later day or time, in the buyer's zone."""
    which = _which(words)
    _loaded(session, which)
    try:
        return doing.say(session, which, ExtendRfp(deadline=deadline_of(words.all(), _zone(session))))
    except ValueError as problem:
        raise Misspelled(str(problem)) from problem


def admit(session: Session, words: Words) -> Told:
    """A late offer of one supplier."""
    which, supplier = _which(words), SupplierId(words.next("a supplier such as S-3").upper())
    _loaded(session, which)
    return doing.say(session, which, AdmitProposal(supplier=supplier))


def award(session: Session, words: Words) -> Told:
    """`1=S-2 2=S-1:20`, or `cheapest`, or `all S-2`."""
    which = _which(words)
    rfp, proposals, _ = _loaded(session, which)
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
    day = session.bot.clock().astimezone(_zone(session)).date()
    return doing.say(session, which, AwardRfp(choices=choices, day=day))
