"""The kinds of question, what each keeps in `options`, and what must be true of a definition. Pure.

Common: `dont_know`, `no_answer` (bool: "Vet ej", "Vill inte svara" are offered). Texts are words per language.

- one      `choices: [{code, text, is_other?}]`
- several  as one, and `is_exclusive?` on a choice; `most: n` at most so many (0 or absent: no bound)
- scale    `choices: [{code, text, value: int}]` in order; the text may be empty between the ends
- matrix   `rows: [{code, text}]`, `choices` as scale
- number   `min`, `max`, `decimals` (0 to 4), `unit: words`
- short    `most_letters` (200), `is_remark`: its words become a remark
- text     `most_letters` (4000), `feeling`: none, unsafe, safe or mixed; its words become a remark
- place    `feeling`, `stretch`: a stretch may be drawn, not only a point; becomes a remark
- info     nothing: a text between the questions

A condition is `{"all": [{"question": code, "is": [choice codes]}]}` on earlier questions of one choice, several or scale;
beside choices it may name the states dont_know and no_answer.
"""

from dialog.survey.kinds.checks import problems_of, terms_of
from dialog.survey.kinds.known import (
    CHOOSING,
    CODE,
    FEELINGS,
    KINDS,
    MOST_CHOICES,
    MOST_PLACE_WORDS,
    MOST_ROWS,
    MOST_SHORT,
    MOST_TEXT,
    SENTENCES,
    STATES,
    Definition,
)
from dialog.survey.kinds.wording import wording_of

__all__ = (
    "CHOOSING",
    "CODE",
    "FEELINGS",
    "KINDS",
    "MOST_CHOICES",
    "MOST_PLACE_WORDS",
    "MOST_ROWS",
    "MOST_SHORT",
    "MOST_TEXT",
    "SENTENCES",
    "STATES",
    "Definition",
    "problems_of",
    "terms_of",
    "wording_of",
)
