"""Counts facts from nothing, in SQL, and lets those that are kept stand beside them. Comes before: the tables of `remark` and `tag`.
Goes to: `recounting.py`.
"""

# ruff: noqa: S608 -- names of our own, never what somebody wrote

import itertools

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from dialog.figures.facts import NOWHERE, Fact
from dialog.figures.kinds import WIDE, side
from dialog.figures.operations.in_sql import AREA, HOW, PLACE, SAID_OF, STATE, rest, whole
from dialog.figures.operations.packing import unpacked

FACT_COLUMNS = ", ".join((*Fact._fields, "n"))
_AT_ONCE = 5_000


def facts_into(connection: Connection, table: str, where: str = "") -> None:
    """Add the facts of remarks as they stand in the tables; written as `facts.fact_of` writes them."""
    is_sqlite, (high, wide) = connection.dialect.name == "sqlite", side(WIDE)
    ids = {
        name: name if is_sqlite else f"replace(CAST({name} AS text), '-', '')"
        for name in (AREA, "origin_id", "l.district_id")
    }
    said = (
        f"SELECT DISTINCT {ids[AREA]} || {HOW} AS one FROM taggings t JOIN focus_areas f ON f.id = t.focus_area_id "
        "WHERE t.remark_id = r.id AND t.is_current"
    )
    lies_in = f"SELECT {ids['l.district_id']} AS one FROM remark_districts l WHERE l.remark_id = r.id"
    together = "group_concat(one, ',')" if is_sqlite else "string_agg(one, ',' ORDER BY one COLLATE \"C\")"
    listed = [f"coalesce((SELECT {together} FROM ({some} ORDER BY 1) s), '')" for some in (said, lies_in)]
    accuses = "EXISTS (SELECT 1 FROM concerns c WHERE c.remark_id = r.id AND c.kind = 'accusation')"
    remarks = (
        f"SELECT r.week, {SAID_OF}, {STATE} AS state, CASE WHEN r.has_personal_data THEN 1 ELSE 0 END AS is_personal, "
        f"CASE WHEN {accuses} THEN 1 ELSE 0 END AS accuses, coalesce({ids['origin_id']}, '') AS origin, {listed[0]} AS said, "
        f"{listed[1]} AS districts, {PLACE} FROM remarks r {where}"
    )
    north, east = (f"coalesce({whole(at, width)}, {NOWHERE})" for at, width in (("y", high), ("x", wide)))
    inside = [f"coalesce({rest(at, width)}, 0)" for at, width in (("y", high), ("x", wide))]
    more = "is_personal, accuses, origin, said, districts"
    connection.execute(
        text(
            f"INSERT INTO {table} ({FACT_COLUMNS}) SELECT {north}, {east}, week, {inside[0]}, {inside[1]}, source, feeling, "
            f"part_of_day, state, {more}, count(*) FROM ({remarks}) p GROUP BY 1, 2, 3, 4, 5, source, feeling, part_of_day, state, {more}"
        )
    )


def standing_facts(db: Session, connection: Connection) -> None:
    """Let the facts that are packed stand in a table, `standing_facts`, for as long as it takes, with what has changed of them since."""
    connection.execute(text("CREATE TEMPORARY TABLE unpacked_facts AS SELECT * FROM changed_facts"))
    marks = ", ".join(f":{name}" for name in (*Fact._fields, "n"))
    into = text(f"INSERT INTO unpacked_facts ({FACT_COLUMNS}) VALUES ({marks})")
    facts = unpacked(db)
    while some := list(itertools.islice(facts, _AT_ONCE)):
        connection.execute(into, [fact._asdict() | {"n": n} for fact, n in some])
    keys = ", ".join(Fact._fields)
    connection.execute(
        text(
            f"CREATE TEMPORARY TABLE standing_facts AS SELECT {keys}, sum(n) AS n FROM unpacked_facts "
            f"GROUP BY {keys} HAVING sum(n) <> 0"
        )
    )
    connection.execute(text("DROP TABLE unpacked_facts"))
