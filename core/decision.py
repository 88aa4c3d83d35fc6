"""A decision by mail: a token for one reader and one state of a document, spent by whatever moves it (docs/mail.md 6, T38)."""

import hmac
from collections.abc import Iterable
from datetime import UTC

from core.invoice import Invoice
from core.names import Address, Token
from core.order import PurchaseOrder
from core.proposal import Rfp
from core.tokens import token

Decidable = Invoice | PurchaseOrder | Rfp
"""What a letter may ask a buyer to decide on."""


def decision_token(key: bytes, document: Decidable, reader: Address) -> Token:
    """What the letter to this reader carries. Nothing is stored: the document's own state makes the token one-time."""
    return token(key, "decide", document.reference, _state(document), reader)


def may_decide(given: Iterable[str], keys: Iterable[bytes], document: Decidable, reader: Address) -> bool:
    """Whether one of these tokens was written to this reader, about the document as it still is."""
    good = [decision_token(key, document, reader).encode() for key in keys]
    checks = [hmac.compare_digest(one.lower().encode(), known) for one in given for known in good]
    return any(checks)


def _state(document: Decidable) -> str:
    """Every move of an invoice has its time; a Draft order or request has none, and leaves that state for good. Of a submitted
    order what waits is decided: a newer proposal, or a decision on one of them, is another state."""
    if isinstance(document, Rfp):
        return document.status.value
    if isinstance(document, PurchaseOrder):
        waits = (f" {a.line}@{a.at.astimezone(UTC).isoformat() if a.at else ''}" for a in document.waiting)
        return f"{document.status.value} {document.revision}{''.join(waits)}"
    moved = document.changed_at or document.received_at
    return f"{document.status.value} {moved.astimezone(UTC).isoformat()}"
