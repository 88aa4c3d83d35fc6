"""One place in the cage: a child process, watched from outside, and its successor when it is worn or broken."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from selectors import EVENT_READ, EVENT_WRITE, DefaultSelector

from parsers.cage_facts import NoFact, opened
from parsers.cage_terms import ANSWER_LIMIT, LENGTH, CageFailure, CageWhy, Limits

_TICK = 0.05
_KEPT_ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "TZ", "TMPDIR", "TESSDATA_PREFIX")
"""The child sees nothing else: the environment of the parent holds secrets."""


class CageProcess:
    """One place in the cage: a process, and its successor when it is worn or broken."""

    def __init__(self, limits: Limits, warm: tuple[str, ...]) -> None:
        self._limits = limits
        self._warm = warm
        self._done = 0
        self._stopped = False
        self._process = self._start()

    def _start(self) -> "subprocess.Popen[bytes]":
        self._done = 0
        limits = self._limits
        return subprocess.Popen(
            [sys.executable, "-m", "parsers.cage_child", str(limits.address_space), str(limits.cpu_seconds), *self._warm],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            bufsize=0,
            start_new_session=True,
        )

    def stop(self) -> None:
        """End the process and whatever it started, for good; may be called while a job runs."""
        self._stopped = True
        with suppress(ProcessLookupError):  # it ended by itself
            os.killpg(self._process.pid, signal.SIGKILL)

    def dispose(self) -> None:
        """End the process and give back its pipes."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()

    def ask(self, request: bytes) -> object:
        if self._done >= self._limits.jobs or self._process.poll() is not None:
            self._renew()
        if self._stopped:
            return CageFailure(why=CageWhy.DIED, detail="the cage is closed")
        self._done += 1
        try:
            status, value = opened(_exchange(self._process, request, self._limits))
        except _Lost as lost:
            self._renew()
            return CageFailure(why=lost.why, detail=str(lost))
        except NoFact as reason:
            self._renew()
            return CageFailure(why=CageWhy.ANSWER, detail=str(reason))
        if status == "value":
            return value
        self._renew()
        return CageFailure(why=CageWhy.MEMORY if status == "memory" else CageWhy.FAULT, detail=str(value))

    def _renew(self) -> None:
        if self._stopped:
            return
        self.dispose()
        self._process = self._start()
        if self._stopped:  # it was stopped while the new one started
            self.stop()


class _Lost(Exception):
    """The child gave no answer."""

    def __init__(self, why: CageWhy, detail: str = "") -> None:
        super().__init__(detail)
        self.why = why


def _exchange(process: "subprocess.Popen[bytes]", request: bytes, limits: Limits) -> bytes:
    """Send the request and take the answer, watching the clock and the memory. Raises _Lost."""
    assert process.stdin is not None and process.stdout is not None
    deadline = time.monotonic() + limits.wall_seconds
    to_send = memoryview(LENGTH.pack(len(request)) + request)
    answer = bytearray()
    with DefaultSelector() as selector:
        os.set_blocking(process.stdin.fileno(), False)
        selector.register(process.stdin, EVENT_WRITE)
        selector.register(process.stdout, EVENT_READ)
        while True:
            for key, _ in selector.select(_TICK):
                if key.fileobj is process.stdin:
                    to_send = _send(process, to_send)
                    if not to_send:
                        selector.unregister(process.stdin)
                else:
                    _receive(process, answer)
            if len(answer) >= LENGTH.size and len(answer) >= LENGTH.size + LENGTH.unpack_from(answer)[0]:
                return bytes(answer[LENGTH.size :])
            _watch(process.pid, deadline, limits)


def _send(process: "subprocess.Popen[bytes]", rest: memoryview) -> memoryview:
    assert process.stdin is not None
    try:
        return rest[os.write(process.stdin.fileno(), rest[:65_536]) :]
    except BrokenPipeError:
        raise _death(process) from None


def _receive(process: "subprocess.Popen[bytes]", answer: bytearray) -> None:
    assert process.stdout is not None
    piece = os.read(process.stdout.fileno(), 1 << 20)
    if not piece:
        raise _death(process)
    answer += piece
    if len(answer) > ANSWER_LIMIT or LENGTH.unpack_from(answer.ljust(LENGTH.size, b"\0"))[0] > ANSWER_LIMIT:
        raise _Lost(CageWhy.ANSWER, "the answer is too long")


def _death(process: "subprocess.Popen[bytes]") -> _Lost:
    try:
        code = process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        return _Lost(CageWhy.DIED, "the child closed its pipe")
    if code == -signal.SIGXCPU:
        return _Lost(CageWhy.CPU, "the CPU time is used up")
    return _Lost(CageWhy.DIED, f"the child ended with {code}")


def _watch(pid: int, deadline: float, limits: Limits) -> None:
    if time.monotonic() > deadline:
        raise _Lost(CageWhy.TIME, f"longer than {limits.wall_seconds} s")
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError, ValueError):
        return  # no /proc on this system, or the child just ended, which the pipe tells
    if pages * os.sysconf("SC_PAGE_SIZE") > limits.resident:
        raise _Lost(CageWhy.MEMORY, f"more than {limits.resident // 1_000_000} MB in use")


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ}
    path = os.pathsep.join(str(Path(entry or ".").resolve()) for entry in sys.path)
    return {**kept, "PYTHONPATH": path, "PYTHONSAFEPATH": "1", "OMP_THREAD_LIMIT": "1", "OMP_NUM_THREADS": "1"}
