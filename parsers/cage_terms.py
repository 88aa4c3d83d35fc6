"""What parent and child of the cage have in common: limits, reasons, and the form of a message."""

import struct
from dataclasses import dataclass
from enum import StrEnum

ANSWER_LIMIT = 64_000_000
LENGTH = struct.Struct(">I")
"""Each message is its length and a pickle."""


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
