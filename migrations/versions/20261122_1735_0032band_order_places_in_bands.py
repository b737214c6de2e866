"""Order the index of places by bands of latitude and within them from west to east, so that a view from near reads little else."""

import sqlalchemy as sa
from alembic import op

revision = "0032band"
down_revision = "0031code"
branch_labels = None
depends_on = None

REST = ("week", "source", "feeling", "is_handled")


def upgrade() -> None:
    """Make it anew."""
    op.drop_index("ix_remarks_place", table_name="remarks")
    band = sa.text("(CAST(lat * 400 AS INTEGER))")
    op.create_index("ix_remarks_place", "remarks", [band, "lng", "lat", *REST])


def downgrade() -> None:
    """Order it by latitude alone again."""
    op.drop_index("ix_remarks_place", table_name="remarks")
    op.create_index("ix_remarks_place", "remarks", ["lat", "lng", *REST])
