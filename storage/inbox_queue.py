"""Leases on incoming mail: each mail is worked on by one worker at a time, each lane in order, each try counted before it is made.

Statements are literal SQL: partial indexes are only used where the condition stands in the text.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, DateTime, bindparam, text

from core.message import Channel, Delivery, Envelope
from core.names import BlobHash, safe_line
from storage.codec import loads
from storage.errors import LeaseLost
from storage.inbox import _MINE, REASON, InboxState, Leased
from storage.types import UtcTime

TRIES = 3
"""After so many a mail is set aside and a person is told."""
_WAITS = (timedelta(seconds=5), timedelta(seconds=60))
"""A retry waits at most a minute: a bad mail holds up its lane for three tries at most."""
_CRASHED = "the program stopped while working on this mail, three times"

_FREE = """
    SELECT id FROM inbox w WHERE state = 'waiting' AND due_at <= :now
    AND NOT EXISTS (SELECT 1 FROM inbox r WHERE r.state = 'running' AND r.lane = w.lane)
    AND NOT EXISTS (SELECT 1 FROM inbox o WHERE o.state = 'waiting' AND o.lane = w.lane AND o.id < w.id)
    ORDER BY id LIMIT 1"""
_GOT = "RETURNING id, hash, tries, channel, transport_id, received_at, envelope"
