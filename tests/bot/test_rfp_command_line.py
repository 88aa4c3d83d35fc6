"""Requests for proposal at the command line: entered, imported, opened, compared, awarded; each fault says what to do."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot import order_entry, rfp_entry
from bot.rfp_entry import choice_of, deadline_of, item_of
from channels.render.sheets import IMPORT_COLUMNS, RFP_COLUMNS
from core.commands.buyer_awards import Choice
from core.names import SupplierId
from core.proposal import RfpItem
from tests.bot.test_command_line import Shell, shell

__all__ = ["shell"]
BERLIN = ZoneInfo("Europe/Berlin")
TODAY = datetime.now(tz=UTC).date()
AHEAD = f"{TODAY + timedelta(days=30)}"


def entered(shell: Shell, *more: str) -> str:
    """A request of two items to both suppliers."""
    shell.says("supplier", "add", "Nordholz A/S", "--contact", "post@nordholz.example")
    items = ("--item", "400 pcs x K-1102 Bowl 24 cm", "--item", "40 pcs x Jug 1.5 l")
    return shell.says("rfp", "new", *items, "--deadline", AHEAD, "--supplier", "S-1", "--supplier", "s-2", *more)


def test_an_item_a_deadline_and_a_choice_are_short_texts() -> None:
    """A day lasts until its last minute, in the buyer's zone."""
    assert item_of("400 pcs x K-1102 Bowl 24 cm", 1) == RfpItem(
        number=1, description="Bowl 24 cm", quantity=Decimal(400), unit="pcs", sku="K-1102"
    )
    assert item_of("2,5 x Clay", 3).quantity == Decimal("2.5")
    assert deadline_of("2026-06-30", BERLIN) == datetime(2026, 6, 30, 21, 59, tzinfo=UTC)
    assert deadline_of("2026-06-30 17:00", BERLIN) == datetime(2026, 6, 30, 15, 0, tzinfo=UTC)
    assert deadline_of("2026-06-30T17:00+00:00", BERLIN) == datetime(2026, 6, 30, 17, 0, tzinfo=UTC)
    assert choice_of("1=s-2:60") == Choice(item=1, supplier=SupplierId("S-2"), quantity=Decimal(60))


@pytest.mark.parametrize("wrong", ["Bowl 24 cm", "0 pcs x Bowl", "-1 x Bowl"])
def test_an_item_that_is_none_says_the_form(wrong: str) -> None:
    """And what was expected."""
    with pytest.raises(ValueError, match="item 1"):
        item_of(wrong, 1)


def test_a_request_is_entered_opened_extended_and_canceled(shell: Shell) -> None:
    """The number is the house's; each step is one line."""
    assert "RFP-1  draft, 2 items" in entered(shell)
    assert "proposal invited" in shell.says("rfp", "open", "RFP-1")
    assert "RFP-1-S-2" in shell.says("rfp", "show", "RFP-1")
    assert "Open" in shell.says("rfp", "list", "--status", "Open")
    assert "rfp extended" in shell.says("rfp", "extend", "RFP-1", f"{TODAY + timedelta(days=40)} 12:00")
    assert "deadline" in shell.fails("rfp", "extend", "RFP-1", "soon")
    assert "rfp canceled" in shell.says("rfp", "cancel", "RFP-1", "--reason", "no budget")
    (found,) = shell.asks("rfp", "show", "RFP-1")
    assert (found["status"], [p["status"] for p in found["proposals"]]) == ("Canceled", ["No proposal", "No proposal"])  # type: ignore[attr-defined]


def test_compare_and_award_without_an_offer_say_so(shell: Shell) -> None:
    """Nothing to compare is no fault; nothing to award is one."""
    entered(shell, "--open")

    assert "cheapest for each item" in shell.says("rfp", "compare", "RFP-1")
    assert "rfp compare RFP-1" in shell.fails("rfp", "award", "RFP-1", "--cheapest")
    assert "1=S-n" in shell.fails("rfp", "award", "RFP-1", "first=me").replace("ITEM", "1")
    assert "ITEM=S-n" in shell.fails("rfp", "award", "RFP-1")
    assert "S-9" in shell.fails("rfp", "award", "RFP-1", "1=S-9")


def test_files_are_attached_to_all_or_to_one(shell: Shell) -> None:
    """By the name of the request, or of a proposal."""
    entered(shell, "--open")
    drawing = shell.folder / "drawing.pdf"
    drawing.write_bytes(b"%PDF-1.4")

    shell.says("rfp", "attach", "RFP-1", str(drawing))
    shell.says("rfp", "attach", "RFP-1-S-2", str(drawing), "--internal")
    assert "file drawing.pdf" in shell.says("rfp", "show", "RFP-1")


@pytest.mark.parametrize("name", ["requests.csv", "requests.json"])
def test_requests_are_imported_whole_or_not_at_all(shell: Shell, name: str, tmp_path: Path) -> None:
    """Rows of one name are one request; a bad row is named."""
    rows = {
        "requests.csv": "rfp,title,deadline,suppliers,item,quantity,unit,description\n"
        f"a,Tableware,{AHEAD},S-1,1,400,pcs,Bowl\na,,,,2,40,pcs,Jug\nb,Pans,,,1,5,pcs,Pan\n",
        "requests.json": f'[{{"rfp": "a", "title": "Tableware", "deadline": "{AHEAD}", "suppliers": "S-1", "quantity": "400", '
        '"description": "Bowl"}, {"rfp": "a", "quantity": 40, "description": "Jug"}, '
        '{"rfp": "b", "quantity": 5, "description": "Pan"}]',
    }
    file = tmp_path / name
    file.write_text(rows[name])

    shell.says("rfp", "import", str(file))
    found = shell.asks("rfp", "list")
    assert [(r["reference"], r["title"], len(r["items"])) for r in found] == [
        ("RFP-2", found[0]["title"], 1),
        ("RFP-1", "Tableware", 2),
    ]  # type: ignore[arg-type]

    file.write_text(rows[name].replace("400", "many"))
    assert "row 2: quantity" in shell.fails("rfp", "import", str(file))
    assert len(shell.asks("rfp", "list")) == 2


def test_the_empty_sheet_names_the_columns(shell: Shell, tmp_path: Path) -> None:
    """Filled in, it is imported."""
    sheet = tmp_path / "requests.xlsx"

    assert "fill it in" in shell.says("rfp", "import", "--template", str(sheet))
    assert "no rows" in shell.fails("rfp", "import", str(sheet))
    assert set(RFP_COLUMNS) == set(rfp_entry.COLUMNS)
    assert set(IMPORT_COLUMNS) == set(order_entry.COLUMNS)


def test_a_draft_without_a_deadline_gets_one_before_it_is_sent(shell: Shell) -> None:
    """It cannot be sent without; `extend` sets it, also to an earlier one while it is a Draft."""
    shell.says("rfp", "new", "--item", "40 x Jug", "--supplier", "S-1")
    assert "it needs a deadline" in shell.fails("rfp", "open", "RFP-1")

    shell.says("rfp", "extend", "RFP-1", "2099-06-30")
    shell.says("rfp", "extend", "RFP-1", "2099-05-31 12:00")
    shell.says("rfp", "open", "RFP-1")

    assert [(r["status"], r["deadline"][:16]) for r in shell.asks("rfp", "list")] == [("Open", "2099-05-31T10:00")]
