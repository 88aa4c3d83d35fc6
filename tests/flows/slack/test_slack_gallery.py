"""Cards as a person sees them: with COUNTERFOIL_DRAW=FOLDER they are left there as HTML pages, to be looked at.

COUNTERFOIL_DRAW=/tmp/cards .venv/bin/python -m pytest tests/flows/slack/test_slack_gallery.py
"""

import os
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.tick import tick
from core.commands.buyer_orders import CancelOrder, CompleteOrder
from core.commands.buyer_people import Say
from core.party import Contact, Language, Supplier
from tests.flows.conftest import ANN, PAN, POT, SALES
from tests.flows.slack.conftest import STAND, Office, labels
from tests.slack.draw import page

Json = dict[str, Any]


def drawn(office: Office, name: str, messages: list[Json]) -> str:
    """As HTML, kept where it is asked for."""
    made = page(messages, {which: file["content"] for which, file in office.slack.world.files.items()})
    if folder := os.environ.get("COUNTERFOIL_DRAW"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        (Path(folder) / f"{name}.html").write_text(made, "utf-8")
    return made


def thread(office: Office) -> list[Json]:
    """What stands in the channel, copied: later changes are later pictures."""
    return [dict(m) for m in office.posted()]


def test_decisions(office: Office) -> None:
    """A matching card, what it becomes, a card for approval, words in the thread."""
    house = office.house
    office.ann.types("/po list")
    office.carla.types("/po list")
    order = house.orders(PAN, POT)
    house.writes("We can only send 100 pans on 4 May, the rest on 11 May. Is that all right?", answers=order)
    house.writes("", answers=order, files=(house.bill("78", "PO-1034", PAN, STAND),))
    first = thread(office)
    card = office.card("invoice 78")
    office.ann.presses("Take", card)
    house.does(ANN, "PO-1034", Say(text="Please deliver at the back door."))
    office.posted()
    many = replace(PAN, quantity=Decimal(400))
    second = house.orders(many, number="PO-1035")
    house.writes("", answers=second, files=(house.bill("80", "PO-1035", many),))

    assert "Display stand" in drawn(office, "decision", first)
    assert "Approve" in drawn(office, "later", thread(office))
    shown = office.ann.types("/invoice show INV-1")
    listed = office.ann.types("/invoice list")
    helped = office.ann.types("/invoice help")
    drawn(office, "answers", [{"text": a.text, "blocks": a.blocks} for a in (shown, listed, helped)])


def test_orders_in_each_status(office: Office) -> None:
    """Submitted, confirmed, changed, refused, completed, canceled."""
    house = office.house
    sent = [house.orders(PAN, POT, number=f"PO-{n}") for n in range(1, 7)]
    house.writes("We accept your order.", answers=sent[1])
    house.writes("We accept, but the stock pot comes on 20 May 2026.", answers=sent[2])
    house.writes("We cannot deliver this order: the pans are discontinued.", answers=sent[3])
    house.does(ANN, "PO-5", CompleteOrder())
    house.does(ANN, "PO-6", CancelOrder(reason="ordered twice"))

    made = drawn(office, "orders", thread(office))

    assert "Completed" in made and "Canceled" in made


def test_home_and_digest(office: Office) -> None:
    """What waits, for Ann and for Carla."""
    house = office.house
    office.ann.types("/po list")
    office.carla.types("/po list")
    for n in range(1, 4):
        order = house.orders(PAN, POT, number=f"PO-{n}")
        house.writes("", answers=order, files=(house.bill(str(70 + n), f"PO-{n}", PAN, STAND),))
    many = replace(PAN, quantity=Decimal(400))
    house.writes("", answers=house.orders(many, number="PO-9"), files=(house.bill("80", "PO-9", many),))
    house.passes(days=4)
    for who, name in ((office.ann, "ann"), (office.carla, "carla")):
        home = who.looks()
        drawn(office, f"home-{name}", [{"text": "", "blocks": home["blocks"]}])
        who.types("/digest now")
    office.posted()
    for name in ("ANN", "CARLA"):
        assert "INV-" in drawn(office, f"digest-{name.lower()}", office.slack.world.channels[f"D0{name}"])


@pytest.mark.parametrize("language", Language)
def test_windows(office: Office, language: Language) -> None:
    """Every window of an invoice and of a supplier, and those for what is new."""
    house = office.house
    reads(office, language)
    order = house.orders(PAN)
    house.writes("", answers=order, files=(house.bill("78", "PO-1034", PAN, STAND),))
    lines = (
        "/invoice reject INV-1",
        "/invoice return INV-1",
        "/invoice link INV-1",
        "/invoice pay INV-1",
        "/supplier disable S-1",
        "/po new",
        "/rfp new",
    )
    windows = [office.ann.types(line).window for line in lines]
    assert all(windows)
    drawn(office, f"windows-{language}", [w for w in windows if w])


@pytest.mark.parametrize("language", Language)
def test_requests(office: Office, language: Language) -> None:
    """The message of a request with offers, the offers side by side, the window that awards, the thread, and what it becomes."""
    house = office.house
    reads(office, language)
    house.adds_supplier(Supplier(id="S-2", name="Nordholz A/S", country="DK", contacts=(Contact(address="p@n.example"),)))  # type: ignore[arg-type]
    office.ann.types("/rfp new 2026-05-04 S-1 S-2 400 pcs x Bowl 24 cm; 40 pcs x Jug 1.5 l; 12 pcs x Ladle, forged")
    office.ann.types("/rfp open RFP-1")
    mails = {letter.to: letter for letter in house.delivered()}
    house.writes("Item 1: 3.10 EUR\nItem 2: 15 EUR\nItem 3: 9.80 EUR", answers=mails[SALES])
    house.writes("Item 1: 2.95 EUR\nItem 2: 16.20 EUR\nNo offer for item 3.", answers=mails["p@n.example"], who="p@n.example")  # type: ignore[arg-type]
    house.passes(days=15)
    tick(house.bot)
    before = thread(office)
    compared, card = office.ann.types("/rfp compare RFP-1"), office.card("*RFP-1*")
    window = office.ann.presses(labels(card)[1], card).window
    assert window is not None
    shown = [*before, {"text": compared.text, "blocks": compared.blocks}, window]
    made = drawn(office, f"rfp-{language}", shown)
    office.ann.enters(window)
    after = drawn(office, f"rfp-awarded-{language}", thread(office))
    assert "★" in made and ("Won" if language is Language.EN else "gewonnen").lower() in after.lower()


def reads(office: Office, language: Language) -> None:
    """Ann reads this language."""
    with office.house.bot.store.begin() as unit:
        ann = unit.people.buyer(ANN)
        assert ann is not None
        unit.people.save_buyer(replace(ann, language=language), ann.version)
    office.ann.types("/po list")


def test_a_buyer_who_reads_german_has_german_cards(office: Office) -> None:
    """Cards, windows, the home and the digest; commands are typed in English by everybody."""
    house = office.house
    reads(office, Language.DE)
    order = house.orders(PAN, POT)
    house.writes("Which gate shall our driver take?", answers=order)
    house.writes("", answers=order, files=(house.bill("78", "PO-1034", PAN, STAND),))

    card = office.card("Rechnung 78")
    assert labels(card) == ["Übernehmen", "Ablehnen…", "Zurückgeben…", "Zum Bestellpreis", "Zuordnen…"]
    made = drawn(office, "german", thread(office))
    assert "Im Abgleich" in made and "Matching" not in made and "Confirmation" not in made
    assert "Sent" in office.ann.says("an Lieferant: Tor 3, bitte.", office.card("PO-1034 ·")["ts"]).words
    window = office.ann.presses("Ablehnen…", card).window
    home = office.ann.looks()
    office.ann.types("/digest now")
    office.posted()
    assert window is not None and window["title"]["text"] == "INV-1 ablehnen"
    shown = [{"text": f"*{window['title']['text']}*", "blocks": window["blocks"]}, {"text": "", "blocks": home["blocks"]}]
    drawn(office, "german-more", [*shown, *office.slack.world.channels["D0ANN"]])
    office.ann.enters(window, code="Nicht bestellter Artikel (ITM)", reason="")
    assert house.status("INV-1") == "Rejected"
