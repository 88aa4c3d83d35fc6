"""Requests and proposals played at random: whatever people say in whatever order, the invariants of docs/rules.md 5 hold."""

import re
from datetime import timedelta
from decimal import Decimal
from functools import reduce
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from channels.render.mail import render
from core import events as e
from core.commands.buyer_awards import Choice
from core.commands.buyer_people import Say
from core.commands.buyer_rfps import AdmitProposal, CancelRfp, CompleteRfp, ExtendRfp, OpenRfp
from core.commands.supplier_orders import Withdraw
from core.commands.supplier_quotes import Decline, Quote, QuotedItem
from core.commands.supplier_talk import Comment, No
from core.evolve_rfp import proposal_after, rfp_after
from core.letters import Scene
from core.names import Address, SupplierId
from core.order import OrderStatus
from core.proposal import ProposalStatus, RfpStatus
from tests.core.rfp_stories import BOWLS, GLASSES, PLATES, SUPPLIERS, RfpTable, item, rfp
from tests.core.stories import IRIS

S = ProposalStatus
WHO = st.sampled_from([BOWLS, PLATES])
ITEM = st.integers(0, 4)
OWN = {BOWLS: ("7.13", "7.17"), PLATES: ("3.19", "3.23"), GLASSES: ("9.41", "9.43")}
"""Prices by which a supplier is told from the others; in a letter to somebody else they would be a leak."""
COUNT = st.none() | st.sampled_from([Decimal(1), Decimal(30), Decimal(50), Decimal(101)])


class Requests(RuleBasedStateMachine):
    """Bowls and Plates are asked; Glasses may be asked later."""

    table: RfpTable

    @initialize()
    def opened(self) -> None:
        self.table = RfpTable(rfp(item(1), item(2, "Plate 27 cm", 50)))
        self.told()

    # ---- what suppliers say

    @rule(who=WHO, which=st.lists(ITEM, max_size=3), cheap=st.booleans(), count=COUNT, whole=st.booleans())
    def quote(self, who: SupplierId, which: list[int], cheap: bool, count: Decimal | None, whole: bool) -> None:
        price = Decimal(OWN[who][cheap])
        items = tuple(QuotedItem(item=n, unit_price=price, quantity=count) for n in which)
        self.says(who, Quote(items=items, complete=whole))

    @rule(who=WHO, which=st.lists(ITEM, max_size=2))
    def decline(self, who: SupplierId, which: list[int]) -> None:
        self.says(who, Decline(items=tuple(which), reason="sold out"))

    @rule(who=WHO, which=ITEM, also=ITEM)
    def one_mail_of_several_words(self, who: SupplierId, which: int, also: int) -> None:
        price = Decimal(OWN[who][0])
        self.says(who, Quote(items=(QuotedItem(item=which, unit_price=price),)), Decline(items=(also,)), Comment(text="Regards"))

    @rule(who=WHO, command=st.sampled_from([Withdraw(), No(), Comment(text="Which glaze?")]))
    def talk(self, who: SupplierId, command: Any) -> None:
        self.says(who, command)

    @rule(who=WHO, cheap=st.booleans(), count=st.none() | st.sampled_from([Decimal(30), Decimal(45)]))
    def quote_everything(self, who: SupplierId, cheap: bool, count: Decimal | None) -> None:
        price = Decimal(OWN[who][cheap])
        self.says(who, Quote(items=tuple(QuotedItem(item=n, unit_price=price, quantity=count) for n in (1, 2))))

    # ---- what the buyer says

    @rule(which=st.integers(0, 3), many=st.none() | st.sampled_from([Decimal(10), Decimal(40), Decimal(60)]))
    def award_what_is_offered(self, which: int, many: Decimal | None) -> None:
        every = [(o.item, p.supplier) for p in self.table.dossier.proposals for o in p.offers if o.priced]
        if every:
            number, who = every[which % len(every)]
            self.table.awards(Choice(item=number, supplier=who, quantity=many))
            self.told()

    @rule(choices=st.lists(st.tuples(ITEM, WHO, st.none() | st.sampled_from([Decimal(10), Decimal(60)])), min_size=1, max_size=3))
    def award(self, choices: list[tuple[int, SupplierId, Decimal | None]]) -> None:
        self.table.awards(*(Choice(item=n, supplier=who, quantity=many) for n, who, many in choices))
        self.told()

    @rule(who=WHO)
    def admit(self, who: SupplierId) -> None:
        self.buys(AdmitProposal(supplier=who))

    @rule(days=st.integers(-3, 9))
    def extend(self, days: int) -> None:
        self.buys(ExtendRfp(deadline=self.table.at + timedelta(days=days)))

    @rule(what=st.sampled_from([CompleteRfp(), CancelRfp(reason="no budget"), OpenRfp(), Say(text="White glaze")]))
    def finish(self, what: Any) -> None:
        self.buys(what)

    @rule(days=st.sampled_from([0.1, 4, 9]))
    def time(self, days: float) -> None:
        self.table.time_passes(days)
        self.told()

    def says(self, who: SupplierId, *commands: Any) -> None:
        self.table.writes(who, *commands)
        self.told()

    def buys(self, command: Any) -> None:
        self.table.says(IRIS, command)
        self.told()

    # ---- what must hold

    def told(self) -> None:
        """No letter to a supplier shows anything of another; every letter can be made."""
        dossier = self.table.last.dossier
        scene = Scene(
            house=self.table.policy.house,
            at=self.table.at,
            supplier=dossier.supplier,
            orders=dossier.orders,
            before=self.table.last.before.orders,
            rfps=dossier.rfps,
            proposals=dossier.proposals,
            suppliers=dossier.suppliers,
            texts=self.table.last.texts,
        )
        for post in self.table.letters:
            whose = next((s for s in SUPPLIERS if s.id == post.supplier), None) or dossier.supplier
            seen = scene.of_supplier(whose) if post.supplier and whose else scene
            made = render(post, seen, _address(whose.id if whose else BOWLS))
            if not post.to[0].buyer and whose:
                self.keeps_quiet(whose.id, f"{made.subject}\n{made.text}")

    def keeps_quiet(self, whose: SupplierId, text: str) -> None:
        for other in SUPPLIERS:
            if other.id != whose:
                assert other.name not in text and not re.search(rf"\b{other.id}\b", text), text
                for price in OWN[other.id]:
                    assert not re.search(rf"(?<![\d.,]){price.replace('.', '[.,]')}(?!\d)", text), text

    @invariant()
    def the_journal_makes_the_row(self) -> None:
        mine = [event for event, _ in self.table.journal if isinstance(event, e.RfpEvent)]
        assert reduce(rfp_after, mine, None) == self.table.rfp  # type: ignore[arg-type]
        for proposal in self.table.dossier.proposals:
            every = (event for event, _ in self.table.journal if isinstance(event, e.ProposalEvent))
            facts = [event for event in every if _whose(event) == proposal.reference]
            assert reduce(proposal_after, facts, None) == proposal  # type: ignore[arg-type]

    @invariant()
    def nothing_is_awarded_twice(self) -> None:
        """At most what was asked and offered, each award with its submitted order at the quoted price."""
        now, orders = self.table.rfp, {o.reference: o for o in self.table.dossier.orders}
        for one in now.items:
            assert 0 <= now.left(one.number) <= one.quantity
        for award in now.awards:
            proposal = next(p for p in self.table.dossier.proposals if p.reference == award.proposal)
            offer, order = proposal.offer(award.item), orders[award.order]  # type: ignore[index]
            line = order.line(award.item)
            assert offer is not None and line is not None
            assert (order.supplier, order.status, order.initiator) == (proposal.supplier, OrderStatus.SUBMITTED, IRIS)
            assert (line.quantity, line.unit_price) == (award.quantity, offer.unit_price)
            mine = sum(a.quantity for a in now.awards if (a.item, a.proposal) == (award.item, award.proposal))
            assert offer.quantity is None or mine <= offer.quantity
            assert proposal.status in (S.WON, S.PARTLY_WON)
        assert {a.order for a in now.awards} == set(orders)

    @invariant()
    def a_status_is_what_the_offers_say(self) -> None:
        now = self.table.rfp
        for proposal in self.table.dossier.proposals:
            done = proposal.complete or not proposal.missing(now)
            match proposal.status:
                case S.RECEIVED | S.WITHDRAWN:
                    assert not proposal.offers
                case S.DRAFT:
                    assert not done
                case S.SUBMITTED:
                    assert done and proposal.offered(now)
                case S.REJECTED:
                    assert done and not proposal.offered(now)
                case S.WON:
                    assert {a.item for a in now.awards if a.proposal == proposal.reference} >= set(proposal.offered(now))
                case _:
                    pass
        if now.status is not RfpStatus.OPEN:
            assert not {p.status for p in self.table.dossier.proposals} & {S.RECEIVED, S.DRAFT, S.SUBMITTED}
        by_hand = any(isinstance(event, e.RfpCompleted) and event.by_hand for event, _ in self.table.journal)
        if now.status is RfpStatus.COMPLETED and not by_hand:
            assert all(now.left(one.number) == 0 for one in now.items)


def _whose(event: Any) -> str:
    return event.proposal.reference if isinstance(event, e.ProposalInvited) else event.proposal  # type: ignore[no-any-return]


def _address(whose: SupplierId) -> Address:
    return Address(f"orders+rfp-1-{whose.lower()}.abcdefghijklmnop@acme.example")


TestRequests = Requests.TestCase
TestRequests.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
