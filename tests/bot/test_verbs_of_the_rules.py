"""What a buyer can say at the command line is what docs/rules.md 9 says, verb by verb."""

import click
import pytest

from bot.cli import cli
from bot.slack import verbs as slack

VERBS = {
    "po": "new import list show history submit resend revise decide cancel complete attach",
    "rfp": "new import attach list show open extend admit compare award complete cancel",
    "invoice": "list show take approve reject return link pay credit cancel",
    "supplier": "add list show change approve enable disable tolerance contacts requests confirm refuse bank",
    "buyer": "add list remove deputy",
    "inbox": "list show assign release junk",
    "digest": "now time off",
}


@pytest.mark.parametrize("about", VERBS)
def test_each_verb_of_the_rules_is_a_command_and_no_other_is(about: str) -> None:
    """None is missing, none is undocumented."""
    group = cli.get_command(click.Context(cli), about)

    assert isinstance(group, click.Group)
    assert sorted(group.list_commands(click.Context(group))) == sorted(VERBS[about].split())


ONLY_TYPED = {("supplier", "change")}
"""What a buyer's own records say of a supplier is entered at the command line, like buyers and accounts (docs/slack.md)."""


@pytest.mark.parametrize("surface", [about for about in VERBS if about != "buyer"])
def test_each_verb_of_the_rules_can_be_typed_in_slack(surface: str) -> None:
    """And there is no other, but that each kind of document has a history of its own there."""
    typed = {verb.word for verb in slack.VERBS if verb.surface == surface}
    wanted = {word for word in VERBS[surface].split() if (surface, word) not in ONLY_TYPED}

    assert typed - ({"history"} if surface in ("rfp", "invoice") else set()) == wanted


def test_words_without_a_document_kind_are_surfaces_of_their_own_in_slack() -> None:
    """`/say` and `/note`, as at the command line."""
    assert set(slack.SURFACES) == {about for about in VERBS if about != "buyer"} | {"say", "note"}


@pytest.mark.parametrize("word", ["export", "erase", "held", "retry", "replay", "say", "note"])
def test_each_word_without_a_document_kind_is_a_command(word: str) -> None:
    """It has no verbs below it."""
    command = cli.get_command(click.Context(cli), word)

    assert command is not None and not isinstance(command, click.Group)
