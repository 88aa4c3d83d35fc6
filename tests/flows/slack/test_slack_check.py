"""`counterfoil check` for Slack says what is missing; the walk-through of docs/slack.md names only what there is."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from bot.slack.check import checkups
from bot.slack.verbs import SURFACES, VERBS
from channels.slack.sink import SCOPES
from config.settings import SlackSettings
from tests.flows.conftest import ANN, CARLA, House
from tests.slack.stand_in.server import SlackStandIn, running
from tests.slack.stand_in.workspace import APP_TOKEN, BOT_TOKEN, TEAM, Member

ROOT = Path(__file__).parents[3]
DOCS = (ROOT / "docs" / "slack.md").read_text("utf-8")
MANIFEST = (ROOT / "config" / "slack-manifest.yaml").read_text("utf-8")


@pytest.fixture
def slack() -> Iterator[SlackStandIn]:
    """Slack, with the buyers of the house among its members."""
    for made in running():
        for who in (ANN, CARLA):
            made.world.join(Member(id=f"U0{who.partition('@')[0].upper()}", mail=who))
        yield made


def findings(house: House, slack: SlackStandIn, **more: Any) -> list[tuple[bool, str]]:
    """What the check says."""
    usual = SlackSettings(bot_token=BOT_TOKEN, app_token=APP_TOKEN, channel="C0ORDERS", team=TEAM, base_url=slack.base_url)
    settings = replace(house.bot.settings, slack=replace(usual, **more))
    return [(found.well, found.finding) for found in checkups(replace(house.bot, settings=settings))]


def test_all_is_well(house: House, slack: SlackStandIn) -> None:
    """Token, channel, socket and buyers; or the door of HTTP mode."""
    assert [well for well, _ in findings(house, slack)] == [True, True, True, True]
    assert "/slack/events" in findings(house, slack, signing_secret="s")[2][1]


def test_a_buyer_whom_slack_does_not_know_is_named(house: House, slack: SlackStandIn) -> None:
    """No member has the address, or he has not confirmed it, or he is a guest."""
    del slack.world.members["U0CARLA"]
    assert findings(house, slack)[-1] == (False, "no full member of the workspace has the confirmed address carla@acme.example")
    slack.world.join(Member(id="U0CARLA", mail=CARLA, confirmed=False))
    slack.world.join(Member(id="U0ANN", mail=ANN, marks=("is_restricted",)))
    assert "ann@acme.example, carla@acme.example" in findings(house, slack)[-1][1]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"bot_token": "xoxb-wrong"}, "invalid_auth"),
        ({"bot_token": APP_TOKEN}, "not_allowed_token_type"),
        ({"app_token": "xapp-wrong"}, "connections:write"),
        ({"app_token": BOT_TOKEN}, "connections:write"),
        ({"app_token": ""}, "set COUNTERFOIL_SLACK_APP_TOKEN"),
        ({"channel": ""}, "slack.channel is empty"),
        ({"channel": "C0NONE"}, "channel_not_found"),
        ({"team": "T0OTHER"}, "slack.team is T0OTHER"),
    ],
)
def test_what_is_wrong_is_named(house: House, slack: SlackStandIn, more: dict[str, str], said: str) -> None:
    """With what to do."""
    assert any(not well and said in finding for well, finding in findings(house, slack, **more))


@pytest.mark.parametrize("scope", sorted(SCOPES))
def test_a_scope_that_is_missing_is_named(house: House, slack: SlackStandIn, scope: str) -> None:
    """Each that is used."""
    slack.world.scopes.discard(scope)
    ((well, finding),) = findings(house, slack)
    assert not well and f"lacks {scope}" in finding and "slack-manifest.yaml" in finding


def test_a_bot_that_is_not_in_the_channel_is_told_so(house: House, slack: SlackStandIn) -> None:
    """And how it gets there."""
    slack.world.absent.add("C0ORDERS")
    assert any(not well and "/invite @counterfoil" in finding for well, finding in findings(house, slack))


def test_slack_that_is_down_is_told_so(house: House, slack: SlackStandIn) -> None:
    """It is no fault of the configuration."""
    slack.world.down = True
    ((well, finding),) = findings(house, slack)
    assert not well and "503" in finding


# ---- the walk-through


def test_the_manifest_grants_what_is_used() -> None:
    """Scopes, commands, events."""
    for scope in SCOPES:
        assert f"      - {scope}\n" in MANIFEST, scope
    for surface in SURFACES:
        assert f"command: /{surface}\n" in MANIFEST
    for event in ("app_home_opened", "message.channels", "message.groups"):
        assert f"      - {event}\n" in MANIFEST


def test_every_command_and_setting_of_the_docs_exists() -> None:
    """Slash commands with their verbs, settings, variables of the environment, files, targets."""
    known = {(v.surface, v.word) for v in VERBS} | {(s, w) for s in SURFACES for w in ("", "help")}
    for surface, verb in re.findall(r"`/([a-z]+)(?: ([a-z]+))?[^`]*`", DOCS):
        if surface not in ("slack", "invite"):  # an address of ours, a command of Slack's own
            assert surface in SURFACES and ((surface, verb) in known or verb == ""), (surface, verb)
    settings = {f.name for f in fields(SlackSettings)}
    assert set(re.findall(r"`slack\.([a-z_]+)`", DOCS)) <= settings
    (block,) = re.findall(r"   ```\n(   \[slack\].*?)   ```", DOCS, re.DOTALL)
    assert set(tomllib.loads(re.sub(r"(?m)^   ", "", block))["slack"]) <= settings
    load = (ROOT / "config" / "load.py").read_text("utf-8")
    for variable in set(re.findall(r"COUNTERFOIL_SLACK_[A-Z_]+", DOCS)):
        assert variable in load or variable.removeprefix("COUNTERFOIL_").lower() in load.lower(), variable
    for target in re.findall(r"\]\((\.\./[^)#]+|[a-z]+\.md)", DOCS):
        assert (ROOT / "docs" / target).exists(), target
    for module in re.findall(r"python -m (tests\.[a-z._]+)", DOCS):
        assert (ROOT / f"{module.replace('.', '/')}.py").exists()
