"""One connection to one IMAP mailbox, in UIDs only."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, LoginError

from channels.deadline import cut
from channels.imap_wire import Client, spoken
from channels.oversize import HEAD_BYTES
from channels.tls import Security, client_context
from core.errors import Unreachable

_WINDOW = 50_000
"""UIDs listed by one SEARCH; its answer is one line, and imaplib takes a line of a million bytes at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The mailbox to read."""

    host: str
    port: int = 993
    security: Security = Security.TLS
    user: str
    password: str = field(repr=False)
    ca_file: Path | None = None
    folder: str = "INBOX"
    processed: str = "Processed"
    """Folder for mail that is kept, for people to see what was taken."""


class Mailbox:
    """An open connection. Every method raises Unreachable when the server fails; the connection is then worth nothing."""

    def __init__(self, account: Account) -> None:
        self._account = account
        with spoken(account.host):
            context = client_context(account.ca_file)
            self._client = Client(account.host, account.port, context if account.security is Security.TLS else None)
        try:
            self._enter(context)
        except Unreachable:
            self.close()
            raise
        self.validity, self._exists, self._next = 0, 0, 0
        self._processed: str | None = None

    def _enter(self, context: object) -> None:
        account = self._account
        with self._client.exchange():
            if account.security is Security.STARTTLS:
                self._client.starttls(context)
            try:
                self._client.login(account.user, account.password)
            except LoginError as no:
                lost = isinstance(no.__context__, IMAPClientAbortError)
                raise Unreachable(f"{account.host}: {'' if lost else 'user or password is wrong: '}{no}") from no

    def select(self) -> None:
        """Open the folder and learn its UIDVALIDITY; UIDs mean nothing without it (RFC 3501 2.3.1.1)."""
        with self._client.exchange():
            about = self._client.select_folder(self._account.folder)
            self.validity, self._exists = int(about[b"UIDVALIDITY"]), int(about[b"EXISTS"])
            self._next = int(about.get(b"UIDNEXT", 2**32))

    def uids(self) -> list[int]:
        """All UIDs of the folder, ascending. Flags do not matter: people and other programs set them."""
        if self._exists == 0:
            return []
        if self._exists <= _WINDOW:
            return sorted(set(self._search("1:*")))
        found: set[int] = set()
        for low in range(1, self._next, _WINDOW):
            found.update(self._search(f"{low}:{low + _WINDOW - 1}"))
            if len(found) >= self._exists:
                break
        return sorted(found)

    def _search(self, window: str) -> list[int]:
        with self._client.exchange():
            found = [int(uid) for uid in self._client.search(["UID", window])]
            if len(found) > 2 * _WINDOW:
                raise ValueError("more UIDs than were asked for")
            return found

    def sizes(self, uids: list[int]) -> Mapping[int, int]:
        """The sizes in bytes. A UID that is gone has none."""
        with self._client.exchange():
            return {uid: int(data[b"RFC822.SIZE"]) for uid, data in self._client.fetch(uids, ["RFC822.SIZE"]).items()}

    def mail(self, uid: int) -> bytes | None:
        """The whole mail, or None when it is gone. PEEK: no flag changes."""
        return self._section(uid, "BODY.PEEK[]", b"BODY[]")

    def head(self, uid: int) -> bytes | None:
        """The first bytes of its headers, or None when it is gone."""
        return self._section(uid, f"BODY.PEEK[HEADER]<0.{HEAD_BYTES}>", b"BODY[HEADER]<0>")

    def _section(self, uid: int, ask: str, key: bytes) -> bytes | None:
        with self._client.exchange():
            for _ in range(2):
                data = self._client.fetch([uid], [ask]).get(uid)
                if data is None:
                    return None
                if isinstance(data.get(key), bytes):
                    return bytes(data[key])
                # NIL: another session moved it, and this one is told only now (RFC 2180 4.1.3); asked again, it is gone
            raise ValueError(f"no {ask} in the answer")

    def file_away(self, uids: Iterable[int]) -> list[int]:
        """Move mails to the folder for processed mail; the UIDs that could not be moved.

        One that is gone was moved by somebody else, which is as good: moving is a hint for people, never a lock.
        """
        left, batch = [], list(uids)
        if batch and not self._move(batch):
            left = [uid for uid in batch if not self._move([uid])]
        return left

    def _move(self, uids: list[int]) -> bool:
        """One MOVE, or COPY and UID EXPUNGE; without UIDPLUS an EXPUNGE would also take what others flagged, so mail stays."""
        with self._client.exchange():
            try:
                target = self._target()
                if self._client.has_capability("MOVE"):
                    self._client.move(uids, target)
                elif self._client.has_capability("UIDPLUS"):
                    self._client.copy(uids, target)
                    self._client.add_flags(uids, [rb"\Deleted"], silent=True)
                    self._client.uid_expunge(uids)
                else:
                    return False
            except IMAPClientAbortError:
                raise
            except IMAPClientError as no:
                if "TRYCREATE" in str(no):  # somebody deleted the folder: made anew at the next try
                    self._processed = None
                # Dovecot's answer for a mail that another session moved, as long as this session has not seen it.
                return "EXPUNGEISSUED" in str(no) and len(uids) == 1
        return True

    def _target(self) -> str:
        """The folder for processed mail, with the server's prefix, created when it is missing."""
        if self._processed is None:
            prefix = ""
            if self._client.has_capability("NAMESPACE"):
                personal = self._client.namespace().personal
                prefix = personal[0][0] if personal else ""
            name = self._account.processed
            self._processed = name if name.startswith(prefix) else prefix + name
            if not self._client.folder_exists(self._processed):
                with suppress(IMAPClientError):  # the move will say so too, and the mail stays
                    self._client.create_folder(self._processed)
                    self._client.subscribe_folder(self._processed)
        return self._processed

    def idles(self) -> bool:
        """Whether the server tells of new mail by itself."""
        with self._client.exchange():
            return bool(self._client.has_capability("IDLE"))

    def wait(self, seconds: float) -> None:
        """IDLE until the server says something or `seconds` have passed (RFC 2177); not at all when it said it before."""
        if self._client.was_told():
            return
        with self._client.exchange(seconds + 60):
            self._client.idle()
            if not self._client.has_unread():
                # EOF comes back as "nothing new", at once; DONE then fails, and only that tells it from a quiet mailbox.
                self._client.idle_check(seconds)
            self._client.idle_done()

    def cut(self) -> None:
        """End the connection from another thread; whatever waits on it fails."""
        cut(self._client.socket())

    def close(self) -> None:
        """Leave. What goes wrong here changes nothing."""
        with suppress(Unreachable), self._client.exchange(5):
            self._client.logout()
        with suppress(OSError):
            self._client.shutdown()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
