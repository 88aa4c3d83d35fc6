"""The whole bot, built by hand in one place and passed down."""

import os
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from config.load import load
from config.settings import Settings
from core.policy import Policy

if TYPE_CHECKING:
    from storage.store import Store


def utc_now() -> datetime:
    """The time of this machine."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bot:
    """What every road needs. `name` fences the leases of this process; `new_id` names letters."""

    settings: Settings
    policy: Policy
    store: "Store"
    name: str
    clock: Callable[[], datetime] = utc_now
    new_id: Callable[[], str] = lambda: token_hex(10)

    def today(self) -> date:
        """The day by the house's clock on the wall."""
        return self.clock().astimezone(ZoneInfo(self.policy.house.time_zone)).date()

    @property
    def keys(self) -> tuple[bytes, ...]:
        """The keys that tokens verify under, the live one first."""
        return tuple(key.encode() for key in (self.settings.keys.token, *self.settings.keys.retired))


def settings_at(path: Path, environ: Mapping[str, str] | None = None) -> Settings:
    """The configuration; a relative SQLite file lies beside it. Raises SettingsError."""
    settings = load(path, environ)
    url = settings.database.url
    prefix = "sqlite:///"
    if url.startswith(prefix) and not url.startswith(prefix + "/"):
        url = f"{prefix}{(path.parent / url.removeprefix(prefix)).resolve()}"
    return replace(settings, database=replace(settings.database, url=url))


@contextmanager
def opened(settings: Settings, clock: Callable[[], datetime] = utc_now) -> Iterator[Bot]:
    """The bot on its database. Raises ValueError, OldSchema, Unreachable."""
    from storage.store import open_store

    store = open_store(settings.database.url)
    try:
        name = f"{socket.gethostname()}-{os.getpid()}-{token_hex(4)}"
        yield Bot(settings=settings, policy=settings.rules(), store=store, name=name, clock=clock)
    finally:
        store.close()
