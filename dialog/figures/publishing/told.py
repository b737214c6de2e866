"""What a publication of answers shows, as it is frozen and as a file: read back into these. Pure.

A number that is None is too few to be told, or would give a smaller one away. Nothing that is hidden stands here.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from dialog.figures.exchange.writing import Columns, csv_parts
from dialog.figures.publishing.answers import WHOLE, Key, asked_key
from dialog.figures.publishing.files import HIDDEN, written_week
from dialog.figures.publishing.lines import GIVEN, Line

Words = Mapping[str, str]
#: What stands for a state where a question follows from it.
STATE_WORDS: Mapping[str, Words] = {
    "dont_know": {"sv": "Vet ej", "en": "Don’t know"},
    "no_answer": {"sv": "Vill inte svara", "en": "Prefer not to answer"},
}
NAMES = (
    "enkat", "omgang", "fraga", "fragetext", "rad", "svar", "svarstext", "antal", "anmarkning", "har_svarat_pa_fragan",
    "har_fatt_fragan", "har_svarat_pa_enkaten", "fran_vecka", "till_vecka", "ordalydelse", "metod",
)  # fmt: skip


@dataclass(frozen=True)
class ShownPart:
    """A choice, a class of numbers, or "vet ej", and how many."""

    key: str
    label: Words
    n: int | None
    value: int | None = None


@dataclass(frozen=True)
class ShownLine:
    """A question, or a row of a matrix: how many were asked it, how many answered, and what. `states` are "vet ej" and such."""

    key: str
    kind: str
    text: Words
    row: Words | None
    unit: Words
    #: Hash of all that a respondent reads: only what is the same is compared.
    wording: str
    #: The words of the question, and of the choices of it, that this one follows from.
    asked_if: tuple[Words, Sequence[Words]] | None
    asked: int | None
    given: int | None
    parts: Sequence[ShownPart]
    states: Sequence[ShownPart]

    @property
    def is_hidden(self) -> bool:
        """Say whether nothing of it is told."""
        return all(part.n is None for part in (*self.parts, *self.states)) and self.given is None


@dataclass(frozen=True)
class ShownAnswers:
    """All that a publication of answers shows, beside its title and weeks."""

    total: int
    channels: Sequence[ShownPart]
    lines: Sequence[ShownLine]
    smallest: int = 5

    def as_json(self) -> dict[str, Any]:
        """Return it as it is kept."""
        return asdict(self)


def shown_answers(lines: Sequence[Line], shown: Mapping[Key, int], channels: Mapping[str, Words]) -> ShownAnswers:
    """Return what is shown of these lines; `shown` has only what may be told."""
    by_key = {line.key: line for line in lines}
    ways = [ShownPart(key, words, shown[WHOLE[0], key]) for key, words in channels.items() if (WHOLE[0], key) in shown]
    return ShownAnswers(shown[WHOLE], ways, [_line(line, by_key, shown) for line in lines])


def _line(line: Line, by_key: Mapping[str, Line], shown: Mapping[Key, int]) -> ShownLine:
    question = line.question
    values = {choice.code: choice.value for choice in question.choices}
    parts = [ShownPart(key, words, shown.get((line.key, key)), values.get(key)) for key, words in line.parts.items()]
    states = [ShownPart(key, {}, shown.get((line.key, key))) for key in line.states]
    asked_if = None
    if line.asked_if:
        before, chosen = by_key[line.asked_if[0]], line.asked_if[1]
        said = {**before.parts, **{state: STATE_WORDS[state] for state in before.question.states}}
        asked_if = before.question.text, [words for key, words in said.items() if key in chosen]
    row = line.row.text if line.row else None
    asked, given = shown.get(asked_key(line)), shown.get((line.key, GIVEN))
    told = (question.text, row, question.unit, question.wording, asked_if, asked, given, parts, states)
    return ShownLine(line.key, question.kind, *told)


def answers_from(kept: Mapping[str, Any]) -> ShownAnswers:
    """Return what `as_json` kept."""

    def parts(found: Sequence[Mapping[str, Any]]) -> list[ShownPart]:
        return [ShownPart(**part) for part in found]

    lines = [
        ShownLine(**{**line, **{name: parts(line[name]) for name in ("parts", "states")}}) for line in kept["lines"]
    ]
    return ShownAnswers(**{**kept, "channels": parts(kept["channels"]), "lines": lines})


@dataclass(frozen=True)
class AboutAnswers:
    """What the file says of itself."""

    survey: str
    wave: int
    since: int
    until: int
    method: str


def csv_of(shown: ShownAnswers, about: AboutAnswers) -> tuple[bytes, str]:
    """Return the publication as CSV, and the SHA-256 of it."""
    columns = Columns(NAMES, tuple(range(len(NAMES))), ())
    data = b"".join(csv_parts(columns, [list(_rows(shown, about))]))
    return data, hashlib.sha256(data).hexdigest()


def _rows(shown: ShownAnswers, about: AboutAnswers) -> Iterator[list[str]]:
    first = [about.survey, str(about.wave)]
    weeks = [written_week(about.since), written_week(about.until)]

    def row(line: ShownLine | None, code: str, words: str, n: int | None) -> list[str]:
        of = ["", "", ""] if line is None else [line.key, line.text.get("sv", ""), (line.row or {}).get("sv", "")]
        told = ["", HIDDEN] if n is None else [str(n), ""]
        bases = ["", ""] if line is None else ["" if m is None else str(m) for m in (line.given, line.asked)]
        wording = line.wording if line else ""
        return [*first, *of, code, words, *told, *bases, str(shown.total), *weeks, wording, about.method]

    yield row(None, "", "Alla som har svarat", shown.total)
    for channel in shown.channels:
        yield row(None, channel.key, channel.label.get("sv", channel.key), channel.n)
    for line in shown.lines:
        for part in (*line.parts, *line.states):
            key = part.key.lstrip("?")
            yield row(line, key, part.label.get("sv") or STATE_WORDS.get(key, {}).get("sv", part.key), part.n)
