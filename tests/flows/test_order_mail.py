"""Where the order mail is, what goes with it, and mails that come late or again (docs/rules.md 2)."""

from dataclasses import replace
from decimal import Decimal

from bot.order_delivery import Arrival, arrivals
from core.commands.buyer_orders import AttachFile, CompleteOrder, ResendOrder, ReviseOrder
from core.commands.deciding import DecideAnswer, LineVerdict
from core.names import MessageId, hash_of
from core.order import Attached, Confirmation, LineAnswer
from tests.flows.conftest import ANN, PAN, POT, SALES, House, to
from tests.flows.test_order_answers import PO, order

# ---- where the order mail is


def states(house: House) -> list[tuple[str, str]]:
    """Address by address."""
    with house.bot.store.read() as unit:
        return [(a.address, a.state.value) for a in arrivals(unit, PO)]


def test_the_delivery_state_of_the_order_mail_address_by_address(house: House) -> None:
    """Sent; failed with the server's words; sent again; and delivered once somebody answers."""
    from storage.outbox import DeliveryState

    letter = house.orders(PAN)
    assert states(house) == [(SALES, Arrival.SENT)]
    with house.bot.store.begin() as unit:
        row = unit.outbox.by_message_id(str(letter.message["Message-ID"]))  # type: ignore[arg-type]
        assert row
        unit.outbox.delivery(row.id, DeliveryState.FAILED, "5.1.1 no such user")
    with house.bot.store.read() as unit:
        (failed,) = arrivals(unit, PO)
    assert (failed.state, failed.why) == (Arrival.FAILED, "5.1.1 no such user")

    house.does(ANN, PO, ResendOrder())
    assert states(house) == [(SALES, Arrival.NOT_SENT)]
    again = to(house.delivered(), SALES)
    assert states(house) == [(SALES, Arrival.SENT)]
    house.writes("Received, thank you.", answers=again)
    assert states(house) == [(SALES, Arrival.DELIVERED)]


def test_the_history_holds_what_was_proposed_and_decided_and_our_letters(house: House) -> None:
    """Values and reasons in words; each letter with what became of it."""
    from bot.cli.shapes import history_rows, letter_rows

    letter = house.orders(PAN)
    house.writes("Line 1: 25.50 EUR.", answers=letter)
    house.does(ANN, PO, DecideAnswer(verdicts=(LineVerdict(take=False, reason="The price is agreed."),)))
    house.delivered()

    with house.bot.store.read() as unit:
        rows = history_rows(unit, unit.journal.of(PO))
        letters = letter_rows(unit, PO)

    details = " ".join(row[-1] for row in rows)
    assert "unit_price 25.50" in details
    assert "reason The price is agreed." in details and "refused price" in details
    assert {(row[1], row[3]) for row in letters} == {("letter sent", f"to {SALES}"), ("letter sent", f"to {ANN}")}


def test_external_files_go_with_every_revision_and_internal_ones_with_none(house: House) -> None:
    """The drawing goes out, the calculation stays."""
    house.orders(PAN, POT)
    for name, internal in (("drawing.pdf", False), ("margin.xlsx", True)):
        content = name.encode()
        file = Attached(hash=hash_of(content), name=name, media_type="application/pdf", size=9, internal=internal)
        with house.bot.store.begin() as unit:
            unit.blobs.put(content)
        house.does(ANN, PO, AttachFile(file=file))
    assert to(house.delivered(), SALES).files == ["drawing.pdf"]

    house.does(ANN, PO, ReviseOrder(lines=order(house).lines[:1]))

    assert sorted(to(house.delivered(), SALES).files) == ["PO-1034-r2.pdf", "PO-1034-r2.xlsx", "drawing.pdf"]


def test_an_order_closed_by_hand_is_told(house: House) -> None:
    """The supplier hears that an invoice that comes now goes to the buyer first."""
    house.orders(PAN)

    house.does(ANN, PO, CompleteOrder())

    assert "goes to the buyer first" in to(house.delivered(), SALES).text


def test_what_waited_for_its_yes_does_not_write_over_what_was_said_since(house: House) -> None:
    """A yes to everything was held; then the supplier can deliver 100 only; then it says YES, it wrote that first mail, too."""
    sent = house.orders(PAN, POT)
    asked = to(house.writes("We accept all lines.", answers=sent, authentic=False), SALES)
    house.writes("Line 1: we can only deliver 100 pcs.", answers=sent)

    told = house.writes("YES", answers=asked)

    assert [(a.line, a.answer, a.quantity) for a in order(house).answers] == [(1, LineAnswer.CHANGED, Decimal(100))]
    assert any("something else was said about it since this mail came" in letter.text for letter in told)


def test_a_mail_from_before_a_revision_answers_the_one_before(house: House) -> None:
    """Written anew and not as a reply, it came in, the order was revised, and then it was read: it never saw the revision."""
    house.orders(PAN)
    house.writes("We accept order PO-1034.", subject="PO-1034", waits=True)
    lines = tuple(replace(line, quantity=Decimal(500)) for line in order(house).lines)
    house.does(ANN, "PO-1034", ReviseOrder(lines=lines))
    house.delivered()

    told = to(house.works(), SALES)

    assert order(house).confirmation is Confirmation.OPEN
    assert "revision 2 is the one that counts" in told.text
    house.writes("We accept order PO-1034.", subject="PO-1034 again")
    assert order(house).confirmation is Confirmation.ACCEPTED


def test_an_order_of_many_letters_is_seen_by_its_newest(house: House) -> None:
    """Five hundred letters went to a colleague: the state of the newest one to the supplier counts, and the next follows it."""
    house.orders(PAN)
    with house.bot.store.begin() as unit:
        (first,) = [row for row in unit.outbox.rows(PO) if row.recipient == SALES]
        for n in range(500):
            other = MessageId(f"<other{n}@acme.example>")
            unit.outbox.add(replace(first, id=f"other{n}", message_id=other, recipient="else@corvina.example"))
    house.delivered()
    house.does(ANN, PO, ResendOrder())
    newest = to(house.delivered(), SALES)
    house.does(ANN, PO, ResendOrder())

    assert (SALES, Arrival.NOT_SENT) in states(house)
    assert newest.message["Message-ID"] in to(house.delivered(), SALES).message["References"]
