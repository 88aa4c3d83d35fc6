"""The Slack side of the service, built by hand (docs/slack.md)."""

import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.slack.handle import handle
from bot.slack.office import Office
from bot.slack.verbs import SURFACES
from bot.slack.warm import warm
from channels.backoff import Backoff
from channels.slack.app import bolt_app, socket
from channels.slack.client import web_client
from channels.slack.sink import SlackSink
from channels.slack.web import Signatures, serve

if TYPE_CHECKING:
    from bot.wire import Bot


def office_of(bot: "Bot") -> Office:
    """The bot with a client of its own."""
    assert bot.settings.slack is not None
    return Office(bot=bot, client=web_client(bot.settings.slack.bot_token, bot.settings.slack.base_url))


def sink_of(bot: "Bot") -> SlackSink:
    """Where messages go out."""
    return SlackSink(office_of(bot).client)


def listen(bot: "Bot", stop: threading.Event) -> None:
    """HTTP mode where a signing secret is set, else Socket Mode, until `stop`."""
    office, settings = office_of(bot), bot.settings.slack
    assert settings is not None
    secret = settings.signing_secret
    warm(bot)
    app = bolt_app(office.client, lambda request: handle(office, request), SURFACES, secret)
    if secret:
        serve(app, Signatures(secret), settings.host, settings.port, stop)
    else:
        socket(app, settings.app_token, stop, _waits())


def _waits() -> Iterator[float]:
    backoff = Backoff(first=1, last=60)
    while True:
        yield backoff.wait()
