"""Tokens: a keyed hash of 80 bits in 16 base32 letters, compared in constant time (docs/mail.md 1, T5)."""

import base64
import hashlib
import hmac
from collections.abc import Iterable

from core.names import Reference, SupplierId, Token


def token(key: bytes, *parts: str) -> Token:
    """The token over these parts; the parts are separated by a byte that none of them holds."""
    digest = hmac.new(key, "\0".join(parts).encode(), hashlib.sha256).digest()[:10]
    return Token(base64.b32encode(digest).decode().lower())


def routing_token(key: bytes, document: Reference, supplier: SupplierId) -> Token:
    """Proves "has seen a mail sent to this supplier", not who is writing."""
    return token(key, "route", document, supplier)


def house_token(key: bytes, document: Reference) -> Token:
    """The routing token of letters to buyers: it leads to the document, and makes nobody a supplier's colleague (T6)."""
    return token(key, "house", document)


def one_time_token(key: bytes, question: Reference) -> Token:
    """The token of one question; the question's state makes it one-time."""
    return token(key, "once", question)


def form_key(key: bytes, form: str, document: Reference, revision: int, supplier: SupplierId) -> Token:
    """Signs a fill-in file: which form it is, and for which document, revision and supplier it was made (docs/mail.md 6)."""
    return token(key, "form", form, document, str(revision), supplier)


def form_verifies(given: str, keys: Iterable[bytes], form: str, document: Reference, revision: int, supplier: SupplierId) -> bool:
    """Whether a fill-in file was made by us, for this document and supplier, under a live or a retired key."""
    lower = given.lower().encode()
    checks = [hmac.compare_digest(lower, form_key(key, form, document, revision, supplier).encode()) for key in keys]
    return any(checks)


def verifies(given: str, keys: Iterable[bytes], document: Reference, supplier: SupplierId | None) -> bool:
    """Whether a routing token is good under a live or a retired key; case does not count, time does not tell.

    `supplier` None: a token of a letter to a buyer.
    """
    lower = given.lower().encode()
    good = [house_token(key, document) if supplier is None else routing_token(key, document, supplier) for key in keys]
    checks = [hmac.compare_digest(lower, one.encode()) for one in good]
    return any(checks)
