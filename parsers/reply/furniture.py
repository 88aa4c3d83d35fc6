"""Lines that belong to a signature or a footer: contact data, firms, banks, disclaimers; and what must never pass for one."""

import re
from collections.abc import Sequence

from parsers.reply.language import Phrases

MAX_SIGNATURE = 20
"""Lines with something on them; longer ones are letters."""

_CONTACT = re.compile(
    r"\S@\S+\.\w|https?://|\bwww\.|\b[\w-]{2,40}\.(?:com|net|org|de|eu|co\.uk|fr|es|it|nl|pl|at|ch|io)\b"
    r"|(?:\+|\b00|\(0|\b0)\d[\d\s()./-]{5,}\d|\(?\b\d{3}\)?[ .-]\d{3}[ .-]\d{4}\b|\b\d{3}-\d{4}\b"
    r"|\b(?:t|f|m|p|tel|telefon|phone|fax|mobil|mobile|mob|cell|handy|tél|tlf|тел|моб|τηλ|電話|电话)\b\.?\s{0,2}[:.]?\s{0,2}[+(\d]",
    re.IGNORECASE,
)
_FIRM = re.compile(
    r"\b(?:gmbh|ag|kg|ohg|ltd|limited|inc|llc|corp|plc|s\.?a\.?r\.?l|s\.?r\.?l|s\.?p\.?a|b\.?v|n\.?v|sp\. z o\.o|s\.r\.o|a\.s"
    r"|oy|ab|aps|as|kft|zrt|ооо|тов|α\.ε|sas|s\.?l)\b\.?|株式会社|有限公司",
    re.IGNORECASE,
)
# Talk about an order keeps its line out of every signature that nothing marks as one.
_ORDER = re.compile(
    r"\b\d+\s?(?:pcs|pieces|stk|stück|szt|ks|шт|db|adet|units|kg|stuks|pièces|pz|uds|件|個)\b"
    r"|\b(?:line|pos|position|zeile|ligne|línea|riga|regel|poz|po|inv|rfp|order|invoice|rechnung)[ -]?#?\d"
    r"|(?<![\d.])\d{1,2}[./-]\d{1,2}[./-]\d{2,4}",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"\d[.,]\d{2}(?!\d)|(?:\b(?:eur|usd|gbp|chf|pln|czk)\b|[€$£])\s?\d|\d\s?(?:€|\b(?:eur|usd|gbp|chf|pln|czk)\b)|\b20\d\d\b",
    re.IGNORECASE,
)
_BANK = re.compile(r"\biban\b|\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3}", re.IGNORECASE)
_CHANGED = re.compile(
    r"\b(?:new|neu|nouv|nuev|nuov|nieuw|now[aey]|nov[oaáýé]|ny[att]?\b|uus|új|yeni|chang|änder|geänd|modif|cambi|wijzig|zmien|"
    r"změn|muda|alter|нов|изменен|змінен|νέ)|变更|新",
    re.IGNORECASE,
)
_POSTSCRIPT = re.compile(r"p\.?\s?p?\.?s\b|n\.?b\.?\b|nota bene", re.IGNORECASE)
_NAME = re.compile(r"\*?[^\W\d_][^\W\d_'.\-]{0,25}(?:[ ,]{1,2}[^\W\d_][\w'.&/-]{0,25}){0,5}\*?")


def is_contact(text: str) -> bool:
    """An address, a link or a number to call."""
    return _CONTACT.search(text[:500]) is not None


def is_name(text: str) -> bool:
    """One to six words that may be a person's or a firm's name."""
    return _NAME.fullmatch(text.strip()[:160]) is not None


def speaks_of_order(text: str) -> bool:
    """Quantities, lines, numbers of documents, dates."""
    return _ORDER.search(text[:4000]) is not None


def is_payload(text: str) -> bool:
    """Anything that may be business: talk of an order, or money."""
    return speaks_of_order(text) or _MONEY.search(text[:4000]) is not None


def says_something(text: str) -> bool:
    """A line that must be read wherever it stands: an afterthought, a question, an order, a bank account that changes."""
    line = text.strip()
    if _POSTSCRIPT.match(line) or line.endswith(("?", "？")) or speaks_of_order(line):
        return True
    return _BANK.search(line[:500]) is not None and _CHANGED.search(line[:500]) is not None


def is_sentence(text: str) -> bool:
    """Longer than a name, a post or an address line."""
    words = len(text.split())
    return words > 6 or (words > 4 and text.rstrip().endswith((".", "!", ":", "。")))


def names_bank(text: str) -> bool:
    """An account number."""
    return _BANK.search(text[:500]) is not None


def closes_letter(text: str, known: Phrases) -> bool:
    """`Best regards` alone, or with a name behind it."""
    line = text.strip().strip("*_")
    found = known.closing.match(line) if len(line) <= 80 else None
    if found is None:
        return False
    rest = line[found.end() :].strip(" ,.:!;-–")
    return not rest or (is_name(rest) and len(rest.split()) <= 4)


def is_furniture(below: Sequence[str]) -> bool:
    """Whether lines below a closing are a signature.

    Up to the first contact line only names, posts and firms stand there; from it on addresses, banks, capital and disclaimers.
    """
    filled = [text.strip() for text in below if text.strip()]
    if not filled or len(filled) > MAX_SIGNATURE or any(says_something(text) for text in filled):
        return False
    contacts = contact_lines(filled)
    if len(contacts) >= 2:
        return not any(is_payload(text) or is_sentence(text) for text in filled[: contacts[0]])
    short = not any(is_payload(text) or is_sentence(text) for text in filled)
    return short and (bool(contacts) or any(_FIRM.search(text) for text in filled))


def contact_lines(lines: Sequence[str]) -> list[int]:
    """Which lines are contact data."""
    return [at for at, text in enumerate(lines) if is_contact(text)]


def is_card(below: Sequence[str]) -> bool:
    """A few short lines that begin with a name: what stands below a dash."""
    filled = [text.strip() for text in below if text.strip()]
    if not filled or len(filled) > MAX_SIGNATURE or any(says_something(text) or is_payload(text) for text in filled):
        return False
    return is_name(filled[0]) and not any(is_sentence(text) for text in filled)
