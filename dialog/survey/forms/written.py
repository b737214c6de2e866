"""What somebody wrote in a survey in their own words, for the question before sending (`remark/asking.py`)."""

from dialog.base.texts import clean
from dialog.remark.asking import Words
from dialog.survey.forms.sheet import say
from dialog.survey.questionnaire import Filled, Questionnaire, field_of
from dialog.web.language import language


def words_of(questionnaire: Questionnaire, filled: Filled) -> list[Words]:
    """Return what somebody wrote (and nothing where they did not) in the questions that were shown to them, with each question's own words as its label."""
    lang, found = language(), list[Words]()
    for question in questionnaire.questions:
        if question.code in filled.hidden:
            continue
        is_place = question.kind == "place"
        names = (
            [question.field] if is_place or question.kind in ("text", "short") else [field_of(question.code, "other")]
        )
        for name in names:
            text = clean(next(iter(filled.typed.get(name, ())), ""))
            if not text:
                continue
            found.append(Words(name, say(question.text, lang), text, is_place))
    return found
