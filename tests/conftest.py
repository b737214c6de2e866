"""Fixtures. One outer transaction per test, undone afterwards; both databases; the clock stands still.

`database` runs a test on SQLite and on PostgreSQL (`--only sqlite` for one of them). `client` is the strict page client.
"""

import gc
import shutil
from collections.abc import Iterator
from contextvars import Context
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from hypothesis import HealthCheck, settings
from sqlalchemy import event
from sqlalchemy.orm import Session

from dialog.app import wire
from dialog.base import clock
from dialog.base.db import Database
from dialog.base.gathering import Gathering
from dialog.base.keys import Keys
from dialog.base.settings import Settings
from dialog.people.operations import passwords
from dialog.walk.operations.photos import folder_of
from tests.apps import make_app
from tests.build import Builder
from tests.page import PageClient
from tests.servers import make_database

# The same examples each time, and none that fails since the machine was busy: a red run is to mean a fault.
settings.register_profile("house", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

SECRET = "only-for-tests-" + "x" * 32
OWN_HASHER = passwords._HASHER
CHEAP_HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
NOON = datetime(2026, 11, 19, 11, 0, tzinfo=UTC)  # a Thursday in week 47


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--only", choices=("sqlite", "postgresql"), help="run on one of the two databases")


def pytest_collection_finish() -> None:
    """Let Python look for cycles less often, and no more in what stays for as long as the run does."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "backend" in metafunc.fixturenames:
        only = metafunc.config.getoption("--only")
        metafunc.parametrize("backend", [only] if only else ["sqlite", "postgresql"], scope="session")


class HeldDatabase(Database):
    """A database whose every session runs inside one outer transaction, which the test undoes."""

    held = None

    def reading(self) -> Session:
        if self.held is None:
            return super().reading()
        return Session(self.held, info=self.info, expire_on_commit=False, join_transaction_mode="create_savepoint")

    writing = reading

    def ask(self, sql, given=()):  # type: ignore[no-untyped-def]
        if self.held is None:
            return super().ask(sql, given)
        return [tuple(row) for row in self.held.exec_driver_sql(sql[self.held.dialect.name], tuple(given))]

    def gathering(self) -> Gathering:
        if self.held is None:
            return super().gathering()
        return Gathering(self.held, info=self.info, expire_on_commit=False, join_transaction_mode="create_savepoint")

    def write(self, unit):  # type: ignore[no-untyped-def]
        try:  # in a batch of one, as the writer does it; and as there by itself where it fails
            with self.gathering() as db:
                result = Context().run(unit, db)  # as in the writer's thread: without a request
                db.write_all()
                db.commit()
                return result
        except Exception:
            with self.reading() as db, db.begin():
                return Context().run(unit, db)

    def write_beside(self, unit):  # type: ignore[no-untyped-def]
        return lambda: self.write(unit)  # on one connection nothing is done beside something else


@pytest.fixture(scope="session", autouse=True)
def _wired() -> None:
    wire()


@pytest.fixture(autouse=True)
def _still_clock() -> Iterator[None]:
    with clock.held_at(NOON):
        yield


@pytest.fixture(scope="session", autouse=True)
def _cheap_passwords() -> None:
    """A password costs what it costs on purpose; `tests/unit/people/test_passwords.py` asks that of the product's own."""
    passwords._HASHER = CHEAP_HASHER


@pytest.fixture(scope="session")
def _sites() -> Iterator[dict[str, HeldDatabase]]:
    """The databases of this process by kind: pytest goes to and fro between them, file by file."""
    made: dict[str, HeldDatabase] = {}
    yield made
    for one in made.values():
        one.close()


@pytest.fixture(scope="session")
def _site(backend: str, _sites: dict[str, HeldDatabase], tmp_path_factory: pytest.TempPathFactory) -> HeldDatabase:
    if backend not in _sites:
        url = make_database(backend, tmp_path_factory.mktemp("db"), "tests")
        _sites[backend] = HeldDatabase(url, Keys(SECRET), data_dir=tmp_path_factory.mktemp("data"))
    return _sites[backend]


@pytest.fixture
def database(_site: HeldDatabase) -> Iterator[HeldDatabase]:
    with _site.engine.execution_options(dialog_write=True).connect() as connection:
        outer = connection.begin()
        _site.held = connection
        yield _site
        _site.held = None
        outer.rollback()
        shutil.rmtree(folder_of(_site), ignore_errors=True)  # files know no rollback


@pytest.fixture
def db(database: HeldDatabase) -> Iterator[Session]:
    """A session to look and to build with; what it commits the test's requests see."""
    with database.reading() as session:
        yield session


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(database_url="sqlite://", data_dir=tmp_path, secret_key=SECRET)


@pytest.fixture(scope="session")
def _apps() -> dict[str, tuple[Flask, dict[str, Any], dict[str, Any]]]:
    """The application over each of the databases, and what it knew when it was new."""
    return {}


@pytest.fixture
def app(
    backend: str,
    database: HeldDatabase,
    settings: Settings,
    _apps: dict[str, tuple[Flask, dict[str, Any], dict[str, Any]]],
) -> Flask:
    """The application, knowing nothing of the tests before: routes are compiled once, and a template when it is first drawn."""
    if backend not in _apps:
        made = make_app(settings, database)
        made.config["RAISE_FAULTS"] = made.testing = True
        _apps[backend] = made, dict(made.extensions), dict(made.config)
    app, extensions, config = _apps[backend]
    for now, new in ((app.extensions, extensions | {"dialog.settings": settings}), (app.config, config)):
        now.clear()
        now.update(new)
    return app


@pytest.fixture
def client(app: Flask) -> PageClient:
    """The strict page client, signed in as nobody."""
    return PageClient(app)


@pytest.fixture
def build(db: Session) -> Builder:
    """Makes data, one noun a method."""
    return Builder(db)


@pytest.fixture
def queries(database: HeldDatabase) -> Iterator[list[str]]:
    """The statements that run while the test does, for lists that pin their number of queries."""
    seen: list[str] = []

    def note(_c: object, _cur: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN")):
            seen.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    yield seen
    event.remove(database.engine, "before_cursor_execute", note)
