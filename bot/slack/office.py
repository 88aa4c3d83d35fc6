"""What every answer to Slack needs: the bot, the client, and the workspace that it belongs to."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from channels.slack.client import translated
from core.dossier import Actor
from core.party import Buyer, Level

if TYPE_CHECKING:
    from slack_sdk import WebClient

    from bot.wire import Bot
    from config.settings import SlackSettings


@dataclass(slots=True, kw_only=True)
class Office:
    """The bot and its client. The workspace is the configured one, else the token's, asked once."""

    bot: "Bot"
    client: "WebClient"
    _team: str = field(default="", repr=False)

    @property
    def settings(self) -> "SlackSettings":
        """The Slack side of the configuration; there is an office only with it."""
        found = self.bot.settings.slack
        assert found is not None
        return found

    def team(self) -> str:
        """Our workspace. Raises Unreachable, Refused."""
        if not self._team:
            self._team = self.settings.team or self._asked()
        return self._team

    def _asked(self) -> str:
        with translated(writes=False):
            return str(self.client.auth_test()["team_id"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One request of a buyer: `request` is its name, applied once; `channel` is where it was made, `trigger` opens a modal."""

    office: Office
    buyer: Buyer
    request: str
    channel: str = ""
    trigger: str = ""

    @property
    def bot(self) -> "Bot":
        """The bot."""
        return self.office.bot

    @property
    def actor(self) -> Actor:
        """The buyer, by way of Slack."""
        return Actor(buyer=self.buyer.address, level=Level.BUYER, by="Slack")
