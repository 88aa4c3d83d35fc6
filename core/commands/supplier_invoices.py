"""What a supplier says about invoices (docs/rules.md 3 and 8)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from core.commands.command import Command, Who

SUPPLIER = frozenset({Who.SUPPLIER})


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitInvoice(Command):
    """An invoice: attached (the file's name), or "as ordered" with its number."""

    word: ClassVar[str] = "invoice"
    who: ClassVar[frozenset[Who]] = SUPPLIER
    number: str | None = None
    as_ordered: bool = False
    attachment: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitCredit(Command):
    """A credit note on an invoice."""

    word: ClassVar[str] = "credit"
    who: ClassVar[frozenset[Who]] = SUPPLIER
    invoice: str | None = None
    amount: Decimal | None = None
    attachment: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplaceInvoice(Command):
    """A corrected invoice in place of an earlier one."""

    word: ClassVar[str] = "replace"
    who: ClassVar[frozenset[Who]] = SUPPLIER
    invoice: str | None = None
    attachment: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelInvoice(Command):
    """Withdraw an invoice."""

    word: ClassVar[str] = "cancel"
    who: ClassVar[frozenset[Who]] = SUPPLIER
    invoice: str | None = None
