"""Figures made into pictures with their table twin: what staff's pages of counts and results draw with `base/pictures.py`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dialog.base.pictures import Amount, Bar, Drawing, Picture, bars, timeline
from dialog.figures import intervals
from dialog.web.language import gettext as _
from dialog.web.language import ngettext
from dialog.web.pages import show_number, show_week


@dataclass(frozen=True)
class Drawn:
    """A drawing and its table: columns as (label, is number), rows of cells, the first heading its row."""

    drawing: Drawing
    columns: list[tuple[str, bool]]
    rows: list[list[Any]]


def few() -> str:
    """Return what stands where a number is hidden."""
    return _("färre än fem")


def too_few() -> str:
    """Return what stands where there are too few for a share to mean anything."""
    return _("för få för att säga något")


def n_of(n: int) -> str:
    """Return how many answered: "134 svar"."""
    return ngettext("%(n)s svar", "%(n)s svar", n, n=show_number(n))


#: Label, how many (None: too few to be told), share from 0 to 1, and the ends of its interval where there is one.
BarRow = tuple[str, int | None, float | None, float | None, float | None]


def with_interval(label: str, k: int | None, share: float | None, n: int | None) -> BarRow:
    """Return a bar of k out of n with its interval; none where n is too small to say anything."""
    found = intervals.share(k, n) if k is not None and n is not None and intervals.says_something(n) else None
    return label, k, share, found.low if found else None, found.high if found else None


def as_file(title: str, rows: Sequence[Sequence[Any]], *, full: bool) -> Drawn:
    """Draw the rows of the bars of a page (label, n, share, and perhaps an interval's ends) as they are saved.

    `full`: the width is 100 %; else the longest bar fills it.
    """
    found = []
    for label, n, share, *ends in rows:
        low, high = ends or (None, None)
        told = few() if n is None else _told(n, share)
        found.append(Bar(label, [Amount(None if n is None else share or 0.0, told, low, high)]))
    description = _("En stapel för varje svar, från noll, med antal och andel.")
    columns = [(_("Svar"), False), (_("Antal"), True), (_("Andel"), True)]
    cells = [[row[0], row[1], "" if row[1] is None or row[2] is None else _percent(row[2])] for row in rows]
    if any(bar.amounts[0].low is not None for bar in found):
        columns.append((_("Slumpen kan ge"), True))
        cells = [[*cell, _ends(bar.amounts[0])] for cell, bar in zip(cells, found, strict=True)]
    return Drawn(bars(Picture(title, description, found, top=1.0 if full else None)), columns, cells)


def _told(n: int, share: float | None) -> str:
    return show_number(n) if share is None else f"{show_number(n)} · {_percent(share)}"


def _ends(amount: Amount) -> str:
    if amount.low is None or amount.high is None:
        return ""
    return _("%(low)s till %(high)s", low=_percent(amount.low), high=_percent(amount.high))


def _percent(share: float) -> str:
    return f"{show_number(100 * share, 1)} %"


def by_week(title: str, counts: Mapping[int, int | None]) -> Drawn:
    """Draw how many came in each week; a week between two in which nothing came is zero."""
    found = {week: counts.get(week, 0) for week in weeks(min(counts), max(counts))} if counts else {}
    bars = [Bar(_short(week), [Amount(n, few() if n is None else show_number(n))]) for week, n in found.items()]
    most = max((n or 0 for n in found.values()), default=0)
    description = _("En stapel för varje vecka, från noll. Den högsta är %(most)s. Ett streck står för färre än fem.", most=show_number(most))  # fmt: skip
    rows: list[list[Any]] = [[show_week(week), n] for week, n in reversed(found.items())]
    drawing = timeline(Picture(title, description, bars))
    return Drawn(drawing, [(_("Vecka"), False), (_("Antal"), True)], rows)


def weeks(first: int, last: int) -> Iterator[int]:
    """Yield ISO weeks (year × 100 + week) from the first to the last."""
    day = date.fromisocalendar(first // 100, first % 100, 1)
    while (week := day.isocalendar().year * 100 + day.isocalendar().week) <= last:
        yield week
        day += timedelta(weeks=1)


def _short(week: int) -> str:
    return _("v. %(week)s %(year)s", week=week % 100, year=week // 100)
