"""The new words of a mail, in every language and program; nothing of ours that is quoted, and nothing of theirs lost."""

import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.reply import read_reply
from parsers.reply.lines import MAX_TEXT, unflowed

HERE = Path(__file__).parent
HEADERS = tomllib.loads((HERE / "quote_headers.toml").read_text("utf-8"))
WHOLE = tomllib.loads((HERE / "whole_texts.toml").read_text("utf-8"))["texts"]
REPLIES = [
    entry for name in ("replies", "clients") for entry in tomllib.loads((HERE / f"{name}.toml").read_text("utf-8"))["reply"]
]
CASES = [
    (f"{language} {program}", header)
    for language, programs in HEADERS.items()
    for program, some in programs.items()
    for header in some
]
LETTERS = st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp"))
SENTENCES = st.lists(st.text(LETTERS, min_size=1, max_size=80), min_size=1, max_size=12)


def test_every_language_of_the_promise_has_its_headers():
    """The languages of docs/mail.md 4."""
    promised = "en de fr es it nl pl pt cs sv da nb fi ro hu tr uk ru el zh ja"
    assert set(promised.split()) <= HEADERS.keys()


@pytest.mark.parametrize(
    "body", ["\n\nOld text of ours.\nIt has two lines.\n", "\n\n> Old text of ours.\n> Two lines.\n", "\n> Old.\n"]
)
@pytest.mark.parametrize(("where", "header"), CASES, ids=[case[0] for case in CASES])
def test_a_quote_header_ends_the_words(where, header, body):
    """Whether the quoted text is marked or not."""
    assert read_reply(f"New words.\n\n{header}{body}").words == "New words."


@pytest.mark.parametrize("text", WHOLE)
def test_what_a_person_wrote_stays_whole(text):
    """Dates, lists, addresses and dashes are no quote header and no signature."""
    assert read_reply(text).words == text


@pytest.mark.parametrize("case", REPLIES, ids=[case["why"] for case in REPLIES])
def test_a_reply(case):
    """Words, and the pairs of quoted line and answer."""
    reply = read_reply(case["text"])
    assert reply.words == case["words"]
    assert [[answer.quoted, answer.words] for answer in reply.answers] == case.get("answers", [])


ATTRIBUTIONS = (
    "On 12 May 2026, at 09:41, Acme <orders@acme.example> wrote:",
    "Am 12.05.2026 um 09:41 schrieb Acme <orders@acme.example>:",
    "Le 12 mai 2026 à 09:41, Acme <orders@acme.example> a écrit :",
    "El 12 may 2026, a las 9:41, Acme <orders@acme.example> escribió:",
    "Il 12 mag 2026, 09:41, Acme <orders@acme.example> ha scritto:",
    "Op 12 mei 2026 om 09:41 schreef Acme <orders@acme.example>:",
    "W dniu 12.05.2026 o 09:41, Acme <orders@acme.example> pisze:",
    "12.05.2026 09:41, Acme <orders@acme.example> пише:",
)


@settings(deadline=None)
@given(SENTENCES, st.sampled_from(ATTRIBUTIONS))
def test_quoting_a_text_and_stripping_it_gives_nothing(lines, attribution):
    """Whatever it says, with the attribution that programs write above it."""
    quoted = "\n".join(f"> {line}" for line in lines)
    assert read_reply(f"{attribution}\n\n{quoted}\n").words == ""


SIGNATURES = (
    "-- \nAnna Smith\nSupplier Ltd, +44 20 1234567",
    "-- \nAnna Schmidt | Vertrieb\nLieferant GmbH, Hafenstraße 5, 20457 Hamburg\nTel. +49 40 1234567",
    "-- \nAnne Dupont\nAssistante commerciale\nFournisseur SARL\nTél. : +33 4 72 00 00 00",
    "-- \nAna García\nProveedor SL\nTel. +34 91 000 00 00\nwww.vendor.example",
    "-- \nAnna Rossi\nUfficio vendite\nFornitore Srl\nTel. +39 02 0000000",
    "-- \nAnna de Vries\nLeverancier BV\nT +31 30 0000000",
    "-- \nAnna Kowalska\nDostawca Sp. z o.o.\ntel. +48 22 000 00 00",
    "-- \nАнна Коваль\nТОВ Постачальник\nтел. +380 44 000 00 00",
    "-- \n王小明\n供应商有限公司\n电话: +86 21 0000 0000",
)


@settings(deadline=None)
@given(SENTENCES, st.sampled_from(SIGNATURES))
def test_a_signature_changes_nothing(lines, signature):
    """The words are the same with and without one, in every language."""
    text = "\n".join(lines)
    assert read_reply(f"{text}\n{signature}\n").words == read_reply(text).words


@settings(deadline=None)
@given(st.text(max_size=2000))
def test_any_text_is_read(text):
    """No text raises."""
    read_reply(text)


HOSTILE = {
    "quote marks": ">" * 1_000_000,
    "marked lines": ">\n" * 500_000,
    "openers": "On " * 333_333,
    "opener lines": "On 1\n" * 200_000,
    "labels": "From: a\n" * 125_000,
    "brackets": "a <\n" * 250_000,
    "dashes": "-----\n" * 160_000,
    "spaces": " " * 1_000_000,
    "empty lines": "\n" * 1_000_000,
    "verbs": "wrote: " * 140_000,
    "alternating": "> a\nb\n" * 160_000,
    "closings": "Best regards\n" * 77_000,
    "disclaimers": "confidential intended recipient " * 31_000,
    "digits": "1.1.1" * 200_000,
    "colons": ":" * 1_000_000,
    "devices": "x\nSent from my x\n" * 60_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_megabyte_of_anything_is_read_at_once(text):
    """Linear time, and the first 64 KB only; the bound leaves room for a busy machine."""
    began = time.process_time()
    reply = read_reply(text)
    assert time.process_time() - began < 1.0
    assert reply.cut


def test_what_is_too_long_is_told():
    """The reply says that more text was there."""
    assert not read_reply("x" * MAX_TEXT).cut
    assert read_reply("x" * MAX_TEXT + "y").cut


def test_a_forward_is_not_the_forwarders_words():
    """Marked by the program, or by a subject that says so above a header block."""
    block = "From: Bob <bob@example.com>\nSent: Tuesday, May 12, 2026 9:41 AM\nTo: Anna\nSubject: Invoice 77\n\nPlease pay."
    marked = read_reply(f"FYI\n\n---------- Forwarded message ---------\n{block}")
    titled = read_reply(f"FYI\n\n{block}", forward=True)
    answered = read_reply(f"FYI\n\n{block}")
    assert (marked.words, marked.forwarded) == ("FYI", block)
    assert (titled.words, titled.forwarded) == ("FYI", block)
    assert (answered.words, answered.forwarded) == ("FYI", "")


def test_flowed_text_is_joined():
    """Soft line ends go, hard ones and quote depths stay (RFC 3676)."""
    assert unflowed("one \ntwo\n> three \n> four\n-- \nAnna") == "one two\n> three four\n-- \nAnna"
