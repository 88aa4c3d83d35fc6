"""Mail as files: `*.eml` dropped into a folder come in, letters are written into a folder."""

import logging
import os
import re
import stat
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

from channels.backoff import Backoff
from channels.limits import MAIL_BYTES
from channels.oversize import HEAD_BYTES, only_headers
from channels.sink import SendJob, Sent
from channels.source import Checkup, Clock, Keep, utc_now
from core.delivery_hash import content_hash
from core.errors import CounterfoilError, Unreachable
from core.message import Channel, Delivery, Envelope, Trust

log = logging.getLogger(__name__)

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]")
Look = tuple[int, int, int]
"""Inode, size and time of change: when they are the same in two looks, nobody is writing."""


class FolderSource:
    """Takes each `*.eml` of a folder that did not change between two looks, and moves it to `processed/` when it is kept.

    A program that writes slowly should write under another name and rename. Links, hidden files and folders are left alone.
    """

    def __init__(
        self, folder: Path, keep: Keep, *, clock: Clock = utc_now, trust: Trust = Trust.NOTHING, every: float = 0.5
    ) -> None:
        self._folder, self._keep, self._clock, self._trust, self._every = folder, keep, clock, trust, every
        self._seen: dict[str, Look] = {}
        self._kept: dict[str, Look] = {}
        self.trouble = ""

    def run(self, stop: threading.Event) -> None:
        """Look every half second."""
        backoff = Backoff()
        pause = 0.0
        while not stop.wait(pause):
            try:
                self.look()
            except (CounterfoilError, OSError) as problem:
                self.trouble = str(problem)
                log.warning("folder %s: %s", self._folder, problem)
                pause = backoff.wait()
            else:
                self.trouble = ""
                backoff.reset()
                pause = self._every

    def look(self) -> int:
        """Take what is there and at rest; how many files were taken. Raises what `keep` raises, and OSError."""
        now = dict(self._files())
        ready = [name for name, look in now.items() if self._seen.get(name) == look and self._kept.get(name) != look]
        self._seen = now
        self._kept = {name: look for name, look in self._kept.items() if name in now}
        for name in ready:
            self._take(self._folder / name)
            self._kept[name] = now[name]  # if it cannot be moved, it is at least not read again
            self._move(self._folder / name)
        return len(ready)

    def _files(self) -> Iterator[tuple[str, Look]]:
        """Oldest first, as mails come."""
        found = []
        with os.scandir(self._folder) as entries:
            for entry in entries:
                if entry.name.lower().endswith(".eml") and not entry.name.startswith("."):
                    about = entry.stat(follow_symlinks=False)
                    if stat.S_ISREG(about.st_mode):
                        found.append((about.st_mtime_ns, entry.name, (about.st_ino, about.st_size, about.st_mtime_ns)))
        yield from ((name, look) for _, name, look in sorted(found))

    def _take(self, path: Path) -> None:
        size = path.stat().st_size
        with path.open("rb") as file:
            raw = file.read() if size <= MAIL_BYTES else only_headers(file.read(HEAD_BYTES), size)
        self._keep(
            Delivery(
                channel=Channel.FOLDER,
                transport_id=f"folder:{content_hash(raw)}",
                received_at=self._clock(),
                raw=raw,
                envelope=Envelope(trust=self._trust),
            )
        )

    def _move(self, path: Path) -> None:
        processed = self._folder / "processed"
        processed.mkdir(exist_ok=True)
        target, number = processed / path.name, 1
        while target.exists():
            number += 1
            target = processed / f"{path.stem}-{number}{path.suffix}"
        path.rename(target)

    def check(self) -> Checkup:
        """Whether files can be read and moved there."""
        well = os.access(self._folder, os.R_OK | os.W_OK | os.X_OK) and self._folder.is_dir()
        return Checkup(
            door=f"folder {self._folder}",
            well=well,
            finding="can be read and written" if well else "is no folder that can be read and written",
            advice="" if well else "create it, or give this user the right to write there",
        )


class FolderSink:
    """Writes each letter as `<outbox id>.eml`; the same letter again is the same file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, letter: SendJob) -> Sent:
        """Write, sync, rename: there is never half a letter. Raises Unreachable when the folder does not take it."""
        name = f"{_UNSAFE.sub('_', letter.outbox_id)}.eml"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self._folder, prefix=".", suffix=".part", delete=False) as file:
                file.write(letter.raw)
                file.flush()
                os.fsync(file.fileno())
            Path(file.name).replace(self._folder / name)
        except OSError as problem:
            raise Unreachable(f"{self._folder}: {problem.strerror}") from problem
        return Sent(answer=name)

    def close(self) -> None:
        """Nothing is held open."""

    def check(self) -> Checkup:
        """Whether files can be written there."""
        parent = next(p for p in (self._folder, *self._folder.parents) if p.exists())
        well = parent.is_dir() and os.access(parent, os.W_OK | os.X_OK)
        return Checkup(
            door=f"folder {self._folder}",
            well=well,
            finding="can be written" if well else f"{parent} cannot be written",
            advice="" if well else "give this user the right to write there",
        )
