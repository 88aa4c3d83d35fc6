"""What happens to a mail, from its kind and its writer's level: one ordered table (docs/mail.md 2 and 3)."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from core.message import MailKind, Message
from core.party import Level, SupplierStatus
from core.trust import Standing


class Action(StrEnum):
    """What is done with a mail."""

    DROP = "drop"
    DELIVERY_REPORT = "delivery_report"
    NOTE = "note"
    HOLD = "hold"
    PORTAL_OFF = "portal_off"
    COMMENT = "comment"
    WORK = "work"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What triage looks at."""

    message: Message
    standing: Standing
    token_suppliers: int = 0
    """How many suppliers the valid tokens of the mail belong to."""
    has_reference: bool = False
    """Whether a token or a thread of ours was found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The action, the row that decided, and the rows that did not: the answer to "why?"."""

    action: Action
    hit: str
    missed: tuple[str, ...] = ()


Row = tuple[str, Callable[[Seen], bool], Action]

TRIAGE: tuple[Row, ...] = (
    ("own", lambda s: s.message.kind is MailKind.OWN, Action.DROP),
    ("bounce", lambda s: s.message.kind is MailKind.BOUNCE, Action.DELIVERY_REPORT),
    ("other machine mail", lambda s: s.message.kind is MailKind.OTHER, Action.NOTE),
    ("automatic reply", lambda s: s.message.kind is MailKind.AUTO_REPLY, Action.NOTE),
    (
        "list",
        lambda s: s.message.kind is MailKind.LIST and s.standing.level <= Level.STRANGER and not s.has_reference,
        Action.HOLD,
    ),
    ("forged", lambda s: s.standing.level is Level.FORGED, Action.HOLD),
    ("tokens of two suppliers", lambda s: s.token_suppliers > 1, Action.HOLD),
    ("stranger", lambda s: s.standing.level is Level.STRANGER, Action.HOLD),
    (
        "supplier is disabled",
        lambda s: s.standing.supplier is not None and s.standing.supplier.status is SupplierStatus.DISABLED,
        Action.PORTAL_OFF,
    ),
    (
        "supplier is not approved yet",
        lambda s: s.standing.supplier is not None and s.standing.supplier.status is SupplierStatus.PENDING,
        Action.HOLD,
    ),
    ("calendar", lambda s: s.message.kind is MailKind.CALENDAR, Action.COMMENT),
    ("a person's mail", lambda s: True, Action.WORK),
)


def triage(seen: Seen) -> Verdict:
    """The first row that fits."""
    missed: list[str] = []
    for name, fits, action in TRIAGE:
        if fits(seen):
            return Verdict(action=action, hit=name, missed=tuple(missed))
        missed.append(name)
    raise AssertionError("the last row fits every mail")


def may_answer(seen: Seen) -> bool:
    """Machine mail is never answered, nor a mail with a mark that forbids it, nor anyone below a bearer (RFC 3834)."""
    return (
        seen.message.kind in (MailKind.HUMAN, MailKind.CALENDAR)
        and not seen.message.silent
        and Level.BEARER <= seen.standing.level <= Level.BUYER
    )
