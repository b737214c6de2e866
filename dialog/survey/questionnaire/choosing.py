"""Reads what was chosen: one choice, several, a scale, a matrix, and "annat" in words. Pure."""

from typing import Any

from dialog.base.i18n import N_
from dialog.base.texts import one_line
from dialog.survey.kinds import MOST_SHORT, STATES
from dialog.survey.questionnaire.shape import AnswerRow, Choice, Chosen, Fields, Filled, Question, field_of
from dialog.survey.questionnaire.telling import BOTH, EITHER, first, is_short_enough


def read_one(question: Question, fields: Fields, filled: Filled, chosen: Chosen) -> None:
    """Read one choice or a step of a scale."""
    codes = _codes(question, fields, filled, question.field)
    if codes is None:
        return
    other = _other_words(question, fields, filled)
    if other and not codes:
        codes = [_other_of(question).code]
    chosen[question.code] = codes
    if not codes:
        filled.missing(question, N_("Välj ett svar."))
    elif len(codes) > 1:
        filled.wrong(question, N_("Välj bara ett svar."))
    elif other and not _is_other(question, codes[0]):
        message = N_("Du har skrivit något under ”%(other)s” men valt ett annat svar. Ta bort det ena.")
        filled.wrong(question, message, other=_other_of(question).text)
    else:
        filled.answers.append(_chosen_row(question, "", codes[0], other))


def read_several(question: Question, fields: Fields, filled: Filled, chosen: Chosen) -> None:
    """Read several choices: none that excludes others among them, at most so many."""
    codes = _codes(question, fields, filled, question.field)
    if codes is None:
        return
    other = _other_words(question, fields, filled)
    if other and not any(_is_other(question, code) for code in codes):
        codes = [*codes, _other_of(question).code]
    chosen[question.code] = codes
    if not codes:
        filled.missing(question, N_("Välj minst ett svar."))
    elif len(codes) > 1 and (alone := _alone(question, codes)):
        filled.wrong(question, alone[0], **alone[1])
    elif question.most and len(codes) > question.most:
        message = N_("Välj högst %(most)s svar. Du har valt %(n)s.")
        filled.wrong(question, message, most=question.most, n=len(codes))
    elif codes[0] in STATES:
        filled.answers.append(AnswerRow(question.id, state=codes[0]))
    else:
        for code in codes:
            filled.answers.append(_chosen_row(question, code, code, other if _is_other(question, code) else ""))


def _alone(question: Question, codes: list[str]) -> tuple[str, dict[str, Any]] | None:
    """Return what to say of several choices where one of them goes with no other."""
    if "dont_know" in codes and "no_answer" in codes:
        return EITHER, {}
    for code in codes:
        if code in STATES:
            return BOTH[code], {}
        if question.by_code[code].is_exclusive:
            message = N_("”%(choice)s” går inte ihop med andra svar. Ta bort det ena.")
            return message, {"choice": question.by_code[code].text}
    return None


def read_matrix(question: Question, fields: Fields, filled: Filled, _chosen: Chosen) -> None:
    """Read a matrix, each row an answer of its own."""
    for row in question.rows:
        field = field_of(question.code, row.code)
        codes = _codes(question, fields, filled, field)
        if codes is None:
            continue
        if not codes:
            filled.missing(question, N_("Välj ett svar på raden ”%(row)s”."), field, row=row.text)
        elif len(codes) > 1:
            filled.wrong(question, N_("Välj bara ett svar."), field)
        else:
            filled.answers.append(_chosen_row(question, row.code, codes[0]))


def _codes(question: Question, fields: Fields, filled: Filled, field: str) -> list[str] | None:
    """Return what was chosen, in the order of the choices, states last; None (and told) where a value is unknown."""
    sent = fields.get(field)
    if not sent:
        return []
    if len(sent) == 1:
        known = [sent[0]] if sent[0] in question.by_code or sent[0] in question.states else []
    else:
        known = [code for code in (*question.by_code, *question.states) if code in sent]
    if len(known) < len(set(sent) - {""}):
        filled.wrong(question, N_("Välj ett av svaren som står på sidan."), field)
        return None
    return known


def _chosen_row(question: Question, item: str, code: str, words: str = "") -> AnswerRow:
    if code in STATES:
        return AnswerRow(question.id, item=item, state=code)
    value = question.by_code[code].value
    return AnswerRow(question.id, item=item, choice=code, number=value, words=words or None)


def _is_other(question: Question, code: str) -> bool:
    choice = question.by_code.get(code)
    return choice is not None and choice.is_other


def _other_of(question: Question) -> Choice:
    return next(choice for choice in question.choices if choice.is_other)


def _other_words(question: Question, fields: Fields, filled: Filled) -> str:
    """Return what was written under "annat", where the question has such a choice."""
    field = field_of(question.code, "other")
    if field not in fields or not any(choice.is_other for choice in question.choices):
        return ""
    words = one_line(first(fields, field))
    return words if is_short_enough(question, filled, words, MOST_SHORT, field) else words[:MOST_SHORT]
