"""What the pages of the builder share: the blueprint, one way to look up a survey, and how a deed is told afterwards."""

from typing import Any

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as Redirection

from dialog.base.i18n import N_
from dialog.base.problems import Problem
from dialog.base.texts import clean
from dialog.survey.models import Wave
from dialog.survey.overview import SurveyRow, draft_of, survey_called
from dialog.survey.sections import LINKS
from dialog.web.language import LANGUAGES
from dialog.web.language import gettext as _
from dialog.web.pages import page
from dialog.web.security import signed_in
from dialog.web.transaction import db

bp = Blueprint("survey_staff", __name__)

#: What was just done, as the next page says it.
DONE = {
    "skapad": N_("Enkäten är skapad. Nu kan du fylla i uppgifterna och lägga till frågor."),
    "sparad": N_("Det är sparat."),
    "tillagd": N_("Frågan är tillagd."),
    "avsnitt": N_("Avsnittet är tillagt."),
    "flyttad": N_("Den är flyttad."),
    "kopierad": N_("Frågan är kopierad. Kopian står efter den."),
    "borttagen": N_("Den är borttagen."),
    "publicerad": N_("Enkäten är öppen för svar."),
    "avslutad": N_("Omgången är avslutad. Inga fler svar tas emot."),
    "omgang": N_("Ett utkast till en ny omgång är gjort, med samma frågor."),
    "inläst": N_("Enkäten är inläst från filen. Läs igenom den innan du publicerar den."),
}

#: What each text that residents are told is called.
TOPIC_WORDS = {
    "title": N_("Enkätens namn"),
    "asker": N_("Vem som frågar"),
    "purpose": N_("Varför ni frågar"),
    "influence": N_("Vad svaren kan påverka"),
    "readers": N_("Vilka som läser svaren"),
    "kept": N_("Hur länge svaren sparas"),
    "answer_back": N_("När och hur ni berättar vad det ledde till"),
    "contact": N_("Vem man kan fråga eller ringa i stället"),
    "thanks": N_("Tack när svaren har kommit in"),
    "outcome": N_("Vad svaren ledde till"),
}


def found(slug: str) -> SurveyRow:
    """Return the survey at an address."""
    return survey_called(db(), slug)


def draft(row: SurveyRow) -> Wave:
    """Return a survey's draft, whole; a conflict when it has been published meanwhile."""
    if row.draft is None:
        raise Problem(
            "conflict",
            _("Enkäten har inget utkast. En publicerad omgång går inte att ändra; gör en ny omgång i stället."),
        )
    return draft_of(db(), row.survey)


def done(endpoint: str, what: str = "", anchor: str = "", **values: Any) -> Redirection:
    """Lead on after a deed: the page that shows it says so, and focus goes to what it was done to."""
    if what:
        values["klart"] = what
    return redirect(url_for(endpoint, _anchor=anchor or None, **values), 303)


def show(template: str, row: SurveyRow | None = None, status: int = 200, **facts: Any) -> Response:
    """Return one of the builder's pages."""
    told = DONE.get(request.args.get("klart", ""))
    facts |= {"row": row, "survey": row.survey if row else None, "done": _(told) if told else ""}
    was_open = row is not None and any(one.wave.state != "draft" for one in row.waves)
    links = [link for link in LINKS if was_open and signed_in().has(*link.roles)]
    return page(
        f"survey/staff/{template}.html", status, links=links, language_names=LANGUAGES, topic_words=TOPIC_WORDS, **facts
    )


def words_sent(name: str, languages: list[str]) -> dict[str, str]:
    """Return a text per language from the fields `name-sv`, `name-en` …; languages left empty are left out."""
    sent = {code: clean(request.form.get(f"{name}-{code}", "")) for code in languages}
    return {code: text for code, text in sent.items() if text}


def version_sent() -> int:
    """Return the version that the page was made of; 0 (never current) when it is not a number."""
    sent = request.form.get("version", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 9 else 0
