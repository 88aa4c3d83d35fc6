"""The door for Slack: slack-bolt hands payloads over, and is given the answer (docs/slack.md)."""

import re
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from channels.slack import limits
from channels.slack.client import translated
from channels.slack.requests import (
    Entered,
    Handle,
    Home,
    Pressed,
    Problem,
    Reply,
    Request,
    Told,
    Window,
    entered,
    opened,
    pressed,
    said,
    typed,
)
from core.errors import CounterfoilError

if TYPE_CHECKING:
    from slack_bolt import App
    from slack_sdk import WebClient

PING = 2
"""Seconds. The SDK gives a line up after five pings that failed, or four that were not answered."""
EVERY = re.compile(".*", re.DOTALL)


class Receipt:
    """Acknowledges once: with the work's answer, or without one when two seconds have passed and it still goes on."""

    def __init__(self, ack: Callable[..., object]) -> None:
        self._ack, self._lock, self._done = ack, threading.Lock(), False

    def give(self, **answer: Any) -> bool:
        """Acknowledge, if that has not happened yet; whether it was this call."""
        with self._lock:
            first, self._done = not self._done, True
        if first:
            self._ack(**answer)
        return first

    @contextmanager
    def in_time(self) -> Iterator[None]:
        """For the time of the work. When the work fails nothing is acknowledged, so that Slack says so, or sends it again."""
        timer = threading.Timer(limits.ACKNOWLEDGE, self.give)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()


def bolt_app(client: "WebClient", handle: Handle, commands: Sequence[str], signing_secret: str = "") -> "App":
    """The application of slack-bolt: each payload becomes a request, `handle` does the work, and its answer goes back."""
    from slack_bolt import App

    app = App(
        client=client,
        signing_secret=signing_secret or "unused",  # Socket Mode signs nothing; bolt asks for one all the same
        token_verification_enabled=False,  # the service starts while Slack is down, too
        request_verification_enabled=bool(signing_secret),
        ssl_check_enabled=False,
    )
    for name in commands:
        app.command(f"/{name}")(lambda ack, body, respond: _answer(client, handle, typed(body), ack, respond, body))
    app.action(EVERY)(lambda ack, body, respond: _answer(client, handle, pressed(body), ack, respond, body))
    app.view(EVERY)(lambda ack, body: _answer(client, handle, entered(body), ack, None, body))
    app.event("app_home_opened")(lambda ack, body: _answer(client, handle, opened(body), ack, None, body))
    app.event("message")(lambda ack, body: _answer(client, handle, said(body), ack, None, body))
    return app


def _answer(
    client: "WebClient",
    handle: Handle,
    request: Request | None,
    ack: Callable[..., object],
    respond: Callable[..., object] | None,
    body: dict[str, Any],
) -> None:
    receipt = Receipt(ack)
    if request is None:
        receipt.give()
        return
    with receipt.in_time():
        reply = handle(request)
        try:
            with translated():
                _give(client, request, reply, receipt, respond, body)
        except CounterfoilError:
            receipt.give()  # the work is done; that its answer got lost is shown by the card


def _give(
    client: "WebClient",
    request: Request,
    reply: Reply,
    receipt: Receipt,
    respond: Callable[..., object] | None,
    body: dict[str, Any],
) -> None:
    match reply:
        case None:
            receipt.give()
        case Window(view=view):
            client.views_open(trigger_id=str(body["trigger_id"]), view=view)
            receipt.give()
        case Home(view=view):
            receipt.give()
            client.views_publish(user_id=request.who.user, view=view)
        case Problem(errors=errors, channel=channel):
            if not receipt.give(response_action="errors", errors=dict(errors)):  # it took too long: the window is closed
                _tell(client, request, Told(text="\n".join(words for _, words in errors), channel=channel), receipt, None)
        case Told():
            _tell(client, request, reply, receipt, respond if body.get("response_url") else None)


def _tell(client: "WebClient", request: Request, told: Told, receipt: Receipt, respond: Callable[..., object] | None) -> None:
    """A slash command is answered by its acknowledgement, a button by its response_url, a modal beside the conversation;
    the home tab has no conversation: what was asked for there comes as a direct message."""
    shown: dict[str, Any] = {"text": told.text, "blocks": list(told.blocks)}
    if isinstance(request, Pressed | Entered) or respond is None:
        receipt.give()
    elif receipt.give(response_type="ephemeral", **shown):
        return
    if respond is not None:
        respond(response_type="ephemeral", replace_original=False, **shown)
    elif told.channel:
        client.chat_postEphemeral(channel=told.channel, user=request.who.user, **shown)
    else:
        client.chat_postMessage(channel=request.who.user, **shown)


def socket(app: "App", app_token: str, stop: threading.Event, waits: Iterator[float]) -> None:
    """Socket Mode until `stop`: connect, and connect again when the connection is lost. Blocks."""
    from slack_bolt.adapter.socket_mode import SocketModeHandler

    handler = SocketModeHandler(app, app_token, ping_interval=PING)
    try:
        while not stop.is_set():
            try:
                with translated(writes=False):
                    handler.connect()  # type: ignore[no-untyped-call]
            except CounterfoilError:
                stop.wait(next(waits))
                continue
            break
        stop.wait()
    finally:
        handler.close()  # type: ignore[no-untyped-call]
