"""The corner cases of mail (docs/mail.md 7): odd mails in, letters out, read like a script."""

from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP

import pytest

from channels.oversize import only_headers
from core.names import Address, Reference
from core.order import Confirmation
from tests.flows.conftest import ANN, MAILBOX, PAN, POT, SALES, House, to

COLLEAGUE = Address("anna@corvina.example")
STRANGER = Address("sam@elsewhere.example")


def confirmation(house: House, order: str = "PO-1034") -> Confirmation:
    with house.bot.store.read() as unit:
        found = unit.documents.order(Reference(order))
    assert found is not None
    return found.confirmation


def mail(house: House, text: str, *, to_: str = MAILBOX, subject: str = "Hello", html: str = "", **headers: str) -> EmailMessage:
    """A mail of the supplier, built by hand."""
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = SALES, to_, subject
    message["Date"] = house.now
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    return message


# ---- the same mail twice


def test_the_same_words_in_a_second_mail_say_nothing_new(house: House) -> None:
    """The acceptance again, as a mail of its own: accepted it is already, and one receipt more does no harm."""
    order = house.orders(PAN)
    house.writes("ok, confirmed", answers=order)
    house.writes("ok, confirmed", answers=order)

    assert confirmation(house) is Confirmation.ACCEPTED
    with house.bot.store.read() as unit:
        numbers = [answer.line for answer in unit.documents.order(Reference("PO-1034")).answers]
    assert numbers == [1]


def test_one_mail_in_two_mailboxes_is_one(house: House) -> None:
    """A copy that came by another way: other trace headers, the same mail."""
    order = house.orders(PAN)
    message = mail(house, "Invoice attached.", to_=str(order.message["Reply-To"]), Message_ID="<one@corvina.example>")
    name, content = house.bill("77", "PO-1034", PAN)
    message.add_attachment(content, maintype="application", subtype="pdf", filename=name)
    raw = message.as_bytes()

    first = house.arrives(b"Received: from a by b; Mon, 20 Apr 2026 09:00:00 +0000\r\n" + raw, login=SALES)
    second = house.arrives(b"Received: from c by d; Mon, 20 Apr 2026 09:01:00 +0000\r\n" + raw, login=SALES)

    assert len(first) == 1
    assert second == []
    assert (house.status("INV-1"), house.status("INV-2")) == ("Approved", "none")


# ---- who writes


def test_a_colleague_of_the_same_company_is_asked_about_at_the_address_on_file(house: House) -> None:
    """An unknown colleague answers in the thread: nothing is accepted before the contact on file says YES."""
    order = house.orders(PAN)

    house.writes("ok, confirmed", answers=order, who=COLLEAGUE)

    assert confirmation(house) is Confirmation.OPEN


def test_somebody_of_another_company_with_our_letter_accepts_nothing(house: House) -> None:
    """The order was forwarded to a stranger: he holds the thread and its token, and still he is nobody."""
    order = house.orders(PAN)

    house.writes("ok, confirmed", answers=order, who=STRANGER)

    assert confirmation(house) is Confirmation.OPEN


def test_a_buyer_in_copy_changes_nothing(house: House) -> None:
    """Ann in CC of the supplier's reply: the words are the supplier's."""
    order = house.orders(PAN)

    house.writes("ok, confirmed", answers=order, headers=(("Cc", f"Ann Berg <{ANN}>"),))

    assert confirmation(house) is Confirmation.ACCEPTED


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_an_invoice_that_was_forwarded_again_and_again_is_found(house: House, depth: int) -> None:
    """A buyer forwards what was forwarded to him."""
    house.orders(PAN)
    name, content = house.bill("77", "PO-1034", PAN)
    inner = mail(house, "Attached.", to_=ANN, subject="Invoice 77")
    inner.add_attachment(content, maintype="application", subtype="pdf", filename=name)
    for level in range(depth):
        outer = EmailMessage(policy=SMTP)
        outer["From"], outer["To"], outer["Subject"] = ANN, MAILBOX, f"Fwd {level}: Invoice 77"
        outer["Date"] = house.now
        outer.set_content("For you.")
        outer.add_attachment(inner)
        inner = outer

    house.arrives(inner.as_bytes(), login=ANN)

    assert house.status("INV-1") == "Pending"  # handed in by a buyer: clean, and a person approves


# ---- machines


def test_an_out_of_office_is_neither_answer_nor_acceptance(house: House) -> None:
    """Without the header of automation, by its subject and its words."""
    order = house.orders(PAN)

    letters = house.writes(
        "I am out of the office until 4 May and will confirm your mail then.\n\nPaul",
        answers=order,
        quote=False,
        subject=f"Automatic reply: {order.subject}",
        headers=(("X-Auto-Response-Suppress", "All"),),
    )

    assert letters == []
    assert confirmation(house) is Confirmation.OPEN


def test_our_own_mail_that_comes_back_is_dropped(house: House) -> None:
    """A rule of the supplier sends our letter straight back: no answer, no loop."""
    order = house.orders(PAN)

    assert house.arrives(order.raw, login=SALES) == []
    assert house.held() == []


# ---- how it is written


def test_an_answer_in_html_alone_is_read(house: House) -> None:
    """No plain text at all, the quote in a blockquote."""
    order = house.orders(PAN)
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Date"] = SALES, str(order.message["Reply-To"]), house.now
    message["Subject"] = f"Re: {order.subject}"
    message.set_content(
        '<html><body><p>We accept the order as it is.</p><div class="gmail_quote"><blockquote>'
        "<p>reject everything</p></blockquote></div></body></html>",
        subtype="html",
    )

    house.arrives(message.as_bytes(), login=SALES)

    assert confirmation(house) is Confirmation.ACCEPTED


def test_an_answer_below_the_quote_is_read(house: House) -> None:
    """Some people answer below."""
    order = house.orders(PAN)

    house.writes(
        f"On Mon, 20 Apr 2026 at 09:12, Acme <{MAILBOX}> wrote:\n> Purchase order PO-1034\n> Hello\n\nWe accept the order.",
        answers=order,
        quote=False,
    )

    assert confirmation(house) is Confirmation.ACCEPTED


@pytest.mark.parametrize("prefix", ["Re: AW: SV: WG: ", "RE: FW: Re: ", "Antw.: Odp: VS: ", "R: RIF: "])
def test_chains_of_prefixes_hide_nothing(house: House, prefix: str) -> None:
    """The tag is found behind them, without thread and address."""
    order = house.orders(PAN)

    house.writes("We accept the order as it is.", subject=f"{prefix}{order.subject}")

    assert confirmation(house) is Confirmation.ACCEPTED


def test_a_ticket_system_that_strips_token_and_thread_leaves_the_number(house: House) -> None:
    """Its own subject, its own Message-ID, to our plain address: the number in the words is enough for a contact on file."""
    house.orders(PAN)
    house.orders(POT, number="PO-1035")

    house.writes("Purchase order PO-1035: we accept the order as it is.", subject="[Ticket#2026042010] Your request")

    assert confirmation(house, "PO-1034") is Confirmation.OPEN
    assert confirmation(house, "PO-1035") is Confirmation.ACCEPTED


def test_without_any_number_nothing_is_guessed(house: House) -> None:
    """Two orders are open: none is guessed."""
    house.orders(PAN)
    house.orders(POT, number="PO-1035")

    letters = house.writes("We accept the order as it is.", subject="Order")

    assert confirmation(house, "PO-1034") is Confirmation.OPEN
    assert confirmation(house, "PO-1035") is Confirmation.OPEN
    assert to(letters, SALES)


def test_a_mail_without_message_id_and_with_a_date_years_off_is_taken(house: House) -> None:
    """What counts is when it was received."""
    order = house.orders(PAN)
    message = mail(house, "We accept the order as it is.", to_=str(order.message["Reply-To"]))
    message.replace_header("Date", datetime(1999, 1, 1, tzinfo=UTC))

    letters = house.arrives(message.as_bytes(), login=SALES)

    assert confirmation(house) is Confirmation.ACCEPTED
    with house.bot.store.read() as unit:
        answer = unit.documents.order(Reference("PO-1034")).answers[0]
    assert answer.at == house.now
    assert to(letters, SALES)


def test_a_mail_to_two_orders_at_once_is_asked_which(house: House) -> None:
    """Both addresses with their tokens in To: which one "ok" is about is not for us to say."""
    one, two = house.orders(PAN), house.orders(POT, number="PO-1035")
    both = f"{one.message['Reply-To']}, {two.message['Reply-To']}"

    house.arrives(mail(house, "We accept the order.", to_=both).as_bytes(), login=SALES)

    assert confirmation(house, "PO-1034") is Confirmation.OPEN
    assert confirmation(house, "PO-1035") is Confirmation.OPEN


def test_an_unknown_charset_is_read_as_far_as_it_goes(house: House) -> None:
    """A name that nobody knows, the bytes are Latin all the same."""
    order = house.orders(PAN)
    raw = mail(house, "We accept the order as it is.", to_=str(order.message["Reply-To"])).as_bytes()

    house.arrives(raw.replace(b"utf-8", b"x-klingon-8"), login=SALES)

    assert confirmation(house) is Confirmation.ACCEPTED


def test_marks_of_direction_do_not_hide_what_was_said(house: House) -> None:
    """A program for Hebrew or Arabic puts them around every line."""
    order = house.orders(PAN)

    house.writes("\u202aWe accept the order as it is.\u202c\u200f", answers=order)

    assert confirmation(house) is Confirmation.ACCEPTED


# ---- how much


def test_two_hundred_attachments_are_kept_and_the_invoice_among_the_first_is_read(house: House) -> None:
    """25 files are read; the others are kept and named."""
    order = house.orders(PAN)
    files = (house.bill("77", "PO-1034", PAN), *((f"page-{n}.txt", b"nothing") for n in range(199)))

    letter = to(house.writes("Attached.", answers=order, files=files), SALES)

    assert house.status("INV-1") == "Approved"
    assert "page-150.txt" in letter.text or "199" in letter.text


# ---- rights of persons


def test_a_wish_to_be_erased_reaches_a_person(house: House) -> None:
    """It is no command: people read it, and answer it with `counterfoil erase`."""
    order = house.orders(PAN)

    letters = house.writes("Please erase all my personal data (Art. 17 GDPR).", answers=order)

    assert "erase all my personal data" in to(letters, ANN).text


# ---- mail without end


@pytest.mark.parametrize("ordered", [True, False])
def test_a_machine_that_answers_everything_gets_ten_answers_an_hour(house: House, ordered: bool) -> None:
    """An autoresponder without any mark, in a thread and in none: its mails are worked on, accountants hear of it."""
    last = house.orders(PAN) if ordered else house.writes("Thank you for your message.")[0]
    answers = []
    for _ in range(15):
        got = house.writes("Thank you for your message. We will get back to you.", answers=last)
        mine = [letter for letter in got if letter.to == SALES]
        answers += mine
        last = mine[-1] if mine else last
    warned = [letter for letter in house.tray.letters if "no more answers for now" in letter.subject]

    assert len(answers) == (10 if ordered else 9)  # the first one without a thread was answered before
    assert [letter.to for letter in warned] == [ANN, "carla@acme.example"]
    assert SALES in warned[0].text
    house.passes(hours=2)
    assert [letter.to for letter in house.writes("Are you there?", answers=last) if letter.to == SALES] == [SALES]


def test_the_sender_of_a_mail_too_large_is_told_once_a_day(house: House) -> None:
    """Of 60 MB only the headers are kept; they alone prove nobody, and change nothing."""
    order = house.orders(PAN)
    head = mail(house, "ok, confirmed", to_=str(order.message["Reply-To"]), subject="Re: [PO-1034] our drawings")
    raw = only_headers(head.as_bytes(), 60_000_000)

    (told,) = house.arrives(raw)

    assert told.to == SALES
    assert "Nothing in it was read" in told.text
    assert confirmation(house) is Confirmation.OPEN
    assert house.arrives(raw.replace(b"drawings", b"pictures")) == []
