"""Keep what the figures ask of each remark together, so that any filter is answered from it, in place of wide squares by week."""

# ruff: noqa: S608 -- names of our own, never what somebody wrote

import sqlalchemy as sa
from alembic import op

revision = "0035fact"
down_revision = "0034desc"
branch_labels = None
depends_on = None

HIGH, WIDE, NOWHERE = (
    10_000,
    20_000,
    -32_768,
)  # millionths of a degree: a square of about a kilometre; where there is no place
STATE = """CASE WHEN NOT r.is_handled THEN 'open'
    WHEN EXISTS (SELECT 1 FROM taggings t WHERE t.remark_id = r.id AND t.is_current) THEN 'tagged'
    WHEN EXISTS (SELECT 1 FROM decisions d WHERE d.remark_id = r.id AND d.is_current AND d.outcome = 'unsure') THEN 'unsure'
    ELSE 'other' END"""
HOW = """CASE WHEN t.is_negated THEN 'e' WHEN t.polarity = 'brist' THEN 'a' WHEN t.polarity = 'positiv' THEN 'b'
    WHEN t.polarity = 'forslag' THEN 'c' ELSE 'd' END"""
FEELINGS = ", ".join(f"sum(CASE WHEN feeling = '{one}' THEN 1 ELSE 0 END)" for one in ("unsafe", "safe", "mixed"))
KEYS = (
    ("north", sa.Integer()), ("east", sa.Integer()), ("week", sa.Integer()), ("y", sa.Integer()), ("x", sa.Integer()),
    ("source", sa.String(length=40)), ("feeling", sa.String(length=6)), ("part_of_day", sa.String(length=13)),
    ("state", sa.String(length=8)), ("is_personal", sa.SmallInteger()), ("accuses", sa.SmallInteger()),
    ("origin", sa.String(length=32)), ("said", sa.Text()), ("districts", sa.Text()),
)  # fmt: skip


def _column(name: str, kind: sa.types.TypeEngine[object]) -> sa.Column[object]:
    if isinstance(kind, sa.Integer):
        return sa.Column(name, kind, autoincrement=False, nullable=False)
    return sa.Column(name, kind, nullable=False)


def upgrade() -> None:
    """Make the tables and write what there is as changes, which upkeep packs; take the wide squares away."""
    op.create_table(
        "packed_facts",
        sa.Column("is_tagged", sa.Boolean(), nullable=False),
        *(_column(name, sa.Integer()) for name in ("north", "east", "span")),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("is_tagged", "north", "east", "span", name=op.f("pk_packed_facts")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "changed_facts",
        *(_column(name, kind) for name, kind in KEYS),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(*(name for name, _ in KEYS), name=op.f("pk_changed_facts")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "fact_codes",
        sa.Column("kind", sa.String(length=10), nullable=False),
        _column("code", sa.Integer()),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "code", name=op.f("pk_fact_codes")),
        sqlite_with_rowid=False,
    )
    _write()
    op.drop_table("place_counts")


def _write() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"

    def plain(value: str) -> str:
        return value if is_sqlite else f"replace(CAST({value} AS text), '-', '')"

    said = (
        f"SELECT DISTINCT {plain('coalesce(f.merged_into_id, f.id)')} || {HOW} AS one FROM taggings t "
        "JOIN focus_areas f ON f.id = t.focus_area_id WHERE t.remark_id = r.id AND t.is_current"
    )
    lies_in = f"SELECT {plain('l.district_id')} AS one FROM remark_districts l WHERE l.remark_id = r.id"
    together = "group_concat(one, ',')" if is_sqlite else "string_agg(one, ',' ORDER BY one COLLATE \"C\")"
    listed = [f"coalesce((SELECT {together} FROM ({some} ORDER BY 1) s), '')" for some in (said, lies_in)]
    accuses = "EXISTS (SELECT 1 FROM concerns c WHERE c.remark_id = r.id AND c.kind = 'accusation')"
    remarks = (
        f"SELECT r.week, r.source, coalesce(r.feeling, '') AS feeling, coalesce(r.part_of_day, '') AS part_of_day, {STATE} AS state, "
        f"CASE WHEN r.has_personal_data THEN 1 ELSE 0 END AS is_personal, CASE WHEN {accuses} THEN 1 ELSE 0 END AS accuses, "
        f"coalesce({plain('origin_id')}, '') AS origin, {listed[0]} AS said, {listed[1]} AS districts, "
        "CAST(round(r.lat * 1000000) AS BIGINT) AS y, CAST(round(r.lng * 1000000) AS BIGINT) AS x FROM remarks r"
    )
    sides = (("y", HIGH), ("x", WIDE))
    north, east = (f"coalesce({_whole(at, width)}, {NOWHERE})" for at, width in sides)
    y, x = (f"coalesce((({at} % {width}) + {width}) % {width}, 0)" for at, width in sides)
    rest = "source, feeling, part_of_day, state, is_personal, accuses, origin, said, districts"
    op.execute(
        f"INSERT INTO changed_facts ({', '.join(name for name, _ in KEYS)}, n) SELECT {north}, {east}, week, {y}, {x}, {rest}, "
        f"count(*) FROM ({remarks}) p GROUP BY 1, 2, 3, 4, 5, {rest}"
    )


def _whole(value: str, width: int) -> str:
    """Return whole division downwards, also of what is negative."""
    return f"({value} - (({value} % {width}) + {width}) % {width}) / {width}"


def downgrade() -> None:
    """Count the wide squares again, and take the facts away; the remarks stand as they are."""
    op.create_table(
        "place_counts",
        *(_column(name, sa.Integer()) for name in ("north", "east", "week")),
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
    for name in ("fact_codes", "changed_facts", "packed_facts"):
        op.drop_table(name)
