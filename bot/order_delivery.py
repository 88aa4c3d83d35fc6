"""Whether the order has arrived, address by address: derived from its letters and from what came back (docs/rules.md 2)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from core.letters import Nature
from core.names import Reference

if TYPE_CHECKING:
    from storage.outbox import OutboxRow
    from storage.unit import Unit

LETTERS = 500
"""The newest on an order: what is older was followed by another letter to the same address long ago."""


class Arrival(StrEnum):
    """How far the newest letter with the order came."""

    NOT_SENT = "not sent"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """One address; `why` says what the mail server said, or what proves the delivery."""

    address: str
    state: Arrival
    at: datetime
    why: str = ""


def arrivals(unit: "Unit", order: Reference) -> tuple[Arrived, ...]:
    """Every address that the order was written to, by its newest letter on a person's behalf: order, revision, decision, word."""
    newest: dict[str, OutboxRow] = {}
    for row in unit.outbox.newest_on(order, LETTERS):
        if row.sink == "mail" and row.nature is Nature.PERSONAL:
            newest[row.recipient] = row
    heard: dict[str, datetime] = {}
    for entry in unit.journal.of(order):
        heard[entry.actor] = entry.at
    return tuple(_arrived(row, heard.get(address)) for address, row in newest.items())


def _arrived(row: "OutboxRow", heard: datetime | None) -> Arrived:
    """A positive report or an answer is delivery; a failure counts until then."""
    from storage.outbox import DeliveryState, OutboxState

    if heard and heard >= row.created_at:
        return Arrived(address=row.recipient, state=Arrival.DELIVERED, at=heard, why="answered")
    at = row.ended_at or row.created_at
    if row.state is OutboxState.FAILED or row.delivery is DeliveryState.FAILED:
        return Arrived(address=row.recipient, state=Arrival.FAILED, at=at, why=row.delivery_why or row.why)
    if row.delivery is DeliveryState.DELIVERED:
        return Arrived(address=row.recipient, state=Arrival.DELIVERED, at=at, why=row.delivery_why)
    if row.state in (OutboxState.SENT, OutboxState.UNCERTAIN):
        why = row.delivery_why if row.delivery is DeliveryState.DELAYED else row.why
        return Arrived(address=row.recipient, state=Arrival.SENT, at=at, why=why)
    return Arrived(address=row.recipient, state=Arrival.NOT_SENT, at=at, why=row.why)
