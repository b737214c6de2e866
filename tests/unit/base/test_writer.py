"""The writer never leaves a request waiting for ever: not when its thread cannot start, nor when a unit raises whatever it likes."""

import threading

import pytest

from dialog.base.writer import Writer


class _Session:
    def __enter__(self):
        return self

    def __exit__(self, *_error):
        return None

    def write_all(self):
        return None

    def commit(self):
        return None


def test_a_thread_that_cannot_start_is_started_the_next_time(monkeypatch: pytest.MonkeyPatch) -> None:
    writer = Writer(_Session, _Session)  # type: ignore[arg-type]

    def refuse(_thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    with monkeypatch.context() as patched:
        patched.setattr(threading.Thread, "start", refuse)
        with pytest.raises(RuntimeError):
            writer.do(lambda _db: 1)
    assert writer.do(lambda _db: 2) == 2
    writer.stop()


@pytest.mark.parametrize("fault", [SystemExit, KeyboardInterrupt, MemoryError, GeneratorExit])
def test_whatever_a_unit_raises_the_next_one_is_done(fault: type[BaseException]) -> None:
    writer = Writer(_Session, _Session)  # type: ignore[arg-type]

    def unit(_db: object) -> None:
        raise fault

    with pytest.raises(fault):
        writer.do(unit)
    assert writer.do(lambda _db: 3) == 3
    writer.stop()
