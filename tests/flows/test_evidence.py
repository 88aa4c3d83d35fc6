"""What can be shown of a document, and what is left of a person who is erased (docs/threats.md T35)."""

import hashlib
import io
import json
import re
import zipfile
from dataclasses import replace
from decimal import Decimal
from urllib.parse import unquote

import pytest

from bot.cli.shapes import history_rows
from bot.erasing import erase, plan
from bot.evidence import bundle, zipped
from core.apply import after
from core.commands.buyer_invoices import ApproveInvoice
from core.commands.buyer_people import AddContact, Note
from core.dossier import Actor, Dossier, Fresh
from core.errors import Conflict
from core.names import Address, Reference
from core.party import Contact, Level
from storage.tables import metadata
from tests.flows.conftest import ANN, BOTH, CARLA, PAN, SALES, Got, House
from tests.flows.test_people import decides, its

pytestmark = BOTH

LENA = Address("lena@corvina.example")
CANARY = "zebra-canary"


def story(house: House) -> Got:
    """An order, an answer, an invoice above the amount of a band, its approval, a note."""
    many = replace(PAN, quantity=Decimal(400))
    order = house.orders(many)
    house.writes(f"Where shall we deliver? {CANARY}", answers=order)
    house.writes("We accept the order as it is.", answers=order)
    house.writes("", answers=order, files=(house.bill("80", "PO-1034", many),))
    house.does(CARLA, "INV-1", ApproveInvoice())
    house.does(ANN, "PO-1034", Note(text="pallets are fine"))
    house.delivered()
    return order


def test_the_history_says_who_when_by_which_way_and_from_which_mail(house: House) -> None:
    """With the words that were said."""
    story(house)
    with house.bot.store.read() as unit:
        rows = history_rows(unit, unit.journal.of("PO-1034"))
        mails = {row[4] for row in rows}
    shown = [" ".join(row) for row in rows]
    assert any("order submitted" in x and str(ANN) in x and "command line" in x for x in shown)
    assert any("lines accepted" in x and str(SALES) in x and "mail" in x for x in shown)
    assert any(CANARY in x for x in shown) and any("pallets are fine" in x for x in shown)
    assert {"1", "2"} <= mails


def test_the_evidence_of_an_order_is_whole_and_the_same_every_time(house: House) -> None:
    """Mails, readings, journal, letters, files; every hash holds."""
    story(house)
    found = bundle(house.bot, Reference("PO-1034"), house.reader)
    again = bundle(house.bot, Reference("PO-1034"), house.reader)
    assert found is not None and again is not None
    raw = zipped(found)
    assert raw == zipped(again)
    with zipfile.ZipFile(io.BytesIO(raw)) as zip_file:
        names = zip_file.namelist()
        manifest = json.loads(zip_file.read("manifest.json"))
        for file in manifest["files"]:
            assert hashlib.sha256(zip_file.read(file["path"])).hexdigest() == file["sha256"]
        assert {f["path"] for f in manifest["files"]} == set(names) - {"manifest.json", "SHA256SUMS"}
        text = zip_file.read("journal.txt").decode()
    folders = {name.partition("/")[0] for name in names}
    assert folders >= {"mails", "readings", "letters", "files", "documents", "journal.json"}
    assert ("lines accepted" in text, "invoice approved" in text, CANARY in text) == (True, True, True)
    assert "documents/INV-1.json" in names
    assert_page(dict(found.files), str(found.files[0][0]))
    assert bundle(house.bot, Reference("PO-1")) is None


def assert_page(files: dict[str, bytes], first: str) -> None:
    """The first file is a page that tells it all, links to every other one, and loads and runs nothing."""
    page = files[first].decode()
    assert first == "index.html" and "Evidence of PO-1034" in page
    assert ("order submitted" in page, "lines accepted" in page, "invoice approved" in page, CANARY in page) == (True,) * 4
    for path, raw in files.items():
        assert path == first or (f">{path}<" in page and hashlib.sha256(raw).hexdigest() in page)
    linked = {unquote(link) for link in re.findall(r'href="([^"]+)"', page)}
    assert linked == set(files) - {first}
    assert "<script" not in page and "src=" not in page


def test_foreign_words_are_shown_and_never_run_on_the_page(house: House) -> None:
    """Markup in a mail is text on the page."""
    order = house.orders(PAN)
    house.writes("Where to? <script>alert(1)</script> <img src=x>", answers=order)
    found = bundle(house.bot, Reference("PO-1034"))
    assert found is not None
    page = dict(found.files)["index.html"].decode()
    assert "&lt;script&gt;alert(1)" in page and "<script" not in page and "<img" not in page


def test_an_invoice_has_its_evidence_too(house: House) -> None:
    """With its order."""
    story(house)
    found = bundle(house.bot, Reference("INV-1"))
    assert found is not None
    paths = [path for path, _ in found.files]
    assert {"documents/INV-1.json", "documents/PO-1034.json"} <= set(paths)
    assert any(path.startswith("files/") and path.endswith("invoice-80.pdf") for path in paths)


def test_the_last_contact_and_a_buyer_are_not_erased(house: House) -> None:
    """The one needs a successor, the other is removed first."""
    for who in (SALES, ANN):
        with pytest.raises(Conflict):
            plan(house.bot, who)


def test_an_erased_person_is_nowhere_and_the_books_stand(house: House) -> None:
    """Neither name nor address nor words in any file; amounts and dates stay; the journal still leads to the rows."""
    order = story(house)
    decides(house, ANN, AddContact(contact=Contact(address=LENA, name="Lena Vogt")))
    house.writes("Hello from Lena. Paul Hendry is away.", answers=order, who=LENA)
    with house.bot.store.read() as unit:
        before = unit.documents.invoice(Reference("INV-1"))
    found = plan(house.bot, SALES)
    assert (len(found.traces.own), len(found.traces.words) > 0, found.who.names) == (3, True, ("Paul Hendry",))

    erase(house.bot, Actor(buyer=ANN, level=Level.BUYER, by="command line"), found)

    with house.bot.store.read() as unit:
        invoice = unit.documents.invoice(Reference("INV-1"))
        assert invoice is not None and before is not None
        assert (invoice.paper, invoice.status, invoice.approved_by) == (before.paper, before.status, before.approved_by)
        assert [c.address for c in its(house).contacts] == [LENA]
        rows = {kind: unit.journal.of(kind) for kind in ("PO-1034", "INV-1", "S-1")}
        order_now = unit.documents.order(Reference("PO-1034"))
    _leads_to_the_rows(house, rows, order_now, invoice)
    with house.bot.store.engine.connect() as connection:
        every = [str(row).lower() for table in metadata.sorted_tables for row in connection.execute(table.select())]
    assert [w for w in (SALES, "paul hendry", CANARY) if any(w in row for row in every)] == []
    house.bot.store.close()
    folder = house.bot.store.folder
    if folder is not None:
        content = b"".join(p.read_bytes() for p in folder.iterdir() if p.is_file()).lower()
        assert [w for w in (SALES, "paul hendry", CANARY, "p. hendry") if w.encode() in content] == []


def _leads_to_the_rows(house: House, rows: dict[str, object], order: object, invoice: object) -> None:
    fresh = Fresh(order=1, invoice=1, credit=1, question=1, supplier=1, key=b"k")
    dossier = Dossier(actor=Actor(), fresh=fresh)
    entries = sorted((e for found in rows.values() for e in found), key=lambda e: e.at)  # type: ignore[attr-defined]
    for entry in entries:
        dossier = after(dossier, entry.event, entry.at)
    assert replace(dossier.order(Reference("PO-1034")), version=0) == replace(order, version=0)  # type: ignore[type-var]
    assert replace(dossier.invoice(Reference("INV-1")), version=0) == replace(invoice, version=0)  # type: ignore[type-var]
    assert replace(dossier.supplier, version=0) == replace(its(house), version=0)  # type: ignore[type-var]


def test_a_mail_of_an_erased_person_is_not_kept_again(house: House) -> None:
    """The same bytes from IMAP once more: known, and nothing happens."""
    story(house)
    decides(house, ANN, AddContact(contact=Contact(address=LENA)))
    with house.bot.store.read() as unit:
        delivery = unit.inbox.delivery(1)
    ann = Actor(buyer=ANN, level=Level.BUYER)
    with pytest.raises(Conflict, match="not sent yet"):
        erase(house.bot, ann, plan(house.bot, SALES))
    house.delivered()
    erase(house.bot, ann, plan(house.bot, SALES))
    assert house.bot.store.keep(replace(delivery, transport_id="again")) is False
    letters = house.writes("And from me?", who=LENA)
    assert [x.to for x in letters if "erased" in x.to] == []
    assert LENA in {x.to for x in letters}
