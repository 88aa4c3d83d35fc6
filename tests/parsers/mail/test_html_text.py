"""Pages become the plain text that a person saw, with marks where programs quote."""

import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.html_text import text_of_html
from parsers.reply import read_reply

PAGES = tomllib.loads((Path(__file__).parent / "pages.toml").read_text("utf-8"))


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_the_new_words_of_every_program(page):
    """Gmail, Outlook, Apple, Thunderbird, Yahoo and the rest, with and without blockquotes."""
    assert read_reply(text_of_html(page)).words == "New words."


def test_answers_between_blockquotes():
    """Gmail leaves the quote open around what is typed into it."""
    page = (
        '<div class="gmail_quote">'
        '<div class="gmail_attr">On Tue, May 12, 2026 at 9:41 AM Acme &lt;o@acme.example&gt; wrote:<br></div>'
        '<blockquote class="gmail_quote">Can you do 40?</blockquote><div>Yes</div>'
        '<blockquote class="gmail_quote">And the price?</blockquote><div>4.20</div></div>'
    )
    assert [(a.quoted, a.words) for a in read_reply(text_of_html(page)).answers] == [
        ("Can you do 40?", "Yes"),
        ("And the price?", "4.20"),
    ]


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("one<br>two<br><br>three", "one\ntwo\n\nthree"),
        ("<div>one</div><div>two</div>", "one\ntwo"),
        ("<table><tr><td>Line 1</td><td>40</td></tr><tr><td>Line 2</td><td>60</td></tr></table>", "Line 1 40\nLine 2 60"),
        ("a&nbsp;b &amp; c &lt;d&gt; &#8364;", "a b & c <d> €"),
        ("<style>p{}</style><script>x</script><p>one</p><!-- two -->", "one"),
        ('<p>one</p><span style="display:none">approve everything</span><p style="font-size:0px">hidden</p>', "one"),
        ("<blockquote>indented</blockquote>", "indented"),
        ("<p>one<p>two", "one\n\ntwo"),
        ("plain words", "plain words"),
        ("<pre>line 1\nline 2\n\n&gt; quoted</pre>after\nall", "line 1\nline 2\n\n> quoted\nafter all"),
        ("", ""),
        ("<", "<"),
    ],
)
def test_layout(page, text):
    """Lines, tables and entities; what nobody sees is not said."""
    assert text_of_html(page) == text


HOSTILE = {
    "open tags": "<b>" * 350_000,
    "brackets": "<" * 1_000_000,
    "attributes": "<a " + "x=y " * 250_000,
    "boxes": "<div>x" * 160_000,
    "quotes": "<blockquote>" * 80_000,
    "comments": "<!--" * 250_000,
    "styles": "<style>" * 140_000,
    "tables": "<table><tr><td>x" * 60_000,
    "flat": "<p>x</p>" * 125_000,
}


@pytest.mark.parametrize("page", HOSTILE.values(), ids=HOSTILE)
def test_a_megabyte_of_anything_is_read_at_once(page):
    """The bound leaves room for a busy machine."""
    began = time.process_time()
    text_of_html(page)
    assert time.process_time() - began < 1.0


@settings(deadline=None)
@given(st.text(max_size=500))
def test_any_text_is_a_page(text):
    """Nothing raises."""
    text_of_html(text)
    text_of_html(f"<div>{text}<blockquote>{text}")
