"""The registries hold everything, and every fact is known wherever facts are told apart."""

import importlib
import inspect
import pkgutil
from dataclasses import fields, is_dataclass
from enum import Enum
from types import ModuleType

import pytest

import core
import core.commands
from core import events as e
from core.about import document_of
from core.apply import after
from core.commands.command import Command, PassedOn, Who
from core.commands.registry import BUYER_COMMANDS, COMMANDS, SUPPLIER_COMMANDS
from core.invoice import InvoiceStatus
from core.letters import NoticeKind
from core.matching import holds, legible, rules
from core.moves import LOOK, MAY, ORDER_MAY
from core.moves_rfp import PROPOSAL_LOOK, PROPOSAL_MAY, RFP_MAY
from core.notices import NOTICES
from core.proposal import ProposalStatus
from core.triage import TRIAGE

EVENTS: tuple[type, ...] = e.Event.__args__  # type: ignore[attr-defined]
NEVER_A_NOTICE_OF_AN_EVENT = {
    NoticeKind.RECEIPT,
    NoticeKind.INVOICE_PARTLY_PAID,
    NoticeKind.PAYMENT_REVERSED,
    NoticeKind.SUPPLIER_OFF,
    NoticeKind.UNDELIVERED,
    NoticeKind.DELIVERY_UNKNOWN,
    NoticeKind.MAIL_HELD,
    NoticeKind.ANSWERS_STOPPED,
    NoticeKind.ROOM_SHORT,
    NoticeKind.DIGEST,
    NoticeKind.PROPOSAL_WON,
    NoticeKind.PROPOSAL_PARTLY_WON,
    NoticeKind.RFP_CANCELED,
}
"""They follow from a mail, a delivery or the clock; the two about payments are told apart by what the payment made."""


def every_module(package: ModuleType) -> list[ModuleType]:
    """The package's modules, at any depth."""
    found = pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    return [importlib.import_module(info.name) for info in found]


def test_every_command_is_registered_once() -> None:
    """A command that is not in `COMMANDS` cannot be said."""
    defined = {thing for module in every_module(core.commands) for thing in vars(module).values() if inspect.isclass(thing)}
    concrete = {c for c in defined if issubclass(c, Command) and not inspect.isabstract(c) and c is not PassedOn}
    assert set(COMMANDS) == concrete
    assert len(set(COMMANDS)) == len(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: c.__name__)
def test_every_command_has_its_word_its_speakers_and_its_help(command: type[Command]) -> None:
    """The help is the docstring."""
    assert command.word and command.who and inspect.getdoc(command)
    assert (Who.SUPPLIER in command.who) is (command in SUPPLIER_COMMANDS)
    assert (command in BUYER_COMMANDS) is (command not in SUPPLIER_COMMANDS)


def test_a_supplier_has_no_two_commands_of_one_word() -> None:
    """A mail could not say which."""
    words = [command.word for command in SUPPLIER_COMMANDS]
    assert len(set(words)) == len(words)


def test_the_union_of_facts_holds_every_fact() -> None:
    """Each dataclass of core/events is a member."""
    defined = {
        thing
        for module in every_module(importlib.import_module("core.events"))
        for thing in vars(module).values()
        if inspect.isclass(thing) and is_dataclass(thing) and thing.__module__ == module.__name__
    }
    assert defined == set(EVENTS)
    assert {thing.__name__ for thing in EVENTS} <= set(e.__all__)


DOCUMENTS = {"invoice", "order", "question", "credit", "supplier", "buyer", "rfp", "proposal"}


def bare(event: type) -> object:
    """A fact with nothing but references in it, enough to be asked about."""

    class Anything:
        reference = "X-1"
        id = "X-1"
        document = "X-1"

    fact = object.__new__(event)
    for part in fields(event):
        plain = part.name in DOCUMENTS and "Reference" not in str(part.type) and "SupplierId" not in str(part.type)
        object.__setattr__(fact, part.name, Anything() if plain else "X-1")
    return fact


@pytest.mark.parametrize("event", EVENTS, ids=lambda c: c.__name__)
def test_every_fact_says_what_it_is_about(event: type) -> None:
    """`document_of` knows each; the house's own people are about no document."""
    about = document_of(bare(event))  # type: ignore[arg-type]
    assert about is None or about == "X-1"


def test_every_fact_about_a_document_has_its_moves() -> None:
    """In which statuses it may happen; the first fact of each needs none."""
    assert set(e.InvoiceEvent.__args__) - set(MAY) == {e.InvoiceReceived}
    assert set(e.OrderEvent.__args__) - set(ORDER_MAY) == {e.OrderDrafted}
    assert set(e.RfpEvent.__args__) - set(RFP_MAY) == {e.RfpDrafted}
    assert set(e.ProposalEvent.__args__) - set(PROPOSAL_MAY) == {e.ProposalInvited}
    assert set(LOOK) == set(InvoiceStatus)
    assert set(PROPOSAL_LOOK) == set(ProposalStatus)
    assert callable(after)


def test_every_notice_is_told_by_some_fact_or_named_as_an_exception() -> None:
    """And every row of the table is about a fact."""
    told = {row.kind for row in NOTICES}
    assert set(NoticeKind) - told == NEVER_A_NOTICE_OF_AN_EVENT
    assert {row.event for row in NOTICES} <= set(EVENTS)


def test_every_matching_rule_is_registered() -> None:
    """Each public function that yields findings stands in `RULES` once."""
    named = {
        f for module in (rules, legible, holds) for f in vars(module).values() if inspect.isfunction(f) and _is_rule(f, module)
    }
    assert set(rules.RULES) == named
    assert len(set(rules.RULES)) == len(rules.RULES)


def _is_rule(function: object, module: ModuleType) -> bool:
    own = getattr(function, "__module__", "") == module.__name__ and not getattr(function, "__name__", "_").startswith("_")
    return own and list(inspect.signature(function).parameters) == ["case"]  # type: ignore[arg-type]


def test_the_rows_of_triage_have_names_of_their_own() -> None:
    """The names answer "why?"; the last row fits every mail."""
    names = [name for name, _, _ in TRIAGE]
    assert len(set(names)) == len(names)


def test_types_of_core_are_frozen() -> None:
    """A value that can change under one's feet is no value; workspaces inside a function are private."""
    loose = [
        f"{module.__name__}.{thing.__name__}"
        for module in every_module(core)
        for thing in vars(module).values()
        if inspect.isclass(thing) and is_dataclass(thing) and thing.__module__ == module.__name__
        if not thing.__name__.startswith("_") and not issubclass(thing, Enum) and not thing.__dataclass_params__.frozen  # type: ignore[attr-defined]
    ]
    assert loose == []
