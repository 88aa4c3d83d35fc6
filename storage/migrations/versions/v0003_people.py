"""The tables of people, and of things done once."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make them."""
    _supplier()
    _contact()
    _buyer()
    _counter()
    _digest()
    _request()


def _supplier() -> None:
    op.create_table(
        "supplier",
        sa.Column("seq", SERIAL, autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_supplier"),
        sa.UniqueConstraint("id", name="uq_supplier_id"),
    )


def _contact() -> None:
    op.create_table(
        "contact",
        sa.Column("address", sa.String(length=330), nullable=False),
        sa.Column("supplier", sa.String(length=20), nullable=False),
        sa.Column("domain", sa.String(length=260), nullable=False),
        sa.ForeignKeyConstraint(["supplier"], ["supplier.id"], name="fk_contact_supplier", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("address", "supplier", name="pk_contact"),
    )
    op.create_index("ix_contact_domain", "contact", ["domain"], unique=False)
    op.create_index("ix_contact_supplier", "contact", ["supplier"], unique=False)


def _buyer() -> None:
    op.create_table(
        "buyer",
        sa.Column("address", sa.String(length=330), nullable=False),
        sa.Column("slack_user", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("address", name="pk_buyer"),
        sa.UniqueConstraint("slack_user", name="uq_buyer_slack_user"),
    )


def _counter() -> None:
    op.create_table(
        "counter",
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("next", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("kind", name="pk_counter"),
    )


def _digest() -> None:
    op.create_table(
        "digest",
        sa.Column("buyer", sa.String(length=330), nullable=False),
        sa.Column("period", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("buyer", "period", name="pk_digest"),
    )


def _request() -> None:
    op.create_table(
        "request", sa.Column("id", sa.String(length=200), nullable=False), sa.PrimaryKeyConstraint("id", name="pk_request")
    )
