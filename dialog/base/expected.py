"""What a batch takes to be so, asked once for all of it before its commit (decision 2): conditions in the words of each database.

Comes before: operations, by `Gathering.expect`. Goes to: `base/gathering.py`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.engine import Dialect

from dialog.base.rows import as_hex


@dataclass
class Expected:
    """What must be true before a commit: a condition, by dialect, and its parameters. One that is a list is an array on PostgreSQL and
    JSON on SQLite; the lists may grow until they are asked about.
    """

    condition: Mapping[str, str]
    values: tuple[Any, ...] = ()


def all_of(expected: Mapping[Any, Expected], dialect: Dialect) -> str:
    """Return the condition that all of them hold."""
    return " AND ".join(f"({one.condition[dialect.name]})" for one in expected.values())


def values_of(expected: Mapping[Any, Expected]) -> tuple[Any, ...]:
    """Return the parameters of `all_of`."""
    return tuple(value for one in expected.values() for value in one.values)


def holds(raw: Any, expected: Mapping[Any, Expected], dialect: Dialect) -> bool:
    """Ask SQLite whether all of them hold."""
    values = [json.dumps(v, default=as_hex) if isinstance(v, list) else v for v in values_of(expected)]
    # Read to its end: an answer that is not holds SQLite's connection at what it saw, and whoever got it next could not write.
    ((found,),) = raw.execute(f"SELECT {all_of(expected, dialect)}", values).fetchall()
    return bool(found)
