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

    `address_space`: reading 72 PDFs and page pictures one after the other, tesseract included, maps 116 MB at most; the rest is
    a reserve for large files. `resident` is what is really used, watched from outside:
    address space that is only reserved costs nothing, so where the one limit must be wide, the other still holds.
    """

    address_space: int = 512_000_000
    resident: int = 400_000_000
    cpu_seconds: int = 20
    wall_seconds: float = 30.0
    jobs: int = 400


NEURAL = Limits(address_space=2_000_000_000, resident=1_200_000_000, cpu_seconds=120, wall_seconds=180.0)
"""Where rapidocr reads pictures: its models compute in the child itself (docs/reading.md 1).

Reading scans and photos maps 1,310 MB and uses 660 MB at most. A colour picture of 59 million pixels, read after others, maps up
to 1,650 MB and uses 910 to 1,000 MB, from run to run. A page takes 5 to 7 s of CPU: this is enough for about 20.
"""
