"""One `run` on one SQLite file: a locked file beside it, freed by the system however the process ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.errors import Unreachable
from storage.errors import AlreadyRunning


@contextmanager
def run_lock(database: Path) -> Iterator[None]:
    """Hold the lock. Raises AlreadyRunning with the process that holds it, Unreachable where the file cannot be made."""
    path = database.with_name(database.name + ".run")
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as wrong:
        raise Unreachable(f"{path} cannot be opened: {wrong.strerror}") from wrong
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as taken:
            raise AlreadyRunning(_pid(handle)) from taken
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        yield
        os.ftruncate(handle, 0)
    finally:
        os.close(handle)


def is_held(database: Path) -> bool:
    """Whether a `run` uses the file now."""
    path = database.with_name(database.name + ".run")
    try:
        handle = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


def _pid(handle: int) -> int:
    text = os.pread(handle, 20, 0).strip()
    return int(text) if text.isdigit() else 0
