"""Hostile bytes at every reader: no exception, no hang, no memory without bounds.

    python -m tests.fuzz.readers [--seconds 600] [--only mail,reply,results,intent,document] [--seed 1]

Seeds are the traps of docs/reliability.md 3.3 and mails and files of our own; mutation is blind, but cheap and seeded. What
breaks a rule is written to a file and named.
"""

import argparse
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from core.knowledge import Knowledge
from core.message import Channel, Delivery, Envelope, MailKind, Message, Trust
from core.money import EUR
from core.names import Address, SupplierId, reference
from core.order import OrderLine, PurchaseOrder
from core.reading import Context, Speaker
from parsers.authentic import names_needed
from parsers.documents import read
from parsers.intent import understand
from parsers.reply import read_reply
from parsers.rfc822 import MailSettings, open_mail

NOW = datetime(2026, 4, 20, 9, 0, tzinfo=UTC)
HOUSE = MailSettings(addresses=("orders@acme.example",), message_id_domain="acme.example", authserv_id="mx.acme.example")
SLOW, LARGE = 2.0, 400
"""Seconds that one input may take, and megabytes that the process may grow to."""

MAIL = (
    b"From: Paul <sales@corvina.example>\r\nTo: orders+po-1.abcdefghijklmnop@acme.example\r\nSubject: Re: [PO-1]\r\n"
    b"Message-ID: <a@corvina.example>\r\nAuthentication-Results: mx.acme.example; dmarc=pass header.from=corvina.example\r\n"
    b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n'
    b"\r\nLine 2: 40 pcs on 12 May\r\n\r\nOn Mon, 20 Apr 2026 at 09:12, Acme <orders@acme.example> wrote:\r\n> Line 1\r\n--b\r\n"
    b"Content-Type: application/pdf; name*=utf-8''a%00b.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERi0xLjc=\r\n--b--\r\n"
)
TRAPS = (
    b"From: ((((((((((\r\n\r\nx",
    b"Message-ID: <\r\nDate: Tue, 24 Nov 99999999999999999999\r\n\r\n",
    b"Content-Type: text/plain" + b"; a=b" * 2000 + b"\r\n\r\nx",
    b"Content-Type: text/plain; charset=rot13\r\n\r\nhello",
    b"Subject: =?utf-8?Q?hi=0D=0ABcc:_evil@bad.test?=\r\n\r\n",
    b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + b"--x\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n" * 100,
)
WORDS = (
    b"On Mon, Am Montag, schrieb wrote: > >> -- \nLine 2: 40 pcs ok, but if 50 % $ kw 23 1.250,00 12.05.2026 PO-1 not accept\n"
)
SAYINGS = tuple(
    said.encode()
    for said in (
        "Pos. 2 in zwei Teilen: 20 Stück am 12.05., der Rest am 29. Mai",
        "Ligne 2 : 30 pièces le 12 mai et le solde le 3 juin, sinon ok",
        "第2行：5月12日交30件，剩余6月3日交",
        "2. kalem: 12 Mayıs'ta 30 adet, kalanı 3 Haziran'da onaylayamıyoruz",
        "all except line 3, which comes from 18 to 22 May at 6,40 instead of 6,25 EUR",
    )
)
SHEET = b"Invoice number;77\nItem;Quantity;Price;Amount\nPan;2;3,50;7,00\nTotal;;;7,00\n"
XML = b'<?xml version="1.0"?><Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"><ID>7</ID></Invoice>'
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"trailer<</Root 1 0 R>>"
)

LINES = tuple(
    OrderLine(number=n, description=d, quantity=Decimal(q), unit_price=Decimal(p), unit="pcs", delivery_date=date(2026, 5, 12))
    for n, d, q, p in ((1, "Frying pan 28 cm", 120, "24.50"), (2, "Stock pot 5 l", 60, "38.90"), (3, "Ladle 12 cl", 240, "6.25"))
)
ORDER = PurchaseOrder(
    reference=reference("PO-1"), supplier=SupplierId("S-1"), initiator=Address("tom@acme.example"), currency=EUR, lines=LINES
)
WORLD = Context(speaker=Speaker(address=None, supplier=ORDER.supplier), thread=ORDER.reference, orders=(ORDER,))
"""An order to speak of, so that the rules about lines are reached."""


def _mail(data: bytes) -> None:
    names_needed(data)
    open_mail(Delivery(channel=Channel.SMTP, transport_id="t", received_at=NOW, raw=data), HOUSE)


def _results(data: bytes) -> None:
    raw = b"From: a@corvina.example\r\nAuthentication-Results: " + data.replace(b"\n", b" ") + b"\r\n\r\nx"
    envelope = Envelope(trust=Trust.HOST)
    open_mail(Delivery(channel=Channel.IMAP, transport_id="t", received_at=NOW, raw=raw, envelope=envelope), HOUSE)


def _reply(data: bytes) -> None:
    read_reply(data.decode("utf-8", "replace"))


def _intent(data: bytes) -> None:
    text = data.decode("utf-8", "replace")[:4000]
    understand(Message(kind=MailKind.HUMAN, new_text=text), WORLD, date(2026, 4, 20))


def _document(data: bytes) -> None:
    read(data, "file", Knowledge())


TARGETS: dict[str, tuple[Callable[[bytes], None], tuple[bytes, ...]]] = {
    "mail": (_mail, (MAIL, *TRAPS)),
    "reply": (_reply, (WORDS, MAIL)),
    "results": (_results, (b"mx.acme.example; dmarc=pass (p=none) header.from=corvina.example; dkim=fail",)),
    "intent": (_intent, (WORDS, b"ACCEPT\nLine 1: ok\nInvoice number: 77\n", *SAYINGS)),
    "document": (_document, (SHEET, XML, PDF)),
}


def mutated(seed: bytes, dice: random.Random) -> bytes:
    """A few of the usual wounds: bytes turned, cut, doubled, moved, and pieces of other seeds put in."""
    data = bytearray(seed)
    for _ in range(dice.randint(1, 8)):
        at, size = dice.randrange(len(data) + 1), dice.randint(1, 40)
        match dice.randrange(5):
            case 0 if data:
                data[at % len(data)] = dice.randrange(256)
            case 1:
                del data[at : at + size]
            case 2:
                data[at:at] = data[at : at + size] * dice.randint(1, 50)
            case 3:
                data[at:at] = bytes(dice.randrange(256) for _ in range(size))
            case _:
                data[at:at] = dice.choice(
                    (b"\0", b"\r", b"\xe2\x80\xae", b"=?utf-8?B?", b"--b", b">", b"<", b"(" * 50, b"9" * 30, b"[[")
                )
    return bytes(data[:200_000])


def run(name: str, seconds: float, seed: int) -> int:
    """Feed one target for so long; how many inputs broke a rule."""
    target, seeds = TARGETS[name]
    dice, until, count, broken, slowest = random.Random(seed), time.monotonic() + seconds, 0, 0, 0.0
    while time.monotonic() < until:
        data = mutated(dice.choice(seeds), dice)
        started, why = time.process_time(), ""
        try:
            target(data)
        except Exception as problem:  # noqa: BLE001  whatever it is, it is what is looked for
            why = f"{type(problem).__name__}: {problem}"
        took = time.process_time() - started
        count, slowest = count + 1, max(slowest, took)
        if why or took > SLOW:
            broken += 1
            path = Path(tempfile.gettempdir()) / f"fuzz-{name}-{broken}"
            path.write_bytes(data)
            print(f"{name}: {path}: {why or f'{took:.1f} s'}")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{name}: {count} inputs, {broken} broke a rule, slowest {slowest:.2f} s, {memory} MB")
    return broken


def main() -> int:
    """All targets, or those named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--only", default=",".join(TARGETS))
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    broken = sum(run(name, given.seconds, given.seed) for name in given.only.split(","))
    large = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024 > LARGE
    return int(large or broken > 0)


if __name__ == "__main__":
    sys.exit(main())
