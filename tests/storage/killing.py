"""Starts processes that use a store, kills them, and reads what they had said."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]


class Child:
    """A process, and the file of what it said."""

    def __init__(self, what: str, url: str, name: str) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="counterfoil-child-")
        self._said, self._errors = Path(self._folder.name) / "said", Path(self._folder.name) / "errors"
        command = [sys.executable, "-m", "tests.storage.children", what, url, name]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        with self._said.open("ab") as said, self._errors.open("ab") as errors:
            self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=said, stderr=errors)

    def kill(self) -> None:
        """With kill -9, which leaves no time for anything."""
        self.process.kill()
        self.process.wait()

    def said(self) -> list[str]:
        """The lines so far."""
        return self._said.read_bytes().decode().splitlines()

    def first_line(self) -> str:
        """What it says first; waits for it."""
        deadline = time.monotonic() + 60
        while not self.said():
            assert self.process.poll() is None and time.monotonic() < deadline, self._errors.read_text()
            time.sleep(0.02)
        return self.said()[0]

    def ended(self, seconds: float) -> list[str]:
        """The lines, when it has ended by itself, and well."""
        assert self.process.wait(seconds) == 0, self._errors.read_text()
        return self.said()


@contextmanager
def children(what: str, url: str, names: list[str]) -> Iterator[list[Child]]:
    """Several at once; none outlives the block."""
    started = [Child(what, url, name) for name in names]
    try:
        yield started
    finally:
        for child in started:
            child.kill()
