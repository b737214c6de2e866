"""Count wide squares of the map by week, source and state, so that a map from afar is filtered by them without looking at remarks."""

# ruff: noqa: S608 -- names of our own, never what somebody wrote

import sqlalchemy as sa
from alembic import op

revision = "0020plac"
down_revision = "0019wide"
branch_labels = None
depends_on = None

HIGH, WIDE = 10_000, 20_000  # millionths of a degree: a square of level 1
STATE = """CASE WHEN NOT r.is_handled THEN 'open'
    WHEN EXISTS (SELECT 1 FROM taggings t WHERE t.remark_id = r.id AND t.is_current) THEN 'tagged'
    WHEN EXISTS (SELECT 1 FROM decisions d WHERE d.remark_id = r.id AND d.is_current AND d.outcome = 'unsure') THEN 'unsure'
    ELSE 'other' END"""
FEELINGS = ", ".join(f"sum(CASE WHEN feeling = '{one}' THEN 1 ELSE 0 END)" for one in ("unsafe", "safe", "mixed"))


def upgrade() -> None:
    """Make the table and count what is there."""
    op.create_table(
        "place_counts",
        sa.Column("north", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("east", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("week", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        *(
            sa.Column(n, sa.BigInteger(), nullable=False)
            for n in ("n", "unsafe", "safe", "mixed", "sum_lat", "sum_lng")
        ),
        sa.PrimaryKeyConstraint("north", "east", "week", "source", "state", name=op.f("pk_place_counts")),
        sqlite_with_rowid=False,
    )
    places = (
        f"SELECT r.week, r.source, {STATE} AS state, r.feeling, CAST(round(r.lat * 1000000) AS BIGINT) AS y, "
        "CAST(round(r.lng * 1000000) AS BIGINT) AS x FROM remarks r WHERE r.lat IS NOT NULL"
    )
    op.execute(
        "INSERT INTO place_counts (north, east, week, source, state, n, unsafe, safe, mixed, sum_lat, sum_lng) "
        f"SELECT {_whole('y', HIGH)}, {_whole('x', WIDE)}, week, source, state, count(*), {FEELINGS}, sum(y), sum(x) "
        f"FROM ({places}) p GROUP BY 1, 2, 3, 4, 5"
    )


def _whole(value: str, width: int) -> str:
    """Return whole division downwards, also of what is negative."""
    return f"({value} - (({value} % {width}) + {width}) % {width}) / {width}"


def downgrade() -> None:
    """Take the counts away; the remarks stand as they are."""
    op.drop_table("place_counts")
