"""What a supplier says about invoices (docs/rules.md 3 and 8)."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from functools import reduce
from typing import ClassVar

from core.apply import after
from core.commands.command import Command, Who
from core.commands.intake import as_ordered, credit_received, received
from core.commands.target import invoice_of, order_of
from core.dossier import Dossier
from core.duplicates import known_as
from core.events import Event, InvoiceCanceled, InvoiceReplaced, Refused, Why
from core.invoice import OPEN_TO_SUPPLIER, Invoice
from core.paper import Field, PaperKind
from core.plausible import believed
from core.policy import Policy
from core.questions import completed

SUPPLIER = frozenset({Who.SUPPLIER})


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitInvoice(Command):
    """An invoice: attached (the file's name), or "as ordered" with its number."""

    word: ClassVar[str] = "invoice"
    who: ClassVar[frozenset[Who]] = SUPPLIER
    number: str | None = None
    as_ordered: bool = False
    attachment: str | None = None

    def decide(self, dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
        """Received, unless it is known already; then matched at once."""
        if self.as_ordered:
            order = order_of(dossier, self.document, self.word)
            if isinstance(order, Refused):
                return (order,)
            if not self.number:
                return (Refused(why=Why.BAD_VALUE, document=order.reference, word=self.word, detail="number"),)
            paper = as_ordered(dossier, order, self.number, policy.house.day(at))
            if paper is None:
                return (Refused(why=Why.MORE_THAN_OPEN, document=order.reference, word=self.word, detail="0"),)
            return received(dossier, paper, at, policy)
        papers = [p for p in dossier.papers if p.file == self.attachment and p.kind is PaperKind.INVOICE]
        if not papers:
            return (Refused(why=Why.NO_SUCH_FILE, word=self.word),)
        events: list[Event] = []
        for paper in papers:
            told = self.number if len(papers) == 1 and not paper.number else None
            numbered = completed(paper, Field.NUMBER, told) if told else None
            new = received(dossier, numbered or paper, at, policy)
            events.extend(new)
            dossier = reduce(lambda now, event: after(now, event, at), new, dossier)
        return tuple(events)


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitCredit(Command):
    """A credit note on an invoice."""

    word: ClassVar[str] = "credit"
    who: ClassVar[frozenset[Who]] = SUPPLIER
    invoice: str | None = None
    amount: Decimal | None = None
    attachment: str | None = None

    def decide(self, dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
        """Applied to the invoice it names; without one the supplier is asked which."""
        papers = [p for p in dossier.papers if p.file == self.attachment and p.kind is PaperKind.CREDIT_NOTE]
        if not papers:
            return (Refused(why=Why.NO_SUCH_FILE, word=self.word),)
        return credit_received(dossier, papers[0], self.invoice or papers[0].invoice_reference, at)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplaceInvoice(Command):
    """A corrected invoice in place of an earlier one."""

    word: ClassVar[str] = "replace"
    who: ClassVar[frozenset[Who]] = SUPPLIER
    invoice: str | None = None
    attachment: str | None = None

    def decide(self, dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
        """A new version of the invoice it names, else of the one with its number."""
        papers = [p for p in dossier.papers if p.file == self.attachment and p.kind is PaperKind.INVOICE]
        if not papers:
            return (Refused(why=Why.NO_SUCH_FILE, word=self.word),)
        old = invoice_of(dossier, self.invoice or self.document, self.word) if self.invoice or self.document else None
        if not isinstance(old, Invoice):
            return (old,) if old else received(dossier, papers[0], at, policy)
        if old.status not in OPEN_TO_SUPPLIER or old.credited:
            why = Why.TAKE_CREDIT_NOTE
            return (Refused(why=why, document=old.reference, word=self.word, detail=old.status.value),)
        paper = believed(papers[0])
        same = known_as(replace(old, paper=paper), dossier.invoices)
        if same:
            return (Refused(why=Why.EXISTS_ALREADY, document=same.reference, word=self.word, detail=same.reference),)
        files = tuple(f for f in dossier.files if f.name == self.attachment)
        level = dossier.actor.level
        return (InvoiceReplaced(invoice=old.reference, paper=paper, sources=files, level=level),)


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelInvoice(Command):
    """Withdraw an invoice, while it is Draft, Matching or Pending; from Approved on it takes a credit note."""

    word: ClassVar[str] = "cancel"
    who: ClassVar[frozenset[Who]] = SUPPLIER
    invoice: str | None = None

    def decide(self, dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
        """Canceled, or refused with what to do instead."""
        invoice = invoice_of(dossier, self.invoice or self.document, self.word)
        if isinstance(invoice, Refused):
            return (invoice,)
        if invoice.status not in OPEN_TO_SUPPLIER:
            why = Why.TAKE_CREDIT_NOTE
            return (Refused(why=why, document=invoice.reference, word=self.word, detail=invoice.status.value),)
        return (InvoiceCanceled(invoice=invoice.reference, by_supplier=True),)
