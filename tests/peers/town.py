"""The supplier, the buyers and the service, each at its own account of real servers."""

import os
import signal
import smtplib
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from pathlib import Path

import dkim

from tests.peers.servers import MailPeers

NAMES = {"supplier": "Paul Hendry", "potter": "Ute Lehm", "buyer": "Ann Berg", "approver": "Carla Voss"}
CONFIGURATION = """
[house]
name = "Acme Kitchens GmbH"
mailbox = "{bot}"
[database]
url = "{database}"
[keys]
token = "a key for the peers, 32 letters long"
[mail]
trust = "dkim"
zone_file = "zone.txt"
[imap]
host = "localhost"
port = {imaps}
user = "bot"
password = "{password}"
ca_file = "{certificate}"
[smtp_out]
host = "localhost"
port = {submission}
user = "bot"
password = "{password}"
ca_file = "{certificate}"
[cli]
buyer = "{buyer}"
"""


@dataclass
class Town:
    """The supplier, the buyers and the service, each at its own server account."""

    peers: MailPeers
    folder: Path
    keys: dict[str, bytes] = field(repr=False)
    """By domain: what its server signs with."""

    def say(self, *words: str) -> str:
        command = [sys.executable, "-m", "bot.cli", "--config", str(self.folder / "counterfoil.toml"), *words]
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment())
        assert done.returncode == 0, done.stderr
        return done.stdout

    def letters(self, user: str) -> list[EmailMessage]:
        return [message_from_bytes(raw, policy=default) for raw in self.peers.mails(user)]

    def awaits(self, user: str, fits: Callable[[EmailMessage], bool], seconds: float = 40) -> EmailMessage:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            found = [m for m in self.letters(user) if fits(m)]
            if found:
                return found[-1]
            time.sleep(0.05)
        raise AssertionError(f"{user} has {[str(m['Subject']) for m in self.letters(user)]}")

    def replies(self, letter: EmailMessage, text: str, *files: tuple[str, bytes], user: str = "supplier") -> str:
        """Somebody answers by his own server's submission; the Message-ID."""
        me = self.peers.address[user]
        domain = me.rpartition("@")[2]
        message = EmailMessage(policy=SMTP)
        message["From"] = f"{NAMES[user]} <{me}>"
        message["To"] = str(letter["Reply-To"])
        message["Subject"] = f"Re: {letter['Subject']}"
        message["Date"] = datetime.now(UTC)
        message["Message-ID"] = f"<{time.time_ns()}@{domain}>"
        message["In-Reply-To"] = str(letter["Message-ID"])
        message["References"] = f"{letter['References'] or ''} {letter['Message-ID']}".strip()
        message.set_content(text)
        for name, content in files:
            message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
        raw = message.as_bytes()
        names = [b"from", b"to", b"subject", b"date", b"message-id"]
        signed = dkim.sign(raw, b"s1", domain.encode(), self.keys[domain], include_headers=names) + raw
        with smtplib.SMTP("localhost", self.peers.port["submission"], timeout=30) as client:
            client.starttls(context=ssl.create_default_context(cafile=str(self.peers.certificate)))
            client.login(user, self.peers.user[user])
            client.sendmail(me, [str(message["To"]).rpartition("<")[2].rstrip(">")], signed)
        return str(message["Message-ID"])


def environment() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if not key.startswith("COUNTERFOIL_") or key == "COUNTERFOIL_NO_SKIP"}


@contextmanager
def service(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`counterfoil run` as a process."""
    with (folder / "service.log").open("ab") as log:
        command = [sys.executable, "-m", "bot.cli", "--config", str(folder / "counterfoil.toml"), "run"]
        process = subprocess.Popen(command, stdout=log, stderr=log, env=environment())
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


def text_of(message: EmailMessage) -> str:
    """The words of a letter on one line."""
    part = message.get_body(("plain",))
    return " ".join(str(part.get_content()).replace("\xa0", " ").split()) if part else ""
