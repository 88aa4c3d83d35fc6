"""The forms of a request for proposal, filled in and sent back: mails in, letters out."""

from io import BytesIO
from pathlib import Path

import docx
import pytest

from core.names import Reference
from core.proposal import Proposal
from tests.flows.conftest import SALES, Got, House
from tests.flows.test_rfp import S_1, S_2, UTE, asked, status, to
from tests.office import saved_as, typed

__all__ = ["asked"]


def file_of(letter: Got, ending: str) -> bytes:
    """A file that came with an invitation."""
    (found,) = [p.get_content() for p in letter.message.iter_attachments() if str(p.get_filename()).endswith(ending)]
    return bytes(found)


def filled(form: bytes, prices: dict[int, str]) -> bytes:
    """The DOCX with prices typed in."""
    document, into = docx.Document(BytesIO(form)), BytesIO()
    for row, price in prices.items():
        document.tables[0].rows[row].cells[3].text = price
    document.save(into)
    return into.getvalue()


def proposal_in(house: House, supplier: str) -> Proposal:
    with house.bot.store.read() as unit:
        found = unit.documents.proposal(Reference(f"RFP-1-{supplier}"))
    assert found is not None
    return found


def test_a_sheet_and_a_form_are_quotes(asked: House) -> None:
    """Corvina fills in the sheet, the Töpferei the form; nobody writes a word."""
    invitations = asked.delivered()
    assert to(invitations, SALES).files == ["RFP-1.xlsx", "RFP-1.docx"]

    sheet = typed(file_of(to(invitations, SALES), ".xlsx"), {"H7": "3.10", "H8": "5.40", "G9": "no"})
    letters = asked.writes("", answers=to(invitations, SALES), files=(("RFP-1.xlsx", sheet),))
    assert status(asked, S_1) == "Submitted"
    assert "items 1 and 2, EUR 2,590.00" in to(letters, SALES).text

    form = filled(file_of(to(invitations, UTE), ".docx"), {1: "2,95", 2: "5,60", 3: "14,50"})
    letters = asked.writes("Anbei.", answers=to(invitations, UTE), who=UTE, files=(("Angebot.docx", form),))
    assert status(asked, S_2) == "Submitted"
    assert "3.160,00" in to(letters, UTE).text  # 400 x 2.95 + 250 x 5.60 + 40 x 14.50


def test_a_form_in_a_new_mail_finds_its_request(asked: House) -> None:
    """Neither thread nor token: the key in the file tells."""
    invitation = to(asked.delivered(), SALES)

    asked.writes("", files=(("offer.docx", filled(file_of(invitation, ".docx"), {1: "3.10"})),), subject="Offer")

    assert (status(asked, S_1), len(proposal_in(asked, S_1).offers)) == ("Draft", 1)


def test_an_odt_is_read_as_well(asked: House, tmp_path: Path) -> None:
    """LibreOffice keeps the form in a format of its own."""
    invitation = to(asked.delivered(), SALES)
    odt = saved_as(filled(file_of(invitation, ".docx"), {1: "3.10", 2: "no"}), "docx", "odt", tmp_path)

    asked.writes("", answers=invitation, files=(("RFP-1.odt", odt),))

    assert [(o.item, o.declined) for o in proposal_in(asked, S_1).offers] == [(1, False), (2, True)]


@pytest.mark.parametrize("ending", [".xlsx", ".docx"])
def test_the_form_of_another_supplier_is_refused(asked: House, ending: str) -> None:
    """A key is good for one supplier alone; nothing of the file is told."""
    invitations = asked.delivered()
    theirs = file_of(to(invitations, UTE), ending)
    made = typed(theirs, {"H7": "1"}) if ending == ".xlsx" else filled(theirs, {1: "1"})

    letters = asked.writes("", answers=to(invitations, SALES), files=((f"offer{ending}", made),))

    assert (status(asked, S_1), status(asked, S_2)) == ("Received", "Received")
    assert "RFP-1-S-2" not in to(letters, SALES).text and "Töpferei" not in to(letters, SALES).text


def test_what_is_in_doubt_is_asked_and_the_rest_counts(asked: House) -> None:
    """A price in another currency is no price."""
    invitation = to(asked.delivered(), SALES)
    sheet = typed(file_of(invitation, ".xlsx"), {"H7": "3.10", "H8": "5.40 USD"})

    letters = asked.writes("", answers=invitation, files=(("RFP-1.xlsx", sheet),))

    assert [o.item for o in proposal_in(asked, S_1).offers] == [1]
    assert "5.40 USD" in to(letters, SALES).text


def test_a_late_form_is_late(asked: House) -> None:
    """By the time of receipt."""
    invitation = to(asked.delivered(), SALES)
    asked.passes(days=15)

    letters = asked.writes("", answers=invitation, files=(("RFP-1.xlsx", typed(file_of(invitation, ".xlsx"), {"H7": "3.1"})),))

    assert proposal_in(asked, S_1).late is not None
    assert "after the deadline" in to(letters, SALES).text
