"""The transaction of a request: one session, committed once, before the answer leaves.

`db()` is for reading in a GET and for a staff member's writing in a POST. `write(unit)` is for residents' and tablets'
writing, and for what must be kept although the request only reads (the audit log): the unit is done by the
process's writer and is kept when the call returns.
"""

from collections.abc import Callable
from typing import TypeVar

from flask import Flask, Response, current_app, g, request
from sqlalchemy.orm import Session

from dialog.base.db import Database

T = TypeVar("T")
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def database() -> Database:
    """Return the database of the site that serves this request."""
    found: Database = current_app.extensions["dialog.database"]
    return found


def db() -> Session:
    """Return the session of this request: a reading one for a safe method, else one that writes."""
    if "db" not in g:
        g.db = database().reading() if request.method in _SAFE else database().writing()
    session: Session = g.db
    return session


def write(unit: Callable[[Session], T]) -> T:
    """Do one unit of writing and return its result after the commit; call it before `db()` has begun to write."""
    return database().write(unit)


def write_beside(unit: Callable[[Session], T]) -> Callable[[], T]:
    """Begin on a unit of writing, and return how to wait for it before the request is answered: what is drawn meanwhile may be read on
    with `db()`, which is let go of before the wait, so that nobody waits for the writer with a reading transaction open.
    """
    wait = database().write_beside(unit)

    def waited() -> T:
        read_on()
        return wait()

    return waited


def write_large(unit: Callable[[Session], T]) -> T:
    """Do a unit that writes much, and return its result after the commit (`Database.write_large`); as `write` is called."""
    return database().write_large(unit)


def read_on() -> None:
    """Undo what this request has written and go on with reading alone, for a page that tells why nothing was kept.

    Afterwards `write` may be called: the right to write has been let go of.
    """
    session: Session | None = g.pop("db", None)
    if session is not None:
        session.close()  # which rolls back, and leaves what has been read as it is
    g.db = database().reading()


def init_app(app: Flask, site_database: Database) -> None:
    """Commit after a view that answered, roll back after one that failed."""
    app.extensions["dialog.database"] = site_database
    app.after_request(_commit)
    app.teardown_request(_close)


def _commit(response: Response) -> Response:
    session: Session | None = g.get("db")
    if session is None or request.method in _SAFE:
        return response
    if response.status_code < 400:
        session.commit()
    else:
        session.rollback()
    return response


def _close(_error: BaseException | None) -> None:
    session: Session | None = g.pop("db", None)
    if session is not None:
        session.close()
