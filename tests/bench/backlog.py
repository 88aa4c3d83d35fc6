"""Fills the inbox with waiting mail, faster than it could be kept."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert

from core.names import hash_of
from storage.database import translated
from storage.store import Store
from storage.tables import blob, inbox

_RAW = b"From: x@y.test\r\n\r\n" + b"x" * 20_000
_LANES = 5_000


def fill(store: Store, mails: int) -> None:
    """So many mails in 5,000 lanes, the oldest an hour old; all share one blob."""
    with translated(), store.engine.connect().execution_options(writing=True) as connection, connection.begin():
        connection.execute(insert(blob).values(hash=hash_of(_RAW), size=len(_RAW), content=_RAW))
        for start in range(0, mails, 5_000):
            connection.execute(insert(inbox), [_row(n) for n in range(start, min(start + 5_000, mails))])


def _row(number: int) -> dict[str, Any]:
    at = datetime.now(UTC) - timedelta(hours=1) + timedelta(milliseconds=number)
    lane, head = f"lane{number % _LANES}.test", number < _LANES
    return {
        "channel": "smtp",
        "transport_id": f"fill:{number}",
        "content_hash": f"{number:064d}",
        "hash": hash_of(_RAW),
        "received_at": at,
        "envelope": "{}",
        "sender": "",
        "subject_hint": "",
        "state": "waiting",
        "lane": lane,
        "head_of": lane if head else None,
        "behind": None if head else lane,
        "due_at": at if head else None,
    }
