"""A command: a wish, with who may say it, its fields, its help (the docstring) and its decision."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from core.dossier import Dossier
from core.events import Event
from core.policy import Policy


class Who(StrEnum):
    """Who may say a command at all; levels and documents are checked besides."""

    SUPPLIER = "supplier"
    INITIATOR = "initiator"
    APPROVER = "approver"
    ACCOUNTANT = "accountant"
    ADMIN = "admin"
    BUYER = "buyer"
    """Any buyer, whatever his roles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command(ABC):
    """`document` is the document that is meant when it is not the thread's, as a reference or as its number in the mail."""

    word: ClassVar[str]
    who: ClassVar[frozenset[Who]]
    document: str | None = None

    @abstractmethod
    def decide(self, dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
        """The facts that follow; a refusal is a fact as well. Raises nothing."""

    def texts(self) -> tuple[str, ...]:
        """The person's words that the facts refer to by hash."""
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedOn(Command):
    """A wish that a person of the buyer decides on: it reaches him as the supplier's own words, and changes nothing itself.

    `words` is filled in by the engine from the mail.
    """

    def decide(self, dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
        """Nothing by itself: the engine passes the words on."""
        return ()
