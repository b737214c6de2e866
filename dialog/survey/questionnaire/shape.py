"""What a compiled wave and a filled-in form are made of. Pure."""

import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as default
from typing import Any

Words = Mapping[str, str]
#: A sent form: the values under each name.
Fields = Mapping[str, Sequence[str]]
#: What has been chosen so far, by question, for the conditions of later ones.
Chosen = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Choice:
    """A svarsalternativ, or a step of a scale."""

    code: str
    text: Words
    value: int | None = None
    is_other: bool = False
    is_exclusive: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a matrix."""

    code: str
    text: Words


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it is asked; what its kind does not use has its default."""

    id: uuid.UUID
    code: str
    kind: str
    text: Words
    hint: Words
    is_required: bool
    condition: tuple[tuple[str, frozenset[str]], ...] = ()
    states: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    rows: tuple[Row, ...] = ()
    most: int = 0
    least_number: float | None = None
    largest_number: float | None = None
    decimals: int = 0
    unit: Words = default(default_factory=dict)
    most_letters: int = 0
    is_remark: bool = False
    feeling: str | None = None
    has_stretch: bool = False
    #: Whether a place is followed by "När är det så?": part of day and season, both optional.
    asks_when: bool = False
    wording: str = ""
    #: The choices by code, so that reading a form does no searching.
    by_code: Mapping[str, Choice] = default(default_factory=dict)

    @property
    def field(self) -> str:
        """Return the name of its first field in a form."""
        return field_of(self.code, "words") if self.kind == "place" else field_of(self.code)


@dataclass(frozen=True, slots=True)
class Section:
    """An avsnitt."""

    id: uuid.UUID
    title: Words
    intro: Words
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A wave, compiled."""

    wave_id: uuid.UUID
    sections: tuple[Section, ...]
    questions: tuple[Question, ...]
    by_code: Mapping[str, Question]

    @property
    def has_place(self) -> bool:
        """Say whether some question asks for a place."""
        return any(question.kind == "place" for question in self.questions)


@dataclass(frozen=True, slots=True)
class Said:
    """Words or a place that become a remark; `part_of_day` and `season` as `remark.kinds.join` writes them."""

    text: str = ""
    feeling: str | None = None
    geometry: dict[str, Any] | None = None
    place_words: str = ""
    part_of_day: str | None = None
    season: str | None = None


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """A row of `answers` to be: one a choice for several, one a row for a matrix; `said` becomes a remark."""

    question_id: uuid.UUID
    item: str = ""
    state: str = "given"
    choice: str | None = None
    number: float | None = None
    words: str | None = None
    said: Said | None = None


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What is wrong in a field: its name, the question, and a sentence (a msgid and its variables) that says how to mend it.

    A variable that is itself words per language is given as a mapping.
    """

    field: str
    code: str
    message: str
    facts: Mapping[str, Any] = default(default_factory=dict)


@dataclass(slots=True)
class Filled:
    """A form that was sent: what is to be stored, what is wrong, and what was typed, by field."""

    answers: list[AnswerRow] = default(default_factory=list)
    problems: list[FieldProblem] = default(default_factory=list)
    typed: Fields = default(default_factory=dict)
    #: The questions that a condition hid.
    hidden: set[str] = default(default_factory=set)

    def wrong(self, question: Question, message: str, at: str = "", **facts: Any) -> None:
        """Note what is wrong with a question (at one of its fields), and how to mend it."""
        self.problems.append(FieldProblem(at or question.field, question.code, message, facts))

    def missing(self, question: Question, message: str, at: str = "", **facts: Any) -> None:
        """Note that nothing was answered, where an answer is required."""
        if question.is_required:
            self.wrong(question, message, at, **facts)

    def content(self) -> bytes:
        """Return the answers in one writing, to tell whether the same is sent again."""
        return json.dumps([list(_written(row)) for row in self.answers], sort_keys=True, ensure_ascii=False).encode()


def _written(row: AnswerRow) -> Iterator[Any]:
    yield from (row.question_id.hex, row.item, row.state, row.choice, row.number, row.words)
    if row.said is not None:
        yield from (row.said.text, row.said.geometry, row.said.place_words)
        # Only where it was said, so that what was sent before this could be asked is still known as the same.
        yield from (told for told in (row.said.part_of_day, row.said.season) if told)


def field_of(code: str, part: str = "") -> str:
    """Return the name of a question's field in a form."""
    return f"q-{code}-{part}" if part else f"q-{code}"
