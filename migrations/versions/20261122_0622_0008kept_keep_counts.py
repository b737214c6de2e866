"""Make the tables of counts that are kept ready, and fill them from what is there."""

# ruff: noqa: S608 -- names of our own, never what somebody wrote

import sqlalchemy as sa
from alembic import op

revision = "0008kept"
down_revision = "0007walk"
branch_labels = None
depends_on = None

STATE = """CASE WHEN NOT r.is_handled THEN 'open'
    WHEN EXISTS (SELECT 1 FROM taggings t WHERE t.remark_id = r.id AND t.is_current) THEN 'tagged'
    WHEN EXISTS (SELECT 1 FROM decisions d WHERE d.remark_id = r.id AND d.is_current AND d.outcome = 'unsure') THEN 'unsure'
    ELSE 'other' END"""
ABOUT = """JOIN (SELECT DISTINCT t.remark_id, coalesce(f.merged_into_id, f.id) AS area_id FROM taggings t
    JOIN focus_areas f ON f.id = t.focus_area_id WHERE t.is_current AND NOT t.is_negated) a ON a.remark_id = r.id"""
LIES = "JOIN remark_districts l ON l.remark_id = r.id"
COUNTS = "area_id, district_id, week, source, feeling, part_of_day, state, n"
CELLS = "area_id, level, north, east, n, unsafe, safe, mixed, sum_lat, sum_lng"
KEYS = ("area_id", "district_id", "week", "source", "feeling", "part_of_day", "state")


def upgrade() -> None:
    """Make the tables and fill them."""
    op.create_table(
        "count_stamps",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("stamp", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_count_stamps")),
    )
    op.create_table(
        "remark_counts",
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("week", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("feeling", sa.String(length=6), nullable=False),
        sa.Column("part_of_day", sa.String(length=13), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(*KEYS, name=op.f("pk_remark_counts")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "cell_counts",
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("level", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("north", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("east", sa.Integer(), autoincrement=False, nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in CELLS.split(", ")[4:]),
        sa.PrimaryKeyConstraint("area_id", "level", "north", "east", name=op.f("pk_cell_counts")),
        sqlite_with_rowid=False,
    )
    _fill("CAST('00000000-0000-0000-0000-000000000000' AS uuid)" if _is_postgresql() else f"'{'0' * 32}'")


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _fill(nil: str) -> None:
    for area, about in ((nil, ""), ("a.area_id", ABOUT)):
        for district, lies in ((nil, ""), ("l.district_id", LIES)):
            op.execute(
                f"INSERT INTO remark_counts ({COUNTS}) SELECT {area}, {district}, r.week, r.source, coalesce(r.feeling, ''), "
                f"coalesce(r.part_of_day, ''), {STATE}, count(*) FROM remarks r {about} {lies} GROUP BY 1, 2, 3, 4, 5, 6, 7"
            )
        feelings = ", ".join(f"sum(CASE WHEN feeling = '{f}' THEN 1 ELSE 0 END)" for f in ("unsafe", "safe", "mixed"))
        op.execute(
            f"INSERT INTO cell_counts ({CELLS}) SELECT area_id, -3, (y - ((y % 625) + 625) % 625) / 625, "
            f"(x - ((x % 1250) + 1250) % 1250) / 1250, count(*), {feelings}, sum(y), sum(x) FROM (SELECT {area} AS area_id, "
            "r.feeling, CAST(round(r.lat * 1000000) AS BIGINT) AS y, CAST(round(r.lng * 1000000) AS BIGINT) AS x "
            f"FROM remarks r {about} WHERE r.lat IS NOT NULL) p GROUP BY 1, 3, 4"
        )
    op.execute(
        f"INSERT INTO remark_counts ({COUNTS}) SELECT area_id, district_id, 0, source, feeling, part_of_day, state, sum(n) "
        "FROM remark_counts GROUP BY area_id, district_id, source, feeling, part_of_day, state"
    )
    for finer in (-3, -1, 1):
        op.execute(
            f"INSERT INTO cell_counts ({CELLS}) SELECT area_id, {finer + 2}, north >> 2, east >> 2, sum(n), sum(unsafe), "
            f"sum(safe), sum(mixed), sum(sum_lat), sum(sum_lng) FROM cell_counts WHERE level = {finer} "
            "GROUP BY area_id, north >> 2, east >> 2"
        )


def downgrade() -> None:
    """Take them away; they can be counted again."""
    op.drop_table("cell_counts")
    op.drop_table("remark_counts")
    op.drop_table("count_stamps")
