"""A wave's questions, compiled once and then only read; and what somebody filled in, read from a form. Pure.

`compile_wave(wave)` makes a frozen `Questionnaire` of the rows of a wave (or of anything with the same names, such as what
was read from a file). `fill(questionnaire, fields)` reads a sent form into a `Filled`: the answers in the form they are
stored, what is wrong in the order of the questions, and all that was typed. The server alone decides which questions a
condition hides; an answer to one that ended hidden is not kept.

A form's names: `q-CODE` (choice, number, words), `q-CODE-other` ("annat" in words), `q-CODE-ROW` (a row of a matrix),
`q-CODE-words` and `q-CODE-geometry` (a place), `q-CODE-state` ("Vet ej", "Vill inte svara" where there are no choices).
"""

from dialog.survey.questionnaire.compiling import compile_wave
from dialog.survey.questionnaire.filling import fill, shown_codes
from dialog.survey.questionnaire.shape import (
    AnswerRow,
    Choice,
    FieldProblem,
    Filled,
    Question,
    Questionnaire,
    Row,
    Said,
    Section,
    field_of,
)

__all__ = (
    "AnswerRow",
    "Choice",
    "FieldProblem",
    "Filled",
    "Question",
    "Questionnaire",
    "Row",
    "Said",
    "Section",
    "compile_wave",
    "field_of",
    "fill",
    "shown_codes",
)
