"""The fields of a supplier's own data: what can be a value of each, and what it is now."""

import re

from core.names import safe_line
from core.party import ProfileField, Supplier

_VAT = re.compile(r"[A-Z]{2}[A-Z0-9+*]{2,13}")
_PHONE = re.compile(r"\+?[0-9 ()/.-]{6,30}")
DIGITS = 6
"""A number with fewer is none to call back."""


def cleaned(field: ProfileField, value: str) -> str | None:
    """The value as it is kept; None for what cannot be one."""
    text = safe_line(value, 400).strip(" .,;:")
    match field:
        case ProfileField.VAT_ID:
            plain = re.sub(r"[ .-]", "", text).upper()
            return plain if _VAT.fullmatch(plain) else None
        case ProfileField.PHONE:
            good = _PHONE.fullmatch(text) and sum(c.isdigit() for c in text) >= DIGITS
            return text if good else None
        case ProfileField.NAME:
            return text if 2 <= len(text) <= 200 else None
        case ProfileField.ADDRESS:
            return text if len(text) >= 5 else None


def now_is(supplier: Supplier, field: ProfileField) -> str:
    """The value on file; empty for none."""
    return str(getattr(supplier, field.value))
