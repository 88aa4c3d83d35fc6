"""A credit note that a buyer enters: for goods sent back, or one that came on paper (docs/rules.md 3)."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from core.commands.buyer_invoices import ACCOUNTANT, sum_of_money
from core.commands.command import Command, Who
from core.commands.intake import credited, same_credit
from core.commands.target import invoice_of
from core.dossier import Dossier
from core.events import Event, Refused, Why
from core.invoice import LIVE, CreditNote
from core.names import Reference, safe_line, text_hash
from core.paper import Paper, PaperKind, Source
from core.plausible import NUMBER_LENGTH
from core.policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditInvoice(Command):
    """Credit an invoice by an amount including tax; what exceeds its open amount is the supplier's balance."""

    word: ClassVar[str] = "credit"
    who: ClassVar[frozenset[Who]] = ACCOUNTANT
    amount: Decimal = Decimal(0)
    reason: str = ""
    number: str = ""
    """The supplier's number of it, where there is one."""

    def decide(self, dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
        """Entered and applied, with a reason that the supplier is told."""
        invoice = invoice_of(dossier, self.document, self.word)
        if isinstance(invoice, Refused):
            return (invoice,)

        def no(why: Why, detail: str = "") -> tuple[Event, ...]:
            return (Refused(why=why, document=invoice.reference, word=self.word, detail=detail),)

        if invoice.status not in LIVE:
            return no(Why.WRONG_STATUS, invoice.status.value)
        if not sum_of_money(self.amount, invoice):
            return no(Why.BAD_VALUE, "amount")
        if not self.reason.strip():
            return no(Why.NEEDS_REASON)
        paper = Paper(
            kind=PaperKind.CREDIT_NOTE,
            source=Source.SHEET,
            number=safe_line(self.number, NUMBER_LENGTH) or None,
            issue_date=policy.house.day(at),
            invoice_reference=invoice.reference,
            currency=invoice.currency,
            gross_total=self.amount,
        )
        known = next((c for c in dossier.credits if same_credit(c, paper, at)), None)
        if known:
            return no(Why.EXISTS_ALREADY, known.reference)
        note = CreditNote(
            reference=Reference(f"CN-{dossier.fresh.credit}"),
            supplier=invoice.supplier,
            paper=paper,
            received_at=at,
            made_by=dossier.actor.buyer,
            reason=text_hash(self.reason),
        )
        return credited(note, invoice)

    def texts(self) -> tuple[str, ...]:
        """The reason."""
        return (self.reason,)
