"""What of a wave's questions can be told in numbers: each as a line of parts, and what a response can hold of it. Pure.

A line is a question with choices, a row of a matrix, or a number in classes. A response has exactly one value of it: a choice, a
set of choices, "vet ej", or none. Comes before: `survey/questionnaire`. Goes to: `answers.py`, which says what may be told.
"""

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from dialog.figures.suppression import NOWHERE
from dialog.survey.kinds import STATES
from dialog.survey.questionnaire import Question, Questionnaire
from dialog.survey.questionnaire.shape import Row, Words

#: Parts that a line has beside its choices: those who answered it, and those who were asked (`ASKED_OF` and its name: of a line that
#: follows). No choice has such a code.
GIVEN, ASKED, ASKED_OF = "!given", "!asked", "!asked:"
#: Stands before "dont_know" and "no_answer", so that no choice is taken for them; and between the choices of a set.
STATE, AND = "?", "+"
_CHOSEN = ("one", "scale", "several", "matrix")
#: Where classes of a number begin; the first has what is less than the second, the last what is more.
_CLASSES = (0, 1, 3, 6, 11, 21, 51, 101, 501, 1001, 10_001)
_MOST_EVEN = 10
_PAIRS_OF = 24  # of more choices no pairs are tried that nobody has chosen: a possible world needs few of them

#: The line before it, and the choices of it, that a line is asked of; None where everyone is.
Asked = tuple[str, frozenset[str]] | None


@dataclass(frozen=True)
class Line:
    """A line: `parts` are its choices (or classes) with their words, in order."""

    key: str
    question: Question
    row: Row | None = None
    parts: Mapping[str, Words] = field(default_factory=dict)
    asked_if: Asked = None

    @property
    def states(self) -> tuple[str, ...]:
        """Return the parts that stand for "vet ej" and "vill inte svara", where they can be said."""
        return tuple(STATE + state for state in self.question.states)

    @property
    def has_sets(self) -> bool:
        """Say whether a response can hold several of the parts."""
        return self.question.kind == "several"

    def values(self, found: Iterable[str]) -> list[str]:
        """Return what a response can hold of it; `found` is what some do.

        Of sets not all that there can be are needed: to leave some out leaves out possible worlds, and is on the safe side.
        """
        seen = sorted(set(found) - {NOWHERE})
        known = [*self.parts, *self.states]
        if self.has_sets and self.question.most != 1 and len(self.parts) <= _PAIRS_OF:
            alone = {choice.code for choice in self.question.choices if choice.is_exclusive}
            known += [AND.join(sorted(two)) for two in itertools.combinations(self.parts, 2) if not alone & set(two)]
        known += [value for value in seen if value not in set(known)]
        may_be_left = not self.question.is_required or NOWHERE in set(found)
        return [*known, *([NOWHERE] if may_be_left else [])]

    def within(self, part: str, values: Sequence[str]) -> frozenset[str]:
        """Return the values that a part holds."""
        if part == GIVEN:
            return frozenset(value for value in values if value != NOWHERE and not value.startswith(STATE))
        return self.among({part}, values)

    def among(self, parts: Iterable[str], values: Sequence[str]) -> frozenset[str]:
        """Return the values that hold any of some parts."""
        wanted = {STATE + part if part in STATES else part for part in parts}
        return frozenset(value for value in values if wanted & set(value.split(AND)))


def lines_of(asked: Questionnaire) -> list[Line]:
    """Return what of a wave can be told, in the order of the questions.

    A question with more than one condition is left out unless those of the question before it say the rest: how many were asked it
    would tell of two answers at once.
    """
    found: dict[str, Line] = {}
    for question in asked.questions:
        is_told, asked_if = _asked_if(question, found)
        if not is_told or question.kind not in (*_CHOSEN, "number"):
            continue
        if question.kind == "number":
            if parts := _classes(question):
                found[question.code] = Line(question.code, question, parts=parts, asked_if=asked_if)
            continue
        parts = {c.code: c.text if any(c.text.values()) else {"sv": str(c.value)} for c in question.choices}
        for row in question.rows or (None,):
            key = f"{question.code}.{row.code}" if row else question.code
            found[key] = Line(key, question, row, parts, asked_if)
    return list(found.values())


def number_line(question: Question) -> Line | None:
    """Return a number's line, in the classes that it is told by; None where it has none."""
    parts = _classes(question)
    return Line(question.code, question, parts=parts) if parts else None


def _asked_if(question: Question, before: Mapping[str, Line]) -> tuple[bool, Asked]:
    """Return whether it can be told when a question is asked, and the one condition that says it."""
    if not question.condition:
        return True, None
    order = {key: at for at, key in enumerate(before)}
    *others, (code, wanted) = sorted(question.condition, key=lambda term: order.get(term[0], -1))
    said: dict[str, frozenset[str]] = {}
    at = before.get(code)
    while at is not None and at.asked_if:
        said[at.asked_if[0]] = at.asked_if[1]
        at = before[at.asked_if[0]]
    is_one = code in before and all(name in said and said[name] <= choices for name, choices in others)
    return is_one, (code, wanted) if is_one else None


def with_those_before(lines: Sequence[Line], keys: Iterable[str]) -> list[Line]:
    """Return the lines that are named, and those that say who was asked them."""
    known = {line.key: line for line in lines}
    wanted = {key for key in keys if key in known}
    for line in reversed(lines):
        if line.key in wanted and line.asked_if:
            wanted.add(line.asked_if[0])
    return [line for line in lines if line.key in wanted]


def _classes(question: Question) -> dict[str, Words]:
    """Return the classes of a number; none where all that can be said is below zero, with no least."""
    least, largest = question.least_number, question.largest_number
    ends: list[int | None] = [*_CLASSES[1:], None]
    spans = [
        (start, end)
        for start, end in zip(_CLASSES, ends, strict=True)
        if (largest is None or start <= largest) and (least is None or end is None or end > least)
    ]
    if len(spans) < 2 and least is not None and largest is not None:
        return _even_classes(math.floor(least), math.floor(largest), whole=not question.decimals)
    found: dict[str, Words] = {}
    for i, (start, end) in enumerate(spans):
        sv, en = _class_words(
            start, end, whole=not question.decimals, is_first=i == 0 and (least is None or least < start)
        )
        found[f"from_{start}"] = {"sv": sv, "en": en}
    return found


def _even_classes(least: int, largest: int, *, whole: bool) -> dict[str, Words]:
    """Return at most ten classes of the same round width, such as years of birth by decade."""
    widths = (step * 10**zeros for zeros in itertools.count() for step in (1, 2, 5))
    width = next(one for one in widths if largest // one - least // one < _MOST_EVEN)
    found: dict[str, Words] = {}
    for start in range(least // width * width, largest + 1, width):
        sv, en = _class_words(start, start + width, whole=whole, is_first=False)
        found[f"even_{start}"] = {"sv": sv, "en": en}
    return found


def _class_words(start: int, end: int | None, *, whole: bool, is_first: bool) -> tuple[str, str]:
    if end is None:
        return f"{start} eller mer", f"{start} or more"
    if is_first:
        return f"mindre än {end}", f"less than {end}"
    if whole:
        between = "–" if start >= 0 else " – "
        told = str(start) if end == start + 1 else f"{start}{between}{end - 1}"
        return told, told
    return f"från {start}, mindre än {end}", f"from {start}, less than {end}"


def class_of(line: Line, number: float) -> str:
    """Return the class that a number falls in."""
    keys = list(line.parts)
    at = [key for key in keys if float(key.partition("_")[2]) <= number]
    return at[-1] if at else keys[0]
