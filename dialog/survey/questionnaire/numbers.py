"""Numbers as people in Sweden write them: 3,5 and 1 000, −5, "3 gånger", and digits of other scripts. Pure."""

import re
import unicodedata
from typing import Any

from dialog.base.i18n import N_
from dialog.base.texts import one_line
from dialog.survey.questionnaire.shape import Question

_NUMBER = re.compile(r"([+-]?)([0-9]{1,12})(?:[.,]([0-9]{1,12}))?")
_GONE = str.maketrans({"−": "-", "–": "-", "\u066b": ",", " ": None, "'": None, "’": None})


class NotThisNumber(ValueError):
    """What was written is no number that the question takes; the message is a msgid, `facts` its variables."""

    def __init__(self, message: str, **facts: Any) -> None:
        super().__init__(message)
        self.message = message
        self.facts = facts


def read_number(question: Question, written: str) -> float:
    """Return the number that was written, or raise NotThisNumber with a sentence that says how to mend it."""
    facts: dict[str, Any] = {"example": example_for(question)}
    found = _NUMBER.fullmatch(_without_unit(question, _digits(one_line(written))).translate(_GONE))
    if found is None:
        raise NotThisNumber(N_("Skriv med siffror, till exempel %(example)s."), **facts)
    sign, whole, part = found.groups()
    if len((part or "").rstrip("0")) > question.decimals or (part and not question.decimals and len(part) == 3):
        if not question.decimals:  # "1.000" may mean a thousand or one: ask rather than guess
            raise NotThisNumber(N_("Skriv ett heltal, till exempel %(example)s."), **facts)
        raise NotThisNumber(
            N_("Skriv högst %(decimals)s decimaler, till exempel %(example)s."), decimals=question.decimals, **facts
        )
    number = float(f"{sign}{whole}.{part or 0}") + 0.0  # no minus zero
    least, largest = question.least_number, question.largest_number
    if (least is not None and number < least) or (largest is not None and number > largest):
        raise NotThisNumber(_bounds_sentence(question), **_bounds(question), **facts)
    return number


def _digits(text: str) -> str:
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)


def _without_unit(question: Question, text: str) -> str:
    lowered = text.lower()
    for unit in question.unit.values():
        if unit and lowered.endswith(unit.lower()) and len(unit.lower()) == len(unit):
            return text[: -len(unit)].rstrip()
    return text


def _bounds(question: Question) -> dict[str, float]:
    given = {"least": question.least_number, "largest": question.largest_number}
    return {name: bound for name, bound in given.items() if bound is not None}


def _bounds_sentence(question: Question) -> str:
    if question.least_number is None:
        return N_("Skriv ett tal som är högst %(largest)s, till exempel %(example)s.")
    if question.largest_number is None:
        return N_("Skriv ett tal som är minst %(least)s, till exempel %(example)s.")
    return N_("Skriv ett tal mellan %(least)s och %(largest)s, till exempel %(example)s.")


def example_for(question: Question) -> float:
    """Return a number that the question would take: 3 where that fits."""
    least, largest = question.least_number, question.largest_number
    if (least is None or least <= 3) and (largest is None or largest >= 3):
        return 3
    if least is not None and largest is not None:
        return round((least + largest) / 2, question.decimals) if largest - least >= 2 else least
    return least if least is not None else largest or 0
