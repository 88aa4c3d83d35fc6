"""The world outside: a mail server that takes every mail of the service, and people who write with signed mails."""

import smtplib
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import SMTP, default
from pathlib import Path
from typing import Any


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


PATIENCE = 30.0
"""Seconds that a letter may take to come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A mail that went by, with its envelope recipient (empty: it went to the service)."""

    raw: bytes = field(repr=False)
    recipient: str = ""
    at: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def message(self) -> Message:
        """As the standard library reads it."""
        return message_from_bytes(self.raw, policy=default)

    @property
    def subject(self) -> str:
        """The subject."""
        return str(self.message["Subject"] or "")

    @property
    def text(self) -> str:
        """The plain part."""
        return body_of(self.message, "plain")

    @property
    def html(self) -> str:
        """The HTML part."""
        return body_of(self.message, "html")


def body_of(message: Message, kind: str) -> str:
    """The text of one form."""
    assert isinstance(message, EmailMessage)
    part = message.get_body((kind,))
    return str(part.get_content()) if part else ""


class World:
    """Everything that leaves the service arrives here; `seen` is every mail in the order in which it went by."""

    def __init__(self) -> None:
        self.seen: list[Post] = []
        self._changed = threading.Condition()
        self._controller: Any = None

    def open(self) -> int:
        """Start the server on a free port of loopback, and say which."""
        from aiosmtpd.controller import Controller

        port = free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=port)
        self._controller.start()
        return port

    def close(self) -> None:
        """Stop the server."""
        self._controller.stop()

    async def handle_DATA(self, _server: object, _session: object, envelope: Any) -> str:  # noqa: N802  aiosmtpd's name
        """Take a mail."""
        self.note(Post(raw=bytes(envelope.content), recipient=str(envelope.rcpt_tos[0])))
        return "250 2.0.0 Taken"

    def note(self, post: Post) -> None:
        """A mail went by."""
        with self._changed:
            self.seen.append(post)
            self._changed.notify_all()

    def wait_for(self, whom: str, fits: Callable[[Post], bool]) -> Post | None:
        """The newest mail to somebody that fits; waits for it. None when it does not come."""
        until = time.monotonic() + PATIENCE
        with self._changed:
            while True:
                found = [p for p in self.seen if p.recipient == whom and fits(p)]
                if found:
                    return found[-1]
                left = until - time.monotonic()
                if left <= 0:
                    return None
                self._changed.wait(left)


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """A person with a mailbox who writes to the service's SMTP door. `key`: signs for the own domain."""

    name: str
    address: str
    world: World
    port: int
    selector: str = ""
    key: bytes = field(default=b"", repr=False)

    def write(
        self,
        subject: str,
        text: str,
        *,
        to: str,
        answers: Post | None = None,
        files: tuple[tuple[str, bytes], ...] = (),
        headers: tuple[tuple[str, str], ...] = (),
    ) -> None:
        """Write a mail, or answer one as a mail program does: reply address, references, the old text below."""
        message = EmailMessage(policy=SMTP)
        message["From"] = f"{self.name} <{self.address}>"
        message["Date"] = datetime.now(UTC)
        message["Message-ID"] = f"<{time.time_ns()}@{self.address.rpartition('@')[2]}>"
        if answers:
            original = answers.message
            to = str(original["Reply-To"])
            subject = subject or f"Re: {answers.subject.removeprefix('Re: ')}"
            message["In-Reply-To"] = str(original["Message-ID"])
            message["References"] = f"{original['References'] or ''} {original['Message-ID']}".strip()
            quoted = "\n".join(f"> {line}" for line in answers.text.splitlines())
            text = f"{text}\n\nOn {answers.at:%d %b %Y} Acme Kitchens wrote:\n{quoted}\n"
        message["To"] = to
        message["Subject"] = subject
        for name, value in headers:
            message[name] = value
        message.set_content(text)
        for name, content in files:
            message.add_attachment(content, maintype="application", subtype="pdf", filename=name)
        self._send(message.as_bytes(), to)

    def _send(self, raw: bytes, to: str) -> None:
        if self.key:
            import dkim

            domain = self.address.rpartition("@")[2]
            names = [b"from", b"to", b"subject", b"date", b"message-id"]
            raw = dkim.sign(raw, self.selector.encode(), domain.encode(), self.key, include_headers=names) + raw
        self.world.note(Post(raw=raw))
        with smtplib.SMTP("127.0.0.1", self.port, timeout=30) as client:
            client.sendmail(self.address, [to], raw)


def signing_key(domain: str, selector: str) -> tuple[bytes, str]:
    """A new RSA key as PEM, and the line of a zone file that publishes it."""
    import base64

    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    value = base64.b64encode(public).decode()
    halves = f'"v=DKIM1; k=rsa; p={value[:200]}" "{value[200:]}"'
    return pem, f"{selector}._domainkey.{domain} IN TXT {halves}\n"


def save(world: World, folder: Path) -> None:
    """Every mail as a file, in order."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, post in enumerate(world.seen, start=1):
        whom = post.recipient or "to-the-bot"
        (folder / f"{number:02}-{whom.replace('@', '-at-')}.eml").write_bytes(post.raw)
