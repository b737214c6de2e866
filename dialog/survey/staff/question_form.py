"""The form of one question: what stands in its fields, what was typed, what is wrong. `question_made` makes a row of it.

Fields: `text-sv`, `hint-sv`, `required`, then what the kind has; a choice is `choice-0-text-sv`, `choice-0-code` (kept from
the first time it was saved), `choice-0-value`, `choice-0-alone`; a matrix has rows `row-0-…` likewise.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dialog.base.texts import clean, one_line
from dialog.survey.kinds import FEELINGS, MOST_CHOICES, MOST_ROWS
from dialog.survey.models import Question

STATES = ("dont_know", "no_answer")
WITH_CHOICES = ("one", "several", "scale", "matrix")
WITH_VALUES = ("scale", "matrix")
MOST = {"choice": MOST_CHOICES, "row": MOST_ROWS}
_FIRST = {"one": 4, "several": 5, "scale": 5, "matrix": 4}


@dataclass
class Entry:
    """A choice or a row as it stands in the form."""

    text: dict[str, str] = field(default_factory=dict)
    code: str = ""
    value: str = ""
    is_exclusive: bool = False

    @property
    def is_empty(self) -> bool:
        return not any(text.strip() for text in self.text.values()) and not self.value.strip()


@dataclass
class QuestionForm:
    """All that stands in the form, as text; `errors` by the id of the field."""

    kind: str
    languages: list[str]
    text: dict[str, str] = field(default_factory=dict)
    hint: dict[str, str] = field(default_factory=dict)
    required: bool = False
    choices: list[Entry] = field(default_factory=list)
    rows: list[Entry] = field(default_factory=list)
    other: str = ""  #: place of the choice that asks for words of one's own
    states: set[str] = field(default_factory=set)
    unit: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)  #: most, min, max, decimals, most_letters as typed
    feeling: str = ""
    flags: set[str] = field(default_factory=set)  #: stretch, when, is_remark
    errors: dict[str, list[str]] = field(default_factory=dict)
    focus: str = ""

    @property
    def page_errors(self) -> list[tuple[str, str]]:
        """Return what the summary at the top says: the field's id and the sentence."""
        return [(name, sentence) for name, sentences in self.errors.items() for sentence in sentences]

    def wrong(self, name: str, sentence: str) -> None:
        self.errors.setdefault(name, []).append(sentence)


def empty_form(kind: str, languages: list[str]) -> QuestionForm:
    """Return the form of a question that does not exist yet."""
    form = QuestionForm(kind, languages)
    if kind in WITH_CHOICES:
        form.choices = [Entry() for _n in range(_FIRST[kind])]
    if kind == "matrix":
        form.rows = [Entry() for _n in range(4)]
    return form


def form_of(question: Question, languages: list[str]) -> QuestionForm:
    """Return the form of a question as it stands."""
    options = question.options
    form = QuestionForm(question.kind, languages, dict(question.text), dict(question.hint), question.is_required)
    form.choices = [_entry(one) for one in options.get("choices", [])]
    form.rows = [_entry(one) for one in options.get("rows", [])]
    form.other = next((str(n) for n, one in enumerate(options.get("choices", [])) if one.get("is_other")), "")
    form.states = {state for state in STATES if options.get(state)}
    form.unit = dict(options.get("unit") or {})
    names = ("most", "min", "max", "decimals", "most_letters")
    form.numbers = {name: _shown(options[name]) for name in names if options.get(name) is not None}
    form.feeling = options.get("feeling") or ""
    form.flags = {name for name in ("stretch", "when", "is_remark") if options.get(name)}
    return form


def _entry(one: Mapping[str, Any]) -> Entry:
    value = one.get("value")
    return Entry(
        dict(one.get("text") or {}),
        one.get("code", ""),
        "" if value is None else str(value),
        bool(one.get("is_exclusive")),
    )


def _shown(value: float) -> str:
    return f"{value:g}".replace(".", ",") if isinstance(value, float) else str(value)


def form_sent(kind: str, languages: list[str], sent: Mapping[str, str]) -> QuestionForm:
    """Return the form as somebody filled it in."""
    form = QuestionForm(kind, languages, _words(sent, "text", languages), _words(sent, "hint", languages))
    form.required = "required" in sent and kind != "info"
    form.choices = _entries(sent, "choice", languages)
    form.rows = _entries(sent, "row", languages)
    form.other = sent.get("other", "")[:3]
    form.states = {state for state in STATES if state in sent}
    form.unit = _words(sent, "unit", languages)
    names = ("most", "min", "max", "decimals", "most_letters")
    form.numbers = {name: one_line(sent.get(name, ""))[:20] for name in names if sent.get(name, "").strip()}
    form.feeling = sent.get("feeling", "") if sent.get("feeling") in FEELINGS else ""
    form.flags = {name for name in ("stretch", "when", "is_remark") if name in sent}
    return form


def _words(sent: Mapping[str, str], name: str, languages: list[str]) -> dict[str, str]:
    return {code: clean(sent.get(f"{name}-{code}", ""))[:4000] for code in languages}


def _entries(sent: Mapping[str, str], name: str, languages: list[str]) -> list[Entry]:
    found = []
    for n in range(MOST[name]):
        if f"{name}-{n}-text-{languages[0]}" not in sent:
            break
        text = {code: one_line(sent.get(f"{name}-{n}-text-{code}", ""))[:400] for code in languages}
        code = sent.get(f"{name}-{n}-code", "")[:40]
        found.append(Entry(text, code, one_line(sent.get(f"{name}-{n}-value", ""))[:12], f"{name}-{n}-alone" in sent))
    return found


def rearranged(form: QuestionForm, deed: str) -> bool:
    """Do what a button among the choices asks for ("choice-up-3", "row-more"); say whether it was such a button."""
    name, _dash, rest = deed.partition("-")
    if name not in MOST:
        return False
    what, _dash, place = rest.partition("-")
    entries = form.choices if name == "choice" else form.rows
    at = int(place) if place.isascii() and place.isdigit() and len(place) < 4 else -1
    chosen = (
        entries[int(form.other)]
        if form.other.isdigit() and int(form.other) < len(entries) and name == "choice"
        else None
    )
    if what == "more":
        entries += [Entry() for _n in range(min(3, MOST[name] - len(entries)))]
        form.focus = f"{name}-{max(0, len(entries) - 3)}-text-{form.languages[0]}"
    elif what == "remove" and 0 <= at < len(entries):
        del entries[at]
        form.focus = f"{name}-{max(0, min(at, len(entries) - 1))}-text-{form.languages[0]}"
    elif what in ("up", "down") and 0 <= at < len(entries):
        to = max(0, min(len(entries) - 1, at + (1 if what == "down" else -1)))
        entries.insert(to, entries.pop(at))
        form.focus = f"{name}-{what}-{to}"
    else:
        return False
    if chosen is not None:
        form.other = next((str(n) for n, one in enumerate(entries) if one is chosen), "")
    return True
