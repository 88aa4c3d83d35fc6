"""Every button that there is, and every window: once, twice, late, by the wrong person (docs/threats.md T26, T27, T28).

The rows are those of the registries: a button or a window without a row here fails.
"""

import copy
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from bot.slack.buttons import ACTIONS
from bot.slack.modals import WINDOWS
from core.commands.buyer_invoices import ReturnInvoice, TakeInvoice
from core.commands.buyer_orders import CancelOrder
from core.commands.buyer_rfps import CancelRfp
from core.commands.command import Command
from core.names import Reference
from tests.flows.conftest import ANN, PAN, POT, SALES
from tests.flows.slack.conftest import STAND, Office, labels, words
from tests.flows.slack.test_slack_rfps import invited, to
from tests.slack.stand_in.people import Answer, Person

Json = dict[str, Any]


def facts(office: Office) -> int:
    """How many there are about all documents."""
    with office.house.bot.store.read() as unit:
        return sum(len(unit.journal.of(which)) for which in unit.documents.newest(100))


def matching(office: Office) -> Json:
    order = office.house.orders(PAN)
    office.house.writes("", answers=order, files=(office.house.bill("78", "PO-1034", PAN, STAND),))
    return office.card("invoice 78")


def approved(office: Office) -> Json:
    """What Carla is shown, who may pay it."""
    matching(office)
    office.house.does(ANN, "INV-1", TakeInvoice())
    told = office.carla.types("/invoice show INV-1")
    return {"text": told.text, "blocks": told.blocks}


def pending(office: Office) -> Json:
    many = replace(PAN, quantity=PAN.quantity * 4)
    office.house.writes("", answers=office.house.orders(many), files=(office.house.bill("78", "PO-1034", many),))
    return office.card("invoice 78")


def proposed(office: Office) -> Json:
    letter = office.house.orders(PAN, POT)
    office.house.writes("Line 1: 25.50 EUR on 12 June 2026.\nLine 2: 50 pcs.", answers=letter)
    return office.card("proposes changes")


def offered(office: Office) -> Json:
    office.house.writes("Item 1: 3.10 EUR\nItem 2: 15 EUR", answers=to(invited(office), SALES))
    return office.card("*RFP-1*")


def late(office: Office) -> Json:
    invitations = invited(office)
    office.house.passes(days=20)
    office.house.writes("Item 1: 3.10 EUR\nItem 2: 15 EUR", answers=to(invitations, SALES))
    return office.card("was late")


def answered(line: str) -> Callable[[Office], Json]:
    """A button of an answer that only the one who asked sees."""

    def shown(office: Office) -> Json:
        for n in range(17):
            office.house.orders(PAN, number=f"PO-{n + 10}")
        told = office.ann.types(line)
        return {"text": told.text, "blocks": told.blocks}

    return shown


@dataclass(frozen=True, kw_only=True)
class Row:
    """Where a button is, who may press it and who may not, and what overtakes it. A button that only reads changes nothing;
    one whose window asks is sent off with `entered`."""

    shown: Callable[[Office], Json]
    label: str
    by: str = "ann"
    wrong: str = "carla"
    window: str = ""
    entered: dict[str, str] = field(default_factory=dict)
    overtakes: tuple[str, Command] | None = None
    reads: bool = False
    becomes: str = ""
    """The status of the invoice afterwards."""


RETURNED = ("INV-1", ReturnInvoice(reason="Which order?"))
TAKEN = ("INV-1", TakeInvoice())
CANCELED = ("PO-1034", CancelOrder(reason="ordered twice"))
CALLED_OFF = ("RFP-1", CancelRfp(reason="no budget"))
SAID = {RETURNED: "*Draft*: sent back by ann@acme.example", TAKEN: "is already *Approved*: approved by ann@acme.example"}
"""What a late one is told; of orders and requests that they have changed."""
WHY = {"reason": "Never ordered."}
ROWS: dict[str, tuple[Row, ...]] = {
    r"invoice\.take": (Row(shown=matching, label="Take", overtakes=RETURNED, becomes="Approved"),),
    r"invoice\.at_price": (Row(shown=matching, label="At PO price", overtakes=TAKEN, becomes="Draft"),),
    r"invoice\.reject": (
        Row(
            shown=matching,
            label="Reject…",
            window="reject",
            entered={"reason": "Never ordered."},
            overtakes=TAKEN,
            becomes="Rejected",
        ),
        Row(
            shown=pending,
            label="Reject…",
            window="reject",
            entered=WHY,
            by="carla",
            wrong="stranger",
            becomes="Rejected",
        ),
    ),
    r"invoice\.return": (
        Row(shown=matching, label="Send back…", window="return", entered={"reason": "Why?"}, overtakes=TAKEN, becomes="Draft"),
    ),
    r"invoice\.link": (
        Row(shown=matching, label="Link…", window="link", entered={"order": "PO-1034", "lines": "2=1"}, wrong="stranger"),
    ),
    r"invoice\.pay": (
        Row(shown=approved, label="Pay…", by="carla", wrong="stranger", window="pay", entered={"amount": "10.00"}),
        Row(
            shown=approved,
            label="Pay…",
            by="carla",
            window="pay",
            entered={"amount": "4138.20"},
            wrong="stranger",
            becomes="Paid",
        ),
    ),
    r"invoice\.approve": (Row(shown=pending, label="Approve", by="carla", wrong="ann", becomes="Approved"),),
    r"order\.take\.(\d{1,4}|all)": (
        Row(shown=proposed, label="Take all", overtakes=CANCELED),
        Row(shown=proposed, label="Take 1", overtakes=CANCELED),
        Row(shown=proposed, label="Take 2", overtakes=CANCELED),
    ),
    r"order\.refuse\.(\d{1,4}|all)": (
        Row(shown=proposed, label="Refuse all…", window="order.refuse.all", entered=WHY, overtakes=CANCELED),
        Row(shown=proposed, label="Refuse 2…", window="order.refuse.2", entered=WHY, overtakes=CANCELED),
    ),
    r"rfp\.award": (Row(shown=offered, label="Award…", window="award", overtakes=CALLED_OFF),),
    r"rfp\.admit": (Row(shown=late, label="Let it count", overtakes=CALLED_OFF),),
    r"rfp\.compare": (Row(shown=offered, label="Compare", wrong="stranger", reads=True),),
    "say": (
        Row(shown=proposed, label="Reply to supplier…", window="say", entered={"text": "At the back door."}, wrong="stranger"),
    ),
    r"new\.(po|rfp)": (
        Row(
            shown=lambda office: office.ann.looks(),
            label="New order…",
            window="new.po",
            entered={"supplier": "S-1", "lines": "3 pcs x 2.50 Cup"},
        ),
        Row(
            shown=lambda office: office.ann.looks(),
            label="New request…",
            window="new.rfp",
            entered={"supplier": "S-1", "lines": "3 pcs x Cup", "deadline": "2026-06-30"},
        ),
    ),
    r"type\.[a-z]+(\..+)?": (
        Row(shown=answered("/po list"), label="More", wrong="stranger", reads=True),
        Row(shown=answered("/po new S-1 3 pcs x 2.50 Cup"), label="Submit PO-1"),
    ),
    r"show(\..+)?": (
        Row(
            shown=lambda office: (matching(office), office.ann.looks())[1],
            label="Show",
            wrong="stranger",
            reads=True,
        ),
    ),
}
EVERY = [(pattern, row) for pattern in ACTIONS for row in ROWS.get(pattern, ())]
NAMES = [f"{row.label}-{place}" for place, (_, row) in enumerate(EVERY)]


def test_every_button_and_every_window_has_its_rows() -> None:
    """A new one needs its own."""
    assert set(ROWS) == set(ACTIONS)
    asked = {row.window for _, row in EVERY if row.window} | {"disable"}
    assert all(WINDOWS.fullmatch(window) for window in asked)
    assert {"reject", "return", "link", "pay", "say", "disable", "award", "new.po", "new.rfp"} <= asked


def person(office: Office, name: str) -> Person:
    return office.member("U0MALLORY", "mallory@acme.example") if name == "stranger" else getattr(office, name)


def through(who: Person, row: Row, message: Json, payload: Json | None = None) -> Answer:
    """Press, and send the window off that opens."""
    home = message.get("type") == "home"
    sent = payload or (who.press_at_home(row.label, message) if home else who.press(row.label, message))
    answer = who.presses(row.label, message, payload=sent)
    return who.enters(answer.window, **row.entered) if answer.window else answer


@pytest.mark.parametrize(("pattern", "row"), EVERY, ids=NAMES)
def test_by_the_wrong_person_nothing_happens_and_by_the_right_one_it_happens_once(office: Office, pattern: str, row: Row) -> None:
    """The same press that Slack sends again, a second press of the old button, and the window sent off again."""
    message = row.shown(office)
    old, who, before = copy.deepcopy(message), person(office, row.by), facts(office)
    assert through(person(office, row.wrong), row, old).words.strip()
    assert facts(office) == before

    home = message.get("type") == "home"
    payload = who.press_at_home(row.label, message) if home else who.press(row.label, message)
    answer = who.presses(row.label, message, payload=payload)
    window = answer.window
    assert (window["callback_id"] if window else "") == row.window
    if window:
        answer = who.enters(window, **row.entered)
    assert answer.words.strip() and not answer.errors
    done = facts(office)
    assert (done > before) is not row.reads
    assert not row.becomes or office.house.status("INV-1") == row.becomes

    if window:
        who.enters(window, wait=False, **row.entered)
    elif not row.reads:
        who.presses(row.label, message, payload=payload, wait=False)
        assert through(who, row, old).words.strip()
    assert facts(office) == done


LATE = [(pattern, row) for pattern, row in EVERY if row.overtakes]


@pytest.mark.parametrize(("pattern", "row"), LATE, ids=[row.label for _, row in LATE])
def test_late_it_decides_nothing_and_opens_no_window(office: Office, pattern: str, row: Row) -> None:
    """Somebody was quicker: the press says so, a window that was open decides nothing, and the card loses the button."""
    message = row.shown(office)
    old, who = copy.deepcopy(message), person(office, row.by)
    window = who.presses(row.label, old).window if row.window else None
    assert row.overtakes is not None
    office.house.does(ANN, *row.overtakes)
    done = facts(office)

    late = who.presses(row.label, old)

    assert late.window is None and SAID.get(row.overtakes, "has changed meanwhile") in late.words
    if window:
        assert who.enters(window, **row.entered).words.strip()
    assert facts(office) == done
    office.posted()
    assert row.label not in labels(message) or pattern == r"rfp\.admit"  # what stands in a thread stays


def test_an_award_is_for_the_offers_that_were_seen(office: Office) -> None:
    """A newer offer comes while the window is open: nothing is ordered at a price that nobody has looked at."""
    card = offered(office)
    window = office.ann.presses("Award…", card).window
    assert window is not None and "Corvina" in str(window["blocks"])
    office.house.writes("Item 1: 9.90 EUR\nItem 2: 15 EUR", answers=[x for x in office.house.tray.letters if x.to == SALES][-1])

    assert "changed meanwhile" in office.ann.enters(window).words
    assert office.house.delivered() == [] or not _ordered(office)
    office.posted()
    window = office.ann.presses("Award…", card).window
    assert window is not None and "9.90" in str(window["blocks"])
    assert "RFP-1 is *Completed*. Ordered: PO-1 to Corvina" in office.ann.enters(window).words
    assert _ordered(office) and "Award…" not in labels(office.card("*RFP-1*"))
    assert "Won" in words(office.card("*RFP-1*"))


def _ordered(office: Office) -> bool:
    with office.house.bot.store.read() as unit:
        return unit.documents.order(Reference("PO-1")) is not None
