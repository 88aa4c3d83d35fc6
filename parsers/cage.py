"""Where hostile bytes are read: child processes with limits of memory, time and network (docs/threats.md T15-T19).

    with Cage(jobs=2) as cage:
        papers = cage.run(parsers.documents.read, data, name, knowledge)

A child is warm and takes many jobs; it is replaced after `Limits.jobs`, and after anything went wrong in it. `run` may be
called from many threads; as many jobs as the cage has children run at once, the others wait. The children are started by
exec, not by fork alone, so threads of the parent do no harm. What a child answers is unpacked as plain facts only (types of
`core` and `parsers`): a child that was taken over cannot run code in its parent.
"""

import io
import os
import pickle
import queue
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, is_dataclass
from enum import Enum, StrEnum
from pathlib import Path
from selectors import EVENT_READ, EVENT_WRITE, DefaultSelector
from types import TracebackType
from typing import Any, ParamSpec, Self, TypeVar, cast

P = ParamSpec("P")
T = TypeVar("T")

ANSWER_LIMIT = 64_000_000
LENGTH = struct.Struct(">I")
"""Each message is its length and a pickle."""
_TICK = 0.05
WARM = ("parsers.documents", "lxml.etree", "pypdfium2")
_KEPT_ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "TZ", "TMPDIR", "TESSDATA_PREFIX")
"""The child sees nothing else: the environment of the parent holds secrets."""


class CageWhy(StrEnum):
    """Why a job gave no value."""

    TIME = "time"
    CPU = "cpu"
    MEMORY = "memory"
    DIED = "died"
    FAULT = "fault"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class CageFailure:
    """A job that gave no value. `detail` is for the log; it may hold text of the document."""

    why: CageWhy
    detail: str = ""


class Caged(Exception):
    """The job gave no value; `failure` says why."""

    def __init__(self, failure: CageFailure) -> None:
        super().__init__(f"{failure.why}: {failure.detail[:200]}")
        self.failure = failure


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bytes and seconds that one child or one job may use.

    `address_space`: all readers together map 80 MB before the first document, and a page picture of 200 dpi in colour with
    its copies about 150 MB; the reserve is for large documents. A neural reader of pictures needs 3 GB. `resident` is what
    is really used, watched from outside, because address space that is reserved costs nothing.
    """

    address_space: int = 768_000_000
    resident: int = 512_000_000
    cpu_seconds: int = 20
    wall_seconds: float = 30.0
    jobs: int = 50


class Cage:
    """A number of warm children. Use it as a context manager, or call `close`."""

    def __init__(self, *, jobs: int = 1, limits: Limits | None = None, warm: tuple[str, ...] = WARM) -> None:
        """`warm`: modules that a child imports before its first job."""
        self._limits = limits or Limits()
        self._warm = warm
        self._free: queue.LifoQueue[_Child] = queue.LifoQueue()
        self._children = [_Child(self._limits, warm) for _ in range(jobs)]
        for child in self._children:
            self._free.put(child)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Kill the children; a job that still runs in another thread, or comes later, fails as DIED."""
        for child in self._children:
            child.stop()
        for child in [self._free.get() for _ in self._children]:
            child.dispose()
            self._free.put(child)

    def run(self, function: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        """Call a module-level function in a child, with arguments that can be pickled. Raises Caged."""
        answer = self.attempt(function, *args, **named)
        if isinstance(answer, CageFailure):
            raise Caged(answer)
        return answer

    def attempt(self, function: Callable[P, T], *args: P.args, **named: P.kwargs) -> T | CageFailure:
        """As `run`, but a job without a value is an answer like any other. Raises nothing for what happens in the child."""
        request = pickle.dumps((function.__module__, function.__qualname__, args, named), protocol=5)
        child = self._free.get()
        try:
            return cast("T | CageFailure", child.ask(request))
        finally:
            self._free.put(child)


class _Child:
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
            status, value = _opened(_exchange(self._process, request, self._limits))
        except _Lost as lost:
            self._renew()
            return CageFailure(why=lost.why, detail=str(lost))
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


_PLAIN = {("decimal", "Decimal"), ("builtins", "set"), ("builtins", "frozenset"), ("builtins", "complex")} | {
    ("datetime", name) for name in ("date", "datetime", "time", "timedelta", "timezone")
}


class _Facts(pickle.Unpickler):
    """Unpacks values of the shared types and nothing that could run."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in _PLAIN:
            return super().find_class(module, name)
        if module.partition(".")[0] in ("core", "parsers"):
            found = super().find_class(module, name)
            if isinstance(found, type) and (is_dataclass(found) or issubclass(found, Enum)):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is no fact")


def _opened(answer: bytes) -> tuple[str, object]:
    try:
        status, value = _Facts(io.BytesIO(answer)).load()
    # whatever a child that was taken over sends: it is an answer that cannot be used
    except (
        pickle.UnpicklingError,
        ValueError,
        TypeError,
        EOFError,
        AttributeError,
        ImportError,
        LookupError,
        OverflowError,
    ) as error:
        raise _Lost(CageWhy.ANSWER, str(error)) from error
    return str(status), value
