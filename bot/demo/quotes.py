"""The scene of a request for proposal: asked of two suppliers, answered in words and by sheet, awarded item by item."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from html import escape
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from bot.demo.stage import ANN, BOT, SALES, UTE, Stage, Unexpected
from bot.demo.world import Post

SHEET = "xl/worksheets/sheet1.xml"


def requested(stage: Stage) -> None:
    """Each supplier by itself; the cheapest for each item; an order for each winner."""
    stage.chapter("6  A request for proposal, answered in words and by sheet")
    day = f"{datetime.now(UTC).date() + timedelta(days=14)}"
    items = ("--item", "400 pcs x Bowl 24 cm", "--item", "250 pcs x Plate 27 cm")
    suppliers = ("--supplier", "S-1", "--supplier", "S-2")
    stage.service.say("rfp", "new", "--title", "Canteen tableware", *items, "--deadline", day, *suppliers, "--open")
    asked = stage.expect(SALES, "the request, with a sheet and a form to fill in", "Bowl 24 cm", subject="[RFP-1-S-1]")
    gefragt = stage.expect(UTE, "the same request, by itself and in German", "Bowl 24 cm", subject="[RFP-1-S-2]")
    words = "Item 1: 3.10 EUR, lead time 21 days\nItem 2: 5.40 EUR, lead time 21 days"
    stage.supplier.write("", words, to=BOT, answers=asked)
    stage.expect(SALES, "the offer as it was understood", "EUR 2,590.00")
    stage.expect(ANN, "Corvina's offer", "EUR 2,590.00", subject="RFP-1")
    stage.potter.write(
        "", "Anbei.", to=BOT, answers=gefragt, files=(("RFP-1.xlsx", _filled(gefragt, {"H7": "2,95", "H8": "5,60"})),)
    )
    stage.expect(UTE, "the sheet, read as an offer", "2.580,00")
    stage.tell(f"`rfp compare`: {_cheapest(stage)}")
    stage.service.say("rfp", "award", "RFP-1", "--cheapest")
    stage.expect(SALES, "it won the plates: its order", "Plate 27 cm", "1,350.00", subject="PO-5")
    stage.expect(UTE, "it won the bowls: its order", "Bowl 24 cm", "1.180,00", subject="PO-6")
    _apart(stage)


def _cheapest(stage: Stage) -> str:
    """What the cheapest for each item comes to."""
    total = stage.service.ask("rfp", "compare", "RFP-1")[0]["combinations"][0]["total"]
    if total != "2530.00":
        raise Unexpected(f"the cheapest for each item is {total}")
    return "the cheapest for each item comes to EUR 2,530.00, from two suppliers"


def _apart(stage: Stage) -> None:
    """Neither supplier reads anything of the other."""
    secrets = {SALES: ("Töpferei", "2.95"), UTE: ("Corvina", "3,10")}
    leaks = [(p.recipient, s) for p in stage.world.seen for s in secrets.get(p.recipient, ()) if s in p.text + p.html + p.subject]
    if leaks:
        raise Unexpected(f"told to the wrong one: {leaks}")
    stage.tell("neither supplier was told a word of the other")


def _filled(letter: Post, cells: Mapping[str, str]) -> bytes:
    """The sheet of a letter with these cells typed in, as a spreadsheet program saves it."""
    (sheet,) = (part.get_payload(decode=True) for part in letter.message.walk() if str(part.get_filename()).endswith(".xlsx"))
    assert isinstance(sheet, bytes)
    into = BytesIO()
    with ZipFile(BytesIO(sheet)) as old, ZipFile(into, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, _typed(content.decode(), cells) if name == SHEET else content)
    return into.getvalue()


def _typed(xml: str, cells: Mapping[str, str]) -> str:
    for at, text in cells.items():
        head, empty, tail = re.split(rf'(<c r="{at}"[^>]*)/>', xml) if f'<c r="{at}"' in xml else (xml, "", "")
        if not empty:
            raise Unexpected(f"the sheet has no empty cell {at}")
        xml = f'{head}{empty} t="inlineStr"><is><t>{escape(text)}</t></is></c>{tail}'
    return xml
