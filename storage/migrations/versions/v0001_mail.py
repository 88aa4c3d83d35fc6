"""The tables of mail: bytes, what came in, what goes out."""

import sqlalchemy as sa
from alembic import op

from storage.types import UtcTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make them."""
    _blob()
    _inbox()
    _transport()
    _outbox()


def _blob() -> None:
    op.create_table(
        "blob",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_blob"),
    )


def _inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("id", SERIAL, autoincrement=True, nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("transport_id", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("received_at", UtcTime(), nullable=False),
        sa.Column("envelope", sa.Text(), nullable=False),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("subject_hint", sa.Text(), nullable=False),
        sa.Column("lane", sa.String(length=330), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("due_at", UtcTime(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("lease_until", UtcTime(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=True),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["hash"], ["blob.hash"], name="fk_inbox_hash"),
        sa.PrimaryKeyConstraint("id", name="pk_inbox"),
        sa.UniqueConstraint("content_hash", name="uq_inbox_content_hash"),
    )
    op.create_index(
        "ix_inbox_lane_waiting",
        "inbox",
        ["lane", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index("ix_inbox_state_id", "inbox", ["state", "id"], unique=False)
    op.create_index(
        "ix_inbox_waiting",
        "inbox",
        ["id"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index(
        "uq_inbox_lane_running",
        "inbox",
        ["lane"],
        unique=True,
        sqlite_where=sa.text("state = 'running'"),
        postgresql_where=sa.text("state = 'running'"),
    )


def _transport() -> None:
    op.create_table(
        "transport",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_transport"),
    )


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("seq", SERIAL, autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=60), nullable=False),
        sa.Column("sink", sa.String(length=10), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("envelope_sender", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=True),
        sa.Column("nature", sa.String(length=20), nullable=False),
        sa.Column("content", sa.String(length=64), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("supersede_key", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("due_at", UtcTime(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("repeats", sa.Integer(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("lease_until", UtcTime(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("ended_at", UtcTime(), nullable=True),
        sa.Column("delivery", sa.String(length=10), nullable=False),
        sa.Column("delivery_why", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["content"], ["blob.hash"], name="fk_outbox_content"),
        sa.PrimaryKeyConstraint("seq", name="pk_outbox"),
        sa.UniqueConstraint("id", name="uq_outbox_id"),
    )
    op.create_index("ix_outbox_document_seq", "outbox", ["document", "seq"], unique=False)
    op.create_index(
        "ix_outbox_due",
        "outbox",
        ["sink", "due_at", "seq"],
        unique=False,
        sqlite_where=sa.text("state IN ('waiting', 'uncertain') AND due_at IS NOT NULL"),
        postgresql_where=sa.text("state IN ('waiting', 'uncertain') AND due_at IS NOT NULL"),
    )
    op.create_index("ix_outbox_message_id", "outbox", ["message_id"], unique=False)
    op.create_index(
        "ix_outbox_replaceable",
        "outbox",
        ["supersede_key"],
        unique=False,
        sqlite_where=sa.text("supersede_key <> '' AND state IN ('waiting', 'uncertain')"),
        postgresql_where=sa.text("supersede_key <> '' AND state IN ('waiting', 'uncertain')"),
    )
    op.create_index(
        "ix_outbox_sending",
        "outbox",
        ["lease_until"],
        unique=False,
        sqlite_where=sa.text("state = 'sending'"),
        postgresql_where=sa.text("state = 'sending'"),
    )
    op.create_index(
        "ix_outbox_series",
        "outbox",
        ["supersede_key", "seq"],
        unique=False,
        sqlite_where=sa.text("supersede_key <> ''"),
        postgresql_where=sa.text("supersede_key <> ''"),
    )
    op.create_index("ix_outbox_state_seq", "outbox", ["state", "seq"], unique=False)
