"""The main job on real servers: Postfix takes and delivers, Dovecot keeps, the service is a process of its own."""

import os
import shutil
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
import pytest

from bot.demo.world import signing_key
from tests.peers.servers import MailPeers
from tests.skips import lacking

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

LETTER = """<html><body><h1>Corvina Metalware B.V.</h1><p>Waalhaven 12, Rotterdam, VAT no. NL004495445B01</p>
<p>To: Acme Kitchens GmbH</p><h2>Invoice</h2>
<table><tr><td>Invoice number</td><td>{number}</td></tr><tr><td>Invoice date</td><td>{day:%d %B %Y}</td></tr>
<tr><td>Your order</td><td>{order}</td></tr></table>
<table border="1"><tr><th>Article no.</th><th>Description</th><th>Quantity</th><th>Unit price</th><th>Amount</th></tr>
<tr><td>CM-PAN-28</td><td>Frying pan 28 cm</td><td>120</td><td>24.50</td><td>2,940.00</td></tr>{more}</table>
<table><tr><td>Net total</td><td>{net}</td></tr><tr><td>VAT 21 %</td><td>{tax}</td></tr>
<tr><td>Total EUR</td><td>{gross}</td></tr></table>
</body></html>"""


def office_pdf(folder: Path, name: str, html: str) -> bytes:
    """A PDF made by LibreOffice."""
    program = shutil.which("soffice") or lacking("LibreOffice")
    source = folder / f"{name}.html"
    source.write_text(html, encoding="utf-8")
    command = [
        program,
        f"-env:UserInstallation=file://{folder}/office",
        "--headless",
        "--convert-to",
        "pdf:writer_web_pdf_Export",
    ]
    subprocess.run([*command, "--outdir", str(folder), str(source)], check=True, capture_output=True, timeout=110)
    return (folder / f"{name}.pdf").read_bytes()


@dataclass
class Town:
    """The supplier, the buyers and the service, each at its own server account."""

    peers: MailPeers
    folder: Path
    key: bytes = field(repr=False)

    def say(self, *words: str) -> str:
        command = [sys.executable, "-m", "bot.cli", "--config", str(self.folder / "counterfoil.toml"), *words]
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=_environment())
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

    def replies(self, letter: EmailMessage, text: str, *files: tuple[str, bytes]) -> str:
        """The supplier answers by its own server's submission; the Message-ID."""
        me = self.peers.address["supplier"]
        message = EmailMessage(policy=SMTP)
        message["From"] = f"Paul Hendry <{me}>"
        message["To"] = str(letter["Reply-To"])
        message["Subject"] = f"Re: {letter['Subject']}"
        message["Date"] = datetime.now(UTC)
        message["Message-ID"] = f"<{time.time_ns()}@supplier.test>"
        message["In-Reply-To"] = str(letter["Message-ID"])
        message["References"] = f"{letter['References'] or ''} {letter['Message-ID']}".strip()
        message.set_content(text)
        for name, content in files:
            message.add_attachment(content, maintype="application", subtype="pdf", filename=name)
        raw = message.as_bytes()
        names = [b"from", b"to", b"subject", b"date", b"message-id"]
        signed = dkim.sign(raw, b"s1", me.rpartition("@")[2].encode(), self.key, include_headers=names) + raw
        with smtplib.SMTP("localhost", self.peers.port["submission"], timeout=30) as client:
            client.starttls(context=ssl.create_default_context(cafile=str(self.peers.certificate)))
            client.login("supplier", self.peers.user["supplier"])
            client.sendmail(me, [str(message["To"]).rpartition("<")[2].rstrip(">")], signed)
        return str(message["Message-ID"])


def _environment() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if not key.startswith("COUNTERFOIL_") or key == "COUNTERFOIL_NO_SKIP"}


@contextmanager
def service(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`counterfoil run` as a process."""
    with (folder / "service.log").open("ab") as log:
        command = [sys.executable, "-m", "bot.cli", "--config", str(folder / "counterfoil.toml"), "run"]
        process = subprocess.Popen(command, stdout=log, stderr=log, env=_environment())
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


@pytest.fixture
def town(mail_peers: MailPeers, store_url: str, tmp_path: Path) -> Town:
    """A buyer, an approver's role and a supplier on file; nothing runs yet."""
    address, port = mail_peers.address, mail_peers.port
    key, zone = signing_key(address["supplier"].rpartition("@")[2], "s1")
    (tmp_path / "zone.txt").write_text(zone)
    text = CONFIGURATION.format(
        bot=address["bot"],
        buyer=address["buyer"],
        database=store_url,
        password=mail_peers.user["bot"],
        certificate=mail_peers.certificate,
        **port,
    )
    (tmp_path / "counterfoil.toml").write_text(text)
    town = Town(peers=mail_peers, folder=tmp_path, key=key)
    roles = [word for role in ("admin", "initiator", "accountant", "approver") for word in ("--role", role)]
    town.say("buyer", "add", address["buyer"], "--name", "Ann Berg", *roles)
    town.say("supplier", "add", "Corvina Metalware B.V.", "--contact", address["supplier"], "--tolerance", "5", "--country", "NL")
    return town


@pytest.mark.peer
@pytest.mark.timeout(240)
def test_order_invoice_decision_and_payment_by_mail(town: Town) -> None:
    """The order arrives; a PDF by LibreOffice comes back; statuses return in the thread; decisions reach the supplier."""
    day = datetime.now(UTC).date()
    good = office_pdf(
        town.folder,
        "77",
        LETTER.format(number="77", day=day, order="PO-1", more="", net="2,940.00", tax="617.40", gross="3,557.40"),
    )
    more = "<tr><td>CM-DSP-01</td><td>Display stand, oak</td><td>2</td><td>240.00</td><td>480.00</td></tr>"
    dear = office_pdf(
        town.folder,
        "78",
        LETTER.format(number="78", day=day, order="PO-2", more=more, net="3,420.00", tax="718.20", gross="4,138.20"),
    )
    with service(town.folder):
        line = "120 pcs x 24.50 CM-PAN-28 Frying pan 28 cm"
        town.say("po", "new", "--supplier", "S-1", "--tax", "21", "--line", line, "--submit")
        order = town.awaits("supplier", lambda m: "[PO-1]" in str(m["Subject"]))
        reply = town.replies(order, "Our invoice is attached.", ("invoice-77.pdf", good))
        approved = town.awaits("supplier", lambda m: "approved" in str(m["Subject"]))

        assert approved["In-Reply-To"] == reply
        assert str(order["Message-ID"]) in str(approved["References"])
        assert "3,557.40" in _text(approved)

        town.say("po", "new", "--supplier", "S-1", "--tax", "21", "--line", line, "--submit")
        second = town.awaits("supplier", lambda m: "[PO-2]" in str(m["Subject"]))
        town.replies(second, "Invoice attached", ("invoice-78.pdf", dear))
        assert "Display stand" in _text(town.awaits("buyer", lambda m: "INV-2" in str(m["Subject"])))
        town.say("invoice", "take", "INV-2")
        town.awaits("supplier", lambda m: "78" in str(m["Subject"]) and "approved" in str(m["Subject"]))
        town.say("invoice", "pay", "INV-2", "4138.20", "--remittance", "SEPA 4712")
        paid = town.awaits("supplier", lambda m: "78" in str(m["Subject"]) and "paid" in str(m["Subject"]))

        assert "SEPA 4712" in _text(paid)
        assert town.peers.mails("bot", "Processed") and not town.peers.mails("bot")


@pytest.mark.peer
@pytest.mark.timeout(120)
def test_idle_brings_mail_in_at_once(town: Town) -> None:
    """The sweep comes every few minutes; what comes sooner came by IDLE."""
    with service(town.folder):
        town.say("po", "new", "--supplier", "S-1", "--line", "1 pcs x 5.00 Spoon", "--submit")
        order = town.awaits("supplier", lambda m: "[PO-1]" in str(m["Subject"]))
        time.sleep(2)  # the mailbox rests: the source waits in IDLE
        started = time.monotonic()
        town.replies(order, "received")
        town.awaits("supplier", lambda m: str(m["Auto-Submitted"]) == "auto-replied")

        print(f"reply to receipt in the supplier's mailbox: {time.monotonic() - started:.2f} s")


@pytest.mark.peer
@pytest.mark.timeout(120)
def test_a_dead_mail_server_delays_and_loses_nothing(town: Town) -> None:
    """Postfix is down when the order is submitted; the letter goes out when it is back."""
    town.peers.stop_postfix()
    try:
        with service(town.folder):
            town.say("po", "new", "--supplier", "S-1", "--line", "1 pcs x 5.00 Spoon", "--submit")
            time.sleep(3)
            assert town.letters("supplier") == []
    finally:
        town.peers.start_postfix()
    assert "waiting" in town.say("po", "show", "PO-1")


def _text(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    return " ".join(str(part.get_content()).replace("\xa0", " ").split()) if part else ""
