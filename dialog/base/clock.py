"""The one clock. Everything that asks for the time asks here, so that a test can hold it still.

Times are kept in UTC; days and weeks are reckoned as people in Sweden reckon them.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

SWEDISH = ZoneInfo("Europe/Stockholm")

_read: Callable[[], datetime] = lambda: datetime.now(UTC)  # noqa: E731 -- a function that tests replace


def now() -> datetime:
    """Return the present moment in UTC, with its time zone."""
    return _read()


def today() -> date:
    """Return today's date in Sweden."""
    return now().astimezone(SWEDISH).date()


def this_week() -> int:
    """Return the ISO week in Sweden as year × 100 + week, for example 202647."""
    return week_of(today())


def week_of(day: date) -> int:
    """Return the ISO week of a day as year × 100 + week (ISO 8601: the year is the week's own)."""
    year, week, _ = day.isocalendar()
    return year * 100 + week


def monday_of(week: int) -> date:
    """Return the Monday of an ISO week given as year × 100 + week; ValueError when there is no such week."""
    return date.fromisocalendar(week // 100, week % 100, 1)


@contextmanager
def held_at(moment: datetime | Callable[[], datetime]) -> Iterator[None]:
    """Hold the clock at a moment (or let a function tell the time) for as long as the block lasts."""
    global _read
    before, told = _read, moment
    _read = told if callable(told) else lambda: told
    try:
        yield
    finally:
        _read = before
