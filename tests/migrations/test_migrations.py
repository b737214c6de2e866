"""R16: every migration up and down with data, on both databases; head equals the models; whole after a kill in the middle."""

import os
import re
import signal
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, select, text

from dialog.base import schema
from dialog.base.clock import now
from dialog.base.db import Base, make_engine

from .rows import fill

REVISIONS = [r.revision for r in reversed(list(ScriptDirectory.from_config(schema.config()).walk_revisions()))]


@pytest.fixture
def url(backend: str, tmp_path: Path) -> str:
    if backend == "sqlite":
        return f"sqlite:///{tmp_path / 'migrated.sqlite'}"
    from tests.servers import postgres_url

    return postgres_url(f"m{uuid.uuid4().hex[:8]}")


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    made = make_engine(url)
    yield made
    made.dispose()


def _counts(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        tables = [t for t in inspect(connection).get_table_names() if t != "alembic_version"]
        return {t: connection.execute(text(f'SELECT count(*) FROM "{t}"')).scalar_one() for t in tables}


def test_r16_there_is_one_line_of_migrations() -> None:
    script = ScriptDirectory.from_config(schema.config())
    assert len(script.get_heads()) == 1 and len(script.get_bases()) == 1


def test_r16_head_equals_the_models(url: str) -> None:
    schema.upgrade(url)
    assert schema.differences(url) == []


def test_r16_constraints_are_the_models_own(url: str, engine: Engine, tmp_path: Path, backend: str) -> None:
    """Alembic does not compare CHECK constraints: the DDL of both is compared, as the database tells it."""
    schema.upgrade(url)
    migrated = _definitions(engine)
    schema.downgrade(url, "base")
    with engine.begin() as connection:
        Base.metadata.create_all(connection)
    assert _definitions(engine) == migrated


def _definitions(engine: Engine) -> dict[str, list[str]]:
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            rows = connection.execute(
                text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND tbl_name != 'alembic_version'")
            )
            # A column that was added later stands on the line of the one before it.
            parts = {name: re.split(r",\s+(?=[a-z_]+ [A-Z])|\n", sql) for name, sql in rows}
            return {name: sorted(p.strip(" \t,") for p in lines if p.strip(" \t,")) for name, lines in parts.items()}
        constraints = connection.execute(
            text(
                "SELECT conrelid::regclass::text || '.' || conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace"
            )
        )
        indexes = connection.execute(text("SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"))
        found = {name: [definition] for name, definition in [*constraints, *indexes]}
        return {name: d for name, d in found.items() if "alembic" not in name}


def test_r16_data_is_there_after_each_step_down_and_up(url: str, engine: Engine) -> None:
    schema.upgrade(url)
    with engine.execution_options(dialog_write=True).begin() as connection:
        fill(connection)
    before = _counts(engine)
    assert all(before.values()), f"rows.py fills no {[t for t, n in before.items() if not n]}"
    for revision in [*reversed(REVISIONS[:-1])]:
        schema.downgrade(url, revision)
        found = _counts(engine)  # a table that a later version did without is there again
        assert {t: n for t, n in before.items() if t in found} == {t: n for t, n in found.items() if t in before}, (
            f"after going down to {revision}"
        )
    schema.upgrade(url)
    kept = _counts(engine)
    assert kept["accounts"] == before["accounts"] and schema.differences(url) == []
    schema.downgrade(url, "base")
    assert _counts(engine) == {}
    schema.upgrade(url)
    assert schema.differences(url) == []


def test_r16_plats_stays_open_where_it_may_be(url: str, engine: Engine) -> None:
    schema.upgrade(url)
    for key, is_open in (("municipality", False), ("is_example", True)):
        schema.downgrade(url, "0028left")
        with engine.begin() as connection:
            connection.execute(
                text("INSERT INTO site_fields (key, lang, value) VALUES (:key, 'sv', '1')"), {"key": key}
            )
        schema.upgrade(url)
        with engine.connect() as connection:
            opened = connection.execute(text("SELECT count(*) FROM site_fields WHERE key = 'places_open'")).scalar_one()
        assert bool(opened) is is_open


_HALFWAY = """
import sys, time
from alembic import op
from dialog.base import schema
made = 0
create = op.create_table
def slow(*args, **kw):
    global made
    made += 1
    result = create(*args, **kw)
    if made == 9:
        print("halfway", flush=True)
        time.sleep(60)
    return result
op.create_table = slow
schema.upgrade(sys.argv[1])
"""


def test_r16_killed_halfway_it_is_whole_when_run_again(url: str) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", _HALFWAY, url], stdout=subprocess.PIPE, env=os.environ | {"PYTHONPATH": "."}
    )
    assert child.stdout is not None and child.stdout.readline().strip() == b"halfway"
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    schema.upgrade(url)
    assert schema.differences(url) == []


def test_r16_two_that_upgrade_at_once_both_end_well(url: str) -> None:
    code = "import sys; from dialog.base import schema; schema.upgrade(sys.argv[1])"
    both = [subprocess.Popen([sys.executable, "-c", code, url], stderr=subprocess.PIPE) for _ in range(2)]
    for child in both:
        _, complaint = child.communicate(timeout=60)
        assert child.returncode == 0, complaint.decode()
    assert schema.differences(url) == []


def test_a_database_that_is_behind_is_said_to_be(url: str) -> None:
    schema.upgrade(url, REVISIONS[0])
    assert not schema.state(url).is_current
    assert "today's version" in schema.differences(url)[0]


def test_times_keep_their_zone(url: str, engine: Engine) -> None:
    from dialog.people.models import AuditEntry

    schema.upgrade(url)
    with engine.execution_options(dialog_write=True).begin() as connection:
        connection.execute(
            AuditEntry.__table__.insert().values(
                id=uuid.uuid4(), at=now(), who="x", action="y", object_kind="", object_id="", why=""
            )
        )
        assert connection.execute(select(AuditEntry.__table__.c.at)).scalar_one() == now()
