"""Doors on loopback, and a shelf that keeps what they deliver."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from channels.smtp_in import Listening, Login, SmtpIn
from core.message import Delivery

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


class Shelf:
    """The simplest house behind a door: keeps each transport id once. `before` runs first and may raise or wait."""

    def __init__(self, before: Callable[[Delivery], None] | None = None) -> None:
        self.kept: dict[str, Delivery] = {}
        self.asked = 0
        self.before = before
        self._lock = threading.Lock()

    def keep(self, delivery: Delivery) -> bool:
        self.asked += 1
        if self.before:
            self.before(delivery)
        with self._lock:
            new = delivery.transport_id not in self.kept
            self.kept.setdefault(delivery.transport_id, delivery)
        return new

    @property
    def mails(self) -> list[bytes]:
        return [delivery.raw for delivery in self.kept.values()]


@contextmanager
def running(source: object) -> Iterator[threading.Event]:
    """A source in its own thread, stopped at the end. Its failure fails the test."""
    stop, failures = threading.Event(), []

    def body() -> None:
        try:
            source.run(stop)  # type: ignore[attr-defined]
        except BaseException as problem:
            failures.append(problem)
            raise

    thread = threading.Thread(target=body, daemon=True)
    thread.start()
    try:
        yield stop
    finally:
        stop.set()
        thread.join(20)
    assert not thread.is_alive(), "the source did not stop"
    assert not failures, failures


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


def self_signed(folder: Path) -> tuple[Path, Path]:
    import datetime as dt
    import ipaddress

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    now = dt.datetime.now(UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=30))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate, private = folder / "tls.crt", folder / "tls.key"
    certificate.write_bytes(built.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return certificate, private
