"""Typed identifiers, and the few checks that make a text one of them."""

import hashlib
import re
import unicodedata
from typing import NewType

Reference = NewType("Reference", str)
"""*Our* name of a document, safe in a mail address: `[A-Z0-9-]`, at most 20 characters (docs/rules.md 1)."""
SupplierId = NewType("SupplierId", str)
"""Our reference of a supplier, `S-n`."""
Address = NewType("Address", str)
"""A mail address (addr-spec), lower case."""
BlobHash = NewType("BlobHash", str)
"""SHA-256, hexadecimal, of bytes that are kept in the blob table."""
MessageId = NewType("MessageId", str)
"""A Message-ID with its angle brackets (RFC 5322 3.6.4)."""
Token = NewType("Token", str)
"""16 base32 letters, lower case: a routing token of a document, or a one-time token of a question."""

_REFERENCE = re.compile(r"[A-Z0-9-]{1,20}")
_OURS = re.compile(r"(?:INV|CN|RFP|S|Q)-[0-9].*|B|HOUSE|NEW")
"""The names that the house gives itself, and those that its own addresses hold (docs/mail.md 1)."""
_ADDRESS = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?")
_BIDI = dict.fromkeys((*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF, 0x061C))


def reference(text: str) -> Reference:
    """Check a reference. Raises ValueError."""
    upper = text.strip().upper()
    if not _REFERENCE.fullmatch(upper):
        raise ValueError(f"{text!r} is no reference: letters, digits and hyphens, at most 20")
    return Reference(upper)


def order_number(text: str) -> Reference:
    """Check a number that a person gives an order: a reference, and none of those that are always ours. Raises ValueError."""
    number = reference(text)
    if _OURS.fullmatch(number):
        raise ValueError(f"{number} is a name that the house gives itself: choose another number")
    return number


def address(text: str) -> Address:
    """Check a mail address; a strict subset of RFC 5321, so that it is safe in RCPT and in headers. Raises ValueError."""
    lower = text.strip().lower()
    if not _ADDRESS.fullmatch(lower) or ".." in lower:
        raise ValueError(f"{text!r} is no mail address")
    return Address(lower)


def domain_of(who: Address) -> str:
    """The part behind the @."""
    return who.rpartition("@")[2]


def hash_of(content: bytes) -> BlobHash:
    """The name under which bytes are kept."""
    return BlobHash(hashlib.sha256(content).hexdigest())


def text_hash(text: str) -> BlobHash:
    """The name under which a person's words are kept: events hold it, so that the words can be erased."""
    return hash_of(text.encode())


def safe_text(text: str, limit: int = 100_000) -> str:
    """Foreign text made safe to store, log and show: NFC, no control, bidi or zero-width characters, no surrogates.

    Line feeds and tabs stay. Raises nothing.
    """
    if text.isascii() and text.replace("\n", "").replace("\t", "").isprintable():
        return text[:limit]  # nothing in it needs care; most mails are like that
    whole = text[: limit * 2].encode("utf-8", "replace").decode("utf-8").translate(_BIDI)
    kept = "".join(c for c in unicodedata.normalize("NFC", whole) if c in "\n\t" or unicodedata.category(c)[0] != "C")
    return kept[:limit]


def safe_line(text: str, limit: int = 300) -> str:
    """As `safe_text`, on one line: for subjects, names and file names."""
    return " ".join(safe_text(text, limit * 2).split())[:limit]
