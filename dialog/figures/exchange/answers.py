"""A response as a row: which columns a wave's questions have, what stands in them, and the codebook that explains them. Pure.

A question has one column, but several choices have one each (1 or 0), a matrix one a row, a place its position and words.
Who may not read texts gets no column for words or places.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dialog.figures.exchange.writing import Columns
from dialog.survey.questionnaire import Question, Questionnaire

FIRST = ("survey", "wave", "week", "channel", "lang")
STATES = {"dont_know": "Vet ej", "no_answer": "Vill inte svara"}
_CHOOSING = ("one", "scale")


@dataclass(frozen=True)
class AskedWave:
    """A wave as it was asked, and the address of its survey."""

    slug: str
    number: int
    questionnaire: Questionnaire


@dataclass
class ResponseColumns:
    """The columns of some waves, and where an answer's parts go."""

    names: list[str] = field(default_factory=lambda: list(FIRST))
    #: (question id, item) → columns by part: "value", "words", "lat", "lng", "geometry".
    places: dict[tuple[uuid.UUID, str], dict[str, int]] = field(default_factory=dict)
    #: Of several choices: every choice's column, to be 0 where the question was answered.
    several: dict[uuid.UUID, list[int]] = field(default_factory=dict)
    free: set[int] = field(default_factory=set)
    decimals: set[int] = field(default_factory=set)
    place: tuple[int, int, int] | None = None
    codebook: list[tuple[str, str, str, str]] = field(default_factory=list)

    def columns(self) -> Columns:
        """Return them as a file's columns."""
        return Columns(tuple(self.names), tuple(sorted(self.free)), tuple(sorted(self.decimals)), self.place)

    def put(self, row: list[Any], answer: "GivenAnswer") -> None:
        """Put an answer in its cells."""
        if answer.question_id in self.several:
            self._put_choices(row, answer)
            return
        at = self.places.get((answer.question_id, answer.item)) or self.places.get((answer.question_id, ""), {})
        cells = {
            "value": _value(answer),
            "words": answer.words,
            "lat": answer.lat,
            "lng": answer.lng,
            "geometry": answer.geometry,
        }
        for part, column in at.items():
            if cells[part] not in (None, ""):
                row[column] = cells[part]

    def _put_choices(self, row: list[Any], answer: "GivenAnswer") -> None:
        columns = self.several[answer.question_id]
        if answer.state != "given":
            for column in columns:
                row[column] = answer.state
            return
        for column in columns:
            row[column] = row[column] or 0
        at = self.places.get((answer.question_id, answer.choice or ""), {})
        if "value" in at:
            row[at["value"]] = 1
        if "words" in at and answer.words:
            row[at["words"]] = answer.words


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """An answer as it is kept, with the remark's words and place where it points at one."""

    question_id: uuid.UUID
    item: str
    state: str
    choice: str | None
    number: float | None
    words: str | None
    lat: float | None = None
    lng: float | None = None
    geometry: str | None = None


def _value(answer: GivenAnswer) -> Any:
    if answer.state != "given":
        return answer.state
    if answer.choice is not None:
        return answer.choice
    number = answer.number
    return int(number) if number is not None and number.is_integer() else number


def response_columns(waves: Sequence[AskedWave], *, full: bool) -> ResponseColumns:
    """Return the columns of all questions of some waves; of several surveys each has the survey's address before its code."""
    made = ResponseColumns()
    made.codebook.append(("Kolumn", "Fråga", "Kod", "Betyder"))
    at = {name: i for i, name in enumerate(made.names)}
    many = len({wave.slug for wave in waves}) > 1
    for wave in waves:
        for question in wave.questionnaire.questions:
            code = f"{wave.slug}.{question.code}" if many else question.code
            _Adding(made, at, question, code, full).add()
    return made


class _Adding:
    def __init__(self, made: ResponseColumns, at: dict[str, int], question: Question, code: str, full: bool) -> None:
        self.made, self.at, self.question, self.code, self.full = made, at, question, code, full

    def add(self) -> None:
        q = self.question
        if q.kind in _CHOOSING:
            self._column("", "value", self.code, _codes(q))
            self._other("")
        elif q.kind == "several":
            yes = {"1": "Ja", "0": "Nej", **_states(q)}
            self.made.several[q.id] = [
                self._column(choice.code, "value", f"{self.code}.{choice.code}", yes, _sv(choice.text))
                for choice in q.choices
            ]
            self._other(next((choice.code for choice in q.choices if choice.is_other), ""))
        elif q.kind == "matrix":
            for row in q.rows:
                self._column(row.code, "value", f"{self.code}.{row.code}", _codes(q), _sv(row.text))
        elif q.kind == "number":
            self.made.decimals.add(self._column("", "value", self.code, _states(q)))
        elif q.kind in ("short", "text") and self.full:
            self._words("", self.code)
        elif q.kind == "place" and self.full:
            self._place()

    def _column(self, item: str, part: str, name: str, codes: Mapping[str, str], more: str = "") -> int:
        made = self.made
        if name not in self.at:
            self.at[name] = len(made.names)
            made.names.append(name)
            asked = " – ".join(words for words in (_sv(self.question.text), more) if words)
            made.codebook += [(name, asked, code, words) for code, words in codes.items()] or [(name, asked, "", "")]
        made.places.setdefault((self.question.id, item), {})[part] = self.at[name]
        return self.at[name]

    def _words(self, item: str, name: str) -> None:
        column = self._column(item, "words", name, _states(self.question))
        self.made.free.add(column)
        self.made.places[(self.question.id, item)].setdefault("value", column)

    def _other(self, item: str) -> None:
        if self.full and any(choice.is_other for choice in self.question.choices):
            self.made.free.add(self._column(item, "words", f"{self.code}.words", {}, "med egna ord"))

    def _place(self) -> None:
        lat, lng, geometry = (self._column("", part, f"{self.code}.{part}", {}) for part in ("lat", "lng", "geometry"))
        self.made.decimals |= {lat, lng}
        self.made.free.add(geometry)
        self.made.place = self.made.place or (lat, lng, geometry)
        self._words("", f"{self.code}.words")


def _codes(question: Question) -> dict[str, str]:
    return {choice.code: _sv(choice.text) for choice in question.choices} | _states(question)


def _states(question: Question) -> dict[str, str]:
    return {state: STATES[state] for state in question.states}


def _sv(words: Mapping[str, str]) -> str:
    return words.get("sv", "")
