"""What suppliers answer to an order, told as mails in and letters out (docs/rules.md 2, docs/mail.md 7)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from bot.tick import expire_questions
from core.commands.buyer_orders import CancelOrder, ReviseOrder
from core.commands.buyer_people import AddContact
from core.commands.deciding import DecideAnswer, LineVerdict
from core.names import Address, Reference
from core.order import LineAnswer, PurchaseOrder
from core.party import Contact, Language
from tests.flows.conftest import ANN, PAN, POT, SALES, Got, House, to

EVA = Address("eva@corvina.example")
PO = Reference("PO-1034")


def order(house: House) -> PurchaseOrder:
    """PO-1034 as it is now."""
    with house.bot.store.read() as unit:
        found = unit.documents.order(PO)
    assert found is not None
    return found


def said(house: House) -> dict[int, str]:
    """What was answered on each line."""
    return {a.line: a.answer.name.lower() for a in order(house).answers}


def button(letter: Got, words: str) -> str:
    """The words that a ready-made answer of a letter holds."""
    from urllib.parse import unquote

    page = letter.message.get_body(("html",))
    assert page is not None
    links = [unquote(part.partition('"')[0].replace("&amp;", "&")) for part in str(page.get_content()).split('href="')[1:]]
    bodies = [link.partition("&body=")[2] for link in links]
    found = [body for body in bodies if body.startswith(words)]
    assert found, bodies
    return found[0].replace("\r\n", "\n")


# ---- docs/mail.md 7


def test_partial_acceptance_the_rest_silent(house: House) -> None:
    """Line 1 is confirmed, line 2 stays open; the receipt says so and offers a yes for line 2 alone."""
    letter = house.orders(PAN, POT)

    answer = to(house.writes("Line 1 is confirmed.", answers=letter), SALES)

    assert said(house) == {1: "accepted"}
    assert (
        "confirmed in part" in answer.subject.lower() or "confirmed in part" in answer.text.lower() or "line 2 is" in answer.text
    )
    house.writes(button(answer, "We accept line 2"), answers=answer)
    assert said(house) == {1: "accepted", 2: "accepted"}


def test_an_answer_to_an_old_revision_changes_nothing_and_shows_the_difference(house: House) -> None:
    """The supplier answers the first mail when the price is another one."""
    first = house.orders(PAN)
    (line,) = order(house).lines
    house.does(ANN, PO, ReviseOrder(lines=(replace(line, unit_price=Decimal("23.00")),)))
    second = to(house.delivered(), SALES)

    answer = to(house.writes("ok, confirmed", answers=first), SALES)

    assert said(house) == {}
    assert "you replied to revision 1 of the order; revision 2 is the one that counts" in answer.text
    assert "24.50" in answer.text and "23.00" in answer.text
    house.writes("ok, confirmed", answers=second)
    assert said(house) == {1: "accepted"}


def test_an_acceptance_after_cancel_is_refused(house: House) -> None:
    """And the supplier is told to deliver nothing."""
    letter = house.orders(PAN)
    house.does(ANN, PO, CancelOrder(reason="ordered twice"))
    assert "ordered twice" in to(house.delivered(), SALES).text

    answer = to(house.writes("ok, confirmed", answers=letter), SALES)

    assert "canceled" in answer.text and "deliver nothing" in answer.text
    assert order(house).answers == ()


def test_two_contacts_disagree_and_the_first_answer_of_either_settles_it(house: House) -> None:
    """Paul confirms, Eva moves the date: both are asked, each alone; Paul says that Eva is right."""
    letter = house.orders(PAN)
    house.does(ANN, "S-1", AddContact(contact=Contact(address=EVA, name="Eva Smit")))
    house.delivered()
    house.writes("ok, confirmed", answers=letter)

    letters = house.writes("We deliver on 12 June 2026.", answers=letter, who=EVA)

    paul, eva = to(letters, SALES), to(letters, EVA)
    assert said(house) == {1: "accepted"}
    assert "two of you answered differently" in paul.text and "Eva Smit" in paul.text and "12 Jun 2026" in paul.text
    assert paul.subject != eva.subject
    assert "both are asked" in to(letters, ANN).text

    settled = house.writes("2", answers=paul)
    assert said(house) == {1: "changed"}
    assert "the later answer counts now" in to(settled, EVA).text
    assert "proposes changes" in to(settled, ANN).subject
    house.writes("1", answers=eva, who=EVA)
    assert said(house) == {1: "changed"}


def test_silence_keeps_what_was_said_first(house: House) -> None:
    """Two weeks later the later answer is gone."""
    letter = house.orders(PAN)
    house.does(ANN, "S-1", AddContact(contact=Contact(address=EVA, name="Eva Smit")))
    house.writes("ok, confirmed", answers=letter)
    house.writes("We deliver on 12 June 2026.", answers=letter, who=EVA)
    assert len(order(house).contested) == 1

    house.passes(days=15)
    expire_questions(house.bot, house.now)

    assert (said(house), order(house).contested) == ({1: "accepted"}, ())


def test_ok_under_a_question_accepts_nothing(house: House) -> None:
    """Under "which answer counts?" a bare ok is no answer, and no acceptance of the order either."""
    letter = house.orders(PAN)
    house.does(ANN, "S-1", AddContact(contact=Contact(address=EVA, name="Eva Smit")))
    house.writes("We deliver on 12 June 2026.", answers=letter, who=EVA)
    letters = house.writes("Rejected: out of stock", answers=letter)
    before = order(house)

    house.writes("ok", answers=to(letters, EVA), who=EVA)

    assert order(house) == before


def test_a_substitute_item_is_decided_and_becomes_the_line(house: House) -> None:
    """CM-PAN-28 is out of production; CM-PAN-30 comes in its place."""
    letter = house.orders(PAN, POT)

    letters = house.writes("Line 1: we offer CM-PAN-30 instead of CM-PAN-28.", answers=letter)

    assert [a.substitute for a in order(house).waiting] == ["CM-PAN-30"]
    asked = to(letters, ANN)
    assert "CM-PAN-28" in asked.text and "CM-PAN-30" in asked.text
    house.writes(button(asked, "TAKE ALL"), answers=asked, who=ANN)
    assert order(house).lines[0].supplier_sku == "CM-PAN-30"


def test_over_delivery_is_a_proposal_and_never_more_than_that(house: House) -> None:
    """130 of 120: the initiator decides; the invoice for 130 would be above the order until then."""
    letter = house.orders(PAN)

    asked = to(house.writes("Line 1: we can only deliver full pallets, 130 pcs.", answers=letter), ANN)

    assert [a.quantity for a in order(house).waiting] == [130]
    assert order(house).lines[0].quantity == 120
    assert "+10 (+8.3 %)" in asked.text


def test_another_unit_is_never_taken_for_pieces(house: House) -> None:
    """Ten boxes of what is ordered by the piece: in doubt, and nothing is changed."""
    letter = house.orders(PAN)

    answer = to(house.writes("Line 1: 10 boxes.", answers=letter), SALES)

    assert order(house).answers == ()
    assert "The order counts in another unit. Which quantity is meant?" in answer.text


def test_the_suppliers_own_terms_are_filed_and_agree_to_nothing(house: House) -> None:
    """A yes with terms attached is a yes to the order; the terms lie with it, and the receipt says what that means."""
    import typst

    letter = house.orders(PAN)
    page = "= General Terms and Conditions of Sale\n" + "\n\n".join(
        f"{n}. These terms apply exclusively to all our deliveries; other terms are not accepted." for n in range(1, 30)
    )
    terms = typst.compile(page.encode())
    assert isinstance(terms, bytes)

    answer = to(house.writes("Order confirmed.", answers=letter, files=(("general-terms.pdf", terms),)), SALES)

    assert said(house) == {1: "accepted"}
    assert [a.name for a in order(house).attachments if a.from_supplier] == ["general-terms.pdf"]
    assert "filed" in answer.text


def test_an_order_in_german_is_answered_and_decided_in_german(house: House) -> None:
    """The letters of contact and buyer are in their language; the ready-made answers too."""
    from core.commands.buyer_people import AddBuyer

    with house.bot.store.read() as unit:
        ann = unit.people.buyer(ANN)
    assert ann
    house.does(ANN, None, AddBuyer(buyer=replace(ann, language=Language.DE)))
    letter = house.orders(PAN)
    asked = to(house.writes("Line 1: 25.50 EUR on 12 June 2026.", answers=letter), ANN)
    assert "bitte entscheiden" in asked.subject

    house.writes("Position 1: ÜBERNEHMEN Termin. Grund: Der Preis ist vereinbart.", answers=asked, who=ANN)

    assert (order(house).revision, order(house).lines[0].unit_price) == (2, Decimal("24.50"))


def test_a_back_order_in_parts_becomes_the_delivery_plan(house: House) -> None:
    """80 on 1 June and the other 40 on 20 June."""
    letter = house.orders(PAN)
    asked = to(house.writes("Line 1: 80 pcs on 1 June 2026, the remaining 40 on 20 June 2026.", answers=letter), ANN)

    taken = to(house.writes("TAKE ALL", answers=asked, who=ANN), SALES)

    assert [(p.quantity, p.date) for p in order(house).lines[0].parts] == [(80, date(2026, 6, 1)), (40, date(2026, 6, 20))]
    assert "80 on 1 Jun 2026" in taken.text and "20 Jun 2026" in taken.text


def test_a_rejection_is_seen_by_the_initiator_who_takes_the_line_out(house: House) -> None:
    """With its reason; the revision tells what is removed."""
    letter = house.orders(PAN, POT)
    letters = house.writes("Line 1 ok, line 2 rejected: out of production.", answers=letter)
    assert "will not come" in to(letters, ANN).text and "out of production" in to(letters, ANN).text

    house.does(ANN, PO, ReviseOrder(lines=order(house).lines[:1]))

    assert "removed" in to(house.delivered(), SALES).text
    assert said(house) == {1: "accepted"}


def test_an_answer_is_withdrawn(house: House) -> None:
    """Before the decision it is gone; after it, it is refused."""
    letter = house.orders(PAN)
    receipt = to(house.writes("Line 1: 25.50 EUR.", answers=letter), SALES)
    house.writes("We withdraw our answer.", answers=receipt)
    assert order(house).answers == ()

    house.writes("Line 1: 25.50 EUR.", answers=letter)
    house.does(ANN, PO, DecideAnswer(verdicts=(LineVerdict(take=True),)))
    result = to(house.delivered(), SALES)
    no = to(house.writes("We withdraw our answer.", answers=result), SALES)
    assert "already decided" in no.text
    assert [a.answer for a in order(house).answers] == [LineAnswer.ACCEPTED]


def test_goods_on_their_way_are_noted_and_told(house: House) -> None:
    """Carrier and tracking number; more than ordered is pointed out and not refused."""
    letter = house.orders(PAN)

    letters = house.writes("Shipped today with DHL, tracking 00340434161094.", answers=letter)

    (sent,) = order(house).shipments
    assert (sent.carrier, sent.tracking, sent.lines[0].quantity) == ("DHL", "00340434161094", 120)
    assert "00340434161094" in to(letters, ANN).text
    assert "Noted as shipped" in to(letters, SALES).text
    status = to(house.writes("What is the status of PO-1034?", answers=letter), SALES)
    assert "On its way" in status.text


def test_forty_shipped_is_of_the_only_line_else_asked_and_never_all(house: House) -> None:
    """Of two lines the receipt asks which, in words that can be sent back; once one line is all that is left, it is that."""
    letter = house.orders(PAN, POT)

    answer = house.writes("We shipped 40 today.", answers=letter)
    asked = to(answer, SALES)
    assert order(house).shipments == ()
    assert "Line 1: 40 pcs shipped / Line 2: 40 pcs shipped" in asked.text
    assert "We shipped 40 today." in to(answer, ANN).text

    house.writes("Line 2: 40 pcs shipped", answers=asked)
    house.writes("Line 1 has left our warehouse today.", answers=asked)
    house.writes("We shipped 20 today.", answers=asked)
    assert [(line.line, line.quantity) for s in order(house).shipments for line in s.lines] == [(2, 40), (1, 120), (2, 20)]

    board = house.orders(PAN, number="PO-1035")
    house.writes("Shipped 40", answers=board)
    with house.bot.store.read() as unit:
        only = unit.documents.order(Reference("PO-1035"))
    assert only and [(line.line, line.quantity) for s in only.shipments for line in s.lines] == [(1, 40)]
