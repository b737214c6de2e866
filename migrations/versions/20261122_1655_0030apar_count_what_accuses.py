"""Count what accuses somebody once more by itself, so that the map of those who do not read it need not look each of them up."""

# ruff: noqa: S608 -- names of our own, never what somebody wrote

import itertools

import sqlalchemy as sa
from alembic import op

revision = "0030apar"
down_revision = "0029open"
branch_labels = None
depends_on = None

LEVELS, COARSE = (-3, -2, -1, 0, 1, 2, 3), (5_000, 10_000)  # millionths of a degree: a square of level 0
SUMS = ("n", "unsafe", "safe", "mixed", "sum_lat", "sum_lng", "mid_lat", "mid_lng")
COLUMNS = f"area_id, level, north, east, {', '.join(SUMS)}"
FEELINGS = ", ".join(f"sum(CASE WHEN feeling = '{one}' THEN 1 ELSE 0 END)" for one in ("unsafe", "safe", "mixed"))
AREA = "coalesce(f.merged_into_id, f.id)"
HOW = """CASE WHEN t.is_negated THEN 'e' WHEN t.polarity = 'brist' THEN 'a' WHEN t.polarity = 'positiv' THEN 'b'
    WHEN t.polarity = 'forslag' THEN 'c' ELSE 'd' END"""


def upgrade() -> None:
    """Make the table and count what is there: for all, for each focus area, and for how they speak of each and of any."""
    op.create_table(
        "apart_counts",
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("level", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("north", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("east", sa.Integer(), autoincrement=False, nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in SUMS),
        sa.PrimaryKeyConstraint("area_id", "level", "north", "east", name=op.f("pk_apart_counts")),
        sqlite_with_rowid=False,
    )
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    nil = "'" + "0" * 32 + "'" if is_sqlite else "CAST('00000000-0000-0000-0000-000000000000' AS uuid)"
    _count(nil, "")
    for area, only in ((AREA, "AND NOT t.is_negated"), (_said(AREA, is_sqlite), ""), (_said(nil, is_sqlite), "")):
        about = (
            f"(SELECT DISTINCT t.remark_id, {area} AS area_id FROM taggings t JOIN focus_areas f ON f.id = t.focus_area_id "
            f"WHERE t.is_current {only})"
        )
        _count("a.area_id", f"JOIN {about} a ON a.remark_id = r.id")
    sums = ", ".join(f"sum({name})" for name in SUMS)
    for finer, level in itertools.pairwise(LEVELS):
        op.execute(
            f"INSERT INTO apart_counts ({COLUMNS}) SELECT area_id, {level}, north >> 1, east >> 1, {sums} "
            f"FROM apart_counts WHERE level = {finer} GROUP BY area_id, north >> 1, east >> 1"
        )


def _said(area: str, is_sqlite: bool) -> str:
    if is_sqlite:
        return f"substr({area}, 1, 12) || {HOW} || substr({area}, 14)"
    return f"CAST(overlay(CAST({area} AS text) PLACING {HOW} FROM 15 FOR 1) AS uuid)"


def _count(area: str, about: str) -> None:
    (high, wide), (low, narrow) = COARSE, (side >> -LEVELS[0] for side in COARSE)
    places = (
        f"SELECT {area} AS area_id, r.feeling, CAST(round(r.lat * 1000000) AS BIGINT) AS y, "
        "CAST(round(r.lng * 1000000) AS BIGINT) AS x FROM remarks r "
        f"JOIN concerns c ON c.remark_id = r.id AND c.kind = 'accusation' {about} WHERE r.lat IS NOT NULL"
    )
    op.execute(
        f"INSERT INTO apart_counts ({COLUMNS}) SELECT area_id, {LEVELS[0]}, {_whole('y', low)}, {_whole('x', narrow)}, count(*), "
        f"{FEELINGS}, sum(y), sum(x), sum({_whole('y', high)} * {high} + {high // 2}), sum({_whole('x', wide)} * {wide} + {wide // 2}) "
        f"FROM ({places}) p GROUP BY 1, 3, 4"
    )


def _whole(value: str, width: int) -> str:
    """Return whole division downwards, also of what is negative."""
    return f"({value} - (({value} % {width}) + {width}) % {width}) / {width}"


def downgrade() -> None:
    """Take the counts away; the remarks stand as they are."""
    op.drop_table("apart_counts")
