"""Account and tax numbers that carry check digits: IBAN (ISO 13616) and the VAT numbers whose country defines a checksum."""

import re
from collections.abc import Iterator
from enum import StrEnum
from itertools import pairwise
from typing import Any

_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{10,30}")
_VAT = re.compile(r"[A-Z]{2}[A-Z0-9]{2,14}")
_PREFIXES = {"EL": "gr", "XI": "gb"}


def _squeezed(written: str) -> str:
    return re.sub(r"[\s._-]", "", written).upper()


def looks_like_iban(written: str) -> bool:
    """Whether it has the form of an IBAN, right or wrong."""
    return _IBAN.fullmatch(_squeezed(written)) is not None


def iban_holds(written: str) -> bool:
    """Whether it is an IBAN with right check digits and the length of its country."""
    from stdnum import iban

    return looks_like_iban(written) and bool(iban.is_valid(_squeezed(written), check_country=False))


class Checksum(StrEnum):
    """What the check digits of a number say.

    LOOSE: they hold, but they also hold for the number with another digit. PLACEHOLDER: a row of digits in order.
    """

    HOLDS = "holds"
    LOOSE = "loose"
    FAILS = "fails"
    UNKNOWN = "unknown"
    PLACEHOLDER = "placeholder"


def vat_checksum(written: str) -> Checksum:
    """What the check digits of a VAT number with its country letters say; UNKNOWN where no rule is known for it.

    Some countries have two rules for one form (the Netherlands, Great Britain), so that a misread digit can pass the other.
    """
    from stdnum import get_cc_module

    number = _squeezed(written)
    if not _VAT.fullmatch(number):
        return Checksum.UNKNOWN
    rule = get_cc_module(_PREFIXES.get(number[:2], number[:2].lower()), "vat")
    if rule is None:
        return Checksum.UNKNOWN
    if not _holds(rule, number):
        return Checksum.PLACEHOLDER if _is_placeholder(number) else Checksum.FAILS
    return Checksum.LOOSE if any(_holds(rule, other) for other in _neighbours(number)) else Checksum.HOLDS


def _is_placeholder(number: str) -> bool:
    """123456789 or 000000000 stand in forms and examples: nobody's number, and no misread one."""
    digits = re.sub(r"\D", "", number)
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(digits)}
    return len(digits) >= 8 and (steps == {1} or steps == {0})


def _holds(rule: Any, number: str) -> bool:
    return bool(rule.is_valid(number)) or bool(rule.is_valid(number[2:]))


def _neighbours(number: str) -> Iterator[str]:
    for place, letter in enumerate(number):
        if letter.isdigit():
            yield from (number[:place] + other + number[place + 1 :] for other in "0123456789" if other != letter)
