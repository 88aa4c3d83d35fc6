"""Who speaks: a member of our own workspace whose confirmed mail address is a buyer's (docs/slack.md, docs/threats.md T27)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.slack.office import Office
from channels.slack.client import translated
from channels.slack.requests import Who
from core.errors import Conflict, Refused
from core.events import BuyerAdded
from core.names import Address, address
from core.party import Buyer

if TYPE_CHECKING:
    from storage.unit import Unit

NOT_MEMBERS = (
    "deleted",
    "is_bot",
    "is_app_user",
    "is_connector_bot",
    "is_workflow_bot",
    "is_restricted",
    "is_ultra_restricted",
    "is_stranger",
    "is_invited_user",
)
"""Marks of users who are no full members, by the reference of the user object."""


def buyer_of(office: Office, who: Who) -> Buyer | None:
    """The buyer behind a Slack user; looked up at Slack once, then kept with the buyer. Raises Unreachable, Conflict."""
    if who.teams != {office.team()}:
        return None
    with office.bot.store.read() as unit:
        known = unit.people.buyer_of_slack(who.user)
    return known or _looked_up(office, who)


def _looked_up(office: Office, who: Who) -> Buyer | None:
    try:
        with translated(writes=False):
            user = office.client.users_info(user=who.user)["user"]
    except Refused:
        return None
    mail = member_address(user, who.user, office.team())
    if mail is None:
        return None
    try:
        with office.bot.store.begin() as unit:
            found = unit.people.buyer(mail)
            return _kept(office, unit, found, who.user) if found else None
    except Conflict:
        with office.bot.store.read() as unit:
            known = unit.people.buyer_of_slack(who.user)
        if known is None or known.address != mail:
            raise
        return known


def member_address(user: Mapping[str, Any], wanted: str, team: str) -> Address | None:
    """The confirmed mail address of a full member of our workspace; None for everybody else. Names count for nothing."""
    if user.get("id") != wanted or user.get("team_id") != team or any(user.get(mark) for mark in NOT_MEMBERS):
        return None
    if user.get("is_email_confirmed") is not True:
        return None
    try:
        return address(str((user.get("profile") or {}).get("email") or ""))
    except ValueError:
        return None


def _kept(office: Office, unit: "Unit", buyer: Buyer, user: str) -> Buyer:
    from storage.journal import JournalEntry

    taken = unit.people.buyer_of_slack(user)
    if taken is not None and taken.address == buyer.address:
        return taken  # by another request of the same moment
    if taken is not None:
        raise Conflict(f"the Slack user of {taken.address} was looked up meanwhile")
    mine = replace(buyer, slack_user=user)
    saved = unit.people.save_buyer(mine, buyer.version)
    entry = JournalEntry(
        document=mine.address,
        version=saved.version,
        event=BuyerAdded(buyer=mine),
        at=office.bot.clock(),
        actor=mine.address,
        by="Slack",
    )
    unit.journal.append(entry)
    return saved
