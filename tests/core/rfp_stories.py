"""The world of tests about requests for proposal: three suppliers who are asked, and a table that several of them write to."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from core.commands.buyer_awards import AwardRfp, Choice
from core.commands.buyer_rfps import NewRfp, OpenRfp
from core.commands.command import Command
from core.commands.supplier_quotes import Decline, Quote, QuotedItem
from core.dossier import Actor, Dossier, Fresh
from core.engine import Outcome, add, begin, handle
from core.events import Event
from core.letters import Post
from core.money import EUR
from core.names import Reference, SupplierId, address, hash_of
from core.notices import posts
from core.party import Language, Level, Supplier
from core.proposal import Proposal, ProposalStatus, Rfp, RfpItem, RfpStatus, proposal_reference
from tests.core.stories import IRIS, NOON, PEOPLE, contact, house_policy

TOM, UTE, LUC = "tom@bowls.example", "ute@teller.example", "luc@verres.example"
BOWLS, PLATES, GLASSES = SupplierId("S-1"), SupplierId("S-2"), SupplierId("S-3")
SUPPLIERS = (
    Supplier(id=BOWLS, name="Bowls Ltd", contacts=(contact(TOM),)),
    Supplier(id=PLATES, name="Teller GmbH", contacts=(contact(UTE, language=Language.DE),)),
    Supplier(id=GLASSES, name="Verres SARL", contacts=(contact(LUC),)),
)
WRITER = {BOWLS: TOM, PLATES: UTE, GLASSES: LUC}
DEADLINE = NOON + timedelta(days=10)


def item(number: int = 1, what: str = "Bowl 24 cm", quantity: int | str = 100, **more: Any) -> RfpItem:
    """An item that is asked for: a hundred bowls, unless said otherwise."""
    return RfpItem(number=number, description=what, quantity=Decimal(quantity), unit="pcs", **more)


def rfp(*items: RfpItem, **more: Any) -> Rfp:
    """Iris asks Bowls and Teller for bowls, plates and mugs, within ten days."""
    every = items or (item(1), item(2, "Plate 27 cm", 50), item(3, "Mug 30 cl", 20))
    known: dict[str, Any] = {"initiator": IRIS, "deadline": DEADLINE, "invited": (BOWLS, PLATES), "title": "Tableware"}
    return Rfp(reference=Reference("RFP-1"), items=every, **known | more)


def price(number: int, unit_price: str | None = None, **more: Any) -> QuotedItem:
    """What a supplier quotes for an item."""
    return QuotedItem(item=number, unit_price=Decimal(unit_price) if unit_price else None, currency=EUR, **more)


class RfpTable:
    """A request on a table: buyers and suppliers say things; each supplier sees its own part only, as the storage loads it."""

    def __init__(self, request: Rfp | None = None, *, opened: bool = True, suppliers: tuple[Supplier, ...] = SUPPLIERS) -> None:
        self.policy = house_policy()
        self.at = NOON
        self.dossier = Dossier(
            actor=Actor(),
            fresh=Fresh(order=1, invoice=1, credit=1, question=1, supplier=4, key=b"k" * 32),
            buyers=PEOPLE,
            suppliers=suppliers,
        )
        self.last: Outcome = begin(self.dossier)
        self.letters: tuple[Post, ...] = ()
        self.journal: list[tuple[Event, datetime]] = []
        self.says(IRIS, NewRfp(rfp=request or rfp()))
        if opened:
            self.says(IRIS, OpenRfp())

    # ---- what happens

    def says(self, who: str, command: Command, thread: str = "RFP-1") -> "RfpTable":
        """A buyer says something about the request."""
        actor = Actor(buyer=address(who), by="command line")
        self._done(handle(begin(replace(self.dossier, actor=actor, thread=Reference(thread))), command, self.at, self.policy))
        self.dossier = replace(self.last.dossier, actor=Actor(), thread=None)
        return self

    def seen_by(self, who: SupplierId) -> Dossier:
        """What a supplier's mail may see."""
        mine = tuple(p for p in self.dossier.proposals if p.supplier == who)
        return replace(
            self.dossier,
            actor=Actor(contact=address(WRITER[who]), supplier=who, level=Level.AUTHENTIC, cause=hash_of(f"{self.at}".encode())),
            thread=proposal_reference(Reference("RFP-1"), who),
            supplier=self.dossier.party(who),
            suppliers=(),
            rfps=tuple(r.public for r in self.dossier.rfps),
            orders=tuple(o for o in self.dossier.orders if o.supplier == who),
            proposals=mine,
        )

    def writes(self, who: SupplierId, *commands: Command, words: str = "words of a mail") -> "RfpTable":
        """A supplier writes one mail on its proposal."""
        outcome = begin(self.seen_by(who))
        for command in commands:
            outcome = handle(outcome, command, self.at, self.policy, words)
        self._done(outcome, receipt=True)
        for proposal in outcome.dossier.proposals:
            self.dossier = self.dossier.with_proposal(proposal)
        return self

    def quotes(self, who: SupplierId, *items: QuotedItem, complete: bool = False) -> "RfpTable":
        """A supplier offers prices."""
        return self.writes(who, Quote(items=items, complete=complete))

    def declines(self, who: SupplierId, *items: int) -> "RfpTable":
        """A supplier offers nothing for these items, or for all."""
        return self.writes(who, Decline(items=items))

    def awards(self, *choices: tuple[int, SupplierId] | Choice) -> "RfpTable":
        """Iris awards items."""
        every = tuple(c if isinstance(c, Choice) else Choice(item=c[0], supplier=c[1]) for c in choices)
        return self.says(IRIS, AwardRfp(choices=every))

    def time_passes(self, days: float = 0) -> "RfpTable":
        """The clock moves on, and does what is due."""
        from core.closing import due

        self.at += timedelta(days=days)
        if self.rfp.status is not RfpStatus.DRAFT:
            dossier = replace(self.dossier, actor=Actor(by="clock"))
            self._done(add(begin(dossier), due(self.rfp, self.dossier.proposals, self.at), self.at, self.policy))
            self.dossier = replace(self.last.dossier, actor=Actor())
        return self

    def _done(self, outcome: Outcome, receipt: bool = False) -> None:
        self.last = outcome
        self.journal += [(event, self.at) for event in outcome.events]
        self.letters = posts(outcome, self.policy, receipt=receipt, on=self.at.date())
        self.at += timedelta(minutes=1)

    # ---- what is

    @property
    def rfp(self) -> Rfp:
        """The request as it is now."""
        return self.dossier.rfps[0]

    def proposal(self, who: SupplierId = BOWLS) -> Proposal:
        """A supplier's proposal as it is now."""
        found = self.dossier.proposal(proposal_reference(self.rfp.reference, who))
        assert found is not None
        return found

    def status(self, who: SupplierId = BOWLS) -> ProposalStatus:
        """Where a supplier's proposal stands."""
        return self.proposal(who).status

    @property
    def why(self) -> str | None:
        """Why the last thing was refused; None: it was not."""
        return self.last.refusal.why.value if self.last.refusal else None

    def told(self, who: str) -> list[str]:
        """What one person was told in the last letters, in order."""
        return [n.kind.value for post in self.letters if address(who) in {p.address for p in post.to} for n in post.notices]
