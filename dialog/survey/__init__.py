"""Surveys, waves and questions; what was answered."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from dialog.web.sections import Section


def wire() -> None:
    """Say what a receipt for a response leads to, stand on both start pages and in the menu, and name the log's words."""
    from dialog.base.i18n import N_
    from dialog.people.kinds import name_actions
    from dialog.remark.listeners import TARGETS, Target
    from dialog.survey import operations
    from dialog.survey.building import ACTIONS
    from dialog.survey.queries import open_surveys
    from dialog.web import sections

    TARGETS["response"] = Target(
        erase=operations.erase_response, story=operations.remarks_of, has_decision=operations.has_decision
    )
    sections.add("home", 10, lambda db: sections.Section("survey/public/home.html", {"surveys": open_surveys(db)}))
    sections.add("home", 50, _earlier)
    sections.add("admin", 30, _waiting)
    roles = ("coordinator", "analyst", "tagger")
    sections.add_to_menu(sections.MenuItem("survey_staff.list_surveys", N_("Enkäter"), roles, 110))
    name_actions(ACTIONS)


def _earlier(db: "Session") -> "Section | None":
    """Return what came of surveys that are over, in the language of the page; None when none is."""
    from dialog.survey.forms.sheet import paragraphs, say
    from dialog.survey.queries import earlier_surveys
    from dialog.web.language import language
    from dialog.web.sections import Section

    lang = language()
    found = [
        {"title": say(one.title, lang), "told": paragraphs(one.told, lang), "closed_on": one.closed_on}
        for one in earlier_surveys(db)
    ]
    return Section("survey/public/earlier.html", {"earlier": found}) if found else None


def _waiting(db: "Session") -> "Section | None":
    """Return what of the surveys waits for a coordinator, or None for others and when nothing does."""
    from dialog.survey.overview import waiting
    from dialog.web.sections import Section
    from dialog.web.security import signed_in

    found = waiting(db) if signed_in().has("coordinator") else []
    return None if found == [] else Section("survey/staff/waiting.html", {"surveys": found})
