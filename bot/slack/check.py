"""`counterfoil check` for Slack: the token and its scopes, the workspace, the channel, the socket."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.slack.identity import member_address
from bot.slack.service import office_of, sink_of
from channels.slack.client import translated
from channels.source import Checkup
from core.errors import CounterfoilError, Refused

if TYPE_CHECKING:
    from bot.slack.office import Office
    from bot.wire import Bot


ASKED = 50
"""Buyers who are looked up: a call each."""


def checkups(bot: "Bot") -> Iterator[Checkup]:
    """One finding a part; the later ones only where the token is good."""
    first = sink_of(bot).check()
    yield first
    if first.well:
        office = office_of(bot)
        yield from _workspace(office)
        yield _channel(office)
        yield _door(office) if office.settings.signing_secret else _socket(office)
        yield _buyers(office)


def _workspace(office: "Office") -> Iterator[Checkup]:
    """Everybody of another workspace is refused: a wrong `slack.team` would refuse all."""
    wanted = office.settings.team
    try:
        with translated(writes=False):
            found = str(office.client.auth_test()["team_id"])
    except CounterfoilError as trouble:
        yield Checkup(door="slack", well=False, finding=f"the workspace cannot be asked for: {trouble}")
        return
    if wanted and found != wanted:
        finding = f"slack.team is {wanted}, but the token is of {found}: everybody would be refused"
        yield Checkup(door="slack", well=False, finding=finding)


def _door(office: "Office") -> Checkup:
    """Whether Slack reaches us cannot be seen from here."""
    at = f"{office.settings.host}:{office.settings.port}"
    return Checkup(
        door="slack", well=True, finding=f"HTTP mode on {at}; Slack calls https://your.host/slack/events, through a proxy"
    )


def _channel(office: "Office") -> Checkup:
    channel = office.settings.channel
    if not channel:
        return Checkup(door="slack", well=False, finding="slack.channel is empty: no cards are posted; name a channel by its id")
    try:
        with translated(writes=False):
            found = office.client.conversations_info(channel=channel)["channel"]
    except CounterfoilError as trouble:
        return Checkup(door="slack", well=False, finding=f"slack.channel {channel}: {trouble}")
    well = bool(found.get("is_member"))
    todo = "is there, and the bot is in it" if well else "the bot is not in it: `/invite @counterfoil` there"
    return Checkup(door="slack", well=well, finding=f"channel {channel}: {todo}")


def _buyers(office: "Office") -> Checkup:
    """Who is no member of the workspace by the same mail address hears "you are not a buyer here"."""
    with office.bot.store.read() as unit:
        every = unit.people.buyers()
    strange = []
    for buyer in every[:ASKED]:
        try:
            with translated(writes=False):
                user = office.client.users_lookupByEmail(email=buyer.address)["user"]
        except Refused:
            strange.append(buyer.address)
            continue
        except CounterfoilError as trouble:
            return Checkup(door="slack", well=False, finding=f"buyers cannot be looked up: {trouble}")
        if member_address(user, str(user.get("id")), office.team()) != buyer.address:
            strange.append(buyer.address)
    if not every:
        return Checkup(door="slack", well=False, finding="there are no buyers: `counterfoil buyer add MAIL --role initiator`")
    if strange:
        finding = f"no full member of the workspace has the confirmed address {', '.join(strange)}"
        return Checkup(door="slack", well=False, finding=finding)
    return Checkup(door="slack", well=True, finding=f"buyers who are members: {min(len(every), ASKED)} of {len(every)}")


def _socket(office: "Office") -> Checkup:
    if not office.settings.app_token:
        todo = "set COUNTERFOIL_SLACK_APP_TOKEN for Socket Mode, or COUNTERFOIL_SLACK_SIGNING_SECRET for HTTP mode"
        return Checkup(door="slack", well=False, finding=todo)
    try:
        with translated(writes=False):
            office.client.apps_connections_open(app_token=office.settings.app_token)
    except CounterfoilError as trouble:
        finding = f"Socket Mode: {trouble}; the app-level token needs connections:write"
        return Checkup(door="slack", well=False, finding=finding)
    return Checkup(door="slack", well=True, finding="Socket Mode opens")
