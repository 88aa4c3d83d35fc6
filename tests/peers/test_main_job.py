"""The main job on real servers: Postfix takes and delivers, Dovecot keeps, the service is a process of its own."""

import shutil
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.peers.town import Town, service, text_of
from tests.skips import lacking

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
        assert "3,557.40" in text_of(approved)

        town.say("po", "new", "--supplier", "S-1", "--tax", "21", "--line", line, "--submit")
        second = town.awaits("supplier", lambda m: "[PO-2]" in str(m["Subject"]))
        town.replies(second, "Invoice attached", ("invoice-78.pdf", dear))
        assert "Display stand" in text_of(town.awaits("buyer", lambda m: "INV-2" in str(m["Subject"])))
        town.say("invoice", "take", "INV-2")
        town.awaits("supplier", lambda m: "78" in str(m["Subject"]) and "approved" in str(m["Subject"]))
        town.say("invoice", "pay", "INV-2", "4138.20", "--remittance", "SEPA 4712")
        paid = town.awaits("supplier", lambda m: "78" in str(m["Subject"]) and "paid" in str(m["Subject"]))

        assert "SEPA 4712" in text_of(paid)
        assert town.peers.mails("bot", "Processed") and not town.peers.mails("bot")


@pytest.mark.peer
@pytest.mark.timeout(120)
@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
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
@pytest.mark.timeout(180)
@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
def test_a_dead_mail_server_delays_and_loses_nothing(town: Town) -> None:
    """Postfix is down when the order is submitted; the letter goes out when it is back, once."""
    town.peers.stop_postfix()
    try:
        with service(town.folder):
            town.say("po", "new", "--supplier", "S-1", "--line", "1 pcs x 5.00 Spoon", "--submit")
            time.sleep(3)
            assert town.letters("supplier") == []
    finally:
        town.peers.start_postfix()
    assert "not sent" in town.say("po", "show", "PO-1")

    with service(town.folder):
        town.awaits("supplier", lambda m: "[PO-1]" in str(m["Subject"]), seconds=90)  # the second try comes after a minute
    assert len(town.letters("supplier")) == 1
    assert "not sent" not in town.say("po", "show", "PO-1")
