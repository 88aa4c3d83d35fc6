"""Every button and window: twice, late, by the wrong person, by one who is no buyer any more, forged, for an older version.

docs/threats.md T26, T27, T28.
"""

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pytest

from bot.slack import service
from bot.slack.buttons import ASKING, DIRECT
from bot.slack.cards import BUTTONS
from channels.render.texts import texts
from core.commands.buyer_invoices import TakeInvoice
from core.commands.buyer_people import RemoveBuyer
from core.names import Reference
from core.party import Language
from tests.channels.slack.test_slack_web import SECRET, free_port, post, sign
from tests.flows.conftest import ANN, CARLA, PAN, SALES
from tests.flows.slack.conftest import STAND, Office, labels

Json = dict[str, Any]
MATCHING = ("Take", "Reject…", "Send back…", "At PO price", "Link…")
WINDOWS = {
    "Reject…": ("Rejected", {"reason": "Never ordered."}),
    "Send back…": ("Draft", {"reason": "Which order is it?"}),
    "Link…": ("Matching", {"order": "PO-1"}),
}
"""Windows of the card: the status afterwards, and what is entered."""


def waits(office: Office, n: int, quantity: int = 120) -> tuple[str, Json]:
    """An invoice that waits for Ann, with its card; above the band, and taken by her, for Carla."""
    pans = replace(PAN, quantity=PAN.quantity * quantity / 120)
    order = office.house.orders(pans, number=f"PO-{n}")
    office.house.writes("", answers=order, files=(office.house.bill(str(100 + n), f"PO-{n}", pans, STAND),))
    assert office.house.status(f"INV-{n}") == "Matching"
    return f"INV-{n}", office.card(f"invoice {100 + n}")


def for_carla(office: Office, n: int) -> tuple[str, Json]:
    """An invoice that waits for approval."""
    which, _ = waits(office, n, 400)
    office.house.does(ANN, which, TakeInvoice())
    office.house.delivered()
    return which, office.card(f"invoice {100 + n}")


def decided(office: Office, which: str) -> int:
    """How many facts there are about an invoice."""
    with office.house.bot.store.read() as unit:
        return len(unit.journal.of(Reference(which)))


def test_this_list_knows_every_button_of_a_card(office: Office) -> None:
    """A new one needs its rows here."""
    every = {action for rows in BUTTONS.values() for _, action, _ in rows}
    assert every <= {*DIRECT, *ASKING}
    labels_of = {texts(Language.EN)[f"slack.button.{name}"] for rows in BUTTONS.values() for name, _, _ in rows}
    assert labels_of == {*MATCHING, "Approve"}


def test_pressed_twice_it_is_done_once_and_the_second_is_told(office: Office) -> None:
    """By two presses, and by one that Slack sends twice."""
    for n, label in enumerate(("Take", "At PO price"), start=1):
        which, card = waits(office, n)
        old, payload = json.loads(json.dumps(card)), office.ann.press(label, card)
        office.ann.presses(label, card, payload=payload)
        done, status = decided(office, which), office.house.status(which)
        office.ann.presses(label, card, payload=payload, wait=False)
        told = office.ann.presses(label, old).words
        assert (decided(office, which), office.house.status(which)) == (done, status)
        assert which in told and ("ann@acme.example" in told or "changed meanwhile" in told), told
    which, card = for_carla(office, 3)
    old = json.loads(json.dumps(card))
    office.carla.presses("Approve", card)
    done = decided(office, which)
    assert "already *Approved*" in office.carla.presses("Approve", old).words
    assert decided(office, which) == done


def test_a_window_sent_off_twice_is_done_once(office: Office) -> None:
    """The window's own name counts."""
    for n, (label, (status, values)) in enumerate(WINDOWS.items(), start=1):
        which, card = waits(office, n)
        window = office.ann.presses(label, card).window
        assert window is not None
        office.ann.enters(window, **values)
        assert office.house.status(which) == status
        done = decided(office, which)
        office.ann.enters(window, **values)
        assert decided(office, which) == done
    window = office.ann.presses("Reply to supplier…", office.card("PO-1 ·")).window
    assert window is not None
    office.house.delivered()
    for _ in range(2):
        office.ann.enters(window, text="At the back door, please.")
    assert [letter.to for letter in office.house.delivered()] == [SALES]


def test_a_late_press_decides_nothing_and_opens_no_window(office: Office) -> None:
    """Somebody decided elsewhere; each button says who, and the card is brought up to date."""
    for n, label in enumerate(MATCHING, start=1):
        which, card = waits(office, n)
        old = json.loads(json.dumps(card))
        office.house.does(ANN, which, TakeInvoice())
        done = decided(office, which)
        told = office.ann.presses(label, old)
        assert told.window is None and "*Approved*" in told.words and "ann@acme.example" in told.words, label
        assert decided(office, which) == done
        office.posted()
        assert labels(card) == []


def test_a_late_window_decides_nothing(office: Office) -> None:
    """It was opened while the invoice waited, and sent off afterwards."""
    for n, (label, (_, values)) in enumerate(WINDOWS.items(), start=1):
        which, card = waits(office, n)
        window = office.ann.presses(label, card).window
        assert window is not None
        office.house.does(ANN, which, TakeInvoice())
        done = decided(office, which)
        assert "*Approved*" in office.ann.enters(window, **values).words
        assert (office.house.status(which), decided(office, which)) == ("Approved", done)


def test_the_wrong_person_decides_nothing(office: Office) -> None:
    """Carla is no initiator, whatever she presses and enters; Ann may not approve what she ordered herself."""
    which, card = waits(office, 1)
    done = decided(office, which)
    for label in MATCHING[:4]:  # an accountant may link
        answer = office.carla.presses(label, card)
        if answer.window:
            answer = office.carla.enters(answer.window, **WINDOWS[label][1])
        assert "ann@acme.example" in answer.words or "not yours" in answer.words, (label, answer.words)
    assert (office.house.status(which), decided(office, which)) == ("Matching", done)
    other, approval = for_carla(office, 2)
    assert "carla@acme.example" in office.ann.presses("Approve", approval).words
    assert office.house.status(other) == "Pending"


def test_whoever_is_no_buyer_any_more_decides_nothing(office: Office) -> None:
    """Known to Slack and to the house a moment ago; with an open window, too."""
    which, card = for_carla(office, 1)
    window = office.carla.presses("Reject…", card).window
    assert window is not None
    office.house.does(ANN, None, RemoveBuyer(address=CARLA))
    done = decided(office, which)

    assert office.carla.presses("Approve", card).words.strip() == "You are not a buyer here."
    office.carla.enters(window, reason="I say so.")
    assert office.carla.types("/invoice list").words.strip() == "You are not a buyer here."
    assert (office.house.status(which), decided(office, which)) == ("Pending", done)


def test_a_window_with_foreign_contents_is_no_fault(office: Office) -> None:
    """Whatever stands in it."""
    which, card = waits(office, 1)
    window = office.ann.presses("Reject…", card).window
    assert window is not None
    for n, metadata in enumerate(("", "{", "[]", "{}", '{"document": 7}', '{"document": "INV-1", "version": "x"}')):
        office.ann.enters({**window, "private_metadata": metadata, "id": f"V{n}"}, reason="So.")
    office.ann.enters({**window, "callback_id": "unknown", "id": "V9"}, reason="So.")
    assert office.house.status(which) == "Matching"


@pytest.fixture
def door(office: Office) -> Iterator[int]:
    """The same house in HTTP mode, beside."""
    port, stop = free_port(), threading.Event()
    settings = office.house.bot.settings
    assert settings.slack is not None
    slack = replace(settings.slack, signing_secret=SECRET, port=port)
    bot = replace(office.house.bot, settings=replace(settings, slack=slack))
    thread = threading.Thread(target=service.listen, args=(bot, stop), daemon=True)
    thread.start()
    office.slack.wait(lambda: listening(port))
    yield port
    stop.set()
    thread.join(5)


def listening(port: int) -> bool:
    """Whether the door is open."""
    import socket

    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


def test_a_forged_press_is_turned_away_and_a_signed_one_decides_once(office: Office, door: int) -> None:
    """Not signed, signed with another secret, signed long ago, changed after it was signed; then as Slack does it, twice."""
    import time

    which, card = waits(office, 1)
    payload = office.ann.press("Take", card)
    body, now = urlencode({"payload": json.dumps(payload)}).encode(), time.time()
    changed = body.replace(b"U0ANN", b"U0BOB")
    for sent, headers in (
        (body, {}),
        (body, sign(body, now, "another secret")),
        (body, sign(body, now - 360)),
        (changed, sign(body, now)),
    ):
        assert post(door, sent, headers)[0] == 401
    assert office.house.status(which) == "Matching"

    assert [post(door, body, sign(body, now))[0] for _ in range(2)] == [200, 200]
    office.slack.wait(lambda: office.house.status(which) == "Approved")
    with office.house.bot.store.read() as unit:
        assert sum(type(e.event).__name__ == "InvoiceTaken" for e in unit.journal.of(Reference(which))) == 1


def test_the_name_of_a_user_counts_for_nothing(office: Office) -> None:
    """A payload that calls a stranger Ann."""
    which, card = waits(office, 1)
    mallory = office.member("U0MALLORY", "mallory@acme.example")
    payload = mallory.press("Take", card)
    payload["user"] |= {"username": "ann", "name": "ann@acme.example", "email": "ann@acme.example"}
    assert mallory.presses("Take", card, payload=payload).words.strip() == "You are not a buyer here."
    assert office.house.status(which) == "Matching"
