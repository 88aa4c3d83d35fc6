"""Words that answer no letter of ours: of the only open order, else asked which one (docs/mail.md 1)."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from core.doubt import Doubt, Reason
from core.order import OrderStatus
from core.proposal import RfpStatus
from core.reading import Context, Said
from parsers.intent import understand
from tests.parsers.intent.conftest import TODAY, context, mail

Short = Callable[[object], str]
Reading = tuple[tuple[Said, ...], tuple[Doubt, ...]]


def world(orders: int, rfps: int = 0) -> Context:
    """A supplier with so many open orders and requests, writing outside of any thread."""
    whole = context("")
    mine = tuple(replace(o, status=OrderStatus.SUBMITTED) for o in whole.orders[:orders])
    over = tuple(replace(o, status=OrderStatus.COMPLETED) for o in whole.orders[orders:])
    asked = tuple(replace(r, status=RfpStatus.OPEN) for r in whole.rfps[:rfps])
    return replace(whole, thread=None, orders=(*mine, *over), rfps=asked)


def read(words: str, orders: int, rfps: int = 0) -> Reading:
    """What the words mean to it."""
    return understand(mail(words), world(orders, rfps), TODAY)


@pytest.mark.parametrize(
    ("words", "means"),
    (
        ("We accept the order.", "accept PO-1034"),
        ("Wir nehmen die Bestellung an.", "accept PO-1034"),
        ("Nous acceptons la commande.", "accept PO-1034"),
        ("We have received your order.", "received PO-1034"),
        ("We cannot deliver the order.", "reject PO-1034"),
        ("Line 2: 40 pcs", "change 2 q40 PO-1034"),
        ("CM-LAD-12 comes on 2 June.", "change 3 d2026-06-02 PO-1034"),
        ("The goods were shipped today.", "ship d2026-04-24 PO-1034"),
    ),
)
def test_the_only_open_order_is_meant(words: str, means: str, short: Short) -> None:
    """Also beside an open request, where the words say "order"."""
    assert short(read(words, 1)) == means


def test_a_request_beside_it_is_told_apart_by_the_word(short: Short) -> None:
    """An order is no request."""
    assert short(read("We accept the order.", 1, 1)) == "accept PO-1034"
    assert short(read("Line 2: 40 pcs", 1, 1)) == "?document"


@pytest.mark.parametrize(
    "words", ("We accept the order.", "We cannot deliver the order.", "Order received, thanks.", "Line 1: 40 pcs")
)
def test_of_several_open_orders_it_is_asked_which(words: str) -> None:
    """Each choice can be sent back as it stands."""
    said, doubts = read(words, 2)
    assert not [s for s in said if s.command.word != "comment"]
    assert [d.why for d in doubts] == [Reason.WHICH_DOCUMENT]
    again, left = read(str(doubts[0].choices[1]), 2)
    assert left == () or all(d.why is not Reason.WHICH_DOCUMENT for d in left)
    assert {s.command.document for s in again if s.command.word != "comment"} <= {"PO-1040"}


@pytest.mark.parametrize("words", ("Confirmed.", "OK", "Alles klar", "We accept."))
def test_a_bare_yes_outside_of_a_thread_is_asked_about(words: str) -> None:
    """It may be about anything: a call, an offer, a visit."""
    said, doubts = read(words, 1)
    assert not [s for s in said if s.command.word != "comment"]
    assert [d.why for d in doubts] == [Reason.WHICH_DOCUMENT]


@pytest.mark.parametrize("words", ("Are you at the fair in June?", "Please call me.", "Thanks for the nice lunch."))
def test_chat_is_no_answer(words: str, short: Short) -> None:
    """A comment, as it is."""
    assert short(read(words, 2)) == "comment"


def test_nothing_is_open(short: Short) -> None:
    """Then a yes is a comment."""
    assert short(read("We accept the order.", 0)) == "comment"
