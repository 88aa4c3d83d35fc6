"""Every verb typed, with its answer (docs/rules.md 9)."""

import pytest

from bot.slack.grammar import form
from bot.slack.verbs import SURFACES, VERBS
from core.commands.buyer_orders import AttachFile
from core.commands.buyer_people import AddBuyer, RemoveBuyer
from core.commands.buyer_rfps import AttachToRfp
from core.commands.buyer_self import SetDeputy
from core.commands.buyer_suppliers import ConfirmBank, DropBank, ProposeBank, SetProfile
from core.commands.registry import BUYER_COMMANDS
from core.names import Reference
from tests.flows.conftest import PAN, SALES, House, to
from tests.flows.slack.conftest import Office
from tests.flows.slack.test_slack_decisions import billed_above

ELSEWHERE = {AttachFile, AttachToRfp, AddBuyer, RemoveBuyer, SetDeputy, SetProfile, ProposeBank, ConfirmBank, DropBank}
"""Files and buyers are entered at the command line; bank accounts are never a matter of Slack alone."""


def test_every_command_of_a_buyer_can_be_typed() -> None:
    """A new command needs a verb here, or a reason."""
    assert {c for v in VERBS for c in v.says} | ELSEWHERE >= set(BUYER_COMMANDS)
    for verb in VERBS:
        assert verb.meaning and verb.example.startswith(f"/{verb.surface}")
        assert all(isinstance(form(c), str) for c in verb.says)


def order(house: House) -> None:
    house.orders(PAN)


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("/po new S-1 3 pcs x 2.50 Cup; 4 pcs x 1.10 CM-1 Saucer", "is a Draft, net EUR 11.90"),
        ("/po show PO-1034", "Frying pan"),
        ("/po resend PO-1034", "*Submitted*"),
        ("/po revise PO-1034 1=60 pcs x 24.50 CM-PAN-28 Frying pan", "revision 2"),
        ("/po complete PO-1034", "*Completed*"),
        ("/po cancel PO-1034 ordered twice", "*Canceled*"),
        ("/po history PO-1034", "order submitted"),
        ("/supplier list", "Corvina"),
        ("/supplier show S-1", "Paul Hendry"),
        ("/supplier add new@mills.example Mills & Sons", "*pending*"),
        ("/supplier tolerance S-1 7,5", "*approved*"),
        ("/supplier contacts S-1 add anna@corvina.example Anna", "*approved*"),
        ("/supplier approve S-1", "not possible"),
        ("/inbox list", "Nothing."),
        ("/inbox show 17", "there is no mail 17"),
        ("/inbox release 17", "17"),
        ("/inbox junk 17", "17"),
        ("/inbox assign 17 S-1", "there is no mail 17"),
        ("/note PO-1034 Paul sounded unsure", "PO-1034"),
        ("/say PO-1034 “Can you deliver a week earlier?”", "PO-1034"),
        ("/digest now", "waits"),
        ("/digest time 7", "daily at 7:00"),
        ("/digest off", "No digest"),
    ],
)
def test_a_verb_is_answered(office: Office, line: str, answer: str) -> None:
    """In words, or as a table."""
    order(office.house)

    told = office.ann.types(line)

    assert answer in told.words.replace("\xa0", " ")


def test_verbs_on_an_invoice(office: Office) -> None:
    """Sent back at the order's price, and a window where words are missing."""
    billed_above(office)
    for line, title in (
        ("/invoice reject INV-1", "Reject INV-1"),
        ("/invoice link INV-1", "Link INV-1"),
        ("/invoice pay INV-1", "Pay INV-1"),
    ):
        window = office.ann.types(line).window
        assert window is not None and window["title"]["text"] == title

    office.ann.types("/invoice return INV-1 at po price")

    assert office.house.status("INV-1") == "Draft"


def test_disabling_a_supplier_says_how_many_drafts_go(office: Office) -> None:
    """Invoices and quotes, and asks first."""
    billed_above(office)
    office.ann.types("/invoice return INV-1 at po price")
    office.ann.types("/rfp new 2026-05-04 S-1 400 pcs x Bowl 24 cm; 40 pcs x Jug 1.5 l")
    office.ann.types("/rfp open RFP-1")
    letters = office.house.delivered()
    office.house.writes("Item 1: 3.10 EUR", answers=[letter for letter in letters if "RFP-1" in letter.subject][-1])

    window = office.ann.types("/supplier disable S-1").window
    assert window is not None
    assert "Corvina Metalware B.V.: 1 invoice and 1 quote in Draft will be mailed back" in window["blocks"][0]["text"]["text"]
    office.ann.enters(window)

    assert office.house.status("INV-1") == "none"
    with office.house.bot.store.read() as unit:
        assert unit.documents.proposals_on(Reference("RFP-1")) == ()


def test_say_reaches_the_supplier_and_a_note_does_not(office: Office) -> None:
    """Typographic quotes are taken off."""
    order(office.house)
    office.ann.types("/say PO-1034 “Can you deliver a week earlier?”")
    letters = office.house.delivered()
    assert (
        "Can you deliver a week earlier?" in to(letters, SALES).text
        and "“" not in to(letters, SALES).text.split("earlier")[0][-40:]
    )
    office.ann.types("/note PO-1034 he sounded unsure")
    assert office.house.delivered() == []


def test_the_manifest_has_every_surface() -> None:
    """What can be typed is known to Slack."""
    from pathlib import Path

    manifest = (Path(__file__).parents[3] / "config" / "slack-manifest.yaml").read_text("utf-8")
    for surface in SURFACES:
        assert f"command: /{surface}\n" in manifest
