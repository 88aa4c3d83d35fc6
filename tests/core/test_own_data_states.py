"""Suppliers played at random: whatever people say, nobody changes what is not his (docs/rules.md 7)."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from core.apply import after
from core.commands.buyer_people import RemoveContact, SetStatus
from core.commands.buyer_suppliers import ConfirmBank, ProposeBank, SettleRequest
from core.commands.supplier_self import ChangeContact, ChangeProfile
from core.dossier import Dossier
from core.invoice import InvoiceStatus
from core.names import Address
from core.party import Level, ProfileField, SupplierStatus
from tests.core.stories import ADA, KARL, TOM, Table, paper, row
from tests.core.test_own_data import AXEL, CALL, EVA, FAR, GUS, NEW, OLD, its, two_admins

# ---- whatever people say


class House(RuleBasedStateMachine):
    """One supplier, two admins and others, at random: who speaks, who stays, whose account it is."""

    table: Table
    start: Dossier
    proposed: dict[tuple[str, ...], set[str]]

    @initialize()
    def opens(self) -> None:
        self.table = two_admins()
        self.start = self.table.dossier
        self.table.journal.clear()
        self.proposed = {}

    @rule(who=st.sampled_from([TOM, EVA, GUS]), add=st.sampled_from([EVA, GUS, FAR]), level=st.sampled_from(list(Level)[2:5]))
    def asks_to_add(self, who: Address, add: Address, level: Level) -> None:
        self._writes(ChangeContact(add=add), who, level)

    @rule(who=st.sampled_from([TOM, EVA, GUS]), gone=st.sampled_from([TOM, EVA, GUS, FAR]))
    def asks_to_remove(self, who: Address, gone: Address) -> None:
        self._writes(ChangeContact(remove=gone), who, Level.AUTHENTIC)

    @rule(value=st.sampled_from(["+49 30 1111111", "+49 30 2222222"]))
    def asks_for_a_number(self, value: str) -> None:
        self._writes(ChangeProfile(field=ProfileField.PHONE, value=value), its(self.table).contacts[0].address, Level.AUTHENTIC)

    def _writes(self, command: ChangeContact | ChangeProfile, who: Address, level: Level) -> None:
        if its(self.table).contact(who) or level is Level.BEARER:
            self.table.writes(command, who=who, level=level)

    @rule(who=st.sampled_from([ADA, AXEL, KARL]), number=st.integers(1, 6), yes=st.booleans())
    def settles(self, who: Address, number: int, yes: bool) -> None:
        self.table.says(who, SettleRequest(number=number, confirmed=yes, reason="as agreed"))

    @rule(who=st.sampled_from([ADA, AXEL, KARL]), gone=st.sampled_from([TOM, EVA, GUS, FAR]))
    def removes(self, who: Address, gone: Address) -> None:
        self.table.says(who, RemoveContact(address=gone))

    @rule(who=st.sampled_from([ADA, AXEL, KARL]), account=st.sampled_from([OLD, NEW, "GB82WEST12345698765432"]))
    def proposes(self, who: Address, account: str) -> None:
        self.table.says(who, ProposeBank(ibans=(account,), called=CALL))

    @rule(who=st.sampled_from([ADA, AXEL, KARL]), account=st.sampled_from([OLD, NEW, "GB82WEST12345698765432"]))
    def confirms(self, who: Address, account: str) -> None:
        before = its(self.table)
        self.table.says(who, ConfirmBank(ibans=(account,)))
        if its(self.table).ibans != before.ibans:
            assert before.bank is not None and before.bank.proposed_by != who
            assert who in {ADA, AXEL} and before.bank.ibans == its(self.table).ibans == (account,)

    @rule(who=st.sampled_from([ADA, KARL]), status=st.sampled_from([SupplierStatus.APPROVED, SupplierStatus.DISABLED]))
    def switches(self, who: Address, status: SupplierStatus) -> None:
        self.table.says(who, SetStatus(status=status))
        if its(self.table).status is SupplierStatus.DISABLED:
            assert [i for i in self.table.dossier.invoices if i.status is InvoiceStatus.DRAFT] == []

    @rule(number=st.sampled_from([None, "7", "8"]))
    def bills(self, number: str | None) -> None:
        """A Draft without a number, or a whole invoice."""
        self.table.sends(paper(number, row(quantity=1), file=f"{self.table.at}.pdf"), who=its(self.table).contacts[0].address)

    @rule()
    def waits(self) -> None:
        self.table.later(20)

    @invariant()
    def somebody_can_be_written_to(self) -> None:
        if hasattr(self, "table"):
            contacts = its(self.table).contacts
            assert contacts and len({c.address for c in contacts}) == len(contacts)

    @invariant()
    def a_disabled_supplier_has_no_draft_and_makes_none(self) -> None:
        if hasattr(self, "table") and its(self.table).status is SupplierStatus.DISABLED:
            assert all(i.status is not InvoiceStatus.DRAFT for i in self.table.dossier.invoices)

    @invariant()
    def accounts_are_those_that_two_persons_agreed_on(self) -> None:
        if hasattr(self, "table"):
            confirmed = [e for e, _ in self.table.journal if type(e).__name__ == "BankSettled" and e.confirmed]  # type: ignore[union-attr]
            assert confirmed or its(self.table).ibans == (OLD,)

    @invariant()
    def the_journal_leads_to_the_row(self) -> None:
        if hasattr(self, "table"):
            dossier = self.start
            for event, at in self.table.journal:
                dossier = after(dossier, event, at)
            assert replace(its(self.table), version=0) == replace(dossier.supplier, version=0)  # type: ignore[type-var]


TestHouse = House.TestCase
TestHouse.settings = settings(
    max_examples=60, stateful_step_count=25, deadline=timedelta(seconds=5), suppress_health_check=[HealthCheck.too_slow]
)
