"""Which numbers of a wave's answers may be told: each line by itself, given what all of them rest on. Pure.

How many answered (by week, where it has been told before) and how many were asked each question are told first, and are then the same
in every possible world; so a world of one line and a world of another are one world, and the same five people can be chosen in
both. Why it is safe: docs/decisions/what-is-published-of-answers.md. Comes before: `lines.py`. Goes to: `operations/answers.py`.
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any

from dialog.figures.publishing.lines import ASKED, ASKED_OF, GIVEN, Line
from dialog.figures.suppression import NOWHERE, SMALLEST, Figure, Population, Seen, judge

#: A line's name and a part of it. The line "" is the whole wave: its parts are `ASKED` (all who answered) and the channels.
Key = tuple[str, str]
_BASE = ""
#: How many answered in all.
WHOLE: Key = (_BASE, ASKED)


@dataclass(frozen=True)
class Told:
    """What a publication tells, or told: numbers by line and part, of all who had answered when the week `until` ended."""

    until: int
    numbers: Mapping[Key, int]


@dataclass(frozen=True)
class Counted:
    """The answers as they are: `responses` by (stretch, channel), `answers` by line and (stretch, value), those who gave no value left out.

    A stretch is named by its last week: the weeks after the one before it.
    """

    responses: Mapping[tuple[int, str], int]
    answers: Mapping[str, Mapping[tuple[int, str], int]]


@dataclass(frozen=True)
class Judged:
    """What may be told of a wave. `hidden` says why not: few, others, earlier. `kept`: numbers that stand as they were told before."""

    shown: Mapping[Key, int]
    hidden: Mapping[Key, str]
    kept: frozenset[Key] = frozenset()
    #: Addresses of publications whose numbers stand in the way, by what they are of.
    clashes: Mapping[Key, str] = field(default_factory=dict)

    @property
    def is_refused(self) -> bool:
        """Whether nothing may be told: not even how many there are in all."""
        return WHOLE not in self.shown


def judge_answers(
    lines: Sequence[Line],
    chosen: AbstractSet[str],
    counted: Counted,
    until: int,
    earlier: Mapping[str, Told],
    *,
    k: int = SMALLEST,
    secret: bytes = b"",
    by_channel: bool = True,
) -> Judged:
    """Say what may be told of the chosen of a wave's `lines` (`with_those_before`) beside all that was told `earlier`, by its address."""
    judging = _Judging(lines, counted, until, earlier, k, secret)
    if judging.base(by_channel=by_channel):
        for line in lines:
            if line.key in chosen:
                judging.line(line, chosen)
    return Judged(judging.shown, judging.hidden, frozenset(judging.kept), judging.clashes)


def asked_key(line: Line) -> Key:
    """Return the number that says how many were asked a line."""
    return (line.asked_if[0], ASKED_OF + line.key) if line.asked_if else WHOLE


class _Judging:
    """The lines on their way, each after the one that says who was asked it."""

    def __init__(
        self,
        lines: Sequence[Line],
        counted: Counted,
        until: int,
        earlier: Mapping[str, Told],
        k: int,
        secret: bytes,
    ) -> None:
        self.lines, self.counted, self.until, self.earlier, self.k, self.secret = (
            lines,
            counted,
            until,
            earlier,
            k,
            secret,
        )
        self.stretches = sorted({until, *(told.until for told in earlier.values())})
        self.names = [str(stretch) for stretch in self.stretches]
        self.shown: dict[Key, int] = {}
        self.hidden: dict[Key, str] = {}
        self.kept: set[Key] = set()
        self.clashes: dict[Key, str] = {}
        #: How many were asked each line, by stretch; "" is the whole wave.
        self.asked: dict[str, dict[int, int]] = {_BASE: dict.fromkeys(self.stretches, 0)}

    def base(self, *, by_channel: bool) -> bool:
        """Judge how many there are in all, and (`by_channel`) of each channel; False where not even that may be told."""
        counts: dict[tuple[str, ...], int] = {}
        for (stretch, channel), n in self.counted.responses.items():
            if stretch in self.asked[_BASE]:
                counts[str(stretch), channel] = n
                self.asked[_BASE][stretch] += n
        told = {part for one in self.earlier.values() for line, part in one.numbers if line == _BASE and part != ASKED}
        channels = sorted({channel for _, channel in counts} | told)
        values: dict[str, frozenset[str] | None] = {ASKED: None, **{name: frozenset({name}) for name in channels}}
        population = Population({"week": self.names, "answer": channels or [NOWHERE]}, counts)
        self._judge(_BASE, population, values, list(values) if by_channel else [ASKED], [])
        return WHOLE in self.shown

    def line(self, line: Line, chosen: AbstractSet[str]) -> None:
        """Judge a line, and how many by it were asked each that follows."""
        following = [one for one in self.lines if one.asked_if and one.asked_if[0] == line.key]
        parts = [GIVEN, *line.parts, *line.states, *(ASKED_OF + one.key for one in following if one.key in chosen)]
        if asked_key(line) not in self.shown:
            self.hidden |= {(line.key, part): "others" for part in parts}
            return
        counts = self._held(line)
        values = line.values(value for _, value in counts)
        within: dict[str, frozenset[str] | None] = {part: line.within(part, values) for part in parts}
        for one in following:
            among = line.among(one.asked_if[1] if one.asked_if else (), values)
            within[ASKED_OF + one.key] = among
            self.asked[one.key] = dict.fromkeys(self.stretches, 0)
            for (stretch, value), n in counts.items():
                self.asked[one.key][stretch] += n if value in among else 0
        by_week: dict[tuple[str, ...], int] = {(str(stretch), value): n for (stretch, value), n in counts.items()}
        population = Population({"week": self.names, "answer": values}, by_week)
        self._judge(line.key, population, within, parts, self._totals(line))

    def _held(self, line: Line) -> dict[tuple[int, str], int]:
        """Return what the asked hold of a line, with those who gave no value."""
        asked = self.asked[line.key if line.asked_if else _BASE]
        held = {at: n for at, n in self.counted.answers.get(line.key, {}).items() if at[0] in asked and n}
        for stretch, n in asked.items():
            left = n - sum(m for (other, _), m in held.items() if other == stretch)
            if left > 0:
                held[stretch, NOWHERE] = left
        return held

    def _totals(self, line: Line) -> list[Seen]:
        """Return how many were asked the line, now and in each publication that told of it: the same in every possible world."""
        name = asked_key(line)
        seen = [Seen("", ASKED, {"week": self._weeks(self.until)}, None, self.shown[name])]
        for address, told in self.earlier.items():
            is_of_it = not line.asked_if or any(key == line.key for key, _ in told.numbers)
            if is_of_it and name in told.numbers:
                seen.append(Seen(address, ASKED, {"week": self._weeks(told.until)}, None, told.numbers[name]))
        return seen

    def _judge(
        self,
        key: str,
        population: Population,
        values: Mapping[str, frozenset[str] | None],
        parts: Sequence[str],
        before: Sequence[Seen],
    ) -> None:
        """Judge the `parts`; `values` are theirs, and those of parts that were told earlier."""

        def where(until: int, part: str) -> dict[str, frozenset[str]]:
            held = values[part]
            return {"week": self._weeks(until)} | ({} if held is None else {"answer": held})

        seen = [
            Seen(address, part, where(told.until, part), None, n)
            for address, told in self.earlier.items()
            for (line, part), n in told.numbers.items()
            if line == key and part in values
        ]
        figures = [Figure(part, where(self.until, part)) for part in parts]
        verdict = judge(population, figures, [*before, *seen], self.k, secret=self.secret)
        self.shown |= {(key, part): n for part, n in verdict.shown.items()}
        self.hidden |= {(key, part): why for part, why in verdict.hidden.items()}
        self.kept |= {(key, part) for part in verdict.kept}
        self.clashes |= {(key, clash.key): clash.seen.publication for clash in verdict.clashes}

    def _weeks(self, until: int) -> frozenset[str]:
        return frozenset(name for name, stretch in zip(self.names, self.stretches, strict=True) if stretch <= until)


def as_kept(told: Mapping[Key, int]) -> list[dict[str, Any]]:
    """Return numbers as they are kept with a publication, for the inside."""
    return [{"line": line, "part": part, "n": n} for (line, part), n in sorted(told.items())]


def from_kept(until: int, kept: Iterable[Mapping[str, Any]]) -> Told:
    """Return what `as_kept` kept."""
    return Told(until, {(row["line"], row["part"]): row["n"] for row in kept})
