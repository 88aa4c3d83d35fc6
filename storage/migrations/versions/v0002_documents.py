"""The tables of documents, and of what is known about them."""

import sqlalchemy as sa
from alembic import op

from storage.types import Exact, UtcTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make them."""
    _document()
    _link()
    _order_mark()
    _question()
    _journal()
    _thread()
    _layout()


def _document() -> None:
    op.create_table(
        "document",
        sa.Column("seq", SERIAL, autoincrement=True, nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("supplier", sa.String(length=20), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("issue_date", sa.Date(), nullable=True),
        sa.Column("gross", Exact(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_document"),
        sa.UniqueConstraint("reference", name="uq_document_reference"),
    )
    op.create_index("ix_document_key", "document", ["kind", "key"], unique=False)
    op.create_index("ix_document_kind_status_seq", "document", ["kind", "status", "seq"], unique=False)
    op.create_index(
        "ix_document_same_day",
        "document",
        ["supplier", "issue_date", "gross"],
        unique=False,
        sqlite_where=sa.text("gross IS NOT NULL"),
        postgresql_where=sa.text("gross IS NOT NULL"),
    )
    op.create_index("ix_document_supplier", "document", ["supplier", "kind", "status", "seq"], unique=False)
    op.create_index(
        "uq_document_key",
        "document",
        ["kind", "key"],
        unique=True,
        sqlite_where=sa.text("key <> '' AND status NOT IN ('Rejected', 'Canceled')"),
        postgresql_where=sa.text("key <> '' AND status NOT IN ('Rejected', 'Canceled')"),
    )


def _link() -> None:
    op.create_table(
        "link",
        sa.Column("target", sa.String(length=20), nullable=False),
        sa.Column("document", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["document.reference"], name="fk_link_document", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("target", "document", name="pk_link"),
    )
    op.create_index("ix_link_document", "link", ["document"], unique=False)


def _order_mark() -> None:
    op.create_table(
        "order_mark",
        sa.Column("supplier", sa.String(length=20), nullable=False),
        sa.Column("mark", sa.String(length=80), nullable=False),
        sa.Column("order_reference", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_reference"], ["document.reference"], name="fk_order_mark_order_reference", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("supplier", "mark", "order_reference", name="pk_order_mark"),
    )
    op.create_index("ix_order_mark_order_reference", "order_mark", ["order_reference"], unique=False)


def _question() -> None:
    op.create_table(
        "question",
        sa.Column("seq", SERIAL, autoincrement=True, nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("document", sa.String(length=20), nullable=True),
        sa.Column("asked_of", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("open_until", UtcTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_question"),
        sa.UniqueConstraint("reference", name="uq_question_reference"),
        sa.UniqueConstraint("token", name="uq_question_token"),
    )
    op.create_index("ix_question_asked_of", "question", ["asked_of", "state", "seq"], unique=False)
    op.create_index("ix_question_document", "question", ["document", "state", "seq"], unique=False)
    op.create_index(
        "ix_question_open",
        "question",
        ["open_until"],
        unique=False,
        sqlite_where=sa.text("open_until IS NOT NULL"),
        postgresql_where=sa.text("open_until IS NOT NULL"),
    )


def _journal() -> None:
    op.create_table(
        "journal",
        sa.Column("seq", SERIAL, autoincrement=True, nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("cause", sa.String(length=64), nullable=True),
        sa.Column("event", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_journal"),
    )
    op.create_index("ix_journal_cause", "journal", ["cause"], unique=False)
    op.create_index("ix_journal_document_seq", "journal", ["document", "seq"], unique=False)


def _thread() -> None:
    op.create_table(
        "thread",
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("document", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("message_id", "document", name="pk_thread"),
    )


def _layout() -> None:
    op.create_table(
        "layout",
        sa.Column("supplier", sa.String(length=20), nullable=False),
        sa.Column("fingerprint", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("supplier", "fingerprint", name="pk_layout"),
    )
