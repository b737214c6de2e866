"""`/admin/enkater/<slug>/resultat`: what was answered, question by question, cut by district, week and channel."""

from typing import Any

from flask import url_for
from werkzeug.wrappers import Response

from dialog.figures.queries.results import QuestionResult, results
from dialog.figures.queries.unheard import hearing_of
from dialog.figures.staff import bp
from dialog.figures.staff.asked import READERS, district_choices, reads_texts
from dialog.figures.staff.wave_asked import channel_names, note, wanted
from dialog.tag.queries import RemarkFilter
from dialog.web.language import gettext as _
from dialog.web.language import in_words
from dialog.web.pages import page
from dialog.web.security import staff
from dialog.web.transaction import db


@bp.get("/admin/enkater/<slug:slug>/resultat")
@staff(*READERS)
def show_results(slug: str) -> Response:
    """Show the results of a survey's wave (`omgang` in the address, else the newest that was published)."""
    what = wanted(slug)
    found = results(db(), what.asked, what.cut, hide_small=what.hides_small)
    note(slug)
    return page(
        "figures/staff/results.html",
        422 if what.faults else 200,
        survey=what.survey,
        wave=what.wave,
        wave_choices=what.wave_choices,
        cut=what.cut,
        found=found,
        page_errors=what.faults,
        questions=[_shown(result) for result in found.questions],
        inbox=url_for("tag_staff.inbox") + RemarkFilter(origin=what.wave.id).query() if reads_texts() else "",
        districts=district_choices(),
        channel_names=channel_names(),
        hides_small=what.hides_small,
        chosen=what.chosen,
        unheard=hearing_of(db(), what.survey, what.wave, hide_small=what.hides_small),
    )


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
