"""How numbers, or the values of a scale, are spread: how many, their median and their mean. Pure."""

from dataclasses import dataclass
from typing import Any

from dialog.figures.suppression import SMALLEST
from dialog.survey.questionnaire import Question


@dataclass(frozen=True)
class Spread:
    """Of numbers, or of a scale's values: how many, the middle one and the mean."""

    n: int
    median: float
    mean: float


def spread_of(question: Question, given: list[Any], hide: bool) -> Spread | None:
    """Return the spread of a number, or of a scale's values; `given` has rows as they are counted: row[2] the choice, row[3] the
    number, row[4] how many. None where there is nothing, or (`hide`) fewer than may be told.
    """
    if question.kind == "number":
        values = sorted((row[3], row[4]) for row in given)
    elif question.kind == "scale":
        worth = {choice.code: choice.value for choice in question.choices}
        values = sorted((worth[row[2]], row[4]) for row in given if worth.get(row[2]) is not None)
    else:
        return None
    n = sum(k for _, k in values)
    if not n or (hide and n < SMALLEST):
        return None
    return Spread(n, _at(values, n), sum(value * k for value, k in values) / n)


def _at(values: list[tuple[float, int]], n: int) -> float:
    """Return the median of values with their counts."""
    middle: list[float] = []
    for wanted in ((n - 1) // 2, n // 2):
        seen = 0
        for value, k in values:
            seen += k
            if seen > wanted:
                middle.append(value)
                break
    return sum(middle) / 2
