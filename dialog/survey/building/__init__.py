"""The deeds of those who make a survey: its facts, its draft's questions, its waves. A published wave is never changed.

Every deed that touches a draft locks its wave first, so that two editors, or an editor and a publisher, come one after the
other. Previous stop: `staff`; the rules of what may be published stand in `checking`; residents answer in `operations`.
"""

from dialog.survey.building.drafts import ACTIONS, log_keyed_in
from dialog.survey.building.questions import (
    add_question,
    copy_question,
    edit_question,
    move_question,
    move_question_to,
    remove_question,
    set_condition,
)
from dialog.survey.building.sections import add_section, edit_section, move_section, remove_section
from dialog.survey.building.surveys import Facts, add_document, copy_survey, create_survey, edit_survey, remove_draft
from dialog.survey.building.waves import change_closing_day, close_wave, new_wave, publish

__all__ = (
    "ACTIONS",
    "Facts",
    "add_document",
    "add_question",
    "add_section",
    "change_closing_day",
    "close_wave",
    "copy_question",
    "copy_survey",
    "create_survey",
    "edit_question",
    "edit_section",
    "edit_survey",
    "log_keyed_in",
    "move_question",
    "move_question_to",
    "move_section",
    "new_wave",
    "publish",
    "remove_draft",
    "remove_question",
    "remove_section",
    "set_condition",
)
