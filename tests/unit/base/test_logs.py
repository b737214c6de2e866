"""The log writes one line an event (TRUST S15)."""

import json
import logging

from hypothesis import given
from hypothesis import strategies as st

from dialog.base.logs import OneLine

HOSTILE = "a\r\nb\x1b[31mc\u202ed\u2028e\x00f\x85g\ud800"


def line_of(message: str, *args: object, **extra: object) -> str:
    record = logging.makeLogRecord(
        {"name": "dialog", "levelno": 40, "levelname": "ERROR", "msg": message, "args": args}
    )
    vars(record).update(extra)
    return OneLine().format(record)


def test_s15_one_line_an_event() -> None:
    line = line_of("fault %s", HOSTILE, route=HOSTILE, frames=HOSTILE)
    assert line.isascii()
    assert line.isprintable()
    assert json.loads(line)["route"] == HOSTILE


@given(st.text(), st.text())
def test_s15_one_line_whatever_is_logged(message: str, extra: str) -> None:
    line = line_of(message, "x", extra=extra)
    assert line.isascii()
    assert line.isprintable()


def test_an_exceptions_words_are_not_logged() -> None:
    try:
        raise ValueError("what somebody wrote")
    except ValueError:
        import sys

        line = line_of("fault", exc_info=sys.exc_info())
    assert "somebody" not in line
    assert json.loads(line)["kind"] == "ValueError"
