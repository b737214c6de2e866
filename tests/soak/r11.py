"""R11: the database is locked for two seconds three times (SQLite), and restarted at once four times (PostgreSQL), while people send."""

import os
import pwd
import signal
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg

from dialog.base import schema
from tests import servers
from tests.soak.crowd import Crowd, account
from tests.trust.live import Server

LOCKS, LOCKED_FOR, RESTARTS = 3, 2.0, 4


def run() -> int:
    """Disturb the database; 0 when all held, 1 when something did not, 2 where there is no PostgreSQL."""
    try:
        return max(_locked(), _restarted())
    except servers.Unavailable as why:
        print(f"soak: {why}")
        return 2


def _locked() -> int:
    with tempfile.TemporaryDirectory(prefix="dialog-soak-") as made:
        url = servers.make_database("sqlite", Path(made), "r11")

        def disturb() -> None:
            other = sqlite3.connect(Path(made) / "dialog.sqlite", isolation_level=None, timeout=10)
            other.execute("BEGIN IMMEDIATE")
            time.sleep(LOCKED_FOR)
            other.execute("ROLLBACK")
            other.close()

        return _told(f"SQLite, locked {LOCKED_FOR:g} s × {LOCKS}", Server(url, Path(made)), disturb, LOCKS)


def _restarted() -> int:
    with tempfile.TemporaryDirectory(prefix="dialog-soak-") as made:
        folder = Path(made) / "postgresql"
        folder.mkdir()
        for closed in (Path(made), folder):
            closed.chmod(0o755)
        program = servers._start_with(servers._binaries()[0], folder)
        try:
            with psycopg.connect(f"postgresql://postgres@/postgres?host={folder}/run", autocommit=True) as connection:
                connection.execute("CREATE DATABASE site ENCODING 'UTF8' TEMPLATE template0")
            url = f"postgresql+psycopg://postgres@/site?host={folder}/run"
            schema.upgrade(url)
            servers._open_plats(url)

            def disturb() -> None:
                nonlocal program
                program.send_signal(signal.SIGQUIT)  # "immediate": nothing is put in order
                program.wait(20)
                program = _again(program, folder)

            return _told(f"PostgreSQL, restarted at once × {RESTARTS}", Server(url, Path(made)), disturb, RESTARTS)
        finally:
            program.terminate()
            program.wait(20)


def _again(program: subprocess.Popen[bytes], folder: Path) -> subprocess.Popen[bytes]:
    nobody = pwd.getpwnam("nobody")
    who: dict[str, Any] = (
        {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}
    )
    log = (folder / "server.log").open("ab")
    return subprocess.Popen(program.args, cwd=folder, stdout=log, stderr=log, **who)


def _told(what: str, server: Server, disturb: Callable[[], None], times: int) -> int:
    again = []
    try:
        server.start()
        with Crowd(server, what.split(",")[0], pause=0.01) as crowd:
            for _ in range(times):
                time.sleep(2)
                disturb()
                again.append(crowd.taken_after(time.monotonic(), 30))
        log = (server.folder / "server.log").read_text()
        words, is_whole = account(server.url, crowd.name, crowd.told)
    finally:
        server.kill()
    print(f"R11 {what}: {words}; taken again after {', '.join(f'{s:.1f} s' for s in again)}")
    held = is_whole and not crowd.told.cut_off and max(again) < 30 and "fault " not in log
    print("holds" if held else f"does not hold; the log ends with: {log[-800:]}")
    return 0 if held else 1
