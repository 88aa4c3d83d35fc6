"""Values of the core as JSON and back."""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, is_dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.events import CommentAdded, Event, InvoiceReceived, OrderSubmitted
from core.invoice import CreditNote, Invoice
from core.knowledge import Layout
from core.letters import Nature
from core.message import Attachment, Envelope, MailKind, Message
from core.names import Reference
from core.order import Confirmation, PurchaseOrder
from core.paper import Field, Spot
from core.party import Buyer, BuyerRole, Level, Supplier
from core.proposal import Proposal, Rfp
from core.question import Question
from storage.codec import dumps, load_any, loads
from storage.errors import Corrupt
from tests.storage.examples import NOW, a_buyer, a_question, a_supplier, an_invoice, an_order, blob_name


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sample:
    """Every kind of field that the core uses, and defaults that are nothing."""

    number: Decimal
    day: date | None = None
    at: datetime | None = None
    ratio: float = 0.0
    level: Level = Level.STRANGER
    nature: Nature = Nature.PERSONAL
    answer: Confirmation = Confirmation.OPEN
    roles: frozenset[BuyerRole] = frozenset()
    pairs: tuple[tuple[str, int], ...] = ()
    words: str | None = None
    flag: bool = False
    inner: "tuple[_Sample, ...]" = ()
    content: bytes = field(default=b"", compare=False)


@pytest.mark.parametrize(
    "value",
    [
        an_order(),
        an_invoice(),
        an_invoice(theirs=None),
        a_supplier(),
        a_buyer(),
        a_question(),
        Envelope(),
        Spot(field=Field.IBAN, page=1, left=0.5, top=1, right=2.25, bottom=3),
    ],
    ids=lambda value: type(value).__name__,
)
def test_documents_come_back_as_they_were(value: object) -> None:
    """What was written is what is read."""
    assert loads(dumps(value, type(value)), type(value)) == value


@pytest.mark.parametrize(
    "event",
    [
        OrderSubmitted(order=Reference("PO-1"), at=NOW),
        InvoiceReceived(invoice=an_invoice()),
        CommentAdded(document=Reference("PO-1"), text=blob_name("a"), from_supplier=True),
    ],
)
def test_an_event_says_which_it_is(event: Event) -> None:
    """A member of the union carries its name."""
    text = dumps(event, Event)

    assert json.loads(text)["is"] == type(event).__name__
    assert load_any(text, Event) == event


@given(
    st.builds(
        _Sample,
        number=st.decimals(allow_nan=False, allow_infinity=False),
        day=st.none() | st.dates(),
        at=st.none() | st.datetimes(timezones=st.just(UTC) | st.just(timezone(timedelta(hours=-9, minutes=-30)))),
        ratio=st.floats(allow_nan=False, allow_infinity=False),
        level=st.sampled_from(Level),
        nature=st.sampled_from(Nature),
        answer=st.sampled_from(Confirmation),
        roles=st.frozensets(st.sampled_from(BuyerRole)),
        pairs=st.lists(st.tuples(st.text(), st.integers())).map(tuple),
        words=st.none() | st.text(st.characters(exclude_categories=())),
        flag=st.booleans(),
    )
)
def test_every_value_comes_back(sample: _Sample) -> None:
    """Whatever the fields hold: NUL and surrogates, empty words beside none, exact decimals, times in any zone."""
    text = dumps(sample, _Sample)

    assert text.isascii()
    again = loads(text, _Sample)
    assert again == sample
    assert again.number.as_tuple() == sample.number.as_tuple()
    assert (again.words is None) == (sample.words is None)


def test_a_type_may_hold_itself() -> None:
    """A forwarded mail is a mail in a mail."""
    inner = Message(kind=MailKind.HUMAN, subject="inner")
    message = Message(kind=MailKind.LIST, forwarded=(inner,))

    assert loads(dumps(message, Message), Message) == message


def test_bytes_stay_behind() -> None:
    """An attachment's bytes are a blob; the rest of it is written."""
    file = Attachment(name="a.pdf", media_type="application/pdf", size=3, hash=blob_name("a"), content=b"abc")

    assert loads(dumps(file, Attachment), Attachment).content == b""


def test_nothing_is_left_out_only_where_it_is_the_default() -> None:
    """Rows stay small, and empty words are not none."""
    assert json.loads(dumps(_Sample(number=Decimal(1)), _Sample)) == {
        "number": "1", "ratio": 0.0, "level": 0, "nature": "personal", "roles": [], "flag": False,
    }  # fmt: skip
    assert json.loads(dumps(_Sample(number=Decimal(1), words=""), _Sample))["words"] == ""


def test_a_field_that_came_later_has_its_default_in_old_rows() -> None:
    """A row that was written before the field existed."""
    old = json.loads(dumps(a_buyer(), Buyer))
    del old["digest_hour"]

    assert loads(json.dumps(old), Buyer).digest_hour == 8


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"lines": []}, "lines are needed"),
        ({"status": "Lost"}, "status: 'Lost' is no OrderStatus"),
        ({"version": "1"}, "version: int expected, str found"),
        ({"version": True}, "version: int expected, bool found"),
        ({"reference": None}, "reference: str expected"),
        ({"submitted_at": "2026-11-24T09:00:00"}, "submitted_at: a stored time needs its zone"),
        ({"submitted_at": "yesterday"}, "submitted_at"),
        ({"colour": "red"}, "no 'colour'"),
        ({"lines": {}}, "lines: list expected"),
        ({"lines": [{"number": 1}]}, "OrderLine is not whole"),
        ({"lines": [{"number": 1, "description": "", "quantity": "NaN", "unit_price": "1"}]}, "no finite number"),
        ({"lines": [{"number": 1, "description": "", "quantity": "one", "unit_price": "1"}]}, "no decimal"),
    ],
)
def test_a_corrupt_row_is_found(change: dict[str, object], says: str) -> None:
    """A value that its type refuses is named, with its place."""
    row = json.loads(dumps(an_order(), PurchaseOrder)) | change

    with pytest.raises(Corrupt, match=says):
        loads(json.dumps(row), PurchaseOrder)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '"x"', "[" * 100_000, '{"is":"Forged"}', "{}"])
def test_text_that_is_no_event_is_found(text: str) -> None:
    """Broken JSON, deep JSON, an unknown name."""
    with pytest.raises(Corrupt):
        load_any(text, Event)


@pytest.mark.parametrize("hint", [bytes, int | str, dict[str, int], list[int], _Sample | int, object], ids=str)
def test_a_type_without_a_clear_form_is_refused(hint: object) -> None:
    """It is found when it is first used, not when it is read back."""
    with pytest.raises(TypeError):
        dumps(None, hint)


@pytest.mark.parametrize(
    "value",
    [
        _Sample(number=Decimal("NaN")),
        _Sample(number=Decimal(1), ratio=float("inf")),
        _Sample(number=Decimal(1), at=datetime(2026, 1, 1)),  # noqa: DTZ001
    ],
    ids=["NaN", "infinity", "a time without zone"],
)
def test_what_could_not_be_read_is_not_written(value: _Sample) -> None:
    """It would be found corrupt later, when nobody knows why."""
    with pytest.raises(ValueError, match=r"finite|zone"):
        dumps(value, _Sample)


def _types_within(hint: Any) -> Iterator[Any]:
    """The type and all that its fields are made of."""
    seen: set[Any] = set()
    waiting = [hint]
    while waiting:
        one = waiting.pop()
        if one in seen or one in (type(None), ..., bytes):
            continue
        seen.add(one)
        yield one
        if is_dataclass(one) and isinstance(one, type):
            waiting += get_type_hints(one).values()
        elif get_origin(one) is not None:
            waiting += get_args(one)


@pytest.mark.parametrize(
    "hint", [Event, PurchaseOrder, Invoice, CreditNote, Rfp, Proposal, Question, Supplier, Buyer, Layout, Envelope], ids=str
)
def test_everything_that_is_stored_has_a_form(hint: object) -> None:
    """A new field of a type that cannot be written is found here, and not when it is first used."""
    for one in _types_within(hint):
        with suppress(Corrupt):
            load_any("null", one)
