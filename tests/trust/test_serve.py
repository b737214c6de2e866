"""`dialog serve`: it ends with nothing half done, says in one line why it cannot start, and is right with any number of workers."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from dialog.base import schema
from dialog.base.problems import Problem
from dialog.cli import main
from dialog.cli.serve import _address, _refuse_taken
from tests.trust.live import SECRET, Sending, Server, make_database, receipt_in, served


def start(folder: Path, url: str, *more: str) -> subprocess.CompletedProcess[str]:
    told = {"DIALOG_DATABASE_URL": url, "DIALOG_DATA_DIR": str(folder), "DIALOG_SECRET_KEY": SECRET}
    return subprocess.run(
        [sys.executable, "-m", "dialog", "serve", *more], env=os.environ | told, capture_output=True, text=True, timeout=60
    )  # fmt: skip


def texts_in(url: str) -> list[str]:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = list(connection.scalars(text("SELECT text FROM remarks")))
    engine.dispose()
    return found


def test_a_port_that_is_taken_is_told_in_one_line(tmp_path: Path) -> None:
    url = make_database("sqlite", tmp_path, "serve")
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        done = start(tmp_path, url, "--port", port)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1 and port in done.stderr and "--port" in done.stderr


def test_a_database_that_is_behind_is_refused_with_the_command_that_mends_it(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'dialog.sqlite'}"
    done = start(tmp_path, url)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1) and "dialog db upgrade" in done.stderr
    schema.upgrade(url, "0001people" if "0001people" in _revisions() else _revisions()[0])
    done = start(tmp_path, url)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1) and "dialog db upgrade" in done.stderr


def _revisions() -> list[str]:
    from alembic.script import ScriptDirectory

    return [script.revision for script in ScriptDirectory.from_config(schema.config()).walk_revisions()][::-1]


@pytest.fixture
def _own_umask() -> Iterator[None]:
    """The command sets this of its process, which here is that of the tests."""
    before = os.umask(0o077)
    yield
    os.umask(before)


@pytest.mark.usefixtures("_own_umask")
@pytest.mark.parametrize("words", [("--workers", "0"), ("--port", "70000"), ("--unknown",)])
def test_wrong_usage_is_2(words: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["serve", *words])
    assert end.value.code == 2


@pytest.mark.usefixtures("_own_umask")
def test_a_database_that_differs_from_the_code_is_1(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIALOG_DATABASE_URL", f"sqlite:///{tmp_path / 'empty.sqlite'}")
    monkeypatch.setenv("DIALOG_DATA_DIR", str(tmp_path))
    with pytest.raises(SystemExit) as end:
        main(["db", "check"])
    assert end.value.code == 1


@pytest.mark.usefixtures("_own_umask")
@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("serve", "--host", "no such host"), "no such host"),
        (("db", "check"), "DIALOG_DATABASE_URL: the database cannot answer"),
    ],
)
def test_what_cannot_be_is_told_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: list[str], told: str
) -> None:
    url = make_database("sqlite", tmp_path, "serve") if words[0] == "serve" else f"sqlite:///{__file__}"
    monkeypatch.setenv("DIALOG_DATABASE_URL", url)
    monkeypatch.setenv("DIALOG_DATA_DIR", str(tmp_path))
    with pytest.raises(SystemExit) as end:
        main(words)
    line = capsys.readouterr().err
    assert end.value.code == 1 and told in line and line.count("\n") == 1


def test_a_name_is_as_good_as_an_address() -> None:
    assert _address("localhost", 0) in ("127.0.0.1", "::1") and _address("0.0.0.0", 0) == "0.0.0.0"


@pytest.mark.parametrize("host", ["a..b", "a" * 64 + ".se"])
def test_a_name_that_none_can_have_is_told_as_one_that_none_has(host: str) -> None:
    _refuse_taken(host, 8000)
    with pytest.raises(Problem, match="cannot listen on"):
        _address(host, 8000)


@pytest.mark.usefixtures("_own_umask")
def test_help_tells_each_option(capsys: pytest.CaptureFixture[str]) -> None:
    main(["serve", "--help"])
    told = capsys.readouterr().out
    assert all(word in told for word in ("--host", "--port", "--workers"))


class Sender(threading.Thread):
    """Somebody who sends one after the other until nobody answers any more."""

    def __init__(self, server: Server, n: int) -> None:
        super().__init__(daemon=True)
        self.server, self.n = server, n
        self.acknowledged: list[str] = []
        self.cut: list[str] = []

    def run(self) -> None:
        for n in range(10_000):
            told = f"Från {self.n}, nummer {n}"
            try:
                status, page = self.server.ask("POST", "/plats", Sending(told).body)
            except ConnectionRefusedError:
                return  # it listens no more
            except (OSError, http.client.HTTPException):
                self.cut.append(told)
                return
            assert status == 200, page[:300]
            receipt_in(page)
            self.acknowledged.append(told)


def test_asked_to_end_it_ends_what_is_under_way(backend: str, tmp_path: Path) -> None:
    with served(backend, tmp_path, "serve_end") as server:
        senders = [Sender(server, n) for n in range(6)]
        for sender in senders:
            sender.start()
        while sum(len(sender.acknowledged) for sender in senders) < 60:
            assert all(sender.is_alive() for sender in senders), (tmp_path / "server.log").read_text()[-2000:]
            time.sleep(0.01)
        assert server.process is not None
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(20) == 0
        for sender in senders:
            sender.join(20)
    kept = texts_in(server.url)
    acknowledged = [told for sender in senders for told in sender.acknowledged]
    assert len(kept) == len(set(kept)) and set(acknowledged) <= set(kept)
    # What came in before the end was answered: whoever was kept was told so.
    assert len(kept) - len(acknowledged) <= len([told for sender in senders for told in sender.cut])
    log = (tmp_path / "server.log").read_text()
    assert "fault" not in log and "Traceback" not in log, log[-2000:]


def test_three_workers_keep_each_answer_once(backend: str, tmp_path: Path) -> None:
    with served(backend, tmp_path, "serve_three", more=("--workers", "3")) as server:
        again = [Sending(f"Två gånger {n}") for n in range(20)]
        codes: dict[str, set[str]] = {one.text: set() for one in again}
        odd = []

        def send(sendings: list[Sending]) -> None:
            for one in sendings:
                status, page = server.ask("POST", "/plats", one.body)
                if status == 200:
                    codes[one.text].add(receipt_in(page))
                else:
                    odd.append((status, page[:200]))

        threads = [threading.Thread(target=send, args=(again[n:] + again[:n],)) for n in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert not odd
    assert sorted(texts_in(server.url)) == sorted(codes)
    assert all(len(found) == 1 for found in codes.values())
    log = (tmp_path / "server.log").read_text()
    assert "127.0.0.1" not in log.replace("serving on http://127.0.0.1", ""), "an access log"
    assert "GET " not in log and "POST " not in log


def test_a_database_that_cannot_answer_is_503_with_a_time_to_come_back(tmp_path: Path) -> None:
    with served("sqlite", tmp_path, "serve_locked") as server:
        engine = create_engine(server.url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql("BEGIN EXCLUSIVE")  # longer than anybody waits
            one = Sending("Låst")
            status, page, headers = server.ask_whole("POST", "/plats", one.body)
            connection.exec_driver_sql("ROLLBACK")
        engine.dispose()
        assert (status, headers["Retry-After"]) == (503, "2"), page[:300]
        assert "blir aldrig dubbelt" in page
        assert server.ask("POST", "/plats", one.body)[0] == 200
    assert texts_in(server.url) == ["Låst"]
