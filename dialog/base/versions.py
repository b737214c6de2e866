"""What two may do at the same time (TRUST D13): save what both have read, write the same row, or each a part of what is judged as a whole.

Who saves what others may change too takes its version one further, unless somebody else has done so meanwhile.
"""

from typing import Any

from sqlalchemy import ColumnElement, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session


def taken(db: Session, table: Any, version: int, *which: ColumnElement[bool]) -> bool:
    """Take the row that `which` names from a version to the next, in one statement; false where it is at another, or gone.

    What the session holds of the row is not touched: read it again (`populate_existing`).
    """
    further = update(table).where(*which, table.version == version).values(version=table.version + 1)
    done: Any = db.execute(further, execution_options={"synchronize_session": False})
    return bool(done.rowcount == 1)


def one_at_a_time(db: Session, table: Any) -> None:
    """Wait until nobody else is half-way through writing in a table, and let nobody begin until the commit (SQLite has one writer).

    For what is judged by all its rows: neither a version nor a unique column tells that two together have gone too far.
    """
    if db.get_bind().dialect.name == "postgresql":
        db.execute(text(f"LOCK TABLE {table.__tablename__} IN SHARE ROW EXCLUSIVE MODE"))


def inserts(table: Any) -> dict[str, Any]:
    """Return an INSERT into a table for each database, by its name, to be given what is to happen where the key is there already."""
    return {"sqlite": sqlite.insert(table), "postgresql": postgresql.insert(table)}


def insert_for(db: Session, table: Any) -> Any:
    """Return the one of a session's own database."""
    return inserts(table)[db.get_bind().dialect.name]
