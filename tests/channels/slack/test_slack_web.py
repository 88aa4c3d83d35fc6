"""HTTP mode: signatures, replays and bad forms, against the real slack-bolt (docs/threats.md T26)."""

import hashlib
import hmac
import http.client
import socket
import threading
import time
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest

from channels.slack.app import bolt_app
from channels.slack.client import web_client
from channels.slack.requests import Reply, Request, Told, Typed
from channels.slack.web import Signatures, Verdict, serve
from tests.slack.stand_in.people import Person
from tests.slack.stand_in.server import SlackStandIn, running
from tests.slack.stand_in.workspace import BOT_TOKEN, Member

SECRET, PORT = "8f742231b10e8888abcd99yyyzzz85a5", 0


def sign(body: bytes, at: float, secret: str = SECRET) -> dict[str, str]:
    mac = hmac.new(secret.encode(), f"v0:{int(at)}:".encode() + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": str(int(at)), "X-Slack-Signature": f"v0={mac}"}


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@pytest.fixture
def slack() -> Iterator[SlackStandIn]:
    yield from running()


@pytest.fixture
def door(slack: SlackStandIn) -> Iterator[tuple[int, list[Request]]]:
    """A port of ours that Slack calls, and what came through."""
    came: list[Request] = []

    def handle(request: Request) -> Reply:
        came.append(request)
        return Told(text="Here it is.")

    port = free_port()
    stop = threading.Event()
    app = bolt_app(web_client(BOT_TOKEN, slack.base_url), handle, ("po",), SECRET)
    thread = threading.Thread(target=serve, args=(app, Signatures(SECRET), "127.0.0.1", port, stop), daemon=True)
    thread.start()
    end = time.monotonic() + 5
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            break
        except OSError:
            time.sleep(0.02)
    yield port, came
    stop.set()
    thread.join(5)


def post(port: int, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    line.request("POST", "/slack/events", body, {"Content-Type": "application/x-www-form-urlencoded", **headers})
    answer = line.getresponse()
    return answer.status, answer.read()


def command(slack: SlackStandIn) -> bytes:
    slack.world.join(Member(id="U0ANN", mail="ann@acme.example"))
    return urlencode(Person(slack, "U0ANN").slash("/po list")).encode()


def test_a_signed_command_is_answered(slack: SlackStandIn, door: tuple[int, list[Request]]) -> None:
    """By the acknowledgement itself."""
    port, came = door
    body = command(slack)

    status, answer = post(port, body, sign(body, time.time()))

    assert (status, b"Here it is." in answer) == (200, True)
    assert isinstance(came[0], Typed) and (came[0].command, came[0].text) == ("po", "list")


def test_the_same_signed_body_twice_is_taken_once(slack: SlackStandIn, door: tuple[int, list[Request]]) -> None:
    """A replay within the five minutes."""
    port, came = door
    body = command(slack)
    signed = sign(body, time.time())

    assert [post(port, body, signed)[0] for _ in range(3)] == [200, 200, 200]
    assert len(came) == 1


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Slack-Request-Timestamp": "abc", "X-Slack-Signature": "v0=00"},
        {"X-Slack-Request-Timestamp": "1e3", "X-Slack-Signature": "v0=00"},
        {"X-Slack-Request-Timestamp": "9" * 40, "X-Slack-Signature": "v0=00"},
        {"X-Slack-Request-Timestamp": str(int(time.time())), "X-Slack-Signature": "v0=\xe9"},
        {"X-Slack-Request-Timestamp": str(int(time.time())), "X-Slack-Signature": ""},
        sign(b"x=1", time.time(), "another secret"),
        sign(b"x=1", time.time() - 7200),
        sign(b"x=1", time.time() + 7200),
    ],
    ids=range(9),
)
def test_what_is_not_signed_by_slack_is_turned_away(door: tuple[int, list[Request]], headers: dict[str, str]) -> None:
    """401, never 500."""
    port, came = door

    assert post(port, b"x=1", headers)[0] == 401
    assert came == []


def test_signed_bytes_that_are_no_text_are_no_fault_of_ours(door: tuple[int, list[Request]]) -> None:
    """And a body without end is not read."""
    port, came = door
    body = b"\xff\xfe payload"
    assert post(port, body, sign(body, time.time()))[0] == 400
    assert post(port, b"", {"Content-Length": "99999999999"})[0] == 413
    assert came == []


def test_a_signature_is_remembered_as_long_as_it_is_good() -> None:
    """Then it is too old anyway."""
    now = [1000.0]
    signatures = Signatures(SECRET, lambda: now[0])
    headers = sign(b"b", 1000)
    judged = lambda: signatures.judge(headers["X-Slack-Request-Timestamp"], headers["X-Slack-Signature"], b"b")  # noqa: E731
    assert [judged(), judged()] == [Verdict.FRESH, Verdict.AGAIN]
    now[0] = 1299
    assert judged() is Verdict.AGAIN
    now[0] = 1301
    assert judged() is Verdict.FORGED
