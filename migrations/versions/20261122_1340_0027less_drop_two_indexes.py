"""Let go of two indexes of what walks know of remarks: nothing is looked for by them, and each remark wrote a page of both."""

from alembic import op

revision = "0027less"
down_revision = "0026part"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Drop them."""
    op.drop_index("ix_walk_remarks_stop_id", table_name="walk_remarks")
    op.drop_index("ix_walk_remarks_tablet_id", table_name="walk_remarks")


def downgrade() -> None:
    """Make them again."""
    op.create_index("ix_walk_remarks_stop_id", "walk_remarks", ["stop_id"])
    op.create_index("ix_walk_remarks_tablet_id", "walk_remarks", ["tablet_id"])
