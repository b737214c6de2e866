"""The state of a database against the migrations, and the migrations themselves, run from code (Alembic).

Alembic is loaded by what migrates: a server that starts only looks which revision is today's. Two that upgrade at once: the migration takes a lock first (BEGIN IMMEDIATE, or an advisory lock), so the second finds it done.
"""

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from dialog.base.db import Base, make_engine
from dialog.base.upkeep import full_text_tables

if TYPE_CHECKING:
    from alembic.config import Config

FOLDER = Path(__file__).parents[2] / "migrations"
_NAMED = re.compile(r"(?m)^(revision|down_revision)\b[^=\n]*=(.*)$")
_QUOTED = re.compile(r"[\"']([^\"']+)[\"']")
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


def config() -> "Config":
    """Return Alembic's configuration, without a file of its own."""
    from alembic.config import Config

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
    at = []
    if inspect(connection).has_table("alembic_version"):
        at = list(connection.scalars(text("SELECT version_num FROM alembic_version")))
    return State(at[0] if at else None, head())


def head() -> str:
    """Return today's revision, the one that no other follows; ValueError unless there is one. As Alembic finds it, but by reading alone."""
    made: set[str] = set()
    followed: set[str] = set()
    for path in FOLDER.glob("versions/*.py"):
        said = dict(_NAMED.findall(path.read_text(encoding="utf-8")))
        made.update(_QUOTED.findall(said.get("revision", "")))
        followed.update(_QUOTED.findall(said.get("down_revision", "")))
    (found,) = made - followed
    return found


def state(url: str) -> State:
    """Return where the database is."""
    with _connected(url) as connection:
        return _state(connection)


def _run(url: str, verb: str, revision: str) -> tuple[str | None, str | None]:
    from alembic import command

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
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with _connected(url) as connection:
        indexes = tuple(full_text_tables(connection))  # FTS5's own tables are named after the one that is asked
        opts = {
            "compare_type": True,
            "include_name": lambda name, kind, _parents: kind != "table" or not str(name).startswith(indexes),
        }
        context = MigrationContext.configure(connection, opts=opts)
        with warnings.catch_warnings():  # SQLite does not tell an index by what is calculated apart
            warnings.filterwarnings("ignore", "autogenerate skipping metadata-specified expression-based index")
            warnings.filterwarnings("ignore", "Skipped unsupported reflection of expression-based index")
            found = [str(difference) for difference in compare_metadata(context, Base.metadata)]
        where = _state(connection)
    if not where.is_current:
        found.insert(0, f"the database is at {where.at or 'nothing'}, today's version is {where.head}")
    return found
