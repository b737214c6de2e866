"""Let the index of places hold what the map filters by, so that it is counted without looking up remarks."""

from alembic import op

revision = "0019wide"
down_revision = "0018ever"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the index for a wider one."""
    op.create_index("ix_remarks_place", "remarks", ["lat", "lng", "week", "source", "feeling", "is_handled"])
    op.drop_index("ix_remarks_lat_lng", table_name="remarks")


def downgrade() -> None:
    """Change it back."""
    op.create_index("ix_remarks_lat_lng", "remarks", ["lat", "lng"])
    op.drop_index("ix_remarks_place", table_name="remarks")
