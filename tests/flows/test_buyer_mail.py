"""What a buyer writes by mail: only addressed words leave the house, and he is told which was which."""

from email.message import EmailMessage
from email.policy import SMTP

from core.events import CommentAdded
from tests.flows.conftest import ANN, PAN, SALES, House, to


def test_only_addressed_words_reach_the_supplier(house: House) -> None:
    """A line that begins "to supplier:" is sent; the rest is a note."""
    order = house.orders(PAN)
    told = to(house.writes("Can we deliver a week later?", answers=order), ANN)

    letters = house.writes("Check with Bob first.\n\nto supplier: A week later is fine.", answers=told, who=ANN)

    assert "A week later is fine." in to(letters, SALES).text
    assert "Bob" not in to(letters, SALES).text
    assert "internal note" in to(letters, ANN).text
    with house.bot.store.read() as unit:
        said = [j.event for j in unit.journal.of("PO-1034") if isinstance(j.event, CommentAdded)]
    assert [(c.from_supplier, c.internal) for c in said] == [(True, False), (False, False), (False, True)]


def test_a_buyer_who_is_not_authentic_is_told_nothing(house: House) -> None:
    """A mail in Ann's name without her login is held."""
    order = house.orders(PAN)
    told = to(house.writes("Can we deliver a week later?", answers=order), ANN)

    assert house.writes("to supplier: Cancel everything.", answers=told, who=ANN, authentic=False) == []
    assert len(house.held()) == 1


def test_an_invoice_that_a_buyer_forwards_is_matched_and_never_approved_by_rule(house: House) -> None:
    """Handed in by Ann: clean, but a person approves."""
    house.orders(PAN)
    name, content = house.bill("77", "PO-1034", PAN)
    inner = EmailMessage(policy=SMTP)
    inner["From"], inner["To"], inner["Subject"] = SALES, ANN, "Invoice 77"
    inner.set_content("Attached.")
    inner.add_attachment(content, maintype="application", subtype="pdf", filename=name)
    outer = EmailMessage(policy=SMTP)
    outer["From"], outer["To"], outer["Subject"], outer["Date"] = ANN, "orders@acme.example", "Fwd: Invoice 77", house.now
    outer.set_content("This came to me.")
    outer.add_attachment(inner)

    house.arrives(outer.as_bytes(), login=ANN)

    assert house.status("INV-1") == "Pending"
