"""A row for every table, made from the models, so that a migration is always tried with data in it."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import Boolean, CheckConstraint, Connection, Date, DateTime, Float, Integer, LargeBinary, Uuid
from sqlalchemy.sql.schema import Column, Table

from dialog.base.clock import now, today
from dialog.base.db import Base, Json, UtcDateTime

#: What a column must hold where a CHECK or the meaning asks for more than its type.
SPECIAL: dict[str, Any] = {
    "week": 202647,
    "channel": "web",
    "state": "active",
    "waves.state": "open",
    "answers.state": "given",
    "kind": "tag",
    "email": "anna@example.se",
    "version": 1,
    "source": "plats",
    "agreeing": 1,
    "slug": "ett",
    "since": 202640,
    "until": 202647,
    "walks.minutes": 90,
    "suggested_areas.score": 0.8,
    "letter": "A",
    "ends": 2,
    "field": "text",
}
#: Points at somebody only together with what the row does not have.
EMPTY = {
    "theme_texts.released_by_id",
    "protocol_points.released_by_id",
    "disclosures.delivered_by_id",
    "disclosed_remarks.decided_by_id",
}


def fill(connection: Connection) -> None:
    """Put a row into every table that has none, in the order that foreign keys ask for."""
    made: dict[str, dict[str, Any]] = {}
    for table in Base.metadata.sorted_tables:
        there = connection.execute(table.select().limit(1)).mappings().first()
        if there is None:
            row = {c.name: _value(table, c, made) for c in table.columns if not (c.nullable and not c.foreign_keys)}
            row = {k: v for k, v in row.items() if v is not None}
            connection.execute(table.insert().values(**row))
            there = row
        made[table.name] = dict(there)


def _value(table: Table, column: Column[Any], made: dict[str, dict[str, Any]]) -> Any:
    if f"{table.name}.{column.name}" in EMPTY:
        return None
    if column.foreign_keys:
        target = next(iter(column.foreign_keys)).column
        if target.table is table:
            return None
        return made.get(target.table.name, {}).get(target.name)
    for name in (f"{table.name}.{column.name}", column.name):
        if name in SPECIAL:
            return _fitting(table, column, SPECIAL[name])
    return _fitting(table, column, _by_type(column.type))


def _fitting(table: Table, column: Column[Any], value: Any) -> Any:
    """Return the value, or the first that the column's own CHECK names where the value is not among them."""
    for constraint in table.constraints:
        rule = str(constraint.sqltext) if isinstance(constraint, CheckConstraint) else ""
        if isinstance(value, str) and rule.startswith(f"{column.name} IN (") and repr(value) not in rule:
            return rule.split("'")[1]
    return value


def _by_type(kind: Any) -> Any:
    for known, value in (
        ((Uuid,), uuid.uuid4()),
        ((Boolean,), False),
        ((UtcDateTime, DateTime), now()),
        ((Date,), today()),
        ((Float,), 1.5),
        ((Integer,), 1),
        ((LargeBinary,), b"a;b"),
        ((type(Json),), {"sv": "ord"}),
    ):
        if isinstance(kind, known):
            return value
    assert not isinstance(kind, date | datetime)
    return "ord"
