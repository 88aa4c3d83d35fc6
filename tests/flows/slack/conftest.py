"""A house that works from Slack: the real slack-bolt in Socket Mode against the stand-in; only the clock is ours."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import pytest

from bot.slack import service
from bot.slack.deliver import deliver_next
from bot.slack.pictures import Pictures
from channels.slack.sink import SlackSink
from config.settings import SlackSettings
from core.names import Address
from parsers.cage import Cage
from storage.store import Store
from tests.channels.slack.test_slack_web import SECRET, free_port, post, sign
from tests.flows.conftest import BOTH, PAN, House
from tests.slack.stand_in.people import Answer, Person, blocks_of, texts
from tests.slack.stand_in.server import SlackStandIn, running
from tests.slack.stand_in.workspace import APP_TOKEN, BOT_TOKEN, TEAM, Member

Json = dict[str, Any]
CHANNEL = "C0ORDERS"
STAND = replace(PAN, sku="CM-DSP-01", text="Display stand, oak", quantity=Decimal(2), price=Decimal("240.00"))


class Office:
    """The house, its workspace, and the people in it."""

    def __init__(self, house: House, slack: SlackStandIn) -> None:
        self.house, self.slack = house, slack
        settings = SlackSettings(bot_token=BOT_TOKEN, app_token=APP_TOKEN, channel=CHANNEL, team=TEAM, base_url=slack.base_url)
        house.bot = replace(house.bot, settings=replace(house.bot.settings, slack=settings))
        self.sink: SlackSink = service.sink_of(house.bot)
        self.pictures = Pictures(house.reader.cage)
        self.ann, self.carla = self.member("U0ANN", "ann@acme.example"), self.member("U0CARLA", "carla@acme.example")

    def member(self, user: str, mail: str, **more: Any) -> Person:
        """Somebody in Slack."""
        self.slack.world.join(Member(id=user, mail=mail, **more))
        return Person(self.slack, user, more.get("team", TEAM))

    def sends(self) -> bool:
        """One message; whether there was one."""
        return deliver_next(self.house.bot, self.sink, self.pictures)

    def posted(self) -> list[Json]:
        """Send what waits for Slack; the channel's messages."""
        while self.sends():
            pass
        return self.slack.world.channels[CHANNEL]

    def card(self, words: str) -> Json:
        """The one message whose headline holds these words."""
        found = [m for m in self.posted() if words in m["text"]]
        assert len(found) == 1, [m["text"] for m in self.slack.world.channels[CHANNEL]]
        return found[0]

    def deliver(self) -> None:
        """Mail and Slack."""
        self.house.delivered()
        self.posted()


def words(message: Json) -> str:
    """Everything readable in a message."""
    return " ".join([message["text"], *texts(blocks_of(message))]).replace("\xa0", " ")


def labels(message: Json) -> list[str]:
    """Its buttons."""
    from tests.slack.stand_in.people import elements

    return [e["text"]["text"] for e in elements(blocks_of(message))]


@pytest.fixture
def slack() -> Iterator[SlackStandIn]:
    """Slack."""
    yield from running()


@pytest.fixture
def office(store: Store, cage: Cage, slack: SlackStandIn) -> Iterator[Office]:
    """Ann and Carla work from Slack."""
    made = Office(House(store, cage), slack)
    stop = threading.Event()
    listening = threading.Thread(target=service.listen, args=(made.house.bot, stop), daemon=True)
    listening.start()
    assert slack.connected()
    yield made
    stop.set()
    slack.cut()  # else the SDK waits for its next ping
    listening.join(10)  # one that lives on would connect to the next test's Slack, where it has the same port
    assert not slack.world.refusals, slack.world.refusals


@pytest.fixture
def door(office: Office) -> Iterator[int]:
    """The same house in HTTP mode, beside."""
    port, stop = free_port(), threading.Event()
    settings = office.house.bot.settings
    assert settings.slack is not None
    slack = replace(settings.slack, signing_secret=SECRET, port=port)
    bot = replace(office.house.bot, settings=replace(settings, slack=slack))
    thread = threading.Thread(target=service.listen, args=(bot, stop), daemon=True)
    thread.start()
    office.slack.wait(lambda: listening(port))
    yield port
    stop.set()
    thread.join(5)


def listening(port: int) -> bool:
    """Whether the door is open."""
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


def types_signed(who: Person, port: int, line: str) -> Answer:
    """A slash command as HTTP mode brings it, and its answer: that of the request, or what came by its response_url."""
    seen, body = who.mark(), urlencode(who.slash(line)).encode()
    status, answer = post(port, body, sign(body, time.time()))
    assert status == 200
    return who.answer(seen, json.loads(answer) if answer else None, wait=False)


__all__ = ["ANN_MAIL", "BOTH", "STAND", "Office", "labels", "words"]
ANN_MAIL = Address("ann@acme.example")
