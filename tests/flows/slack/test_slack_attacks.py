"""Attacks on Slack's side (docs/threats.md T12, T27, T28): what fires, and who decides.

Every press by the wrong person, twice and late is in test_slack_matrix.py, forged ones in test_slack_presses.py.
"""

import json
import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

from core.names import Address, SupplierId
from core.party import Contact, Supplier
from tests.flows.conftest import PAN, POT
from tests.flows.slack.conftest import CHANNEL, Office, words
from tests.flows.slack.test_slack_decisions import billed_above

GARBAGE = (
    "/po show \u202e",
    "/invoice reject",
    "/po list after after",
    "/invoice pay INV-1 NaN",
    "/inbox show 9" + "9" * 40,
    "/po " + "x" * 3000,
    "/say",
    "/say PO-1034",
    "/invoice link INV-1 PO-1034 2=",
    "/digest time 99",
    "/supplier tolerance S-1 1e9",
    "/po new S-1 1 x 1",
    "/po new S-1",
)
EVIL = "<!channel> <https://evil.example|Approve> *x* <@U123> & <!subteam^S1>"


def without_tables(part: Any) -> Any:
    """A message as Slack reads its syntax: the cells of a table are raw text, of which it makes nothing."""
    if isinstance(part, dict):
        return {key: without_tables(value) for key, value in part.items()} if part.get("type") != "table" else {}
    return [without_tables(one) for one in part] if isinstance(part, list) else part


def test_no_word_of_a_supplier_is_a_mention_or_a_link(office: Office) -> None:
    """In a comment, in the text of an item, and in the name of the item of an order."""
    order = office.house.orders(replace(POT, text=f"Pot {EVIL}"[:80]))
    office.house.writes(f"A question: does {EVIL} come with a lid?", answers=order)
    office.house.writes(f"A long question. {'Word after word. ' * 400} What do you say?", answers=order)

    posted = office.posted()

    raw = json.dumps(posted)
    outside = json.dumps(without_tables(posted))
    for live in ("<!channel>", "<https://evil", "<@U123>", "<!subteam"):
        assert live not in outside, live
    assert "&lt;!channel&gt;" in raw


def test_a_button_for_an_older_version_decides_nothing(office: Office) -> None:
    """The invoice was replaced by another one after the card was drawn."""
    billed_above(office)
    card = office.card("invoice 78")
    payload = office.ann.press("Take", card)
    payload["actions"][0]["value"] = "INV-1 0"

    answer = office.ann.presses("Take", card, payload=payload)

    assert office.house.status("INV-1") == "Matching"
    assert "INV-1" in answer.words


def test_a_forged_button_of_somebody_without_the_role_is_refused_by_the_core(office: Office) -> None:
    """Carla is no initiator: Matching is not hers, whatever button she sends."""
    billed_above(office)
    card = office.card("invoice 78")

    answer = office.carla.presses("Take", card)

    assert office.house.status("INV-1") == "Matching"
    assert "not yours" in answer.words


def test_garbage_in_a_button_or_a_command_is_no_fault(office: Office) -> None:
    """Any text."""
    billed_above(office)
    card = office.card("invoice 78")
    for value in ("", "INV-1", "INV-1 x", "x" * 1900, "INV-1 99999999999999999999", "' OR 1=1 --"):
        payload = office.ann.press("Take", card)
        payload["actions"][0]["value"] = value
        office.ann.presses("Take", card, payload=payload)
    for line in GARBAGE:
        assert office.ann.types(line).words.strip() or office.ann.types(line).window
    assert office.house.status("INV-1") == "Matching"


def test_a_message_stays_within_slack_s_limits_however_long_an_order_is(office: Office) -> None:
    """The stand-in refuses what Slack refuses; what is left out is said."""
    rows = tuple(replace(PAN, sku=f"SKU-{n}", text=f"Item {n} " + "of fine steel & <wood> " * 4) for n in range(300))
    office.house.orders(*rows)

    head = office.card("PO-1034 ·")

    assert "more lines in the PDF" in words(head)
    assert office.slack.world.channels[CHANNEL] == [head]


def live(part: Any) -> list[str]:
    """Texts that Slack reads as mrkdwn and that hold a sign of its syntax which is not ours."""
    if isinstance(part, list):
        return [t for p in part for t in live(p)]
    if not isinstance(part, dict):
        return []
    ours = re.compile(r"<@U0(ANN|CARLA)>|<https://acme\.slack\.com/files/[^|>]*\|[^<>]*>")
    mine = [part["text"]] if part.get("type", "mrkdwn") == "mrkdwn" and isinstance(part.get("text"), str) else []
    return [t for t in mine if set("<>") & set(ours.sub("", re.sub(r"^> ", "", t, flags=re.MULTILINE)))] + [
        t for v in part.values() for t in live(v)
    ]


def test_names_that_a_supplier_chose_are_dead_wherever_they_are_shown(office: Office) -> None:
    """Its own name, its contact, its items, its invoice number, its files: on cards, in lists, in the digest, at home."""
    name = f"Evil {EVIL} \u202egnihton\u202c & Sons"
    contact = Contact(address=Address("x@evil.example"), name=f"Paul {EVIL}")
    office.house.adds_supplier(Supplier(id=SupplierId("S-2"), name=name, contacts=(contact,), country="NL"))
    office.ann.types("/po list")
    item = replace(PAN, text=f"Pan {EVIL} \u2066x")
    order = office.house.orders(item, number="PO-7", supplier="S-2")
    office.house.writes(
        f"Well {EVIL}?", answers=order, who=Address("x@evil.example"), files=((f"a {EVIL}.pdf"[:60], b"%PDF-1.4 x"),)
    )
    files = (office.house.bill("78", "PO-7", item, replace(item, sku="E-1", quantity=Decimal(2))),)
    office.house.writes("", answers=order, who=Address("x@evil.example"), files=files)
    shown: list[Any] = [*office.posted()]
    lines = (
        "/po list",
        "/po show PO-7",
        "/invoice list",
        "/invoice show INV-1",
        "/supplier list",
        "/supplier show S-2",
        "/po history PO-7",
    )
    for line in lines:
        told = office.ann.types(line)
        shown.append({"text": told.text, "blocks": told.blocks})
    shown.append(office.ann.looks())
    office.ann.types("/digest now")
    office.posted()
    shown += office.slack.world.channels["D0ANN"]

    assert live(shown) == []
    assert not {"\u202e", "\u202c", "\u2066"} & set(json.dumps(shown, ensure_ascii=False))
    assert "&lt;!channel&gt;" in json.dumps(shown)


BIDI = {"\u202e", "\u202c", "\u2066", "\u200b"}


def bidi(part: Any) -> list[str]:
    """Texts that turn their direction, or hold what nobody sees."""
    if isinstance(part, str):
        return [part] if BIDI & set(part) else []
    inner = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    return [text for one in inner for text in bidi(one)]


def test_t12_words_and_names_of_suppliers_are_dead_in_requests_and_in_windows(office: Office) -> None:
    """A supplier's name in choices, beside offers and on the way to an award; items, alternatives and reasons; refused mail."""
    house, post = office.house, Address("x@evil.example")
    name = f"Evil {EVIL} \u202egnihton\u202c & Sons"
    house.adds_supplier(Supplier(id=SupplierId("S-2"), name=name, contacts=(Contact(address=post, name=EVIL),)))
    shown: list[Any] = [office.ann.types("/rfp new").window, office.ann.types("/po new").window]
    shown.append(office.ann.types("/supplier disable S-2").window)
    office.ann.types(f"/rfp new 2026-04-22 S-1 S-2 400 pcs x Bowl {EVIL}; 40 pcs x Jug \u2066 1.5 l")
    office.ann.types("/rfp open RFP-1")
    letter = next(x for x in house.delivered() if x.to == post)
    house.writes(f"Item 1: 3.10 EUR\nItem 2: 15 EUR\n\nMore soon {EVIL}.", answers=letter, who=post)
    house.writes("Hello", who=Address("stranger@else.example"), subject=f"{EVIL} \u202eyltnegru")
    for line in ("/rfp list", "/rfp show RFP-1", "/rfp compare RFP-1", "/rfp history RFP-1"):
        told = office.ann.types(line)
        shown.append({"text": told.text, "blocks": told.blocks})
    for line in ("/inbox list", "/inbox show 2", "/inbox show 1"):
        told = office.carla.types(line)
        shown.append({"text": told.text, "blocks": told.blocks})
    shown += [office.ann.looks(), office.carla.looks()]
    window = office.ann.presses("Award…", office.card("*RFP-1*")).window
    assert window is not None
    told = office.ann.enters(window)
    shown += [window, {"text": told.text, "blocks": told.blocks}, *office.posted()]

    assert live(shown) == []
    assert bidi(shown) == []
    assert "&lt;!channel&gt;" in json.dumps(shown) and "Ordered" in told.words


def test_t12_the_name_of_a_dropped_file_is_dead_in_the_answer(office: Office) -> None:
    """Whoever dropped it had it from somebody else."""
    office.house.orders(PAN)
    head = office.card("PO-1034 ·")
    for text in ("", "to supplier: this one"):
        told = office.ann.says(text, head["ts"], files=((f"{EVIL} \u202efdp.exe"[:90], b"%PDF-1.4 x"),))
        assert live({"text": told.text}) == [] and "&lt;!channel&gt;" in told.text and not BIDI & set(told.text)


def test_t12_four_thousand_letters_are_cut_where_slack_would_refuse_them(office: Office) -> None:
    """In a comment, a name, a subject; the stand-in refuses what is too long."""
    house, long = office.house, f"{EVIL} " * 120
    house.adds_supplier(Supplier(id=SupplierId("S-2"), name=long[:4000], contacts=(Contact(address=Address("x@evil.example")),)))
    order = house.orders(replace(PAN, text=long[:4000]), number="PO-7", supplier="S-2")
    house.writes(f"{long * 4} What do you say?", answers=order, who=Address("x@evil.example"))
    shown = [*office.posted(), office.ann.types("/po new").window, office.ann.looks()]
    shown += [{"blocks": office.ann.types(line).blocks} for line in ("/po show PO-7", "/supplier list", "/supplier show S-2")]

    assert live(shown) == [] and len(office.slack.world.channels[CHANNEL]) > 1
