"""Count how remarks speak of focus areas: rows under ids made of the areas' own, filled from the taggings there are."""

# ruff: noqa: S608 -- names of our own, never what somebody wrote

import itertools
from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0022said"
down_revision = "0021lear"
branch_labels = None
depends_on = None

NOBODY = "0" * 32
HIGH, WIDE, LEVELS = 625, 1_250, (-3, -2, -1, 0, 1, 2, 3)  # of the finest squares, in millionths of a degree
COUNTS = "area_id, district_id, week, source, feeling, part_of_day, state, n"
CELLS = "area_id, level, north, east, n, unsafe, safe, mixed, sum_lat, sum_lng"
SAID = "r.source, coalesce(r.feeling, ''), coalesce(r.part_of_day, '')"
HOW = """CASE WHEN t.is_negated THEN 'e' WHEN t.polarity IS NULL THEN 'd' WHEN t.polarity = 'brist' THEN 'a'
    WHEN t.polarity = 'positiv' THEN 'b' WHEN t.polarity = 'forslag' THEN 'c' END"""
STATE = """CASE WHEN NOT r.is_handled THEN 'open'
    WHEN EXISTS (SELECT 1 FROM taggings t WHERE t.remark_id = r.id AND t.is_current) THEN 'tagged'
    WHEN EXISTS (SELECT 1 FROM decisions d WHERE d.remark_id = r.id AND d.is_current AND d.outcome = 'unsure') THEN 'unsure'
    ELSE 'other' END"""
FEELINGS = ", ".join(f"sum(CASE WHEN feeling = '{one}' THEN 1 ELSE 0 END)" for one in ("unsafe", "safe", "mixed"))
SUMS = "sum(n), sum(unsafe), sum(safe), sum(mixed), sum(sum_lat), sum(sum_lng)"


def upgrade() -> None:
    """Count what is there."""
    nobody, made, is_made = _words()
    for area in ("coalesce(f.merged_into_id, f.id)", nobody):
        about = (
            f"JOIN (SELECT DISTINCT t.remark_id, {made.format(area=area)} AS area_id FROM taggings t "
            "JOIN focus_areas f ON f.id = t.focus_area_id WHERE t.is_current) a ON a.remark_id = r.id"
        )
        for district, lies in ((nobody, ""), ("l.district_id", "JOIN remark_districts l ON l.remark_id = r.id")):
            op.execute(
                f"INSERT INTO remark_counts ({COUNTS}) SELECT a.area_id, {district}, r.week, {SAID}, {STATE}, count(*) "
                f"FROM remarks r {about} {lies} GROUP BY 1, 2, 3, 4, 5, 6, 7"
            )
        places = (
            "SELECT a.area_id, r.feeling, CAST(round(r.lat * 1000000) AS BIGINT) AS y, "
            f"CAST(round(r.lng * 1000000) AS BIGINT) AS x FROM remarks r {about} WHERE r.lat IS NOT NULL"
        )
        north, east = (f"({v} - (({v} % {w}) + {w}) % {w}) / {w}" for v, w in (("y", HIGH), ("x", WIDE)))
        op.execute(
            f"INSERT INTO cell_counts ({CELLS}) SELECT area_id, {LEVELS[0]}, {north}, {east}, count(*), {FEELINGS}, "
            f"sum(y), sum(x) FROM ({places}) p GROUP BY 1, 3, 4"
        )
    same = "area_id, district_id, source, feeling, part_of_day, state"
    op.execute(
        f"INSERT INTO remark_counts ({COUNTS}) SELECT area_id, district_id, 0, source, feeling, part_of_day, state, sum(n) "
        f"FROM remark_counts WHERE week <> 0 AND {is_made} GROUP BY {same}"
    )
    for finer, level in itertools.pairwise(LEVELS):
        op.execute(
            f"INSERT INTO cell_counts ({CELLS}) SELECT area_id, {level}, north >> 1, east >> 1, {SUMS} FROM cell_counts "
            f"WHERE level = {finer} AND {is_made} GROUP BY area_id, north >> 1, east >> 1"
        )


def _words() -> Iterator[str]:
    """Return nobody's id, an id made of another by its version digit, and what tells that an id is made so."""
    letters = "('a', 'b', 'c', 'd', 'e')"
    if op.get_bind().dialect.name == "postgresql":
        yield f"CAST('{NOBODY}' AS uuid)"
        yield "CAST(overlay(CAST({area} AS text) PLACING " + HOW + " FROM 15 FOR 1) AS uuid)"
        yield f"substr(CAST(area_id AS text), 15, 1) IN {letters}"
    else:
        yield f"'{NOBODY}'"
        yield "substr({area}, 1, 12) || " + HOW + " || substr({area}, 14)"
        yield f"substr(area_id, 13, 1) IN {letters}"


def downgrade() -> None:
    """Take those counts away."""
    _nobody, _made, is_made = _words()
    for table in ("remark_counts", "cell_counts"):
        op.execute(sa.text(f"DELETE FROM {table} WHERE {is_made}"))
