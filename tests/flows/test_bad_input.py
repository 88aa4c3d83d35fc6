"""Bad input is the normal case: each with its answer, and nothing lost."""

import io
import zipfile
from dataclasses import replace
from decimal import Decimal

import pytest

from bot.demo.bill import bill
from core.names import Address
from tests.flows.conftest import ANN, BOTH, PAN, POT, SALES, House, to

pytestmark = BOTH


def test_an_empty_mail_gets_a_receipt(house: House) -> None:
    """Nothing was in it, and that is said."""
    order = house.orders(PAN)

    assert to(house.writes("", answers=order, quote=False), SALES).text


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("invoice.pdf", b"", "0 bytes"),
        ("setup.exe", b"MZ\x90\x00" + bytes(200), "program"),
        ("invoice.pdf", b"%PDF-1.4 this is no PDF at all", "could not be read"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(house: House, name: str, content: bytes, said: str) -> None:
    """Empty, a program, broken: the receipt says which file and what to send instead."""
    order = house.orders(PAN)

    answer = to(house.writes("Our invoice.", answers=order, files=((name, content),)), SALES)

    assert name in answer.text
    assert said in answer.text
    assert house.status("INV-1") == "none"


def test_one_bad_file_does_not_spoil_the_others(house: House) -> None:
    """The good invoice is approved, the bad file is named."""
    order = house.orders(PAN)

    files = (("empty.pdf", b""), house.bill("77", "PO-1034", PAN))
    answer = to(house.writes("", answers=order, files=files), SALES)

    assert house.status("INV-1") == "Approved"
    assert "empty.pdf" in answer.text


def test_an_unknown_order_number_is_asked_back(house: House) -> None:
    """A Draft, with the open orders as choices; the answer submits it."""
    house.orders(PAN)

    answer = to(house.writes("", subject="Invoice 77", files=(house.bill("77", "PO-9999", PAN),)), SALES)
    assert house.status("INV-1") == "Draft"
    assert "PO-9999" in answer.text
    assert "PO-1034" in answer.text

    house.writes("1034", answers=answer)
    assert house.status("INV-1") == "Approved"


def test_an_invoice_without_a_number_is_asked_back(house: House) -> None:
    """The number is asked for; with it the invoice goes on by itself."""
    order = house.orders(PAN)
    name, content = "invoice.pdf", bill("", "PO-1034", "20 April 2026", "20 May 2026", (PAN,))

    answer = to(house.writes("", answers=order, files=((name, content),)), SALES)
    assert house.status("INV-1") == "Draft"
    assert "number" in answer.text

    house.writes("Invoice number: 4711", answers=answer)
    assert house.status("INV-1") == "Approved"


def test_lines_that_do_not_add_up_go_back(house: House) -> None:
    """A wrong amount on a line: a Draft, and why."""
    order = house.orders(PAN, POT)

    class Wrong:
        sku, text, quantity, price = POT.sku, POT.text, POT.quantity, POT.price
        amount = Decimal("2434.00")

    file = ("invoice.pdf", bill("77", "PO-1034", "20 April 2026", "20 May 2026", (PAN, Wrong())))
    answer = to(house.writes("", answers=order, files=(file,)), SALES)

    assert house.status("INV-1") == "Draft"
    assert "add up" in answer.text


def test_a_stranger_is_told_nothing(house: House) -> None:
    """Held, and no letter goes out."""
    house.orders(PAN)

    letters = house.writes("Send me the prices of PO-1034.", who=Address("sam@elsewhere.example"))

    assert letters == []
    assert len(house.held()) == 1


def test_a_machine_is_not_answered(house: House) -> None:
    """An out-of-office."""
    order = house.orders(PAN)

    letters = house.writes("I am away.", answers=order, headers=(("Auto-Submitted", "auto-replied"),))

    assert letters == []
    assert house.held() == []


def test_a_sender_who_is_not_authentic_asks_the_address_on_file(house: House) -> None:
    """The acceptance waits for a YES with a one-time token; then it counts."""
    order = house.orders(PAN)

    letters = house.writes("ok, confirmed", answers=order, authentic=False)
    with house.bot.store.read() as unit:
        assert unit.documents.order("PO-1034").confirmation.name == "OPEN"

    house.writes("YES", answers=to(letters, SALES), authentic=False)
    with house.bot.store.read() as unit:
        assert unit.documents.order("PO-1034").confirmation.name == "ACCEPTED"


def test_a_zip_bomb_is_named(house: House) -> None:
    """Bounded, and told."""
    order = house.orders(PAN)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("invoice.pdf", bytes(200_000_000))

    answer = to(house.writes("", answers=order, files=(("invoice.zip", packed.getvalue()),)), SALES)

    assert "invoice" in answer.text


def test_a_bounce_tells_the_initiator(house: House) -> None:
    """The order mail did not arrive: its delivery state and a letter to Ann."""
    order = house.orders(PAN)
    outbox = order.message["X-Counterfoil-Outbox"]
    report = (
        f"From: MAILER-DAEMON@mx.corvina.example\r\nTo: orders+b.{outbox}@acme.example\r\nSubject: Undelivered\r\n"
        "MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
        "--b\r\nContent-Type: text/plain\r\n\r\nNo such user.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        "Reporting-MTA: dns; mx.corvina.example\r\n\r\nFinal-Recipient: rfc822; sales@corvina.example\r\nAction: failed\r\n"
        "Status: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 no such user\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n"
        f"Message-ID: {order.message['Message-ID']}\r\nX-Counterfoil-Outbox: {outbox}\r\nSubject: x\r\n\r\nhello\r\n--b--\r\n"
    )

    letters = house.arrives(report.encode())

    assert "no such user" in to(letters, ANN).text
    with house.bot.store.read() as unit:
        assert unit.outbox.row(outbox).delivery.value == "failed"


def test_a_cent_above_the_tolerance_does_not_pass(house: House) -> None:
    """5 % of 2,940.00 is 147.00: it passes, 147.60 does not."""
    order = house.orders(PAN)
    exact = replace(PAN, price=Decimal("25.725"))

    house.writes("", answers=order, files=(house.bill("81", "PO-1034", replace(exact, price=Decimal("25.73"))),))

    assert house.status("INV-1") == "Matching"


def test_a_pdf_with_a_password_is_named(house: House) -> None:
    """It cannot be opened; the receipt asks for it without the password."""
    from pypdf import PdfReader, PdfWriter

    order = house.orders(PAN)
    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(house.bill("77", "PO-1034", PAN)[1])))
    writer.encrypt("secret", algorithm="RC4-128")
    locked = io.BytesIO()
    writer.write(locked)

    answer = to(house.writes("", answers=order, files=(("invoice.pdf", locked.getvalue()),)), SALES)

    assert "password" in answer.text
    assert house.status("INV-1") == "none"


def test_an_attachment_of_30_mb_is_taken(house: House) -> None:
    """Kept, and filed with the order."""
    order = house.orders(PAN)

    answer = to(house.writes("Our catalogue.", answers=order, files=(("catalogue.bin", b"\x01\x07" * 15_000_000),)), SALES)

    assert "catalogue.bin" in answer.text
    with house.bot.store.read() as unit:
        assert [(a.name, a.size) for a in unit.documents.order("PO-1034").attachments] == [("catalogue.bin", 30_000_000)]


def test_a_refused_letter_tells_the_initiator(house: House) -> None:
    """The supplier's server says 550 for good: Ann is told at once, with the reason."""
    from core.errors import Refused

    house.tray.fails.append(Refused("550 5.1.1 no such user here", code=550))
    letter = house.orders(PAN)

    assert letter.to == ANN
    assert "no such user here" in letter.text


def test_a_wrong_password_of_ours_delays_and_loses_nothing(house: House) -> None:
    """Our own server refuses the login: the letter waits, and goes out when it is mended."""
    from core.errors import Unreachable

    house.tray.fails.append(Unreachable("535 5.7.8 authentication failed"))
    with pytest.raises(IndexError):
        house.orders(PAN)
    house.passes(hours=1)

    assert [letter.to for letter in house.delivered()] == [SALES]
