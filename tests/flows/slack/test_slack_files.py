"""Files of a thread, both ways: the supplier's come into it; a buyer's stay in the house unless they are addressed."""

from core.names import Reference
from tests.flows.conftest import PAN, SALES, to
from tests.flows.slack.conftest import BOTH, CHANNEL, STAND, Office, words
from tests.flows.slack.test_slack_decisions import billed_above

DRAWING = b"%PDF-1.4 a drawing of the pan"


def attached(office: Office, order: str = "PO-1034") -> list[tuple[str, bool]]:
    """Name and whether internal, of the files with the order."""
    with office.house.bot.store.read() as unit:
        found = unit.documents.order(Reference(order))
    assert found is not None
    return [(a.name, a.internal) for a in found.attachments]


def test_a_file_of_the_supplier_comes_into_the_thread(office: Office) -> None:
    """As a file of Slack, once, and its bytes are those of the mail."""
    order = office.house.orders(PAN)
    head = office.card("PO-1034 ·")
    office.house.writes("Here is our data sheet, for your files.", answers=order, files=(("data sheet.pdf", DRAWING),))

    office.posted()

    (line,) = [m for m in office.slack.world.channels[CHANNEL] if "data sheet.pdf" in m["text"]]
    assert line["thread_ts"] == head["ts"]
    (file,) = office.slack.world.files.values()
    assert (file["name"], file["content"]) == ("data sheet.pdf", DRAWING)
    assert f"/{file['id']}/" in line["text"]


def test_the_invoice_itself_comes_into_the_thread_of_its_card(office: Office) -> None:
    """The PDF, below the picture of its page."""
    billed_above(office)
    office.posted()
    (line,) = [m for m in office.slack.world.channels[CHANNEL] if m["text"].startswith("From the supplier")]
    assert "invoice-78.pdf" in line["text"]
    office.ann.presses("Take", office.card("invoice 78,"))
    assert len([m for m in office.posted() if m["text"].startswith("From the supplier")]) == 1


def test_a_dropped_file_stays_in_the_house(office: Office) -> None:
    """With or without words; the bot says so, and no letter goes out."""
    office.house.orders(PAN)
    head = office.card("PO-1034 ·")

    told = office.ann.says("The drawing that Paul asked about.", head["ts"], files=(("drawing.pdf", DRAWING),))
    assert "does not see it" in told.words and "drawing.pdf kept as internal" in told.words
    office.ann.says("", head["ts"], files=(("more.pdf", DRAWING + b"2"),))

    assert attached(office) == [("drawing.pdf", True), ("more.pdf", True)]
    assert office.house.delivered() == []


def test_an_addressed_file_goes_out_with_its_words_in_one_letter(office: Office) -> None:
    """And is not mirrored back into the thread."""
    office.house.orders(PAN)
    head = office.card("PO-1034 ·")

    told = office.ann.says("to supplier: Please use this drawing.", head["ts"], files=(("drawing.pdf", DRAWING),))

    assert "Sent to the supplier. drawing.pdf went along." in told.words
    letter = to(office.house.delivered(), SALES)
    assert "Please use this drawing." in letter.text and letter.files == ["drawing.pdf"]
    assert attached(office) == [("drawing.pdf", False)]
    assert [m["text"] for m in office.posted() if "drawing" in m["text"] and m.get("user") == "U0BOT"] == [
        "To the supplier: Please use this drawing."
    ]


def test_a_file_that_is_too_large_is_said_and_sends_nothing(office: Office) -> None:
    """Fifteen megabytes are what a letter may carry."""
    office.house.orders(PAN)
    head = office.card("PO-1034 ·")
    big = (("plan.pdf", b"%PDF" + bytes(15_000_001)),)

    assert "plan.pdf: larger than 15 MB" in office.ann.says("to supplier: The plan.", head["ts"], files=big).words
    assert office.house.delivered() == []
    told = office.ann.says("The plan, for us.", head["ts"], files=big).words
    assert "Noted with PO-1034" in told and "larger than 15 MB" in told
    assert attached(office) == []


@BOTH
def test_a_dropped_file_that_slack_sends_twice_is_kept_once(office: Office) -> None:
    """The same event again."""
    office.house.orders(PAN)
    head = office.card("PO-1034 ·")
    file = office.slack.world.file("drawing.pdf", DRAWING, "U0ANN", "application/pdf")
    event = office.ann.message("", head["ts"], subtype="file_share", files=[{"id": file["id"], "name": "drawing.pdf"}])
    payload = office.ann.event(event)
    for retry in range(3):
        office.slack.acknowledgement(office.slack.send("events_api", payload, retry=retry))
    office.slack.wait(lambda: attached(office))
    office.ann.says("And that is all.", head["ts"])
    assert attached(office) == [("drawing.pdf", True)]


def test_somebody_who_may_not_attach_keeps_his_words(office: Office) -> None:
    """Carla is no initiator: her note stays, her file does not, and she is told."""
    office.house.orders(PAN)
    head = office.card("PO-1034 ·")

    told = office.carla.says("From the warehouse.", head["ts"], files=(("photo.pdf", DRAWING),)).words

    assert "words are noted" in told and "not kept" in told
    assert attached(office) == []


def test_without_the_right_to_read_files_it_is_said(office: Office) -> None:
    """Slack shows a page to sign in at instead of the file: that page is not kept."""
    office.house.orders(PAN)
    head = office.card("PO-1034 ·")
    office.slack.world.scopes.discard("files:read")

    told = office.ann.says("", head["ts"], files=(("drawing.pdf", DRAWING),)).words

    assert "Not kept: drawing.pdf" in told and attached(office) == []
    office.slack.world.refusals.clear()


def test_an_invoice_without_an_order_has_a_thread_of_its_own(office: Office) -> None:
    """It waits for whoever links it; words there are noted with it."""
    office.house.writes("", subject="Invoice 91", files=(office.house.bill("91", "", PAN, STAND),))
    heads = [m for m in office.posted() if "91" in m["text"]]
    if heads:
        assert "thread_ts" not in heads[0]
        assert "does not see it" in office.ann.says("Whose is it?", heads[0]["ts"]).words
    assert all(words(m) for m in heads)
