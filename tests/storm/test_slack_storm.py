"""Slack away for an hour, and a hundred cards in foul weather: nothing twice, nothing lost, each thread in its order.

The clock of the house is ours, Slack is the strict stand-in, the road to it is the real one. `make storm` plays it longer.
"""

import os
import time
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal

import pytest

from core.commands.buyer_people import Say
from core.errors import Unreachable
from storage.outbox import OutboxRow, OutboxState
from tests.flows.conftest import ANN, PAN, cage, house
from tests.flows.slack.conftest import CHANNEL, STAND, Office, office, slack
from tests.slack.stand_in.workspace import Weather

SECONDS = float(os.environ.get("COUNTERFOIL_STORM_SECONDS", "10"))
CARDS = 100 if SECONDS > 60 else 30
FOUL = {"busy": 0.25, "cut": 0.05, "lost": 0.08}
__all__ = ["cage", "house", "office", "slack"]


def rows(office: Office) -> list[OutboxRow]:
    """Everything that was written for Slack."""
    with office.house.bot.store.read() as unit:
        found = [row for state in OutboxState for row in unit.outbox.rows(state=state, limit=100_000)]
    return [row for row in found if row.sink == "slack"]


def worked_off(office: Office, minutes: int = 240) -> None:
    """The road runs as the service runs it, until nothing waits; time goes on."""
    for _ in range(minutes):
        with suppress(Unreachable):
            while office.sends():
                pass
        if all(row.state not in (OutboxState.WAITING, OutboxState.SENDING, OutboxState.UNCERTAIN) for row in rows(office)):
            return
        office.house.passes(minutes=1)
    raise AssertionError([(row.state, row.why, row.tries) for row in rows(office) if row.state is not OutboxState.SENT][:5])


def once_and_in_order(office: Office) -> int:
    """Every message of ours stands there once, and each thread has the order in which it was written; how many."""
    every = rows(office)
    with office.house.bot.store.read() as unit:
        places = {row.id: n for n, row in enumerate(unit.outbox.rows(limit=100_000))}
    posted = [m for m in office.slack.world.channels[CHANNEL] if m.get("metadata")]
    names = [m["metadata"]["event_payload"]["id"] for m in posted]
    assert len(names) == len(set(names))
    assert {row.state for row in every} <= {OutboxState.SENT, OutboxState.SUPERSEDED}, {row.why for row in every}
    assert set(names) == {row.id for row in every if not row.supersede_key}
    threads: dict[str, list[int]] = {}
    for message in posted:
        thread = message.get("thread_ts") or message["ts"]
        threads.setdefault(thread, []).append(places[message["metadata"]["event_payload"]["id"]])
    assert all(found == sorted(found) for found in threads.values())
    return len(names)


def test_an_hour_without_slack(office: Office) -> None:
    """The work goes on, mails go out after a quarter of an hour, and afterwards every card and every word is there, once."""
    office.ann.types("/po list")
    order = office.house.orders(PAN, number="PO-1034")
    office.posted()
    office.slack.world.down = True
    for quarter in range(4):
        number = str(80 + quarter)
        office.house.writes(f"A question of quarter {quarter}: which gate?", answers=order)
        office.house.does(ANN, "PO-1034", Say(text=f"Answer of quarter {quarter}."))
        office.house.writes(
            "", answers=order, files=(office.house.bill(number, "PO-1034", replace(PAN, quantity=Decimal(20)), STAND),)
        )
        for _ in range(4):
            with suppress(Unreachable):
                office.sends()
            office.house.passes(minutes=5)
            office.house.delivered()
    mails = [got for got in office.house.tray.letters if got.to == ANN]
    assert len(mails) == 8, [m.subject for m in mails]

    office.slack.world.down = False
    worked_off(office)
    office.house.passes(minutes=30)

    assert [got for got in office.house.delivered() if got.to == ANN] == []
    assert once_and_in_order(office) == 1 + 4 * 4
    said = [m["text"] for m in office.slack.world.channels[CHANNEL] if m["text"].startswith("To the supplier")]
    assert said == [f"To the supplier: Answer of quarter {n}." for n in range(4)]


@pytest.mark.timeout(3600)
def test_a_storm_of_cards_in_foul_weather(office: Office) -> None:
    """A hundred orders at once, each with words in its thread; Slack is busy, cuts the line before and after it did something."""
    over, round_ = time.monotonic() + SECONDS, 0
    while round_ == 0 or (SECONDS > 60 and time.monotonic() < over):
        names = [f"PO-{round_ * 1000 + n + 1}" for n in range(CARDS)]
        for name in names:
            office.house.orders(PAN, number=name)
        for word in ("first", "second"):
            for name in names:
                office.house.does(ANN, name, Say(text=f"The {word} word on {name}."))
        office.slack.world.weather = Weather(**FOUL)
        office.slack.world.retry_after = 0
        worked_off(office)
        office.slack.world.weather = Weather()
        round_ += 1

    assert once_and_in_order(office) == 3 * CARDS * round_


def test_what_slack_sends_twice_or_in_another_order_is_taken_once(office: Office) -> None:
    """The same event again while its first is still worked on, again later, and the newer one first."""
    office.house.orders(PAN)
    head = office.card("PO-1034 ·")
    events = [office.ann.event(office.ann.message(f"Word {n}.", head["ts"])) for n in range(6)]
    order = (1, 0, 0, 2, 1, 3, 5, 4, 3, 5)

    for retry, which in enumerate(order):
        office.slack.send("events_api", events[which], retry=retry)
    office.slack.wait(lambda: len(notes(office)) == 6)
    for which in reversed(range(6)):
        office.slack.acknowledgement(office.slack.send("events_api", events[which], retry=3))

    assert sorted(notes(office)) == [f"Word {n}." for n in range(6)]


def notes(office: Office) -> list[str]:
    """The notes on the order, as the journal has them."""
    with office.house.bot.store.read() as unit:
        found = [e.event for e in unit.journal.of("PO-1034") if type(e.event).__name__ == "CommentAdded"]
        return [(unit.blobs.get(event.text) or b"").decode() for event in found]


def test_a_lost_line_loses_no_press(office: Office) -> None:
    """The line is cut between a press and its answer; Slack sends the press again on the next line."""
    order = office.house.orders(PAN)
    office.house.writes("", answers=order, files=(office.house.bill("78", "PO-1034", PAN, STAND),))
    card = office.card("invoice 78")
    payload = office.ann.press("Take", card)
    office.slack.send("interactive", payload)
    office.slack.cut()
    office.slack.wait(lambda: not office.slack._sockets)
    assert office.slack.connected(60)

    office.ann.presses("Take", card, payload=payload, wait=False)

    assert office.house.status("INV-1") == "Approved"
    with office.house.bot.store.read() as unit:
        assert sum(type(e.event).__name__ == "InvoiceTaken" for e in unit.journal.of("INV-1")) == 1
