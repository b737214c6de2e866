"""The state of a database against the migrations, and the migrations themselves, run from code (Alembic).

Two that upgrade at once: the migration takes a lock first (BEGIN IMMEDIATE, or an advisory lock), so the second finds it done.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from dialog.base.db import Base, make_engine

FOLDER = Path(__file__).parents[2] / "migrations"
_LOCK = 7_146_112  # any number, the same for all


@dataclass(frozen=True)
class State:
    """Which revision a database is at (None: empty), and which is today's."""

    at: str | None
    head: str | None

    @property
    def is_current(self) -> bool:
        """Say whether nothing is to be migrated."""
        return self.at == self.head


def config() -> Config:
    """Return Alembic's configuration, without a file of its own."""
    made = Config()
    made.set_main_option("script_location", str(FOLDER))
    return made


@contextmanager
def _connected(url: str, *, locked: bool = False) -> Iterator[Connection]:
    engine = make_engine(url).execution_options(dialog_write=locked)
    try:
        with engine.begin() as connection:
            if locked and engine.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": _LOCK})
            yield connection
    finally:
        engine.dispose()


def _state(connection: Connection) -> State:
    at = MigrationContext.configure(connection).get_current_revision()
    return State(at, ScriptDirectory.from_config(config()).get_current_head())


def state(url: str) -> State:
    """Return where the database is."""
    with _connected(url) as connection:
        return _state(connection)


def _run(url: str, verb: str, revision: str) -> tuple[str | None, str | None]:
    with _connected(url, locked=True) as connection:
        before = _state(connection)
        made = config()
        made.attributes["connection"] = connection
        getattr(command, verb)(made, revision)
        return before.at, _state(connection).at


def upgrade(url: str, revision: str = "head") -> tuple[str | None, str | None]:
    """Migrate up in one transaction; return the revision before and after."""
    return _run(url, "upgrade", revision)


def downgrade(url: str, revision: str) -> tuple[str | None, str | None]:
    """Migrate down in one transaction; return the revision before and after."""
    return _run(url, "downgrade", revision)


def differences(url: str) -> list[str]:
    """Return what differs between the models and the database, a line each (constraints by Alembic's comparison)."""
    with _connected(url) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found = [str(difference) for difference in compare_metadata(context, Base.metadata)]
        where = _state(connection)
    if not where.is_current:
        found.insert(0, f"the database is at {where.at or 'nothing'}, today's version is {where.head}")
    return found
