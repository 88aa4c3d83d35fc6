"""What a buyer says about himself: his deputy, his digest (docs/rules.md 1 and 10)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from core.commands.command import Command, Who
from core.dossier import Dossier
from core.events import DeputySet, DigestSet, Event, Refused, Why
from core.names import Address
from core.party import BuyerRole
from core.policy import Policy

BUYER = frozenset({Who.BUYER})


@dataclass(frozen=True, slots=True, kw_only=True)
class SetDeputy(Command):
    """Name who decides in a buyer's place, from day to day; without a deputy nobody does any more."""

    word: ClassVar[str] = "deputy"
    who: ClassVar[frozenset[Who]] = BUYER
    deputy: Address | None = None
    first: date | None = None
    last: date | None = None
    of: Address | None = None
    """Another buyer than the one who speaks: an admin's business."""

    def decide(self, dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
        """Set; nobody is his own deputy."""
        of = self.of or dossier.actor.buyer
        if of != dossier.actor.buyer and not dossier.speaks(BuyerRole.ADMIN):
            return (Refused(why=Why.NOT_ALLOWED, word=self.word, detail=BuyerRole.ADMIN.value),)
        if of is None or dossier.buyer(of) is None or (self.deputy and dossier.buyer(self.deputy) is None):
            return (Refused(why=Why.UNKNOWN_CONTACT, word=self.word, detail=str(self.deputy or of)),)
        backwards = self.first is not None and self.last is not None and self.first > self.last
        if self.deputy == of or backwards:
            return (Refused(why=Why.BAD_VALUE, word=self.word, detail="deputy"),)
        return (DeputySet(buyer=of, deputy=self.deputy, first=self.first, last=self.last),)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetDigest(Command):
    """Get the digest at this hour, daily or on one day of the week; without an hour, never."""

    word: ClassVar[str] = "digest"
    who: ClassVar[frozenset[Who]] = BUYER
    hour: int | None = None
    weekday: int | None = None

    def decide(self, dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
        """A buyer's own choice."""
        me = dossier.actor.buyer
        bad = (self.hour is not None and not 0 <= self.hour <= 23) or (self.weekday is not None and not 0 <= self.weekday <= 6)
        if me is None or bad:
            return (Refused(why=Why.BAD_VALUE, word=self.word, detail="hour"),)
        return (DigestSet(buyer=me, hour=self.hour, weekday=self.weekday),)
