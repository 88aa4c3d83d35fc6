"""Answers to an order in free words: lines, values, exceptions, the rest (docs/mail.md 4)."""

from collections.abc import Callable

import pytest

Read = Callable[..., object]
Short = Callable[[object], str]

SAID = (
    ("ok", "accept"),
    ("ACCEPT", "accept"),
    ("ACCEPT 1, 3", "accept 1 3"),
    ("ACCEPT 2", "accept 2"),
    ("REJECT", "reject"),
    ("NO", "no"),
    ("Line 1: ok\nLine 2: 40 pcs on 12 May\nLine 3: no", "accept 1 + change 2 q40 + reject 3"),
    ("Confirmed, delivery 12 May as ordered.", "accept"),
    ("Order confirmed; delivery 12 May for lines 1 and 2, 26 May for line 3.", "accept"),
    ("Everything except line 3.", "reject 3"),
    ("We confirm everything except line 3.", "accept 1 2 + reject 3"),
    ("We confirm the order except line 2, which comes on 20 May.", "accept 1 3 + change 2 d2026-05-20"),
    ("Pots only 48, the rest as ordered.", "accept 1 3 + change 2 q48"),
    ("We can send 40 instead of 60.", "change 2 q40"),
    ("Price of line 3 from 6.25 to 6.40 please.", "change 3 p6.40"),
    ("The stock pot has been discontinued. We can give you CM-POT-06 instead.", "change 2 s=CM-POT-06"),
    ("Item 1: 80 pcs on 12 May, 40 pcs on 29 May", "change 1 parts80@2026-05-12,40@2026-05-29"),
    ("Line 1: 60 pcs 12 May / 60 pcs 20 May", "change 1 parts60@2026-05-12,60@2026-05-20"),
    ("Sorry, we cannot make 12 May. Would 19 May be ok for you?", "change d2026-05-19"),
    ("Line 3: 18 dozen only, more we do not have.", "change 3 q216"),
    ("Delivery of all lines in 14 days.", "change d2026-05-08"),
    ("Line 2 will be delivered next Friday.", "change 2 d2026-05-01"),
    ("We can confirm lines 1 + 3. Line 2 we are still checking.", "accept 1 3"),
    ("We accept the order except for the price of line 2 which should be 41.00.", "accept 1 3 + change 2 p41.00"),
    ("Confirmed: lines 1 and 3", "accept 1 3"),
    ("Goods sent yesterday by UPS 1Z999AA10123456784.", "ship d2026-04-23 c=UPS t=1Z999AA10123456784"),
    ("The order will ship on Friday.", "ship d2026-05-01"),
    ("PO-1034 is confirmed. PO-1040 will be delivered on 16 June.", "accept + change 1 d2026-06-16 PO-1040"),
)


@pytest.mark.parametrize(("words", "means"), SAID)
def test_certain_words(words: str, means: str, read: Read, short: Short) -> None:
    """What is certain becomes a command with the values named."""
    assert short(read(words)) == means


GERMAN = (
    ("Geht klar, aber bitte Preis für die Kelle auf 6,40 anpassen.", "accept 1 2 + change 3 p6.40"),
    ("Zu Position 2: statt 60 nur 48.", "change 2 q48"),
    ("Lieferung am Dienstag in KW 21.", "change d2026-05-19"),
    ("Bis auf die Kellen passt alles.", "accept 1 2 + reject 3"),
    ("Wir können 50 Töpfe liefern, den Rest am 2. Juni.", "change 2 parts50@None,10@2026-06-02"),
)


@pytest.mark.parametrize(("words", "means"), GERMAN)
def test_german_words(words: str, means: str, read: Read, short: Short) -> None:
    """Goods are known by the supplier's own name for them, compounds by their last part."""
    assert short(read(words, "de")) == means


def test_several_invoices_are_several_commands(read: Read, short: Short) -> None:
    """Each number goes to the file that bears it."""
    got = short(read("Please find attached invoices 4800 and 4801.", files=("INV-4801.pdf", "INV-4800.pdf")))
    assert got == "invoice 4800 + invoice 4801"


def test_an_answer_may_be_no_and_a_value(read: Read, short: Short) -> None:
    """ "No, the date is 4 April" answers twice."""
    assert short(read("No, the date is 4 April 2026.", thread="INV-81", question="Q1")) == "answer 2026-04-04 + no"


def test_english_words_of_a_german_writer(read: Read, short: Short) -> None:
    """People answer in the language of the letter as well as in their own."""
    assert short(read("Order confirmed.", "de")) == "accept"
    assert short(read("Position 2: 40 Stück am 19. Mai 2026", "de")) == "change 2 q40 d2026-05-19"
