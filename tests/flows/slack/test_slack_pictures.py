"""The picture of the invoice's page on the card of whoever decides: the values that were read are framed."""

import io
from typing import Any

from PIL import Image

from tests.flows.slack.conftest import Office
from tests.flows.slack.test_slack_decisions import billed_above
from tests.slack.stand_in.people import blocks_of

MARK = (217, 119, 6)


def pictures(message: dict[str, Any]) -> list[dict[str, Any]]:
    """Its pictures."""
    return [b for b in blocks_of(message) if b["type"] == "image"]


def test_the_card_shows_the_page_with_what_was_read_framed(office: Office) -> None:
    """Below the buttons, with words for whoever does not see it; uploaded once, however often the card changes."""
    billed_above(office)

    card = office.card("invoice 78")

    (picture,) = pictures(card)
    assert "invoice 78" in picture["alt_text"] and "total EUR" in picture["alt_text"].replace("\xa0", " ")
    assert picture["title"]["text"] == "invoice-78.pdf"
    file = office.slack.world.files[picture["slack_file"]["id"]]
    page = Image.open(io.BytesIO(file["content"])).convert("RGB")
    assert 500 < page.width <= 1000 and len(file["content"]) < 500_000
    orange = sum(1 for p in page.get_flattened_data() if all(abs(a - b) < 24 for a, b in zip(p, MARK, strict=True)))
    assert orange > 500

    office.ann.types("/say PO-1034 What is the stand?")
    from bot.slack import posting

    posting.refresh(office.house.bot, card_of(office))
    office.posted()
    assert pictures(card) == [picture]
    assert [f["name"] for f in office.slack.world.files.values()].count("page.png") == 1


def card_of(office: Office) -> Any:
    from core.names import Reference

    return Reference("INV-1")


def test_a_decided_card_has_no_picture_any_more(office: Office) -> None:
    """It is short then."""
    billed_above(office)
    card = office.card("invoice 78")
    office.ann.presses("Take", card)
    office.posted()
    assert pictures(card) == []


def test_a_refused_upload_leaves_the_card_without_a_picture(office: Office) -> None:
    """And the card is there."""
    office.slack.world.refused["files.getUploadURLExternal"] = "storage_limit_reached"
    billed_above(office)
    card = office.card("invoice 78")
    assert pictures(card) == [] and office.slack.world.refusals
    office.slack.world.refusals.clear()
    assert "Approved" in office.ann.presses("Take", card).words


def test_an_invoice_in_xml_has_no_picture(office: Office) -> None:
    """Nothing on it was ever printed."""
    from bot.slack.pictures import page_of
    from core.invoice import Invoice
    from core.names import BlobHash, Reference, SupplierId
    from core.order import Attached
    from core.paper import Paper, PaperKind, Source
    from tests.flows.conftest import START

    file = Attached(hash=BlobHash("0" * 64), name="i.xml", media_type="application/xml", size=1)
    paper = Paper(kind=PaperKind.INVOICE, source=Source.XML, file="i.xml")
    bare = Invoice(reference=Reference("INV-1"), supplier=SupplierId("S-1"), paper=paper, received_at=START, sources=(file,))
    assert page_of(bare, "") is None


def test_a_file_that_cannot_be_drawn_leaves_the_card_without_a_picture() -> None:
    """Whatever its bytes are."""
    from parsers.documents.shown import shown

    for data in (b"", b"%PDF-1.7 nothing", b"\x89PNG\r\n\x1a\n broken", b"<xml/>", b"II*\0" + b"\xff" * 50):
        assert shown(data, "a", 1, ((0, 0, 10, 10),)) is None


def test_a_photo_is_drawn_the_right_way_up_and_small() -> None:
    """A picture of a page has the same frames."""
    from parsers.documents.shown import shown

    held = io.BytesIO()
    Image.new("RGB", (2480, 3508), "white").save(held, "JPEG")
    made = shown(held.getvalue(), "photo.jpg", 1, ((100, 100, 200, 120),))
    assert made is not None
    page = Image.open(io.BytesIO(made)).convert("RGB")
    assert page.width < 1000
    assert any(all(abs(a - b) < 24 for a, b in zip(p, MARK, strict=True)) for p in page.get_flattened_data())
