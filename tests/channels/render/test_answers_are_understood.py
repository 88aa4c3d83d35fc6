"""The ready-made answers, and the examples of the help, are words that the reader of replies is certain about."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest

from channels.render.mail import render
from channels.render.words import HARD_SPACE, Words
from core.invoice import InvoiceStatus
from core.letters import Post, Scene
from core.message import Attachment, FileRole, MailKind, Message
from core.names import Address, hash_of
from core.party import Language, Level
from core.reading import Context, Speaker
from parsers.intent import understand
from parsers.verdicts import verdicts

Letters = Callable[[Language], dict[str, tuple[Post, Scene]]]
REPLY_TO = Address("orders+po-1034.abcdefghijklmnop@acme.example")
FILE = Attachment(name="77.pdf", media_type="application/pdf", size=1, hash=hash_of(b"77"), role=FileRole.INVOICE)
BOTH = tuple(Language)


class Buttons(HTMLParser):
    """The bodies that the buttons of a letter fill in."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.bodies: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        link = dict(attrs).get("href") or ""
        if "&body=" in link:
            self.bodies.append(unquote(link.partition("&body=")[2]).replace("\r\n", "\n"))


def bodies(letters: Letters, name: str, language: Language) -> list[str]:
    post, scene = letters(language)[name]
    return Buttons(render(post, scene, REPLY_TO).html).bodies


def heard(letters: Letters, name: str, language: Language, body: str, *files: Attachment) -> tuple[list[str], list[str]]:
    """The words of the commands, and what was in doubt, of a reply to a letter."""
    post, scene = letters(language)[name]
    notice = post.notices[0]
    speaker = Speaker(
        address=post.to[0].address, level=Level.AUTHENTIC, country="DE", language=language, locale=f"{language.value}-DE"
    )
    invoices = tuple(replace(i, status=InvoiceStatus.MATCHING) for i in scene.invoices if i.reference == notice.document)
    questions = (notice.question,) if notice.question else ()
    context = Context(speaker=speaker, thread=notice.document, orders=scene.orders, invoices=invoices, questions=questions)
    message = Message(kind=MailKind.HUMAN, sender=speaker.address, new_text=body.replace(HARD_SPACE, " "), attachments=files)
    said, doubts = understand(message, context, date(2026, 5, 12))
    return [s.command.word for s in said], [d.about.value for d in doubts]


@pytest.mark.parametrize("language", BOTH)
def test_the_answers_to_an_order(letters: Letters, language: Language) -> None:
    """Accept, reject with a reason, send the invoice, ask for a form of one: each is one command."""
    accept, _, ask, reject, send, form = bodies(letters, "order_sent", language)

    assert heard(letters, "order_sent", language, accept) == (["accept"], [])
    assert heard(letters, "order_sent", language, f"{reject} ...") == (["reject"], [])
    assert heard(letters, "order_sent", language, send, FILE) == (["invoice"], [])
    assert heard(letters, "order_sent", language, form) == (["send"], [])
    assert heard(letters, "order_sent", language, f"{ask} ...")[1] == []


@pytest.mark.parametrize("language", BOTH)
def test_a_yes_to_the_open_lines_alone(letters: Letters, language: Language) -> None:
    """Where the others are answered, the button names the lines."""
    accept = bodies(letters, "acceptance_noted-part", language)[0]

    assert "2" in accept and "3" in accept
    assert heard(letters, "acceptance_noted-part", language, accept) == (["accept"], [])


@pytest.mark.parametrize("language", BOTH)
def test_the_goods_are_said_to_be_shipped(letters: Letters, language: Language) -> None:
    """The button of a confirmed order."""
    shipped = bodies(letters, "acceptance_noted", language)[2]

    assert heard(letters, "acceptance_noted", language, shipped) == (["ship"], [])


@pytest.mark.parametrize("language", BOTH)
def test_two_contacts_choose_by_number(letters: Letters, language: Language) -> None:
    """Which answer counts."""
    first, second = bodies(letters, "question-contacts", language)

    assert heard(letters, "question-contacts", language, first) == (["answer"], [])
    assert heard(letters, "question-contacts", language, second) == (["answer"], [])


@pytest.mark.parametrize("language", BOTH)
def test_the_answers_to_a_decision(letters: Letters, language: Language) -> None:
    """Take all, refuse all, each line, and line by line with every value: verdicts, and no words left over."""
    made = [b for b in bodies(letters, "decide_answer", language) if verdicts(b)[0]]

    assert len(made) == 7
    assert all(verdicts(body)[2] == "" for body in made)


@pytest.mark.parametrize("language", BOTH)
def test_lines_that_were_overwritten_are_changes(letters: Letters, language: Language) -> None:
    """Quantity, price and date of the fill-in lines are read as what they are."""
    change = bodies(letters, "order_sent", language)[1]
    first = change.splitlines()[0].replace("400", "380").replace("3.90", "4.10").replace("3,90", "4,10")

    assert heard(letters, "order_sent", language, first) == (["change"], [])


@pytest.mark.parametrize("language", BOTH)
def test_the_answers_to_an_invoice_with_the_buyer(letters: Letters, language: Language) -> None:
    """Correct it, explain it, withdraw it."""
    correct, explain, withdraw = bodies(letters, "invoice_matching", language)

    assert heard(letters, "invoice_matching", language, correct, FILE) == (["replace"], [])
    assert heard(letters, "invoice_matching", language, f"{explain} so agreed.") == (["comment"], [])
    assert heard(letters, "invoice_matching", language, withdraw) == (["cancel"], [])


@pytest.mark.parametrize("language", BOTH)
def test_the_answers_to_a_question(letters: Letters, language: Language) -> None:
    """The number of a choice, a value, yes and no."""
    yes, no = bodies(letters, "question-yes_no", language)

    assert heard(letters, "question", language, bodies(letters, "question", language)[0]) == (["answer"], [])
    assert heard(letters, "question-yes_no", language, yes) == (["yes"], [])
    assert heard(letters, "question-yes_no", language, no) == (["no"], [])


@pytest.mark.parametrize("language", BOTH)
@pytest.mark.parametrize(
    ("example", "word"),
    [
        ("accept", "accept"),
        ("change", "change"),
        ("ship", "ship"),
        ("invoice", "invoice"),
        ("as_ordered", "invoice"),
        ("replace", "replace"),
        ("cancel", "cancel"),
        ("status", "status"),
        ("open", "open"),
        ("send", "send"),
    ],
)
def test_the_examples_of_the_help(letters: Letters, language: Language, example: str, word: str) -> None:
    """What the help offers works as written."""
    words = Words(language=language).say(f"help_letter.{example}_words")
    files = (FILE,) if example in ("invoice", "replace") else ()

    assert heard(letters, "order_sent", language, words, *files) == ([word], [])
