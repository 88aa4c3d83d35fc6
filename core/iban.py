"""Bank accounts: an IBAN by its checksum (ISO 13616, modulo 97)."""

import re

_FORM = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")


def iban(text: str) -> str:
    """Check an IBAN and give it without spaces. Raises ValueError."""
    plain = re.sub(r"\s", "", text).upper()
    digits = "".join(str(int(c, 36)) for c in plain[4:] + plain[:4]) if plain.isascii() and plain.isalnum() else ""
    if not _FORM.fullmatch(plain) or int(digits) % 97 != 1:
        raise ValueError(f"{text[:40]!r} is no IBAN: its checksum does not hold")
    return plain
