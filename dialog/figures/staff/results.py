"""`/admin/enkater/<slug>/resultat`: what was answered, question by question, cut by district, week and channel; each to save as a file."""

from collections.abc import Iterator
from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response

from dialog.figures import intervals
from dialog.figures.queries.results import Bars, QuestionResult, results
from dialog.figures.queries.unheard import hearing_of
from dialog.figures.staff import bp
from dialog.figures.staff.asked import READERS, district_choices, reads_texts
from dialog.figures.staff.drawn import as_file, with_interval
from dialog.figures.staff.saving import save
from dialog.figures.staff.wave_asked import channel_names, note, wanted
from dialog.tag.queries import RemarkFilter
from dialog.web.language import gettext as _
from dialog.web.language import in_words
from dialog.web.pages import page, show_number
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
        questions=[_shown(result, slug) for result in found.questions],
        has_intervals=any(intervals.says_something(group.n) for result in found.questions for group in result.groups),
        inbox=url_for("tag_staff.inbox") + RemarkFilter(origin=what.wave.id).query() if reads_texts() else "",
        districts=district_choices(),
        channel_names=channel_names(),
        hides_small=what.hides_small,
        chosen=what.chosen,
        unheard=hearing_of(db(), what.survey, what.wave, hide_small=what.hides_small),
    )


@bp.get("/admin/enkater/<slug:slug>/resultat.svg")
@staff(*READERS)
def save_result_picture(slug: str) -> Response:
    """Send one question's bars (`fraga` in the address) as a file."""
    return _save(slug, "svg")


@bp.get("/admin/enkater/<slug:slug>/resultat.csv")
@staff(*READERS)
def save_result_table(slug: str) -> Response:
    """Send one question's table as a file."""
    return _save(slug, "csv")


def _save(slug: str, kind: str) -> Response:
    what = wanted(slug)
    found = results(db(), what.asked, what.cut, hide_small=what.hides_small)
    key = request.args.get("fraga", "")
    made = next((g for result in found.questions for g in _groups(result) if g["key"] == key), None)
    if made is None or made["n"] is None or what.faults:
        return show_results(slug)  # which tells what there is
    told = what.told() + " " + _("%(n)s har svarat på frågan.", n=show_number(made["n"]))
    return save(kind, as_file(made["title"], made["rows"], full=True), f"{slug}-{key}", told, slug)


def _groups(result: QuestionResult) -> Iterator[dict[str, Any]]:
    """Yield the bars of a question, or of each row of a matrix, as they are drawn and saved."""
    question = result.question
    text = in_words(dict(question.text))[0]
    for at, group in enumerate(result.groups):
        label = in_words(dict(group.label))[0]
        yield {
            "key": f"{question.code}.{question.rows[at].code}" if question.rows else question.code,
            "title": f"{text} – {label}" if question.rows else text,
            "label": label,
            "n": group.n,
            "is_few": group.n is not None and not intervals.says_something(group.n),
            "rows": _rows(group),
        }


def _rows(group: Bars) -> list[Any]:
    return [with_interval(in_words(dict(bar.label))[0], bar.n, bar.share, group.n) for bar in group.bars]


def _saves(slug: str, key: str) -> list[tuple[str, str]]:
    kept: dict[str, Any] = {name: value for name, value in request.args.items() if name != "fraga" and value}
    return [
        (_("bilden som SVG"), url_for(".save_result_picture", slug=slug, **kept, fraga=key)),
        (_("tabellen som CSV"), url_for(".save_result_table", slug=slug, **kept, fraga=key)),
    ]


def _shown(result: QuestionResult, slug: str) -> dict[str, Any]:
    question = result.question
    states = {"dont_know": _("Vet ej"), "no_answer": _("Vill inte svara")}
    return {
        "code": question.code,
        "kind": question.kind,
        "text": in_words(dict(question.text))[0],
        "answered": result.answered,
        "states": [(states[state], n) for state, n in result.states.items() if n != 0],
        "groups": [group | {"save": _saves(slug, group["key"])} for group in _groups(result)],
        "spread": result.spread,
        "unit": in_words(dict(question.unit))[0],
    }
