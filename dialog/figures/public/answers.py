"""`/resultat`: what was answered to surveys, as it was published; earlier ones at their addresses; two waves side by side."""

from typing import Any

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from dialog.base.pictures import svg_file
from dialog.figures.public import bp
from dialog.figures.public.kept import answered, kept_page
from dialog.figures.publishing.comparing import is_other_season
from dialog.figures.queries.answer_publications import (
    AnswerHeading,
    Stamp,
    answer_csv,
    answer_headings,
    answer_stamp,
    newest_first,
    published_answers,
    standing_answers,
)
from dialog.figures.telling import weeks_from
from dialog.figures.telling.answers import ToldLine, channels, compared, not_told, told_lines, who
from dialog.web.language import gettext as _
from dialog.web.language import in_words
from dialog.web.pages import page, show_date, site
from dialog.web.security import everyone
from dialog.web.transaction import db


@bp.get("/resultat")
@everyone
def list_answers() -> Response:
    """List what has been published of surveys' answers."""
    return kept_page("answers", answer_stamp(db()), _listed)


def _listed() -> str:
    rows = [(heading, weeks(heading)) for heading in standing_answers(answer_headings(db()))]
    return render_template("figures/public/answers_list.html", rows=rows)


@bp.get("/resultat/<slug:slug>")
@everyone
def show_answers(slug: str) -> Response:
    """Show one publication of answers; one that was withdrawn says why, and an unknown address what there is."""
    there = answer_stamp(db())
    if _state(slug, there) != "published":
        return gone_answers(slug)
    return kept_page("answered", there, lambda: _drawn(slug), slug)


@bp.get("/resultat/<slug:slug>/bild.svg")
@everyone
def answer_picture(slug: str) -> Response:
    """Send the picture of one question (`fraga` in the address) as a file."""
    there = answer_stamp(db())
    heading = _heading(slug)
    found = told_lines(published_answers(db(), slug)) if heading and _state(slug, there) == "published" else []
    line = next((line for line in found if line.key == request.args.get("fraga", "")), None)
    if heading is None or line is None:
        return gone_answers(slug)
    told = _("%(told)s Källa: %(site)s, %(day)s.", told=source(heading), site=getattr(site(), "municipality", "") or _("Trygghetsdialog"), day=show_date(heading.published_on))  # fmt: skip
    data = svg_file(line.drawing, told)
    response = Response(headers={"Content-Disposition": f'attachment; filename="{slug}-{line.key}.svg"'})

    def fill() -> None:
        response.set_data(data)
        response.content_type = "image/svg+xml"

    return answered(response, data, fill)


@bp.get("/data/svar/<slug:slug>.csv")
@everyone
def answers_file(slug: str) -> Response:
    """Send a publication's numbers as the bytes that were made when it was published."""
    heading = _heading(slug)
    if heading is None or heading.withdrawn_at is not None:
        return gone_answers(slug)
    response = Response(headers={"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"})
    response.headers["Content-Disposition"] = f'attachment; filename="svar-{slug}.csv"'

    def fill() -> None:
        response.set_data(answer_csv(db(), slug))
        response.content_type = "text/csv; charset=utf-8"

    return answered(response, heading.csv_digest, fill)


@bp.get("/resultat/<slug:slug>/jamfor/<slug:other>")
@everyone
def compare_answers(slug: str, other: str) -> Response:
    """Show two waves of a survey side by side, where the questions are in the same words."""
    there = answer_stamp(db())
    for one in (slug, other):
        if _state(one, there) != "published":
            return gone_answers(one)
    by_slug = {h.slug: h for h in answer_headings(db())}
    if not by_slug[slug].compares_with(by_slug[other]):
        return gone_answers("")
    return kept_page("answers compared", there, lambda: _compared(slug, other), slug, other)


def _compared(slug: str, other: str) -> str:
    by_slug = {h.slug: h for h in answer_headings(db())}
    before, after = sorted((by_slug[slug], by_slug[other]), key=lambda h: (h.wave_number, h.number))
    names = tuple(_("Omgång %(number)s", number=h.wave_number) for h in (before, after))
    found = compared(published_answers(db(), before.slug), published_answers(db(), after.slug), (names[0], names[1]))
    sides = [(h, weeks(h), published_answers(db(), h.slug)) for h in (before, after)]
    told = [(h, who(shown, when), channels(shown)) for h, when, shown in sides]
    return render_template(
        "figures/public/answers_compared.html",
        after=after,
        before=before,
        found=found,
        told=told,
        other_season=is_other_season((before.since, before.until), (after.since, after.until)),
    )


def _drawn(slug: str) -> str:
    known = answer_headings(db())
    heading = next(h for h in known if h.slug == slug)
    there = newest_first([h for h in standing_answers(known) if h.survey == heading.survey])
    shown = published_answers(db(), slug)
    return render_template(
        "figures/public/answers.html",
        heading=heading,
        title=in_words(dict(heading.title))[0],
        shown=shown,
        lead=who(shown, weeks(heading)),
        channels=channels(shown),
        weeks=weeks(heading),
        lines=[(line, _saves(slug, line)) for line in told_lines(shown)],
        not_told=not_told(shown),
        newest=next((h for h in there[:1] if h.freshness > heading.freshness), None),
        comparable=[h for h in there if heading.compares_with(h)],
        earlier=[(h, weeks(h)) for h in there if h.slug != slug],
    )


def _saves(slug: str, line: ToldLine) -> list[tuple[str, str]]:
    return [(_("bilden som SVG"), url_for(".answer_picture", slug=slug, fraga=line.key))]


def weeks(heading: AnswerHeading) -> str:
    """Say which weeks the answers came in."""
    return weeks_from(heading.since, heading.until)


def source(heading: AnswerHeading) -> str:
    """Say what a picture rests on: it stands in the file."""
    return who(published_answers(db(), heading.slug), weeks(heading)) + " " + _("De har själva valt att svara.")


def _heading(slug: str) -> AnswerHeading | None:
    return next((h for h in answer_headings(db()) if h.slug == slug), None)


def _state(slug: str, there: Stamp) -> str | None:
    return next((state for known, state, _id in there if known == slug), None)


def gone_answers(slug: str) -> Response:
    """Say that a publication was withdrawn and why (410), or that there is none at the address (404)."""
    heading = _heading(slug)
    stands = heading is not None and heading.withdrawn_at is None
    if stands:
        heading = None  # it has no such picture, or is not to be compared with that
    facts: dict[str, Any] = {
        "stands": stands or not slug,
        "heading": heading,
        "rows": [(h, weeks(h)) for h in standing_answers(answer_headings(db()))],
    }
    response = page("figures/public/answers_gone.html", 410 if heading is not None else 404, **facts)
    response.headers["Cache-Control"] = "no-cache"
    return response
