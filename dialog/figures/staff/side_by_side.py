"""One question of two waves, side by side: a picture, its table, and in words what differs more than chance can do."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from dialog.base.pictures import Amount, Bar, Picture, bars
from dialog.figures import intervals
from dialog.figures.queries.results import Bars, Results
from dialog.figures.staff.drawn import Drawn, few, too_few
from dialog.figures.staff.wave_asked import told_of
from dialog.figures.telling.answers import signed
from dialog.survey.questionnaire import Question
from dialog.web.language import gettext as _
from dialog.web.language import in_words
from dialog.web.pages import show_number


@dataclass(frozen=True)
class Compared:
    """A question of both waves, or a row of a matrix: its picture and table, and what differs, in sentences."""

    key: str
    label: str
    drawn: Drawn
    said: list[str]


@dataclass(frozen=True)
class Side:
    """One of the two waves: its number, who answered, and what."""

    wave: Any
    found: Results

    @property
    def name(self) -> str:
        return _("Omgång %(number)s", number=self.wave.number)

    @property
    def told(self) -> str:
        return f"{self.name}: {told_of(self.found)}"


def draw(key: str, label: str, question: Question, *sides: tuple[Side, Bars]) -> Compared:
    """Draw a question of two waves; `sides` are the earlier and the later, each with its bars."""
    groups = [group for _side, group in sides]
    said = list(_differences(*groups))
    if question.kind == "scale":
        said.append(_means(question, *groups))
    return Compared(key, label, _drawn(label, *sides), [text for text in said if text])


def _differences(before: Bars, now: Bars) -> Iterator[str]:
    """Say which shares differ more than chance can do, or that none does."""
    n, m = before.n or 0, now.n or 0
    if not (intervals.says_something(n) and intervals.says_something(m)):
        yield _("För få har svarat för att säga något om skillnader.")
        return
    found = []
    for a, b in zip(before.bars, now.bars, strict=True):
        d = None if a.n is None or b.n is None else intervals.difference(a.n, n, b.n, m)
        if d is not None and d.is_different:
            told = {
                "answer": in_words(dict(b.label))[0],
                "points": _points(d.value),
                "low": _points(d.low),
                "high": _points(d.high),
            }
            found.append(_("”%(answer)s” %(points)s (%(low)s till %(high)s)", **told))
    if found:
        yield _("Större skillnad än slumpen brukar ge, i procentenheter: %(answers)s.", answers="; ".join(found))
    else:
        yield _("Ingen skillnad är större än slumpen kan ge.")


def _drawn(label: str, *sides: tuple[Side, Bars]) -> Drawn:
    found: list[Bar] = []
    rows: list[list[Any]] = []
    for choices in zip(*(group.bars for _side, group in sides), strict=True):
        name = in_words(dict(choices[0].label))[0]
        found.append(Bar(name, [_amount(bar.n, group.n or 0) for bar, (_s, group) in zip(choices, sides, strict=True)]))
        rows.append([name, *(bar.n for bar in choices), *_shares(choices, sides)])
    names = tuple(f"{side.name} ({_('%(n)s svar', n=show_number(group.n))})" for side, group in sides)
    description = _("Två staplar för varje svar, från noll: den fyllda är %(first)s, den randiga %(second)s.", first=names[0], second=names[1])  # fmt: skip
    columns = [(_("Svar"), False), *((name, True) for name in names), *((f"{side.name}, {_('andel')}", True) for side, _g in sides)]  # fmt: skip
    columns += [(_("Skillnad"), True), (_("Slumpen kan ge"), True)]
    return Drawn(bars(Picture(label, description, found, names, top=1.0)), columns, rows)


def _amount(k: int | None, n: int) -> Amount:
    if k is None:
        return Amount(None, few())
    if not intervals.says_something(n):
        return Amount(None, too_few())
    share = intervals.share(k, n)
    assert share is not None
    return Amount(share.value, f"{show_number(100 * share.value)} %", share.low, share.high)


def _shares(choices: Sequence[Any], sides: Sequence[tuple[Side, Bars]]) -> list[str]:
    (a, b), (n, m) = choices, [group.n or 0 for _side, group in sides]
    shares = ["" if bar.n is None else f"{show_number(100 * bar.n / k)} %" for bar, k in ((a, n), (b, m))]
    if a.n is None or b.n is None:
        return [*shares, few(), ""]
    found = intervals.difference(a.n, n, b.n, m)
    if found is None or not (intervals.says_something(n) and intervals.says_something(m)):
        return [*shares, too_few(), ""]
    return [*shares, _points(found.value), _("%(low)s till %(high)s", low=_points(found.low), high=_points(found.high))]


def _points(share: float) -> str:
    return signed(100 * share)


def _means(question: Question, before: Bars, now: Bars) -> str:
    samples = []
    for group in (before, now):
        if any(bar.n is None for bar in group.bars):
            return ""
        worth = zip(question.choices, group.bars, strict=True)
        samples.append(intervals.sample({float(c.value): bar.n for c, bar in worth if c.value is not None and bar.n}))
    first, second = samples
    found = intervals.mean_difference(first, second)
    if found is None or first is None or second is None or min(first.n, second.n) < intervals.FEW:
        return _("Medelvärdet: för få svar för att säga något.")
    told = {"first": show_number(first.mean, 1), "second": show_number(second.mean, 1), "low": signed(found.low), "high": signed(found.high)}  # fmt: skip
    if found.is_different:
        return _("Medelvärdet gick från %(first)s till %(second)s: större skillnad än slumpen brukar ge (%(low)s till %(high)s).", **told)  # fmt: skip
    return _("Medelvärdet gick från %(first)s till %(second)s: inte större skillnad än slumpen kan ge (%(low)s till %(high)s).", **told)  # fmt: skip
