"""Makes a frozen `Questionnaire` of a wave's rows. What is asked of a definition stands in `survey/kinds`. Pure."""

from typing import Any

from dialog.survey.kinds import MOST_PLACE_WORDS, MOST_SHORT, MOST_TEXT, STATES, terms_of
from dialog.survey.questionnaire.shape import Choice, Question, Questionnaire, Row, Section

_LETTERS = {"short": MOST_SHORT, "text": MOST_TEXT, "place": MOST_PLACE_WORDS}


def compile_wave(wave: Any) -> Questionnaire:
    """Compile a wave with its sections and questions, each in its order.

    It must have passed `kinds.problems_of`, or be a draft that is shown as it stands: what cannot be read in a draft is
    left out, so that a preview never stops.
    """
    sections = []
    for section in sorted(wave.sections, key=lambda s: s.position):
        questions = sorted(section.questions, key=lambda q: q.position)
        compiled = tuple(_question(question) for question in questions)
        sections.append(Section(section.id, section.title or {}, section.intro or {}, compiled))
    every = tuple(question for section in sections for question in section.questions)
    return Questionnaire(wave.id, tuple(sections), every, {question.code: question for question in every})


def _question(row: Any) -> Question:
    options = row.options if isinstance(row.options, dict) else {}
    choices = tuple(_choice(entry) for entry in _entries(options, "choices"))
    return Question(
        id=row.id,
        code=row.code,
        kind=row.kind,
        text=row.text or {},
        hint=row.hint or {},
        is_required=bool(row.is_required) and row.kind != "info",
        condition=_condition(row.condition),
        states=tuple(state for state in STATES if options.get(state)) if row.kind != "info" else (),
        choices=choices,
        rows=tuple(Row(str(entry.get("code", "")), entry.get("text") or {}) for entry in _entries(options, "rows")),
        most=options.get("most") or 0,
        least_number=options.get("min"),
        largest_number=options.get("max"),
        decimals=options.get("decimals") or 0,
        unit=options.get("unit") or {},
        most_letters=options.get("most_letters") or _LETTERS.get(row.kind, 0),
        is_remark=row.kind in ("text", "place") or (row.kind == "short" and bool(options.get("is_remark"))),
        feeling=options.get("feeling"),
        has_stretch=bool(options.get("stretch")),
        asks_when=row.kind == "place" and bool(options.get("when")),
        wording=getattr(row, "wording", "") or "",
        by_code={choice.code: choice for choice in choices},
    )


def _entries(options: dict[str, Any], name: str) -> list[dict[str, Any]]:
    entries = options.get(name)
    return [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []


def _choice(entry: dict[str, Any]) -> Choice:
    return Choice(
        code=str(entry.get("code", "")),
        text=entry.get("text") or {},
        value=entry.get("value"),
        is_other=bool(entry.get("is_other")),
        is_exclusive=bool(entry.get("is_exclusive")),
    )


def _condition(condition: Any) -> tuple[tuple[str, frozenset[str]], ...]:
    try:
        return tuple(terms_of(condition))
    except ValueError:
        return ()
