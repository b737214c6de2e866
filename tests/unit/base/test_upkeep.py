"""The day's upkeep is done once a day, and soon after something was erased; what could not be done is tried again."""

from datetime import timedelta
from pathlib import Path

import pytest

from dialog.base import clock, ledger, upkeep
from tests.conftest import NOON


@pytest.fixture
def done() -> list[int]:
    upkeep._due.clear()
    return []


def test_once_a_day(tmp_path: Path, done: list[int]) -> None:
    keeper = upkeep.Upkeep(lambda: not done.append(1), tmp_path / "upkeep.txt", is_soon=True)
    keeper.look(), keeper.look()
    assert len(done) == 1
    with clock.held_at(NOON + timedelta(days=1)):
        keeper.look(), keeper.look()
    assert len(done) == 2
    upkeep.Upkeep(lambda: not done.append(1), tmp_path / "upkeep.txt", is_soon=True).look()
    assert len(done) == 3  # a day that the file does not name is another day


@pytest.mark.parametrize(("is_soon", "times"), [(True, 2), (False, 1)])
def test_soon_after_something_was_erased(tmp_path: Path, done: list[int], is_soon: bool, times: int) -> None:
    keeper = upkeep.Upkeep(lambda: not done.append(1), tmp_path / "upkeep.txt", is_soon=is_soon)
    keeper.look()
    upkeep.wants_checkpoint(None)  # type: ignore[arg-type]
    keeper.look()
    assert len(done) == times


def test_what_could_not_be_done_is_tried_again(tmp_path: Path, done: list[int]) -> None:
    keeper = upkeep.Upkeep(lambda: bool(done.append(1)), tmp_path / "upkeep.txt", is_soon=False)
    keeper.look(), keeper.look()
    assert len(done) == 2 and not (tmp_path / "upkeep.txt").exists()


def test_a_chore_that_fails_keeps_nothing_else_from_being_done(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []

    class Site:
        def tend(self) -> bool:
            return not done.append("tended")

    def fails(_site: object) -> bool:
        raise ValueError

    for name in ("chores", "often"):
        monkeypatch.setattr(upkeep, name, [fails, lambda _site, name=name: not done.append(name)])
    assert not upkeep.tend(Site())
    upkeep.look_after(Site())
    assert done == ["chores", "tended", "often"]


def test_a_ledger_only_grows_and_its_times_are_those_of_the_week(tmp_path: Path) -> None:
    path = tmp_path / "ledger.txt"
    assert ledger.lines(path) == set()
    ledger.add_line(path, "a"), ledger.add_line(path, "b"), ledger.add_line(path, "b")
    assert path.read_text() == "a\nb\nb\n" and ledger.lines(path) == {"a", "b"}
    assert path.stat().st_mtime == clock.datetime(2026, 11, 16, tzinfo=clock.UTC).timestamp()
    assert path.stat().st_mode & 0o777 == 0o600


def test_the_file_is_written_once_a_day_so_that_its_time_tells_of_no_taking_back(
    tmp_path: Path, done: list[int]
) -> None:
    path = tmp_path / "upkeep.txt"
    keeper = upkeep.Upkeep(lambda: not done.append(1), path, is_soon=True)
    keeper.look()
    written = path.stat().st_mtime_ns
    upkeep.wants_checkpoint(None)  # type: ignore[arg-type]
    keeper.look()
    assert len(done) == 2 and path.stat().st_mtime_ns == written


def test_a_line_that_a_full_disk_cut_short_spoils_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, write = tmp_path / "ledger.txt", ledger.os.write
    ledger.add_line(path, "first")
    monkeypatch.setattr(ledger.os, "write", lambda handle, data: write(handle, data[:3]))
    with pytest.raises(OSError, match="space"):
        ledger.add_line(path, "second")
    monkeypatch.setattr(ledger.os, "write", write)
    ledger.add_line(path, "third")
    assert ledger.lines(path) == {"first", "sec", "third"}
