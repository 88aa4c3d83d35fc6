"""What a hostile document can make a reader do, as plain functions for the cage."""

import os
import signal
import socket
import sys
from datetime import date
from decimal import Decimal

from core.paper import Paper, PaperKind, Source


def doubled(number: int) -> int:
    return 2 * number


def loop() -> None:
    while True:
        pass


def sleep() -> None:
    signal.pause()


def allocate(size: int) -> int:
    return len(bytearray(size))


def touch_slowly(size: int) -> int:
    """Use memory in small pieces, as a growing tree does."""
    kept = [bytearray(os.urandom(1)) * 1_000_000 for _ in range(size // 1_000_000)]
    signal.pause()
    return len(kept)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def fail() -> None:
    raise KeyError("a reader with a fault")


def chatter() -> str:
    print("a library that prints")
    sys.stdout.flush()
    os.write(1, b"and another")
    return "done"


def process() -> int:
    return os.getpid()


def environment() -> dict[str, str]:
    return dict(os.environ)


def paper() -> Paper:
    return Paper(kind=PaperKind.INVOICE, source=Source.XML, number="1", issue_date=date(2026, 1, 2), gross_total=Decimal("1.10"))


def code_in_the_answer() -> object:
    return os.system


def connect(port: int) -> bool:
    with socket.socket() as plug:
        return plug.connect_ex(("127.0.0.1", port)) == 0


def long_answer() -> bytes:
    return bytes(70_000_000)
