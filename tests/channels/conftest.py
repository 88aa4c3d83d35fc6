"""Doors on loopback, and a shelf that keeps what they deliver."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import pytest

from channels.smtp_in import Listening, Login, SmtpIn
from tests.certificates import self_signed
from tests.doors import Shelf, running

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


class Wire:
    """A client that speaks SMTP byte by byte."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=10)
        self._lines = self.socket.makefile("rb")

    def say(self, *lines: bytes) -> list[str]:
        """Send each line and take its answer."""
        answers = []
        for line in lines:
            self.socket.sendall(line + b"\r\n")
            answers.append(self.answer())
        return answers

    def answer(self) -> str:
        """The last line of the next answer; empty at the end of the connection."""
        return self.hear()[-1]

    def hear(self) -> list[str]:
        """All lines of the next answer."""
        lines = [self._lines.readline().decode().rstrip()]
        while lines[-1][3:4] == "-":
            lines.append(self._lines.readline().decode().rstrip())
        return lines

    def close(self) -> None:
        self._lines.close()
        self.socket.close()

    def greet(self) -> "Wire":
        self.answer()
        self.say(b"EHLO client.test")
        return self

    def begin(self, sender: bytes = b"<ann@supplier.test>", recipient: bytes = b"<orders@acme.test>") -> list[str]:
        """MAIL, RCPT and DATA."""
        return self.say(b"MAIL FROM:" + sender, b"RCPT TO:" + recipient, b"DATA")

    def mail(self, content: bytes) -> str:
        """A whole transaction; `content` ends with a line end and has no dots to double."""
        self.begin()
        self.socket.sendall(content + b".\r\n")
        return self.answer()


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def in_thread() -> Callable[[object], AbstractContextManager[threading.Event]]:
    """Runs a source in its own thread while a block lasts."""
    return running


@pytest.fixture
def wire() -> Iterator[Callable[[int], Wire]]:
    """Opens clients, and closes them at the end."""
    opened: list[Wire] = []

    def open_wire(port: int) -> Wire:
        opened.append(Wire(port))
        return opened[-1]

    yield open_wire
    for one in opened:
        one.close()


@pytest.fixture
def smtp_door(shelf: Shelf) -> Iterator[Callable[..., SmtpIn]]:
    """Starts SMTP doors for orders@acme.test on a free port."""
    with ExitStack() as stack:

        def start(login: Login | None = None, **changes: object) -> SmtpIn:
            at = Listening(**{"port": 0, "name": "mx.acme.test", "own": ("orders@acme.test",), **changes})  # type: ignore[arg-type]
            door = SmtpIn(at, shelf.keep, login=login, clock=lambda: NOON)
            stack.enter_context(running(door))
            assert door.ready.wait(10)
            return door

        yield start


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A self-signed certificate for localhost, and its key."""
    return self_signed(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def scripted() -> Iterator[Callable[[Callable[[socket.socket, BinaryIO], None]], int]]:
    """Starts a server on a free port that plays a part, once for each connection; returns the port.

    The part gets the connection and a file to read lines from; the connection is closed when it returns.
    """
    listeners: list[socket.socket] = []

    def start(part: Callable[[socket.socket, BinaryIO], None]) -> int:
        listener = socket.create_server(("127.0.0.1", 0))
        listeners.append(listener)

        def serve(connection: socket.socket) -> None:
            with connection, connection.makefile("rb") as lines, suppress(OSError):
                part(connection, lines)

        def accept() -> None:
            with suppress(OSError):
                while True:
                    connection, _ = listener.accept()
                    threading.Thread(target=serve, args=(connection,), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        return int(listener.getsockname()[1])

    yield start
    for listener in listeners:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
