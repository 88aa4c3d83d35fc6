"""Slack is busy, cuts the line, or is away: nothing twice, nothing lost, threads in order, and mail instead."""

from dataclasses import replace
from decimal import Decimal

import pytest

from core.commands.buyer_people import Say
from core.errors import Unreachable
from tests.flows.conftest import ANN, PAN, House
from tests.flows.slack.conftest import BOTH, CHANNEL, STAND, Office, words
from tests.flows.slack.test_slack_decisions import billed_above


def known(office: Office) -> None:
    """Ann has used Slack before: her user is on file."""
    office.ann.types("/po list")


def mails_to_ann(house: House) -> list[str]:
    return [letter.subject for letter in house.delivered() if letter.to == ANN]


@BOTH
def test_a_decision_that_arrived_in_slack_is_not_mailed(office: Office) -> None:
    """Ann is told once."""
    known(office)
    order = office.house.orders(PAN)
    letters = office.house.writes("", answers=order, files=(office.house.bill("78", "PO-1034", PAN, STAND),))
    assert [letter for letter in letters if letter.to == ANN] == []

    assert "<@U0ANN>" in words(office.card("invoice 78"))
    office.house.passes(minutes=20)

    assert mails_to_ann(office.house) == []


@BOTH
def test_while_slack_is_away_the_mail_goes_out_after_a_quarter_of_an_hour(office: Office) -> None:
    """And the card comes when Slack is back, once."""
    known(office)
    office.slack.world.down = True
    billed_above(office)
    with pytest.raises(Unreachable):
        office.sends()
    assert mails_to_ann(office.house) == []

    office.house.passes(minutes=16)
    assert len(mails_to_ann(office.house)) == 1

    office.slack.world.down = False
    for _ in range(4):
        office.house.passes(minutes=2)
        office.posted()
    assert office.card("invoice 78")
    assert len([m for m in office.slack.world.channels[CHANNEL] if "invoice 78" in m["text"]]) == 1


def test_a_buyer_whom_slack_does_not_know_is_mailed_at_once(office: Office) -> None:
    """Nobody waits for a message that he may not see."""
    order = office.house.orders(PAN)
    letters = office.house.writes("", answers=order, files=(office.house.bill("78", "PO-1034", PAN, STAND),))

    assert len([letter for letter in letters if letter.to == ANN]) == 1


@BOTH
def test_busy_is_waited_out_and_keeps_the_order_of_a_thread(office: Office) -> None:
    """429 with Retry-After, in the middle of a conversation."""
    office.house.orders(PAN)
    head = office.card("PO-1034 ·")
    office.slack.world.busy["chat.postMessage"] = 2
    for n in range(5):
        office.house.does(ANN, "PO-1034", Say(text=f"Word {n}."))

    office.posted()

    said = [m["text"] for m in office.slack.world.channels[CHANNEL] if m.get("thread_ts") == head["ts"]]
    assert said == [f"To the supplier: Word {n}." for n in range(5)]


@BOTH
def test_a_storm_of_cards_is_told_once_each(office: Office) -> None:
    """Many at once, with many 429."""
    for n in range(12):
        office.house.orders(replace(PAN, quantity=Decimal(n + 1)), number=f"PO-{n + 1}")
    office.slack.world.busy["chat.postMessage"] = 3

    office.posted()

    heads = [m["text"] for m in office.slack.world.channels[CHANNEL]]
    assert len(heads) == len(set(heads)) == 12


@BOTH
def test_a_message_whose_answer_was_lost_is_found_again_and_not_posted_twice(office: Office) -> None:
    """The line is cut after Slack took it."""
    office.slack.world.drop_after["chat.postMessage"] = 1
    office.house.orders(PAN)
    office.posted()
    assert len(office.slack.world.channels[CHANNEL]) == 1

    office.house.passes(minutes=11)
    office.posted()

    assert len(office.slack.world.channels[CHANNEL]) == 1
    office.house.does(ANN, "PO-1034", Say(text="Still there?"))
    assert office.posted()[-1]["text"] == "To the supplier: Still there?"


def test_a_lost_socket_comes_back_by_itself(office: Office) -> None:
    """And the next command is answered."""
    office.house.orders(PAN)
    office.slack.cut()
    office.slack.wait(lambda: not office.slack._sockets)
    assert office.slack.connected(60)

    assert "PO-1034" in office.ann.types("/po list").words
