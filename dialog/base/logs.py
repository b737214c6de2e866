"""The log: one event, one line, whatever stands in it. JSON, ASCII only, so that no sign of a line, terminal or direction survives.

`dialog serve` hands `CONFIG` to the server, which applies it in each worker. What is logged is decided where it is logged
(`web/errors.py`): never an address, a header, a query or what somebody wrote.
"""

import json
import logging
from datetime import UTC, datetime
from typing import Any

_OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class OneLine(logging.Formatter):
    """Writes a record as one line of JSON; what was passed as `extra` stands beside the message."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="seconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _message(record),
        }
        line |= {key: _plain(value) for key, value in vars(record).items() if key not in _OWN}
        if record.exc_info and record.exc_info[0] is not None:
            line["kind"] = record.exc_info[0].__name__  # never its words: they may quote what somebody wrote
        return json.dumps(line, ensure_ascii=True).replace("\x7f", "\\u007f")


class Unknown(logging.Filter):
    """Leaves out what the server says at each start of a number of threads that we chose: they wait for the disk, not for a core."""

    def filter(self, record: logging.LogRecord) -> bool:
        return not (record.name == "_granian" and str(record.msg).startswith("Configuration allows spawning up to"))


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError):  # arguments that do not fit must not lose the event
        return str(record.msg)


def _plain(value: object) -> object:
    return value if isinstance(value, bool | int | float | type(None)) else str(value)


CONFIG: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "dialog.base.logs.OneLine"}},
    "filters": {"known": {"()": "dialog.base.logs.Unknown"}},
    "handlers": {
        "line": {
            "class": "logging.StreamHandler",
            "stream": "ext://sys.stderr",
            "formatter": "line",
            "filters": ["known"],
        }
    },
    "loggers": {
        "_granian": {"handlers": ["line"], "level": "WARNING", "propagate": False},
        "granian.access": {"handlers": [], "level": "CRITICAL", "propagate": False},
    },
    "root": {"handlers": ["line"], "level": "WARNING"},
}
