"""`/data`: every publication as files that never change, and the catalogue that Sveriges dataportal can harvest (DCAT-AP-SE).

The files are sent as the bytes that were made when the figures were published. Other sites' scripts may read them.
"""

from datetime import date, timedelta

from flask import render_template
from werkzeug.wrappers import Response

from dialog.base.clock import monday_of
from dialog.figures.public import bp
from dialog.figures.public.kept import answered, kept_page
from dialog.figures.public.map import not_there
from dialog.figures.publishing.catalogue import CatalogueAbout, FileAbout, SetAbout, catalogue
from dialog.figures.publishing.squares import DIVISION
from dialog.figures.queries.answer_publications import (
    AnswerHeading,
    answer_headings,
    answer_stamp,
    standing_answers,
)
from dialog.figures.queries.publications import (
    Heading,
    file_heads,
    file_of,
    headings,
    published,
    stamp,
    standing,
    states,
)
from dialog.figures.suppression import SMALLEST
from dialog.figures.telling import period, weeks_from
from dialog.web import pages
from dialog.web.security import everyone
from dialog.web.transaction import db

KINDS = ("csv", "geojson")


@bp.get("/data")
@everyone
def open_data() -> Response:
    """List the files, say what stands in them and how they may be used."""
    return kept_page("data", (stamp(db()), answer_stamp(db())), _listed)


def _listed() -> str:
    heads = file_heads(db())
    rows = [
        (heading, period(heading), {kind: heads[heading.slug, kind][1] for kind in KINDS})
        for heading in standing(headings(db()))
    ]
    answers = [(h, weeks_from(h.since, h.until)) for h in standing_answers(answer_headings(db()))]
    return render_template("figures/public/data.html", rows=rows, answers=answers)


@bp.get("/data/<slug:slug>.csv")
@everyone
def csv_file(slug: str) -> Response:
    """Send a publication's figures as CSV."""
    return _file(slug, "csv")


@bp.get("/data/<slug:slug>.geojson")
@everyone
def geojson_file(slug: str) -> Response:
    """Send a publication's areas as GeoJSON."""
    return _file(slug, "geojson")


def _file(slug: str, kind: str) -> Response:
    there = stamp(db())
    if states(there).get(slug) != "published":
        return not_there(slug, there)
    digest, _size = file_heads(db())[slug, kind]
    response = Response(headers={"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"})
    response.headers["Content-Disposition"] = f'attachment; filename="trygghet-{slug}.{kind}"'

    def fill() -> None:
        file = file_of(db(), slug, kind)
        assert file is not None
        response.set_data(file.data)
        response.content_type = file.content_type

    return answered(response, digest, fill)


@bp.get("/data/dcat.rdf")
@everyone
def dcat() -> Response:
    """Send the catalogue as RDF/XML."""
    written = catalogue(_catalogue(pages.whole_address()))
    response = Response(headers={"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"})

    def fill() -> None:
        response.set_data(written)
        response.content_type = "application/rdf+xml"

    return answered(response, written, fill)


def _catalogue(address: str) -> CatalogueAbout:
    site, found, heads = pages.site(), standing(headings(db())), file_heads(db())
    answers = standing_answers(answer_headings(db()))
    name = site.municipality or "Kommunen"
    days = [*(heading.published_on for heading in found), *(one.published_on for one in answers)]
    return CatalogueAbout(
        f"{address}data",
        address,
        {"sv": f"Öppna data om trygghet från {name}", "en": f"Open data on perceived safety from {name}"},
        {
            "sv": "Hur många som berättar om trygghet och otrygghet, efter område och fokusområde. Frysta siffror om dem som har valt att berätta, inte om alla invånare.",
            "en": "How many tell of feeling safe and unsafe, by district and focus area. Frozen figures on those who chose to tell, not on all residents.",
        },
        name,
        site.controller or name,
        site.help_email,
        min(days, default=None),
        max(days, default=None),
        [*(_set(heading, address, heads) for heading in found), *(_answers_set(one, address) for one in answers)],
    )


def _set(heading: Heading, address: str, heads: dict[tuple[str, str], tuple[str, int]]) -> SetAbout:
    shown = published(db(), heading).shown
    files = [
        FileAbout(
            kind, f"{address}data/{heading.slug}.{kind}", heads[heading.slug, kind][1], heads[heading.slug, kind][0]
        )
        for kind in KINDS
    ]
    last: date = monday_of(heading.until) + timedelta(days=6)
    return SetAbout(
        f"{address}karta/{heading.slug}",
        heading.slug,
        {
            "sv": f"Trygga och otrygga platser: {heading.title.get('sv', heading.slug)}",
            "en": f"Safe and unsafe places: {heading.title.get('en') or heading.title.get('sv', heading.slug)}",
        },
        {
            "sv": f"{shown.total} synpunkter, vecka {heading.since % 100}, {heading.since // 100} till vecka {heading.until % 100}, {heading.until // 100}, efter område ({_division(shown.division, 'rutor', 'ingen indelning')}) och fokusområde. Självvalt urval. Minst {'tio' if shown.smallest > SMALLEST else 'fem'} bakom varje tal.",
            "en": f"{shown.total} remarks, week {heading.since % 100}, {heading.since // 100} to week {heading.until % 100}, {heading.until // 100}, by district ({_division(shown.division, 'squares', 'none')}) and focus area. Self-selected. At least {'ten' if shown.smallest > SMALLEST else 'five'} behind each number.",
        },
        heading.published_on,
        monday_of(heading.since),
        last,
        shown.bounds(),
        files,
    )


def _answers_set(heading: AnswerHeading, address: str) -> SetAbout:
    sv = f"{heading.title.get('sv', heading.survey)}, omgång {heading.wave_number}"
    en = f"{heading.title.get('en') or heading.title.get('sv', heading.survey)}, wave {heading.wave_number}"
    (first, year), (last, until) = (divmod(week, 100)[::-1] for week in (heading.since, heading.until))
    file = FileAbout("csv", f"{address}data/svar/{heading.slug}.csv", heading.csv_size, heading.csv_digest)
    return SetAbout(
        f"{address}resultat/{heading.slug}",
        f"svar-{heading.slug}",
        {"sv": f"Svar på enkäten {sv}", "en": f"Answers to the survey {en}"},
        {
            "sv": f"Hur många som har svarat vad på enkätens frågor, vecka {first}, {year} till vecka {last}, {until}. Självvalt urval. Minst fem bakom varje tal.",
            "en": f"How many answered what to the survey's questions, week {first}, {year} to week {last}, {until}. Self-selected. At least five behind each number.",
        },
        heading.published_on,
        monday_of(heading.since),
        monday_of(heading.until) + timedelta(days=6),
        None,
        [file],
    )


def _division(name: str, squares: str, nothing: str) -> str:
    return squares if name == DIVISION else name or nothing
