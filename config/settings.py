"""Everything the operator sets, as values. Every key has a default or is asked by `counterfoil init`; see example.toml."""

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from core.message import Trust
from core.money import EUR, Currency
from core.names import Address, domain_of
from core.policy import Band, House, Policy

Security = Literal["tls", "starttls", "plain"]
"""How a connection to a mail server is protected; plain: a server on this machine only."""


def _port(port: int) -> None:
    if not 1 <= port <= 65535:
        raise ValueError(f"port is 1 to 65535, not {port}")


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseSettings:
    """The buying company."""

    name: str
    mailbox: Address
    vat_ids: tuple[str, ...] = ()
    other_names: tuple[str, ...] = ()
    address: str = ""
    country: str = ""
    currency: Currency = EUR
    time_zone: str = "Europe/Berlin"

    def __post_init__(self) -> None:
        try:
            ZoneInfo(self.time_zone)
        except (
            ZoneInfoNotFoundError,
            ValueError,
            OSError,
        ) as wrong:  # OSError: the name of a folder of zones, or a very long one
            raise ValueError(f"time_zone {self.time_zone!r} is not known here; a name such as Europe/Berlin is wanted") from wrong


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseSettings:
    """Where everything is remembered."""

    url: str = "sqlite:///counterfoil.db"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeySettings:
    """The keys of routing and one-time tokens; retired ones still verify."""

    token: str = field(repr=False)
    retired: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSettings:
    """How mail is trusted and written."""

    trust: Trust = Trust.NOTHING
    authserv_id: str = ""
    trusted_received_hops: int = 1
    zone_file: Path | None = None
    dkim_selector: str = ""
    dkim_key_file: Path | None = None
    tagged_sender: bool = True
    """Whether the host takes bounces at `orders+b.<id>@…`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImapSettings:
    """The mailbox that suppliers write to, when it is read by IMAP."""

    host: str
    port: int = 993
    security: Security = "tls"
    user: str
    password: str = field(default="", repr=False)
    """Asked for when the mailbox is opened: a command that opens none does not need it."""
    ca_file: Path | None = None
    folder: str = "INBOX"
    processed: str = "Processed"

    def __post_init__(self) -> None:
        _port(self.port)


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpInSettings:
    """Our own SMTP door, when mail is delivered to it."""

    host: str = "127.0.0.1"
    port: int = 8025
    certificate: Path | None = None
    key: Path | None = None
    login_required: bool = False
    plain_login: bool = False
    logins: tuple[tuple[Address, str], ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        _port(self.port)


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpOutSettings:
    """The server that takes our letters."""

    host: str
    port: int = 587
    security: Security = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    ca_file: Path | None = None

    def __post_init__(self) -> None:
        _port(self.port)


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderSettings:
    """Mail as files: for trying out, and for scripts."""

    incoming: Path | None = None
    outgoing: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicySettings:
    """The house rules (docs/rules.md 4)."""

    tolerance: Decimal = Decimal(0)
    two_sided: bool = False
    line_guard: bool = False
    fees_allowed: bool = True
    bands: tuple[Band, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.tolerance <= 100:
            raise ValueError(f"tolerance is 0 to 100 per cent, not {self.tolerance}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderSettings:
    """Reminders to suppliers (docs/rules.md 10): after so many working days, so many times."""

    after: int = 3
    times: int = 2

    def __post_init__(self) -> None:
        if not (1 <= self.after <= 60 and 0 <= self.times <= 10):
            raise ValueError("after is 1 to 60 working days, times is 0 to 10")


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackSettings:
    """The Slack side; off without tokens. Socket Mode by `app_token`, or HTTP mode by `signing_secret` behind a TLS proxy."""

    bot_token: str = field(repr=False)
    app_token: str = field(default="", repr=False)
    signing_secret: str = field(default="", repr=False)
    host: str = "127.0.0.1"
    port: int = 8026
    channel: str = ""
    team: str = ""
    base_url: str = "https://slack.com/api/"

    def __post_init__(self) -> None:
        _port(self.port)


@dataclass(frozen=True, slots=True, kw_only=True)
class CliSettings:
    """The command line of this machine."""

    buyer: Address | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The whole configuration."""

    house: HouseSettings
    keys: KeySettings
    database: DatabaseSettings = DatabaseSettings()
    mail: MailSettings = MailSettings()
    imap: ImapSettings | None = None
    smtp_in: SmtpInSettings | None = None
    smtp_out: SmtpOutSettings | None = None
    folder: FolderSettings = FolderSettings()
    policy: PolicySettings = PolicySettings()
    reminders: ReminderSettings = ReminderSettings()
    slack: SlackSettings | None = None
    cli: CliSettings = CliSettings()

    @property
    def domain(self) -> str:
        """The domain of the mailbox, and of our Message-IDs."""
        return domain_of(self.house.mailbox)

    def rules(self) -> Policy:
        """What the core decides by."""
        house, rules = self.house, self.policy
        return Policy(
            house=House(
                name=house.name,
                mailbox=house.mailbox,
                vat_ids=house.vat_ids,
                other_names=house.other_names,
                address=house.address,
                country=house.country,
                currency=house.currency,
                time_zone=house.time_zone,
                zone=ZoneInfo(house.time_zone),
                slack=self.slack is not None,
            ),
            tolerance=rules.tolerance,
            two_sided=rules.two_sided,
            line_guard=rules.line_guard,
            fees_allowed=rules.fees_allowed,
            bands=rules.bands,
            reminder_days=self.reminders.after,
            reminders=self.reminders.times,
        )


LEASE = timedelta(minutes=2)
"""A worker that does not renew for so long is taken for dead."""
