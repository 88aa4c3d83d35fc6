"""Every language says everything."""

from dataclasses import fields
from enum import StrEnum
from string import Formatter

import pytest

from channels.render.tell.answers import HELP
from channels.render.tell.registry import TELL
from channels.render.texts import texts
from core.commands.registry import SUPPLIER_COMMANDS
from core.doubt import Option, Reason
from core.events import Why
from core.findings import FindingKind
from core.invoice import InvoiceStatus
from core.letters import DigestSection, NoticeKind
from core.message import FileRole
from core.order import Confirmation, LineAnswer, OrderStatus
from core.paper import Field
from core.party import Language
from core.proposal import ProposalStatus, RfpStatus
from core.question import About

SPOKEN: tuple[tuple[str, type[StrEnum]], ...] = (
    ("why", Why),
    ("why_next", Why),
    ("finding", FindingKind),
    ("about", About),
    ("field", Field),
    ("verdict", FileRole),
    ("status.invoice", InvoiceStatus),
    ("means.invoice", InvoiceStatus),
    ("status.order", OrderStatus),
    ("status.rfp", RfpStatus),
    ("status.proposal", ProposalStatus),
    ("status.offer", ProposalStatus),
    ("line_answer", LineAnswer),
    ("digest.section", DigestSection),
    ("unsure", Reason),
    ("option", Option),
)


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("language", Language)
def test_a_language_has_the_texts_of_english_with_the_same_values(language: Language) -> None:
    """A text that is missing, or that lacks a value, is found before a letter needs it."""
    english, other = texts(Language.EN), texts(language)

    assert set(english) == set(other)
    assert {key for key in english if placeholders(english[key]) != placeholders(other[key])} == set()


@pytest.mark.parametrize(("prefix", "words"), SPOKEN, ids=[prefix for prefix, _ in SPOKEN])
def test_every_member_has_its_words(prefix: str, words: type[StrEnum]) -> None:
    """A new status, reason, finding, question or verdict needs its words."""
    lacking = [member.value for member in words if f"{prefix}.{member.value}" not in texts(Language.EN)]

    assert lacking == []


def test_every_confirmation_has_its_words() -> None:
    """The empty code of an order nobody answered is told as OPEN."""
    lacking = [c for c in Confirmation if f"confirmation.{c.value or 'OPEN'}" not in texts(Language.EN)]

    assert lacking == []


def test_every_command_can_be_told_back() -> None:
    """The receipt names each command and each of its fields."""
    known = texts(Language.EN)
    lacking = [command.word for command in SUPPLIER_COMMANDS if f"command.{command.word}" not in known]
    lacking += [f"{c.word}.{f.name}" for c in SUPPLIER_COMMANDS for f in fields(c) if f"said.{f.name}" not in known]

    assert lacking == []


def test_every_notice_is_told() -> None:
    """No notice without its function."""
    assert set(TELL) == set(NoticeKind)


def test_the_help_gives_an_example_for_everything() -> None:
    """Each line of the help has its words."""
    lacking = [name for name in HELP if f"help_letter.{name}_words" not in texts(Language.EN)]

    assert lacking == []
