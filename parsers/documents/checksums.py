"""Account and tax numbers that carry check digits: IBAN (ISO 13616) and the VAT numbers whose country defines a checksum."""

import re

_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{10,30}")
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


def vat_holds(written: str) -> bool | None:
    """Whether the checksum of a VAT number with its country holds; None where no rule is known for it."""
    from stdnum import get_cc_module

    number = _squeezed(written)
    if not _VAT.fullmatch(number):
        return None
    country = _PREFIXES.get(number[:2], number[:2].lower())
    module = get_cc_module(country, "vat")
    if module is None:
        return None
    return bool(module.is_valid(number)) or bool(module.is_valid(number[2:]))
