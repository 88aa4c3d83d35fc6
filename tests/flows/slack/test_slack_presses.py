"""Presses by one who is no buyer any more, forged ones, and names that are none (docs/threats.md T26, T27).

Every button and every window is pressed in test_slack_matrix.py.
"""

import json
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from core.commands.buyer_invoices import TakeInvoice
from core.commands.buyer_people import RemoveBuyer
from core.names import Reference
from tests.channels.slack.test_slack_web import post, sign
from tests.flows.conftest import ANN, CARLA, PAN
from tests.flows.slack.conftest import BOTH, STAND, Office

Json = dict[str, Any]


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


@BOTH
def test_two_who_decide_at_the_same_moment_decide_once(office: Office) -> None:
    """Approve and a sent-off refusal of the same version, and two takes, on the wire before either is answered."""
    taken, card = waits(office, 1)
    _race(office, [office.ann.press("Take", card), office.ann.press("Take", card)])
    with office.house.bot.store.read() as unit:
        assert sum(type(e.event).__name__ == "InvoiceTaken" for e in unit.journal.of(Reference(taken))) == 1
    which, card = for_carla(office, 2)
    window = office.carla.presses("Reject…", card).window
    assert window is not None
    before = decided(office, which)
    _race(office, [office.carla.press("Approve", card), office.carla.submission(window, reason="No.")])
    with office.house.bot.store.read() as unit:
        names = [type(e.event).__name__ for e in unit.journal.of(Reference(which))][before:]
    assert names in (["InvoiceApproved"], ["InvoiceRejected"]), names


def _race(office: Office, payloads: list[Json]) -> None:
    """All are sent before one is answered."""
    names = [office.slack.send("interactive", payload) for payload in payloads]
    for name in names:
        office.slack.acknowledgement(name)
