"""Letters: every notice in every language, the tone, the tokens, and what hostile values can do (nothing)."""

import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest

from channels.render.mail import Rendered, about, in_order, render
from channels.render.words import HARD_SPACE
from core.letters import Nature, NoticeKind, Post, Scene, Weight
from core.names import Address, Reference
from core.paper import Paper, PaperKind, Source
from core.party import Language

Letters = Callable[[Language], dict[str, tuple[Post, Scene]]]
REPLY_TO = Address("orders+po-1034.abcdefghijklmnop@acme.example")
BOTH = tuple(Language)


class Page(HTMLParser):
    """Collects links, loads and the words that are shown."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.tags: list[str] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name == "href":
                self.links.append(value or "")
            if name in ("src", "background", "srcset", "data", "poster", "action") or "url(" in (value or ""):
                self.loads.append(f"{tag} {name}={value}")

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def letter(letters: Letters, name: str, language: Language = Language.EN, thread: str = "") -> Rendered:
    post, scene = letters(language)[name]
    return render(post, scene, REPLY_TO, thread)


@pytest.mark.parametrize("language", BOTH)
def test_every_notice_makes_a_whole_letter(letters: Letters, language: Language) -> None:
    """Each kind renders in each language, with nothing left open, and both parts say what happened."""
    kinds = set()
    for name, (post, scene) in letters(language).items():
        made = render(post, scene, REPLY_TO)
        kinds.add(post.notices[0].kind)
        first = made.text.split("\n\n")[0].replace("\n", " ")
        shown = " ".join("".join(Page(made.html).words).replace(HARD_SPACE, " ").split())

        assert first in shown, name
        assert not re.search(r"[{}]|None", made.text), name
        assert made.subject == made.subject.strip(), name
    assert kinds == set(NoticeKind)


@pytest.mark.parametrize("language", BOTH)
def test_the_tone_is_calm_and_the_second_line_says_whose_turn_it_is(letters: Letters, language: Language) -> None:
    """No exclamation marks, no "do not reply", lines of 72 columns (docs/mail.md 8)."""
    for name, (post, scene) in letters(language).items():
        text = render(post, scene, REPLY_TO).text

        assert "!" not in text, name
        assert "do not reply" not in text.lower(), name
        assert max(len(line) for line in text.splitlines()) <= 72, name


def test_html_loads_nothing_and_links_only_to_mail(letters: Letters) -> None:
    """No picture, no style sheet, no tracking; links are `mailto:` (T11, T38)."""
    for name, (post, scene) in letters(Language.EN).items():
        page = Page(render(post, scene, REPLY_TO).html)

        assert page.loads == [], name
        assert {link.split(":")[0] for link in page.links} <= {"mailto"}, name


def test_a_hostile_supplier_name_is_only_text(letters: Letters) -> None:
    """Markup, template code and bidi marks in names and words are shown, never run (T11, T33)."""
    post, scene = letters(Language.EN)["decide_matching"]
    evil = '<img src=x onerror=alert(1)>{{7*7}}{0.__class__}"><a href="javascript:alert(1)">x</a>'
    assert scene.supplier is not None
    hostile = replace(
        scene, supplier=replace(scene.supplier, name=evil), house=replace(scene.house, name="A\r\nBcc: x@y.example")
    )

    made = render(post, hostile, REPLY_TO)

    page = Page(made.html)
    assert "img" not in page.tags
    assert all(link.startswith("mailto:") for link in page.links)
    assert "{{7*7}}" in made.text
    assert "\n" not in made.subject and "\r" not in made.subject


def test_no_text_turns_the_letters_around(letters: Letters) -> None:
    """The buyer's own lines too: what stands left of a price stays left of it, in both parts (T33)."""
    post, scene = letters(Language.EN)["order_sent"]
    order = scene.orders[0]
    line = replace(order.lines[0], description="Pan \u202e00.1 RUE\u202c \u2066large\u2069 \u200bround")

    made = render(post, replace(scene, orders=(replace(order, lines=(line, *order.lines[1:])),)), REPLY_TO)

    assert not re.findall("[\u200b-\u200f\u202a-\u202e\u2060-\u2069]", made.text + made.html)
    assert "Pan 00.1 RUE large round" in made.html


def test_a_question_carries_its_token_in_the_subject_and_in_every_answer(letters: Letters) -> None:
    """The one-time token stands in upper case beside the reference."""
    made = letter(letters, "question")
    links = [unquote(link) for link in Page(made.html).links]

    assert made.subject.startswith("[PO-1034 K7QXABCDEFGHIJKL] ")
    assert len(links) == 2
    assert all("[PO-1034 K7QXABCDEFGHIJKL]" in link for link in links)
    assert [link.rpartition("&body=")[2] for link in links] == ["1", "2"]


def test_a_token_is_shown_to_nobody_but_the_one_who_is_asked(letters: Letters) -> None:
    """A question to somebody else that rides on a notice leaves no trace in the letter."""
    post, scene = letters(Language.EN)["invoice_draft"]
    stranger = replace(post, to=(replace(post.to[0], address=Address("other@toepferei.example")),))

    made = render(stranger, scene, REPLY_TO)

    assert "k7qx" not in (made.subject + made.text + unquote(made.html)).lower()


def test_answers_go_to_the_address_with_the_token(letters: Letters) -> None:
    """Address, subject and body are filled in, and survive programs that read + as a space."""
    accept = next(link for link in Page(letter(letters, "order_sent").html).links if "Accepted" in unquote(link))

    assert accept.startswith("mailto:orders%2Bpo-1034.abcdefghijklmnop@acme.example?")
    assert unquote(accept).endswith("&body=Accepted as ordered.")


def test_the_change_button_offers_every_line_to_be_overwritten(letters: Letters) -> None:
    """The fill-in lines name line, quantity, price, currency and date, with the decimal mark of the language."""
    english = next(unquote(x) for x in Page(letter(letters, "order_sent").html).links if "Line 1" in unquote(x))
    german = next(unquote(x) for x in Page(letter(letters, "order_sent", Language.DE).html).links if "Position 1" in unquote(x))

    assert "=Line 1: 400 pcs at 3.90 EUR on 2 Jun 2026\r\nLine 2: " in english
    assert "=Position 1: 400 pcs zu 3,90 EUR am 2. Juni 2026\r\nPosition 2: " in german


def test_a_status_mail_in_a_thread_answers_it(letters: Letters) -> None:
    """Status mails have a subject of their own; receipts keep the words of the mail that they answer."""
    theirs = "AW: RE: [PO-1034] Fragen\r\nBcc: x@y.example"

    assert letter(letters, "invoice_approved", thread=theirs).subject == "Re: [PO-1034] Your invoice 77: approved"
    assert letter(letters, "receipt", thread=theirs).subject == "Re: [PO-1034] Fragen Bcc: x@y.example"


def test_the_tolerance_sum_is_written_out(letters: Letters) -> None:
    """Invoiced so far + this - order, the rate, and what passes, to the cent."""
    text = letter(letters, "decide_matching").text
    shown = [" ".join(line.split()) for line in text.splitlines()]

    for row in (
        "invoiced so far, net EUR 0.00",
        "this invoice, net + EUR 3,685.00",
        "less the order, net − EUR 3,422.50",
        "above the order EUR 262.50",
        "passes up to 5 % of the order EUR 171.12",
        "above what passes EUR 91.38",
    ):
        assert row in shown


def test_a_foreign_account_is_never_mailed_back(letters: Letters) -> None:
    """Only an account on file is shown, and not whole (T9)."""
    other, known = letter(letters, "invoice_pending-bank"), letter(letters, "invoice_approved")

    assert "GB33" not in other.text + other.html
    assert "DE89 … 3000 (as on file)" in known.text
    assert "370400440532" not in known.text + known.html


def test_codes_ride_along_in_the_text_part_only(letters: Letters) -> None:
    """Peppol status and reason codes are for programs."""
    made = letter(letters, "invoice_matching")

    assert "Peppol Invoice Response: IP · ITM FIN" in made.text
    assert "Peppol" not in made.html


def test_the_most_important_notice_comes_first(letters: Letters) -> None:
    """One letter for all notices; the subject is that of the first, and its document the one the letter is about."""
    approved, scene = letters(Language.EN)["invoice_approved"]
    receipt, _ = letters(Language.EN)["receipt"]
    last = replace(receipt.notices[0], weight=Weight.RECEIPT)
    post = replace(approved, notices=(last, *approved.notices))

    made = render(post, scene, REPLY_TO)

    assert [n.kind for n in in_order(post.notices)] == [NoticeKind.INVOICE_APPROVED, NoticeKind.RECEIPT]
    assert made.subject == "[PO-1034] Your invoice 77: approved"
    assert made.text.index("is approved" if "is approved" in made.text else "It matches") < made.text.index(
        "We received your mail"
    )
    assert about(post) == Reference("INV-1012")


@pytest.mark.parametrize(
    ("name", "nature", "unsubscribe"),
    [
        ("order_sent", Nature.PERSONAL, False),
        ("comment", Nature.PERSONAL, False),
        ("receipt", Nature.REPLIED, False),
        ("invoice_partly_paid", Nature.GENERATED, False),
        ("invoice_approved", Nature.REPLIED, False),
        ("decide_matching", Nature.GENERATED, False),
        ("digest", Nature.GENERATED, True),
        ("reminder", Nature.GENERATED, True),
    ],
)
def test_the_nature_of_a_letter(letters: Letters, name: str, nature: Nature, unsubscribe: bool) -> None:
    """On a person's behalf, in answer to a mail, or of ourselves (RFC 3834)."""
    made = letter(letters, name)

    assert (made.nature, made.unsubscribe) == (nature, unsubscribe)


def test_an_order_brings_its_files(letters: Letters) -> None:
    """PDF first, then the sheet; a revision has its number in the name."""
    assert [f.name for f in letter(letters, "order_sent").files] == ["PO-1034.pdf", "PO-1034.xlsx"]
    assert [f.name for f in letter(letters, "order_revised").files] == ["PO-1034-r2.pdf", "PO-1034-r2.xlsx"]
    assert [f.name for f in letter(letters, "open").files] == ["overview-2026-05-12.xlsx"]
    assert letter(letters, "invoice_approved").files == ()


def test_a_long_order_stays_below_what_hosts_cut(letters: Letters) -> None:
    """Forty lines are shown, the files have all; the HTML stays under 100 KB."""
    post, scene = letters(Language.EN)["order_sent"]
    order = scene.orders[0]
    many = replace(order, lines=tuple(replace(order.lines[0], number=n) for n in range(1, 401)))

    made = render(post, replace(scene, orders=(many,)), REPLY_TO)

    assert "and 360 lines more, in the files attached" in made.text.replace("\n", " ")
    assert len(made.html) < 100_000


def test_long_words_do_not_break_the_layout(letters: Letters) -> None:
    """A word without blanks is broken in HTML; the text part keeps it whole."""
    post, scene = letters(Language.EN)["order_sent"]
    line = replace(scene.orders[0].lines[0], description="x" * 500)

    made = render(post, replace(scene, orders=(replace(scene.orders[0], lines=(line,)),)), REPLY_TO)

    assert "x" * 500 in made.html
    assert "x" * 500 in made.text


@pytest.mark.parametrize("language", BOTH)
def test_a_paper_that_states_nothing_still_makes_letters(letters: Letters, language: Language) -> None:
    """What could not be read is a dash, never an error; nor is an order or a supplier that the scene lacks."""
    empty = Paper(kind=PaperKind.INVOICE, source=Source.OCR)
    for name, (post, scene) in letters(language).items():
        bare = tuple(replace(i, paper=empty, assigned=(), findings=(), orders=(), payments=()) for i in scene.invoices)
        credits = tuple(replace(c, paper=empty) for c in scene.credits)
        lacking = replace(scene, invoices=bare, credits=credits, supplier=None, texts=(), reading=None, before=())

        assert render(post, lacking, REPLY_TO).text, name


def test_the_best_price_is_green_and_what_differs_is_red(letters: Letters) -> None:
    """Side by side, what is good does not look like a fault; in the text part a star marks both."""
    compared, changed = letter(letters, "rfp_closed"), letter(letters, "order_revised")

    assert re.search(r'<td class="right best "[^>]*color: #1e6b3c', compared.html)
    assert "differs" not in "".join(re.findall(r'<td class="[^"]*"', compared.html))
    assert re.search(r'<td class="[^"]*differs[^>]*color: #a3341f', changed.html)
    assert "* 3.90" in compared.text
