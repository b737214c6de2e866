"""Keep the squares of every level of the map, and find what is marked as personal data without looking at all remarks."""

# ruff: noqa: S608 -- names of our own, never what somebody wrote

import sqlalchemy as sa
from alembic import op

revision = "0011leve"
down_revision = "0010find"
branch_labels = None
depends_on = None

CELLS = "area_id, level, north, east, n, unsafe, safe, mixed, sum_lat, sum_lng"
BETWEEN = (-2, 0, 2)


def upgrade() -> None:
    """Sum the levels between, each from the next finer one."""
    for level in BETWEEN:
        op.execute(
            f"INSERT INTO cell_counts ({CELLS}) SELECT area_id, {level}, north >> 1, east >> 1, sum(n), sum(unsafe), sum(safe), "
            f"sum(mixed), sum(sum_lat), sum(sum_lng) FROM cell_counts WHERE level = {level - 1} "
            "GROUP BY area_id, north >> 1, east >> 1"
        )
    op.create_index(
        "ix_remarks_personal",
        "remarks",
        ["number"],
        unique=False,
        sqlite_where=sa.text("has_personal_data = 1"),
        postgresql_where=sa.text("has_personal_data"),
    )


def downgrade() -> None:
    """Take them away again."""
    op.drop_index(
        "ix_remarks_personal",
        table_name="remarks",
        sqlite_where=sa.text("has_personal_data = 1"),
        postgresql_where=sa.text("has_personal_data"),
    )
    op.execute(f"DELETE FROM cell_counts WHERE level IN ({', '.join(map(str, BETWEEN))})")
