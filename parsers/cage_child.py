"""The inside of the cage: limits first, then job after job until the pipe is closed. Started by `parsers.cage_process`."""

import ctypes
import importlib
import os
import pickle
import resource
import sys
import traceback
from functools import partial
from types import TracebackType
from typing import BinaryIO

from parsers.cage_terms import LENGTH

_NEW_USER, _NEW_NET = 0x10000000, 0x40000000
_FILES = 256
_FILE_SIZE = 200_000_000


def main() -> None:
    """Arguments: bytes of address space, CPU seconds a job, modules to import beforehand."""
    address_space, cpu_seconds = int(sys.argv[1]), int(sys.argv[2])
    requests, answers = _pipes()
    _leave_the_network()
    for limit, value in (
        (resource.RLIMIT_AS, address_space),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, _FILES),
        (resource.RLIMIT_FSIZE, _FILE_SIZE),
    ):
        resource.setrlimit(limit, (value, value))
    for module in sys.argv[3:]:
        importlib.import_module(module)
    # what a reader did not expect ends this process; its last word tells the parent, which starts another
    sys.excepthook = partial(_last_word, answers)
    while (request := _message(requests)) is not None:
        _allow(cpu_seconds)
        module, name, args, named = pickle.loads(request)
        _send(answers, "value", getattr(importlib.import_module(module), name)(*args, **named))


def _pipes() -> tuple[BinaryIO, BinaryIO]:
    """The two pipes to the parent; a library that prints or reads goes to nowhere."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    return requests, answers


def _leave_the_network() -> None:
    """Where the system permits it, the child has no network at all; elsewhere nothing in it connects (docs/threats.md T19)."""
    library = ctypes.CDLL(None, use_errno=True)
    if hasattr(library, "unshare") and library.unshare(_NEW_NET) != 0:
        library.unshare(_NEW_USER | _NEW_NET)


def _allow(seconds: int) -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds + 1, hard))


def _message(pipe: BinaryIO) -> bytes | None:
    head = pipe.read(LENGTH.size)
    return pipe.read(LENGTH.unpack(head)[0]) if len(head) == LENGTH.size else None


def _send(pipe: BinaryIO, status: str, value: object) -> None:
    answer = pickle.dumps((status, value), protocol=5)
    pipe.write(LENGTH.pack(len(answer)) + answer)
    pipe.flush()


def _last_word(pipe: BinaryIO, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, MemoryError):
        _send(pipe, "memory", "more memory than it may use")
    else:
        _send(pipe, "fault", "".join(traceback.format_exception(kind, error, trace, limit=-8))[-4000:])


if __name__ == "__main__":
    main()
