"""Words and files go both ways on every kind of document; what is internal stays inside (docs/rules.md 6)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import text

from core.commands.buyer_orders import AttachFile
from core.commands.buyer_people import AddContact, Note, Say
from core.commands.buyer_rfps import AttachToRfp
from core.names import Address, Reference, hash_of
from core.order import Attached
from core.paper import Paper, PaperKind, PaperLine, Source, TaxPart
from core.party import Contact
from tests.flows.conftest import ANN, CARLA, PAN, SALES, Got, House, to
from tests.flows.test_rfp import UTE, asked, keeps_them_apart
from tests.generate.xml_invoices import ubl

__all__ = ["asked"]
pytestmark = pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
PO, RFP, PROPOSAL, INVOICE, CREDIT = (Reference(r) for r in ("PO-1034", "RFP-1", "RFP-1-S-1", "INV-1", "CN-1"))


@dataclass(frozen=True)
class Thread:
    """A document that both sides talk about, and the supplier's newest letter in its thread."""

    house: House
    document: Reference
    letter: Got
    named: str


def credit_note() -> tuple[str, bytes]:
    """CN-5 over EUR 59.29, as XML."""
    net, tax = Decimal("49.00"), Decimal("10.29")
    line = PaperLine(
        description="Frying pan", quantity=Decimal(2), unit_price=Decimal("24.50"), net_amount=net, tax_rate=Decimal(21)
    )
    paper = Paper(
        kind=PaperKind.CREDIT_NOTE,
        source=Source.XML,
        number="CN-5",
        issue_date=date(2026, 4, 20),
        currency="EUR",
        seller_name="Corvina Metalware B.V.",
        seller_vat="NL004495445B01",
        buyer_name="Acme Kitchens GmbH",
        net_total=net,
        tax_total=tax,
        gross_total=net + tax,
        taxes=(TaxPart(rate=Decimal(21), base=net, amount=tax),),
        lines=(line,),
    )
    return "CN-5.xml", ubl(paper)


def _order(house: House) -> Thread:
    return Thread(house, PO, house.orders(PAN), "PO-1034")


def _proposal(house: House) -> Thread:
    return Thread(house, PROPOSAL, to([x for x in house.tray.letters if "RFP-1-S-1" in x.subject], SALES), "RFP-1")


def _invoice(house: House) -> Thread:
    order = house.orders(PAN)
    letter = to(house.writes("Invoice attached.", answers=order, files=(house.bill("77", "PO-1034", PAN),)), SALES)
    return Thread(house, INVOICE, letter, "invoice 77 (INV-1)")


def _credit(house: House) -> Thread:
    billed = _invoice(house)
    letter = to(house.writes("Credit note attached.", answers=billed.letter, files=(credit_note(),)), SALES)
    return Thread(house, CREDIT, letter, "credit note CN-5 (CN-1)")


KINDS = {"order": _order, "proposal": _proposal, "invoice": _invoice, "credit note": _credit}


@pytest.fixture(params=KINDS.values(), ids=KINDS.keys())
def thread(request: pytest.FixtureRequest, asked: House) -> Thread:
    """Each kind of document; the request was sent to two suppliers."""
    asked.delivered()
    begin: Callable[[House], Thread] = request.param
    return begin(asked)


def brought(letter: Got) -> dict[str, bytes]:
    """The files of a letter."""
    found = ((str(part.get_filename()), part.get_content()) for part in letter.message.iter_attachments())
    return {name: content if isinstance(content, bytes) else str(content).encode() for name, content in found}


def test_a_suppliers_words_and_files_reach_the_initiator_in_one_letter(thread: Thread) -> None:
    """Which document, the words, the files themselves; the supplier gets its receipt."""
    letters = thread.house.writes(
        "Who takes the goods in?", answers=thread.letter, files=(("gate.txt", b"gate 2"), ("plan.txt", b"a plan"))
    )

    told = to(letters, ANN)
    assert thread.named in told.text or thread.document in told.text
    assert "Who takes the goods in?" in told.text
    assert "“gate.txt” and “plan.txt”" in told.text
    assert brought(told) == {"gate.txt": b"gate 2", "plan.txt": b"a plan"}
    assert "gate.txt" in to(letters, SALES).text
    assert {letter.to for letter in letters} == {ANN, SALES}


def test_a_file_alone_reaches_the_initiator_too(thread: Thread) -> None:
    """Without a word."""
    letters = thread.house.writes("", answers=thread.letter, files=(("gate.txt", b"gate 2"),))
    assert brought(to(letters, ANN)) == {"gate.txt": b"gate 2"}


def test_what_a_buyer_says_goes_out_and_a_note_does_not(thread: Thread) -> None:
    """By command: `say` is one letter that names the document, `note` is none."""
    house = thread.house
    house.does(ANN, thread.document, Say(text="Gate two, please."))
    letter = to(house.delivered(), SALES)
    assert "Gate two, please." in letter.text and thread.named in letter.text

    house.does(ANN, thread.document, Note(text="They are always late."))
    assert house.delivered() == []
    assert "always late" not in everything_to(house, SALES)


def everything_to(house: House, who: str) -> str:
    """All that was ever written to somebody, as it went over the wire and as it is read."""
    mine = [letter for letter in house.tray.letters if letter.to == who]
    return "\n".join(f"{letter.subject} {letter.text} {letter.raw.decode('latin-1')} {brought(letter)}" for letter in mine)


def test_a_buyers_reply_sends_the_addressed_words_and_the_files_that_they_name(thread: Thread) -> None:
    """The rest of the words and the other file stay in the house, and he is told which was which."""
    house = thread.house
    asked_ = to(house.writes("Who takes the goods in?", answers=thread.letter), ANN)

    letters = house.writes(
        "Bob thinks they pad their prices.\n\nto supplier: Gate two, see plan.txt.",
        answers=asked_,
        who=ANN,
        files=(("plan.txt", b"a plan"), ("margins.txt", b"12 percent")),
    )

    out, back = to(letters, SALES), to(letters, ANN)
    assert "Gate two, see plan.txt." in out.text
    assert brought(out) == {"plan.txt": b"a plan"}
    assert "sent to the supplier" in back.text and "it stays in the house" in back.text
    assert "internal note" in back.text
    assert "Accept:" not in back.text  # what a supplier would answer
    for secret in ("Bob thinks", "margins.txt", "12 percent", "pad their"):
        assert secret not in everything_to(house, SALES)


def test_internal_words_and_files_are_in_no_later_letter(thread: Thread) -> None:
    """Status, the document again, its files, what is open: asked for after a note and an internal file."""
    house = thread.house
    note = to(house.writes("Who takes the goods in?", answers=thread.letter), ANN)
    house.writes("Secret: they are cheap.", answers=note, who=ANN, files=(("margins.txt", b"12 percent"),))

    for words in (
        "Status?",
        "Please send it again.",
        "Please send the files again.",
        "Which orders and invoices are open?",
        "Help",
    ):
        house.writes(words, answers=thread.letter)

    assert all(secret not in everything_to(house, SALES) for secret in ("they are cheap", "margins.txt", "12 percent"))


def test_nobody_in_copy_is_told_anything(thread: Thread) -> None:
    """A buyer and a stranger in CC: the words count once, and only the writer and the initiator get a letter."""
    copies = (("Cc", f"Carla <{CARLA}>, freight@elsewhere.example"),)

    letters = thread.house.writes("Who takes the goods in?", answers=thread.letter, headers=copies)

    assert {letter.to for letter in letters} == {ANN, SALES}


def test_a_supplier_in_copy_of_a_buyers_note_is_told_nothing(thread: Thread) -> None:
    """What the buyer's own program sends the supplier is not ours; we say nothing more to it."""
    asked_ = to(thread.house.writes("Who takes the goods in?", answers=thread.letter), ANN)

    letters = thread.house.writes("Wait for Bob.", answers=asked_, who=ANN, headers=(("Cc", SALES),))

    assert [letter.to for letter in letters] == [ANN]


def test_another_contact_of_the_supplier_gets_the_buyers_words(thread: Thread) -> None:
    """All contacts of the role stand in To, so that reply-all works."""
    eva = Address("eva@corvina.example")
    thread.house.does(ANN, "S-1", AddContact(contact=Contact(address=eva, name="Eva Smit")))
    thread.house.delivered()

    thread.house.does(ANN, thread.document, Say(text="Gate two."))

    letters = thread.house.delivered()
    assert {letter.to for letter in letters} == {SALES, eva}
    assert all(eva in str(letter.message["To"]) and SALES in str(letter.message["To"]) for letter in letters)


# ---- what a buyer attaches by command


def attached(house: House, name: str, content: bytes, *, internal: bool = False) -> Attached:
    """A file of the house, kept."""
    with house.bot.store.begin() as unit:
        unit.blobs.put(content)
    return Attached(hash=hash_of(content), name=name, media_type="text/plain", size=len(content), internal=internal)


def test_a_file_on_the_request_reaches_each_supplier_and_an_internal_one_nobody(asked: House) -> None:
    """And a file on one proposal reaches that supplier alone."""
    asked.delivered()
    asked.does(ANN, RFP, AttachToRfp(file=attached(asked, "drawing.txt", b"all")))
    assert {letter.to: letter.files for letter in asked.delivered()} == {SALES: ["drawing.txt"], UTE: ["drawing.txt"]}
    asked.does(ANN, RFP, AttachToRfp(file=attached(asked, "budget.txt", b"secret", internal=True)))
    assert asked.delivered() == []
    asked.does(ANN, PROPOSAL, AttachToRfp(file=attached(asked, "sample.txt", b"one")))
    assert {letter.to: letter.files for letter in asked.delivered()} == {SALES: ["sample.txt"]}
    keeps_them_apart(asked)


def test_the_same_file_is_stored_once(house: House) -> None:
    """Its bytes once, and on the order once, however often each side sends it."""
    plan, drawing = b"a plan of gate two" * 100, b"a drawing of the pan" * 100
    order = house.orders(PAN)
    for _ in range(2):
        house.does(ANN, "PO-1034", AttachFile(file=attached(house, "plan.txt", plan)))
        house.writes("Our drawing, and your plan.", answers=order, files=(("drawing.txt", drawing), ("plan.txt", plan)))
        house.writes("Our drawing again.", answers=order, files=(("again.txt", drawing),))

    on_the_order = [(file.name, file.from_supplier) for file in house.order().attachments]
    assert on_the_order == [("plan.txt", False), ("drawing.txt", True)]
    sizes = {"plan": len(plan), "drawing": len(drawing)}
    with house.bot.store.engine.connect() as connection:
        stored = connection.execute(text("SELECT hash FROM blob WHERE size IN (:plan, :drawing)"), sizes).scalars().all()
    assert sorted(stored) == sorted([hash_of(plan), hash_of(drawing)])


def test_words_on_a_request_by_mail_reach_each_supplier_by_itself(asked: House) -> None:
    """Ann answers the letter that the deadline has passed."""
    from bot.tick import tick

    asked.delivered()
    asked.passes(days=15)
    tick(asked.bot)
    closed = to([x for x in asked.delivered() if "closed for offers" in x.subject], ANN)

    letters = asked.writes("No offers at all!\n\nto supplier: We extend soon.", answers=closed, who=ANN)

    assert [x.to for x in letters if "We extend soon." in x.text and x.to != ANN] == []  # silent suppliers take no part any more
    assert "internal note" in to(letters, ANN).text


def test_a_file_on_an_order_that_is_a_draft_waits_for_the_order(house: House) -> None:
    """It goes with the order mail, not before."""
    from core.commands.buyer_orders import NewOrder, SubmitOrder
    from core.names import SupplierId
    from core.order import OrderLine, PurchaseOrder

    line = OrderLine(number=1, description="Bowl", quantity=Decimal(1), unit_price=Decimal(9))
    order = PurchaseOrder(reference=PO, supplier=SupplierId("S-1"), initiator=ANN, currency="EUR", lines=(line,))
    house.does(ANN, None, NewOrder(order=order))
    house.does(ANN, PO, AttachFile(file=attached(house, "drawing.txt", b"lines")))
    assert house.delivered() == []

    house.does(ANN, PO, SubmitOrder())
    assert to(house.delivered(), SALES).files == ["PO-1034.pdf", "PO-1034.xlsx", "drawing.txt"]
