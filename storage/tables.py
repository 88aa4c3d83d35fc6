"""All tables. A document is one row: the columns that are searched, and its body as JSON (storage/codec.py).

No query scans history: every list has its index and is paged by key. What is few among many (due, leased, open) is looked for by
a column that is empty in all other rows, with an index over those in which it is filled.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    text,
)

from storage.types import Exact, UtcTime

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Serial = BigInteger().with_variant(Integer, "sqlite")
"""SQLite counts only INTEGER keys by itself."""


def _serial(name: str = "seq") -> "Column[int]":
    return Column(name, Serial, primary_key=True, autoincrement=True)


def _some(name: str, filled: "Column[Any]", *columns: "Column[Any]", unique: bool = False) -> None:
    """An index over the rows in which one column is filled; over that column where no others are named."""
    those = text(f"{filled.name} IS NOT NULL")
    Index(name, *(columns or (filled,)), unique=unique, sqlite_where=those, postgresql_where=those)


# ---- what came in and what goes out

blob = Table(
    "blob",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

inbox = Table(
    "inbox",
    metadata,
    _serial("id"),
    Column("channel", String(20), nullable=False),
    Column("transport_id", Text, nullable=False),
    Column("content_hash", String(64), nullable=False, unique=True),
    Column("hash", String(64), nullable=False),
    Column("received_at", UtcTime, nullable=False),
    Column("envelope", Text, nullable=False),
    Column("sender", Text, nullable=False),
    Column("subject_hint", Text, nullable=False),
    Column("state", String(10), nullable=False),
    Column("lane", String(330), nullable=False),
    Column("head_of", String(330)),
    Column("behind", String(330)),
    Column("due_at", UtcTime),
    Column("tries", Integer, nullable=False, default=0),
    Column("owner", Text, nullable=False, default=""),
    Column("lease_until", UtcTime),
    Column("reason", Text, nullable=False, default=""),
    Column("verdict", Text, nullable=False, default=""),
    Column("document", Text),
    Column("level", Integer),
)
"""`head_of` is the lane while the mail is its head, `behind` while it waits behind that (storage/lane_head.py); `due_at` is set
while it may be taken, `lease_until` while somebody works on it. So the queue's indexes are small, whatever has been done."""
_some("uq_inbox_head_of", inbox.c.head_of, unique=True)
_some("ix_inbox_behind", inbox.c.behind, inbox.c.behind, inbox.c.id)
_some("ix_inbox_due", inbox.c.due_at, inbox.c.due_at, inbox.c.id)
_some("ix_inbox_lease", inbox.c.lease_until)
Index("ix_inbox_state_id", inbox.c.state, inbox.c.id)

transport = Table(
    "transport",
    metadata,
    Column("id", Text, primary_key=True),
    Column("content_hash", String(64), nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    _serial(),
    Column("id", String(60), nullable=False, unique=True),
    Column("sink", String(10), nullable=False),
    Column("recipient", Text, nullable=False),
    Column("envelope_sender", Text, nullable=False),
    Column("message_id", Text, nullable=False, index=True),
    Column("document", Text),
    Column("nature", String(20), nullable=False),
    Column("content", String(64), nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("supersede_key", Text),
    Column("state", String(10), nullable=False),
    Column("due_at", UtcTime),
    Column("tries", Integer, nullable=False, default=0),
    Column("repeats", Integer, nullable=False, default=0),
    Column("owner", Text, nullable=False, default=""),
    Column("lease_until", UtcTime),
    Column("why", Text, nullable=False, default=""),
    Column("ended_at", UtcTime),
    Column("delivery", String(10), nullable=False, default=""),
    Column("delivery_why", Text, nullable=False, default=""),
)
"""`due_at` is set while a letter is to be sent, `lease_until` while it is being sent."""
_some("ix_outbox_due", outbox.c.due_at, outbox.c.sink, outbox.c.due_at, outbox.c.seq)
_some("ix_outbox_lease", outbox.c.lease_until)
_some("ix_outbox_supersede_key", outbox.c.supersede_key, outbox.c.supersede_key, outbox.c.seq)
Index("ix_outbox_state_seq", outbox.c.state, outbox.c.seq)
Index("ix_outbox_document_seq", outbox.c.document, outbox.c.seq)
Index("ix_outbox_recipient_created_at", outbox.c.recipient, outbox.c.created_at)

# ---- documents

document = Table(
    "document",
    metadata,
    _serial(),
    Column("reference", String(20), nullable=False, unique=True),
    Column("kind", String(10), nullable=False),
    Column("supplier", String(20), nullable=False),
    Column("status", String(20), nullable=False),
    Column("key", String(200), nullable=False),
    Column("issue_date", Date),
    Column("gross", Exact),
    Column("version", Integer, nullable=False),
    Column("body", Text, nullable=False),
)
_KEYED = text("key <> '' AND status NOT IN ('Rejected', 'Canceled')")
Index("uq_document_key", document.c.kind, document.c.key, unique=True, sqlite_where=_KEYED, postgresql_where=_KEYED)
Index("ix_document_key", document.c.kind, document.c.key)
Index("ix_document_kind_status_seq", document.c.kind, document.c.status, document.c.seq)
Index("ix_document_supplier", document.c.supplier, document.c.kind, document.c.status, document.c.seq)
_some("ix_document_same_day", document.c.gross, document.c.supplier, document.c.issue_date, document.c.gross)

link = Table(
    "link",
    metadata,
    Column("target", String(20), primary_key=True),
    Column("document", ForeignKey("document.reference", ondelete="CASCADE"), primary_key=True, index=True),
)
"""Which invoices bill an order, and which credit notes lower an invoice."""

order_mark = Table(
    "order_mark",
    metadata,
    Column("supplier", String(20), primary_key=True),
    Column("mark", String(80), primary_key=True),
    Column("order_reference", ForeignKey("document.reference", ondelete="CASCADE"), primary_key=True, index=True),
)
"""What an open order may be recognised by: its item numbers, prices and total."""

question = Table(
    "question",
    metadata,
    _serial(),
    Column("reference", String(20), nullable=False, unique=True),
    Column("document", String(20)),
    Column("asked_of", Text, nullable=False),
    Column("token", Text, nullable=False, unique=True),
    Column("state", String(10), nullable=False),
    Column("open_until", UtcTime),
    Column("version", Integer, nullable=False),
    Column("body", Text, nullable=False),
)
"""`open_until` is the time of expiry while the question is open."""
_some("ix_question_open", question.c.open_until)
Index("ix_question_document", question.c.document, question.c.state, question.c.seq)
Index("ix_question_asked_of", question.c.asked_of, question.c.state, question.c.seq)

journal = Table(
    "journal",
    metadata,
    _serial(),
    Column("document", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("actor", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("cause", String(64)),
    Column("event", Text, nullable=False),
    Index("ix_journal_document_seq", "document", "seq"),
    Index("ix_journal_cause", "cause"),
)

thread = Table(
    "thread",
    metadata,
    Column("message_id", Text, primary_key=True),
    Column("document", String(20), primary_key=True),
)

# ---- people

supplier = Table(
    "supplier",
    metadata,
    _serial(),
    Column("id", String(20), nullable=False, unique=True),
    Column("version", Integer, nullable=False),
    Column("body", Text, nullable=False),
)

contact = Table(
    "contact",
    metadata,
    Column("address", String(330), primary_key=True),
    Column("supplier", ForeignKey("supplier.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("domain", String(260), nullable=False, index=True),
)

buyer = Table(
    "buyer",
    metadata,
    Column("address", String(330), primary_key=True),
    Column("slack_user", Text, unique=True),
    Column("version", Integer, nullable=False),
    Column("body", Text, nullable=False),
)
layout = Table(
    "layout",
    metadata,
    Column("supplier", String(20), primary_key=True),
    Column("fingerprint", String(200), primary_key=True),
    Column("body", Text, nullable=False),
)

# ---- done once

counter = Table(
    "counter",
    metadata,
    Column("kind", String(10), primary_key=True),
    Column("next", BigInteger, nullable=False),
)

digest = Table(
    "digest",
    metadata,
    Column("buyer", String(330), primary_key=True),
    Column("period", String(40), primary_key=True),
)

request = Table("request", metadata, Column("id", String(200), primary_key=True))
