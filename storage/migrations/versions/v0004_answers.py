"""Letters by recipient: how many answers somebody has had of late."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index."""
    op.create_index("ix_outbox_recipient_created_at", "outbox", ["recipient", "created_at"], unique=False)
