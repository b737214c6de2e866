"""Whether a survey's answers and its remarks can be told beside each other: the same people said both. Pure.

A remark comes from a question in words or of a place, one at most from each. Who knows how many remarks a survey gave, and how many
answered, knows how many such questions were left empty. That tells of few only where few were left: then one of the two is not told.
Where enough were left, whatever else is told of a remark can belong to any five of those who answered alike.

What is told for two periods tells of the weeks between them, so all that was ever told is looked at together, by the stretches of weeks
that it cuts time into. Comes before: `queries/beside_answers.py`, which reads the counts. Goes to: the same, for both plans.
"""

import itertools
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dialog.figures.publishing.answers import WHOLE, Told
from dialog.figures.publishing.choice import blocks
from dialog.figures.suppression import SMALLEST
from dialog.survey.questionnaire import Question

#: Remarks are told in all and with these feelings; what is left is those with neither.
_FEELINGS = ("unsafe", "safe")


def has_room(
    answered: int,
    given: Mapping[str, int],
    questions: Sequence[Question],
    k: int = SMALLEST,
    *,
    more: int = 0,
    outside: int = 0,
) -> bool:
    """Say whether enough left some of these questions empty, of so many who answered; `given` is by code.

    Enough is `k` for each of the questions, so that five can have left all of them. None at all is enough too, where everyone was asked.
    Who was not asked a question that follows is not counted as leaving it empty: how many were asked it can be told with the answers.
    `more` are remarks beyond `given` that were told. `outside` are those who answered in weeks that the remarks are not of, and are told
    together with those who did: where nobody left a question empty, it is they who are left.
    """
    left = sum(answered - given.get(q.code, 0) for q in questions if not q.condition) - more
    if left >= k * len(questions):
        return True
    return left == 0 and not 0 < outside < k and not any(q.condition for q in questions)


def follow_ups_have_room(
    asked: Mapping[str, int],
    given: Mapping[str, int],
    questions: Sequence[Question],
    k: int = SMALLEST,
    *,
    less: int = 0,
) -> bool:
    """Say whether enough of those who were asked left each of some questions that follow from an answer empty.

    They cannot be told from those who were not asked. `asked` and `given` are by code; a question that it is not known of counts as
    asked of nobody. `less` is how many fewer it may have been when it was told.
    """
    return all(asked.get(q.code, 0) - given.get(q.code, 0) - less >= k * len(questions) for q in questions)


@dataclass(frozen=True)
class Remarks:
    """Remarks that were told, or are to be ("" for an address): their weeks, and how many more were told than there are now, in all and by
    feeling.
    """

    slug: str
    since: int
    until: int
    by_way: bool
    drifts: frozenset[int] = frozenset()
    #: So many there are at least in a group that they tell of: ten where a place is finer than 500 m.
    smallest: int = SMALLEST


@dataclass(frozen=True)
class Room:
    """Whether there is room for remarks beside all the answers, and beside those of each channel."""

    whole: bool
    channels: bool


@dataclass
class _Counts:
    """How many answered in some weeks, by channel, and how many gave each question something."""

    answered: Counter[str] = field(default_factory=Counter)
    given: dict[str, Counter[str]] = field(default_factory=dict)
    #: How many were asked each question that follows from one choice.
    asked: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Answers:
    """A wave's answers as they are now and as they were told, to hold remarks beside."""

    #: The questions that remarks come from.
    questions: Sequence[Question]
    #: (week, channel, n) of those who answered.
    responses: Sequence[tuple[int, str, int]]
    #: (week, channel, code, n) of those who gave a question something.
    given: Sequence[tuple[int, str, str, int]]
    #: (week, code, n) of those who were asked a question that follows from one choice.
    asked: Sequence[tuple[int, str, int]] = ()
    told: Sequence[Told] = ()
    #: The weeks that answers are to be told up to as well.
    wanted: Sequence[int] = ()

    @property
    def tells_channels(self) -> bool:
        """Say whether it was told by which channels answers came."""
        return any(not line and part != WHOLE[1] for told in self.told for line, part in told.numbers)

    def rooms(self, remarks: Sequence[Remarks]) -> list[tuple[Remarks, Room]]:
        """Return what room there is for each, beside each other."""
        untils = [*self.wanted, *(told.until for told in self.told)]
        if not untils or not self.questions or not remarks:
            return []
        start = min([*untils, *(one.since for one in remarks)])
        periods = [*((start, until) for until in untils), *((one.since, one.until) for one in remarks)]
        stretches = [span for span in blocks(periods) if span[1] <= max(untils)]
        return [(one, self._room(one, stretches)) for one in remarks]

    def _room(self, one: Remarks, stretches: Sequence[tuple[int, int]]) -> Room:
        """Look at each stretch as it is now, and at what was told for the weeks between each two that answers were told up to."""
        k, none = one.smallest, Counter[str]()
        found = [
            self._has(self._within(s, u), none, 0, none, k) for s, u in stretches if one.since <= s and u <= one.until
        ]
        ends = [(week, Counter[str]()) for week in (0, *self.wanted)]
        ends += [(told.until, self._more(told)) for told in self.told]
        for (first, before), (last, after) in itertools.permutations(ends, 2):
            if first < last:
                counts = self._within(max(one.since, first + 1), min(one.until, last))
                outside = self._within(first + 1, last).answered - counts.answered
                drift = Counter(after)
                drift.subtract(before)
                found += [self._has(counts, drift, shift, outside, k) for shift in {0, *one.drifts}]
        return Room(all(room.whole for room in found), all(room.channels for room in found))

    def _more(self, told: Told) -> Counter[str]:
        """Return how many more were told than there are now, in all ("") and by channel."""
        answered = self._within(0, told.until).answered
        more = Counter({"": told.numbers.get(WHOLE, 0) - answered.total()})
        more.update({c: n - answered[c] for (line, c), n in told.numbers.items() if not line and c != WHOLE[1]})
        return more

    def _within(self, since: int, until: int) -> _Counts:
        found = _Counts()
        for week, channel, n in self.responses:
            if since <= week <= until:
                found.answered[channel] += n
        for week, channel, code, n in self.given:
            if since <= week <= until:
                found.given.setdefault(channel, Counter())[code] += n
        for week, code, n in self.asked:
            if since <= week <= until:
                found.asked[code] += n
        return found

    def _has(self, counts: _Counts, drift: Counter[str], shift: int, outside: Counter[str], k: int) -> Room:
        """Say whether there is room where `drift` more answered than did, and `shift` more remarks were left; `outside` answered in other
        weeks.
        """
        total = counts.answered.total()
        if not total:
            return Room(whole=True, channels=True)
        in_all: Counter[str] = sum(counts.given.values(), Counter())
        groups: list[list[Question]] = [list(self.questions)]
        groups += [[q for q in self.questions if q.feeling == feeling] for feeling in _FEELINGS]
        groups.append([q for q in self.questions if q.feeling not in _FEELINGS])
        whole = all(
            has_room(total + drift[""], in_all, group, k, more=shift, outside=outside.total())
            or follow_ups_have_room(counts.asked, in_all, group, k, less=abs(drift[""]) + abs(shift))
            for group in groups
            if group
        )
        channels = all(
            has_room(
                n + drift[channel],
                counts.given.get(channel, {}),
                self.questions,
                k,
                more=shift,
                outside=outside[channel],
            )
            for channel, n in counts.answered.items()
            if n >= SMALLEST
        )
        return Room(whole, channels)
