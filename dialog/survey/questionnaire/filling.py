"""Reads a sent form into answers. No input raises; what is wrong is told, and nothing that was typed is lost. Pure.

Comes before: the form in `templates/survey/public/`, or a paper form keyed in. Goes to: `operations.submit_response`.
"""

from collections.abc import Callable

from dialog.base.i18n import N_
from dialog.survey.questionnaire.choosing import read_matrix, read_one, read_several
from dialog.survey.questionnaire.shape import Chosen, FieldProblem, Fields, Filled, Question, Questionnaire
from dialog.survey.questionnaire.telling import read_number_answer, read_place, read_text


def fill(questionnaire: Questionnaire, fields: Fields) -> Filled:
    """Read a form: each name with the values sent under it, such as `request.form.to_dict(flat=False)`."""
    filled = Filled(typed=fields)
    chosen: Chosen = {}
    for question in questionnaire.questions:
        if _is_shown(question, chosen):
            _READERS[question.kind](question, fields, filled, chosen)
        else:
            filled.hidden.add(question.code)
    if not filled.answers and not filled.problems:
        first = next((q for q in questionnaire.questions if q.kind != "info"), None)
        field = "" if first is None else first.field
        filled.problems.append(FieldProblem(field, "", N_("Du har inte svarat på någon fråga än. Svara på minst en.")))
    return filled


def shown_codes(questionnaire: Questionnaire, fields: Fields) -> set[str]:
    """Return the codes of the questions that are to be shown to who has filled in this much."""
    hidden = fill(questionnaire, fields).hidden
    return {question.code for question in questionnaire.questions if question.code not in hidden}


def _is_shown(question: Question, chosen: Chosen) -> bool:
    """Say whether every term holds; a question that is itself hidden has nothing chosen, so chains need no more."""
    return all(not wanted.isdisjoint(chosen.get(code, ())) for code, wanted in question.condition)


def _nothing(_question: Question, _fields: Fields, _filled: Filled, _chosen: Chosen) -> None:
    """An information text asks nothing."""


_READERS: dict[str, Callable[[Question, Fields, Filled, Chosen], None]] = {
    "one": read_one,
    "several": read_several,
    "scale": read_one,
    "matrix": read_matrix,
    "number": read_number_answer,
    "short": read_text,
    "text": read_text,
    "place": read_place,
    "info": _nothing,
}
