"""The questions as a template draws them: in one language, with what was typed and what is wrong. No decisions.

Comes before: `questionnaire`. Goes to: `templates/components/question.html`, for residents, for a preview and on paper.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from babel.numbers import format_decimal
from markupsafe import Markup, escape

from dialog.base.texts import clean
from dialog.remark.kinds import PARTS_OF_DAY, SEASONS
from dialog.survey.forms.conditions import LOCALES, STATE_WORDS, only_if, text_of
from dialog.survey.questionnaire import FieldProblem, Filled, Question, Questionnaire, field_of
from dialog.web.language import gettext as _
from dialog.web.language import in_words


@dataclass(frozen=True)
class DrawnRow:
    """A row of a matrix; the names are those of the component `matrix`."""

    name: str
    label: Markup
    value: list[str]
    errors: list[str]


@dataclass(frozen=True)
class Drawn:
    """A question in one language."""

    question: Question
    name: str
    label: Markup
    #: The label without marks, for what is read aloud in an attribute.
    said: str
    hint: Markup
    is_optional: bool
    #: The condition in words, and for the script.
    only_if: str
    condition: str
    choices: list[tuple[str, Markup]]
    #: Whether the choices stand side by side where there is room.
    is_row: bool
    apart: list[tuple[str, str]]
    unit: Markup
    other: Markup
    other_code: str
    rows: list[DrawnRow] = field(default_factory=list)
    #: What is asked of a place beside where it is: (part of its field, legend, choices).
    when: list[tuple[str, str, list[tuple[str, str]]]] = field(default_factory=list)
    values: Mapping[str, list[str]] = field(default_factory=dict)
    problems: Mapping[str, list[str]] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """Return the question's kind."""
        return self.question.kind

    def typed(self, part: str = "") -> str:
        """Return what was typed in a field of the question."""
        return next(iter(self.chosen(part)), "")

    def chosen(self, part: str = "") -> list[str]:
        """Return what was chosen in a field of the question."""
        return self.values.get(field_of(self.question.code, part), [])

    def errors(self, part: str = "") -> list[str]:
        """Return the sentences about a field of the question."""
        return list(self.problems.get(field_of(self.question.code, part), []))


@dataclass(frozen=True)
class DrawnSection:
    """A section in one language."""

    title: Markup
    intro: list[Markup]
    questions: list[Drawn]


@dataclass(frozen=True)
class Sheet:
    """All sections, and the lines of the error summary: (id of the field, sentence)."""

    sections: list[DrawnSection]
    errors: list[tuple[str, str]]


def draw(questionnaire: Questionnaire, lang: str, filled: Filled | None = None) -> Sheet:
    """Return the questions in a language; with `filled`, what was typed stands there and what is wrong is told."""
    values: dict[str, list[str]] = {}
    problems: dict[str, list[str]] = {}
    summary = []
    if filled is not None:
        values = {name: [clean(value) for value in sent] for name, sent in filled.typed.items()}
        for problem in filled.problems:
            sentence = sentence_of(problem, lang)
            problems.setdefault(problem.field, []).append(sentence)
            summary.append((problem.field, _with_question(questionnaire, problem, sentence, lang)))
    sections = [
        DrawnSection(
            say(section.title, lang),
            paragraphs(section.intro, lang),
            [_drawn(questionnaire, question, lang, values, problems) for question in section.questions],
        )
        for section in questionnaire.sections
    ]
    return Sheet(sections, summary)


def say(texts: Mapping[str, str] | None, lang: str) -> Markup:
    """Return a text in a language; where it is lacking, the Swedish one, marked as Swedish."""
    said, found = in_words(dict(texts or {}), lang)
    return escape(said) if found == lang or not said else Markup('<span lang="{}">{}</span>').format(found, said)


def paragraphs(texts: Mapping[str, str] | None, lang: str) -> list[Markup]:
    """Return a longer text as its paragraphs, each marked where it is not in the language."""
    said, found = in_words(dict(texts or {}), lang)
    parts = [" ".join(part.split()) for part in said.replace("\r", "").split("\n\n")]
    return [say({found: part}, lang) if found == lang else say({"sv": part}, lang) for part in parts if part]


def sentence_of(problem: FieldProblem, lang: str) -> str:
    """Return what is wrong as a sentence, with numbers and texts as they are read in the language."""
    return _(problem.message, **{name: _fact(value, lang) for name, value in problem.facts.items()})


def _fact(value: Any, lang: str) -> str:
    if isinstance(value, Mapping):
        return in_words(dict(value), lang)[0]
    if isinstance(value, int | float):
        return str(format_decimal(value, "#,##0.####", locale=LOCALES.get(lang, lang)))
    return str(value)


def _with_question(questionnaire: Questionnaire, problem: FieldProblem, sentence: str, lang: str) -> str:
    question = questionnaire.by_code.get(problem.code)
    if question is None:
        return sentence
    return _("%(question)s %(mend)s", question=in_words(dict(question.text), lang)[0], mend=sentence)


def _drawn(
    questionnaire: Questionnaire,
    question: Question,
    lang: str,
    values: Mapping[str, list[str]],
    problems: Mapping[str, list[str]],
) -> Drawn:
    other = next((choice for choice in question.choices if choice.is_other), None)
    rows = [
        DrawnRow(name, say(row.text, lang), values.get(name, []), list(problems.get(name, [])))
        for row in question.rows
        for name in [field_of(question.code, row.code)]
    ]
    return Drawn(
        question=question,
        name=field_of(question.code),
        label=say(question.text, lang),
        said=in_words(dict(question.text), lang)[0],
        hint=_hint(question, lang),
        is_optional=not question.is_required and question.kind != "info",
        only_if=only_if(questionnaire, question, lang),
        condition=json.dumps([[code, sorted(wanted)] for code, wanted in question.condition]) if question.condition else "",
        choices=_choices(question, lang),
        is_row=_is_row(question, lang),
        apart=[(state, _(STATE_WORDS[state])) for state in question.states],
        unit=say(question.unit, lang),
        other=say(other.text, lang) if other else Markup(""),
        other_code=other.code if other else "",
        rows=rows,
        when=_when() if question.asks_when else [],
        values=values,
        problems=problems,
    )  # fmt: skip


def _when() -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Return what is asked of when a place is as it is, as `/plats` asks it."""
    return [
        ("day", _("När på dygnet är det så?"), [(code, _(words)) for code, words in PARTS_OF_DAY.items()]),
        ("season", _("Vilken tid på året?"), [(code, _(words)) for code, words in SEASONS.items()]),
    ]


def _hint(question: Question, lang: str) -> Markup:
    """Return the question's own hint, what its bound is, and what the ends of a scale of numbers mean."""
    parts = [say(question.hint, lang)]
    if question.most and question.most < len(question.choices):
        parts.append(escape(_("Välj högst %(most)s.", most=question.most)))
    if _is_of_numbers(question):
        low, high = question.choices[0], question.choices[-1]
        facts = {
            "low": low.value,
            "high": high.value,
            "low_words": text_of(low, lang),
            "high_words": text_of(high, lang),
        }
        parts.append(escape(_("%(low)s betyder ”%(low_words)s” och %(high)s betyder ”%(high_words)s”.", **facts)))
    return Markup(" ").join(part for part in parts if part)


def _choices(question: Question, lang: str) -> list[tuple[str, Markup]]:
    """Return the choices as they are offered; a scale of numbers says what its ends mean to who only hears them."""
    if not _is_of_numbers(question):
        return [(choice.code, say(choice.text, lang)) for choice in question.choices]
    hidden = Markup('{}<span class="visually-hidden"> {}</span>')
    return [
        (choice.code, hidden.format(choice.value, say(choice.text, lang)) if choice.text else escape(choice.value))
        for choice in question.choices
    ]


def _is_of_numbers(question: Question) -> bool:
    """Say whether a scale has words at its ends only, so that its steps are numbers."""
    return question.kind in ("scale", "matrix") and any(not any(choice.text.values()) for choice in question.choices)


def _is_row(question: Question, lang: str) -> bool:
    if question.kind != "scale":
        return False
    if _is_of_numbers(question):
        return len(question.choices) <= 11
    return len(question.choices) <= 5 and all(len(text_of(choice, lang)) <= 16 for choice in question.choices)
