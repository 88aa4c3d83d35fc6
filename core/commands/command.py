"""A command: a wish, with who may say it, its fields, its help and its decision."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar


class Who(StrEnum):
    """Who may say a command at all; levels and documents are checked besides."""

    SUPPLIER = "supplier"
    INITIATOR = "initiator"
    APPROVER = "approver"
    ACCOUNTANT = "accountant"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """`document` is the document that is meant when it is not the thread's, as a reference or as its number in the mail."""

    word: ClassVar[str]
    who: ClassVar[frozenset[Who]]
    document: str | None = None
