"""R2: loss of power. Every connection syncs each commit, and a site that would not do so refuses to start.

How often an answer is really synced is counted by `python3 start.py bench power`: that needs strace, which not every
machine has, and a test is not skipped.
"""

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from dialog.base.db import Database, make_engine
from dialog.base.keys import Keys
from dialog.base.problems import UnsafeDatabase
from tests.trust.live import SECRET, make_database


def test_r2_each_connection_of_the_pool_syncs_in_full(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'dialog.sqlite'}", pool_size=5)
    held = [engine.connect() for _ in range(8)]  # more than the pool: the overflow too
    for connection in held:
        asked = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous")
        }
        assert asked == {"journal_mode": "wal", "synchronous": 2}
    for connection in held:
        connection.close()
    engine.dispose()


@pytest.mark.parametrize("setting", ["synchronous_commit"])
def test_r2_postgresql_that_does_not_sync_is_refused(tmp_path: Path, setting: str) -> None:
    url = make_database("postgresql", tmp_path, "r2")
    database = Database(url, Keys(SECRET))
    database.check()
    database.close()
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'ALTER DATABASE "{engine.url.database}" SET {setting} = off'))
    engine.dispose()
    database = Database(url, Keys(SECRET))
    with pytest.raises(UnsafeDatabase, match=setting):
        database.check()
    database.close()
    started = subprocess.run(
        [sys.executable, "-m", "dialog", "serve", "--port", "1"],
        env={"DIALOG_DATABASE_URL": url, "DIALOG_DATA_DIR": str(tmp_path), "DIALOG_SECRET_KEY": SECRET, "PATH": ""},
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert started.returncode == 1 and setting in started.stderr


def test_r2_an_sqlite_that_cannot_log_ahead_is_refused(tmp_path: Path) -> None:
    # Without locks there is no memory to share, and so no write-ahead log: as on some network drives.
    database = Database(f"sqlite:///file:{tmp_path / 'x.sqlite'}?vfs=unix-none&uri=true", Keys(SECRET))
    with pytest.raises(UnsafeDatabase, match="journal_mode"):
        database.check()
    database.close()
