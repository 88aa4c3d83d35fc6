"""TXT records (DKIM keys, DMARC policies), from the name servers or from a zone file."""

import re
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import dns.resolver

NAMES = 20
"""Names looked up for one mail: a hostile mail may carry a thousand signatures."""
NAME_SECONDS = 5.0
MAIL_SECONDS = 15.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TemporaryFailure:
    """Nobody answered for this name: try again later. It is no verdict on the mail."""

    why: str


Records = tuple[str, ...] | TemporaryFailure
"""The TXT records of a name; empty when it has none or does not exist."""


class TxtRecords(Protocol):
    """Where TXT records come from."""

    def lookup(self, names: Iterable[str]) -> Mapping[str, Records]:
        """The records of each name, at most `NAMES` of them, by the names as given."""
        ...


class NameServers:
    """The resolvers of this machine. Answers are cached for as long as they say."""

    def __init__(self, resolver: "dns.resolver.Resolver | None" = None) -> None:
        self._resolver = resolver

    def lookup(self, names: Iterable[str]) -> Mapping[str, Records]:
        """See `TxtRecords.lookup`. Takes `MAIL_SECONDS` at most."""
        until = time.monotonic() + MAIL_SECONDS
        return {name: self._records(name, until - time.monotonic()) for name in list(dict.fromkeys(names))[:NAMES]}

    def _records(self, name: str, seconds: float) -> Records:
        import dns.exception
        import dns.name
        import dns.resolver

        if seconds <= 0:
            return TemporaryFailure(why="the name servers are slow")
        try:
            answer = self._ask().resolve(dns.name.from_text(name), "TXT", lifetime=min(seconds, NAME_SECONDS))
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer, dns.resolver.YXDOMAIN):
            return ()
        except (dns.name.LabelTooLong, dns.name.EmptyLabel, dns.name.NameTooLong, dns.name.BadEscape, UnicodeError):
            return ()  # no such name can exist
        except (dns.exception.DNSException, OSError) as problem:
            return TemporaryFailure(why=str(problem))
        # sorted: name servers shuffle them, and the same mail must be read the same way twice
        return tuple(sorted(b"".join(record.strings).decode("utf-8", "replace") for record in answer))

    def _ask(self) -> "dns.resolver.Resolver":
        """The resolver, made at the first question: reading the machine's settings can fail."""
        import dns.resolver

        if self._resolver is None:
            self._resolver = dns.resolver.Resolver()
            self._resolver.cache = dns.resolver.LRUCache(1000)
        return self._resolver


_LINE = re.compile(r"(?P<name>\S+)\s+(?:\d+\s+)?(?:IN\s+)?TXT\s+(?P<strings>.+)", re.IGNORECASE)
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')


class ZoneFile:
    """Records from a text file with lines like `sel._domainkey.supplier.example IN TXT "v=DKIM1; p=..."`.

    For tests, the demo, and machines without DNS. The file is read at every lookup.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def lookup(self, names: Iterable[str]) -> Mapping[str, Records]:
        """See `TxtRecords.lookup`. Raises ValueError for a line that is no TXT record, naming it."""
        try:
            lines = self._path.read_text(encoding="utf-8").splitlines()
        except OSError as problem:
            failure = TemporaryFailure(why=f"{self._path}: {problem.strerror}")
            return dict.fromkeys(list(dict.fromkeys(names))[:NAMES], failure)
        zone: dict[str, tuple[str, ...]] = {}
        for number, line in enumerate(lines, start=1):
            if line.strip() and not line.lstrip().startswith(";"):
                name, value = self._record(number, line.strip())
                zone[name] = (*zone.get(name, ()), value)
        return {name: zone.get(_plain(name), ()) for name in list(dict.fromkeys(names))[:NAMES]}

    def _record(self, number: int, line: str) -> tuple[str, str]:
        found = _LINE.fullmatch(line)
        if not found:
            raise ValueError(f'{self._path}, line {number}: not of the form: name IN TXT "value"')
        strings = ("".join(pair) for pair in _STRING.findall(found["strings"]))
        return _plain(found["name"]), re.sub(r"\\(.)", r"\1", "".join(strings))


def _plain(name: str) -> str:
    return name.lower().rstrip(".")
