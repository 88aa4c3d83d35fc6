"""The IMAP door: a mailbox is a feed. Each mail is fetched, committed, and then moved away as a sign for people."""

import logging
import random
import threading
import time
from collections import Counter
from dataclasses import dataclass

from channels.backoff import Backoff
from channels.imap_mailbox import Account, Mailbox
from channels.limits import MAIL_BYTES
from channels.oversize import only_headers
from channels.source import Checkup, Clock, Keep, Known, utc_now
from channels.tls import Security
from core.errors import CounterfoilError, Unreachable
from core.message import Channel, Delivery, Envelope, Trust

log = logging.getLogger(__name__)

_BATCH = 50
"""Mails moved by one command."""
_FETCHES = 3
"""Times that a mail is asked for; one that breaks the connection each time must not stop the others for ever."""
_FLIPS = 3
"""Changes of UIDVALIDITY that a mailbox may have in its life; a restored backup is one, more is a broken server."""
_IDLE_WAKES = 20
"""Wake-ups in a row that brought nothing, each within a second: a server that only chatters is left for a while."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """Seconds between sweeps, when the server tells of new mail (IDLE) and when it does not.

    IDLE is renewed with each sweep: well below the 29 minutes of RFC 2177 and the 10 minutes after which many firewalls forget
    a quiet connection. A sweep finds what a notice missed.
    """

    idle: float = 300.0
    poll: float = 20.0
    jitter: float = 0.2


class ImapSource:
    """A source. `known` spares the fetching of mail that is in INBOX still although it was kept."""

    def __init__(
        self,
        account: Account,
        keep: Keep,
        *,
        known: Known = lambda transport_id: False,
        clock: Clock = utc_now,
        trust: Trust = Trust.NOTHING,
        rhythm: Rhythm | None = None,
        backoff: Backoff | None = None,
    ) -> None:
        self._account, self._keep, self._known, self._clock, self._trust = account, keep, known, clock, trust
        self._rhythm, self._backoff = rhythm or Rhythm(), backoff or Backoff()
        self._dice = random.Random()
        self._validity, self._flips = 0, 0
        self._kept: set[int] = set()
        self._done: set[int] = set()
        self._failures: Counter[int] = Counter()
        self._mailbox: Mailbox | None = None
        self.trouble = ""

    def run(self, stop: threading.Event) -> None:
        """Sweep, wait for news, sweep; connect again after every loss, at growing intervals."""
        threading.Thread(target=self._hang_up_at, args=(stop,), name="imap-stop", daemon=True).start()
        while not stop.is_set():
            try:
                with Mailbox(self._account) as mailbox:
                    self._mailbox = mailbox
                    self._attend(mailbox, stop)
            except CounterfoilError as problem:
                if stop.is_set():
                    return
                self.trouble = str(problem)
                log.warning("IMAP: %s", problem)
                stop.wait(self._backoff.wait())
            finally:
                self._mailbox = None

    def _hang_up_at(self, stop: threading.Event) -> None:
        stop.wait()
        if self._mailbox is not None:
            self._mailbox.cut()

    def _attend(self, mailbox: Mailbox, stop: threading.Event) -> None:
        """As long as the connection lives."""
        idles, wakes = mailbox.idles(), 0
        while not stop.is_set():
            kept = self.sweep(mailbox)
            pause = (self._rhythm.idle if idles else self._rhythm.poll) * self._dice.uniform(1 - self._rhythm.jitter, 1)
            began = time.monotonic()
            if idles:
                mailbox.wait(pause)
            else:
                stop.wait(pause)
            quick = time.monotonic() - began < 1
            wakes = wakes + 1 if quick and not kept else 0
            if wakes > _IDLE_WAKES:
                raise Unreachable(f"{self._account.host}: the server wakes us up for nothing")

    def sweep(self, mailbox: Mailbox) -> int:
        """Take every mail of the folder that was not taken yet; how many were. Raises what `keep` raises, and Unreachable."""
        mailbox.select()
        self._notice(mailbox.validity)
        present = mailbox.uids()
        self._kept &= set(present)
        self._done &= set(present)
        fresh = sorted((uid for uid in present if uid not in self._done), key=lambda uid: (self._failures[uid], uid))
        ready = [uid for uid in fresh if self._failures[uid] < _FETCHES]
        for start in range(0, len(ready), _BATCH):
            self._take(mailbox, ready[start : start + _BATCH])
        self._backoff.reset()
        self.trouble = self._health(len(fresh) - len(ready))
        return len(ready)

    def _health(self, unfetched: int) -> str:
        if self._flips > _FLIPS:
            return f"{self._account.host} changed UIDVALIDITY {self._flips} times: all mail is read again each time"
        return f"{unfetched} mails cannot be fetched; they stay in INBOX" if unfetched else ""

    def _notice(self, validity: int) -> None:
        """New UIDVALIDITY: all UIDs mean other mails. Known content is kept once all the same."""
        if validity == self._validity:
            return
        if self._validity:
            self._flips += 1
            log.error("IMAP: UIDVALIDITY of %s changed from %d to %d: all mails are read again", *self._names(), validity)
        self._validity = validity
        self._kept.clear()
        self._done.clear()
        self._failures.clear()

    def _names(self) -> tuple[str, int]:
        return self._account.folder, self._validity

    def _take(self, mailbox: Mailbox, uids: list[int]) -> None:
        """Fetch, keep, then move."""
        sizes = mailbox.sizes(uids)
        fresh = [uid for uid in uids if uid in sizes and uid not in self._kept]
        unread = [uid for uid in fresh if not self._known(self._transport_id(uid, sizes[uid]))]
        gone = {uid for uid in unread if not self._take_one(mailbox, uid, sizes[uid])}
        left = mailbox.file_away(uid for uid in sizes if uid not in gone and sizes[uid] <= MAIL_BYTES)
        self._done.update(uids)
        if left:
            log.warning("IMAP: %d kept mails could not be moved to %s; they stay in INBOX", len(left), self._account.processed)

    def _take_one(self, mailbox: Mailbox, uid: int, size: int) -> bool:
        """Keep one mail, or only its headers when it is too large; False when it is gone."""
        try:
            raw = mailbox.mail(uid) if size <= MAIL_BYTES else mailbox.head(uid)
        except Unreachable:
            self._failures[uid] += 1
            raise
        if raw is None:
            return False
        self._keep(
            Delivery(
                channel=Channel.IMAP,
                transport_id=self._transport_id(uid, size),
                received_at=self._clock(),
                raw=raw if size <= MAIL_BYTES else only_headers(raw, size),
                envelope=Envelope(trust=self._trust),
            )
        )
        self._kept.add(uid)
        return True

    def _transport_id(self, uid: int, size: int) -> str:
        """With the size: a server that comes back from a backup may give a UID out again and keep its UIDVALIDITY (RFC 3501
        2.3.1.1 forbids it), and another mail must not be taken for one that was read."""
        at = self._account
        return f"imap:{at.user}@{at.host}/{at.folder}/{self._validity}/{uid}/{size}"

    def check(self) -> Checkup:
        """Connect, log in, open the folder."""
        at = self._account
        door = f"IMAP {at.user} at {at.host}:{at.port}"
        try:
            with Mailbox(at) as mailbox:
                mailbox.select()
                waiting, idles = len(mailbox.uids()), mailbox.idles()
        except Unreachable as problem:
            return Checkup(door=door, well=False, finding=str(problem), advice="see host, port, security, user and password")
        unsafe = at.security is Security.PLAIN and at.host not in ("127.0.0.1", "::1", "localhost")
        return Checkup(
            door=door,
            well=not unsafe,
            finding=f"connected; {waiting} mails in {at.folder}; new mail is {'told at once' if idles else 'polled'}",
            advice="the password travels unprotected: set security to tls" if unsafe else "",
        )
