"""`/admin/enkater/<slug>/resultat`: what was answered, question by question, cut by district, week and channel."""

import uuid
from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response

from dialog.base.problems import Problem
from dialog.figures.queries.results import QuestionResult, ResponseCut, results, waves_of
from dialog.figures.staff import bp
from dialog.figures.staff.asked import READERS, asked, district_choices, reads_texts
from dialog.people.operations import record_audit
from dialog.survey.queries import questionnaire_of
from dialog.tag.queries import RemarkFilter
from dialog.web.language import gettext as _
from dialog.web.language import in_words
from dialog.web.pages import page
from dialog.web.security import signed_in, staff
from dialog.web.transaction import db, write

CHANNELS = ("web", "tablet", "paper", "staff")


@bp.get("/admin/enkater/<slug:slug>/resultat")
@staff(*READERS)
def show_results(slug: str) -> Response:
    """Show the results of a survey's wave (`omgang` in the address, else the newest that was published)."""
    survey, waves = waves_of(db(), slug)
    published = [wave for wave in waves if wave.state != "draft"]
    if survey is None or not published:
        raise Problem("not_found")
    wave = _chosen_wave(published)
    questionnaire = questionnaire_of(db(), wave.id)
    assert questionnaire is not None
    what = asked()  # the same names in the address as the inbox has: omrade, fran, till
    channel = request.args.get("kanal", "")
    cut = ResponseCut(
        what.chosen.district, what.chosen.since, what.chosen.until, channel if channel in CHANNELS else ""
    )
    found = results(db(), questionnaire, cut, hide_small=what.hides_small)
    by = signed_in()
    write(lambda session: record_audit(session, by, "survey.results", "survey", slug))
    return page(
        "figures/staff/results.html",
        422 if what.faults else 200,
        survey=survey,
        wave=wave,
        wave_choices=[(str(w.id), _("Omgång %(number)s", number=w.number)) for w in reversed(published)],
        cut=cut,
        found=found,
        page_errors=what.faults,
        questions=[_shown(result) for result in found.questions],
        inbox=url_for("tag_staff.inbox") + RemarkFilter(origin=wave.id).query() if reads_texts() else "",
        districts=district_choices(),
        channel_names=channel_names(),
        hides_small=what.hides_small,
        chosen=what.chosen,
    )


def channel_names() -> dict[str, str]:
    """Return the channels that an answer can come by, in words."""
    return {
        "web": _("Webben"),
        "tablet": _("Surfplatta på plats"),
        "paper": _("Papper"),
        "staff": _("Inskrivna av personal"),
    }


def _chosen_wave(published: list[Any]) -> Any:
    wanted = request.args.get("omgang", "")
    try:
        key = uuid.UUID(wanted) if wanted else None
    except ValueError:
        raise Problem("not_found") from None
    found = next((wave for wave in published if wave.id == key), None) if key else published[-1]
    if found is None:
        raise Problem("not_found")
    return found


def _shown(result: QuestionResult) -> dict[str, Any]:
    question = result.question
    states = {"dont_know": _("Vet ej"), "no_answer": _("Vill inte svara")}
    return {
        "code": question.code,
        "kind": question.kind,
        "text": in_words(dict(question.text))[0],
        "answered": result.answered,
        "states": [(states[state], n) for state, n in result.states.items() if n != 0],
        "groups": [
            {
                "label": in_words(dict(group.label))[0],
                "n": group.n,
                "rows": [(in_words(dict(bar.label))[0], bar.n, bar.share) for bar in group.bars],
            }
            for group in result.groups
        ],
        "spread": result.spread,
        "unit": in_words(dict(question.unit))[0],
    }
