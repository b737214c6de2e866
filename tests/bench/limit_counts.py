"""What the bare application keeps beside an answer's own rows, as ours does in the same transaction: the counts that pages are drawn from, and the words
that it is found by. Core's own upserts, the same rows of the same tables in one order, so that no two wait for each other crosswise.

Comes before: `limit.py`. No stamp for what has changed, no stems (words are split at what is no letter), nothing masked.
"""

import re
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Engine, insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from dialog.figures.facts import NOWHERE
from dialog.figures.kinds import LEVELS, WIDE, side

TABLES = ("remark_words", "remark_counts", "cell_counts", "changed_facts")
FEELINGS = ("unsafe", "safe", "mixed")
_OF_PLACES = ("n", *FEELINGS, "sum_lat", "sum_lng")
_EVERY_WEEK, _NOBODY = 0, uuid.UUID(int=0)
_LETTERS = re.compile(r"\w+")


def keeper(
    engine: Engine, tables: Any, key: Callable[[uuid.UUID], Any]
) -> Callable[[Connection, Mapping[str, Any], Any], None]:
    """Return what counts a remark, as it was written, in a district, and lets it be found."""
    upsert: Any = sqlite.insert if engine.dialect.name == "sqlite" else postgresql.insert

    def adding(name: str, sums: tuple[str, ...]) -> Any:
        new = upsert(tables[name])
        added = {one: tables[name].c[one] + new.excluded[one] for one in sums}
        return new.on_conflict_do_update(index_elements=list(tables[name].primary_key), set_=added)

    nobody = key(_NOBODY)
    words = insert(tables["remark_words"])
    counts, cells, changes = (
        adding("remark_counts", ("n",)),
        adding("cell_counts", _OF_PLACES),
        adding("changed_facts", ("n",)),
    )

    def keep(connection: Connection, row: Mapping[str, Any], district: Any) -> None:
        found = " ".join(_LETTERS.findall(f"{row['text']} {row['suggestion']}".lower()))
        connection.execute(words, {"number": row["number"], "stems": found, "parts": "", "more": row["place_words"].lower(), "more_parts": ""})  # fmt: skip
        facts = {"area_id": nobody, "source": row["source"], "feeling": row["feeling"] or "", "part_of_day": row["part_of_day"] or "",
                 "state": "open", "n": 1}  # fmt: skip
        where = [(place, week) for place in (nobody, district) for week in (_EVERY_WEEK, row["week"])]
        told = {name: facts[name] for name in ("source", "feeling", "part_of_day", "state", "n")}
        told |= {
            "week": row["week"],
            "is_personal": 0,
            "accuses": 0,
            "origin": "",
            "said": "",
            "districts": uuid.UUID(str(district)).hex,
        }
        connection.execute(counts, [facts | {"district_id": place, "week": week} for place, week in where])
        if row["lat"] is None:
            connection.execute(changes, told | {"north": NOWHERE, "east": NOWHERE, "y": 0, "x": 0})
            return
        lat, lng = round(row["lat"] * 1_000_000), round(row["lng"] * 1_000_000)
        sums = {"n": 1, **{one: int(row["feeling"] == one) for one in FEELINGS}, "sum_lat": lat, "sum_lng": lng}
        squares = {level: (lat // side(level)[0], lng // side(level)[1]) for level in LEVELS}
        connection.execute(cells, [
            sums | {"area_id": nobody, "level": level, "north": north, "east": east} for level, (north, east) in squares.items()
        ])  # fmt: skip
        (north, east), (high, wide) = squares[WIDE], side(WIDE)
        connection.execute(
            changes, told | {"north": north, "east": east, "y": lat - north * high, "x": lng - east * wide}
        )

    return keep
