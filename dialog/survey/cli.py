"""`dialog survey import FILE` and `dialog survey export SLUG -o FILE`: a survey in the product's own JSON (docs/survey-json.md)."""

from pathlib import Path

import click

from dialog.base.commands import site, writing
from dialog.base.problems import Problem
from dialog.people.kinds import By
from dialog.survey import building
from dialog.survey.exchange import BadDocument, document_of, read_document, written
from dialog.survey.overview import latest_of, survey_called
from dialog.web.language import catalogue


def mount(dialog: click.Group) -> None:
    """Add `dialog survey`."""
    dialog.add_command(survey)


@click.group()
def survey() -> None:
    """Surveys as files, in the product's own JSON."""


@survey.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--slug", help="Another address than the one in the file.")
def take_in(file: Path, slug: str | None) -> None:
    """Make a survey with a draft of FILE. Nothing is written when anything in it is wrong."""
    words = catalogue("en").ugettext
    try:
        document = read_document(file.read_bytes())
    except BadDocument as bad:
        for fault in bad.faults:
            click.echo(
                f"{fault.where + ': ' if fault.where else ''}{words(fault.message) % dict(fault.facts)}", err=True
            )
        raise Problem("invalid", f"{file.name}: nothing was imported") from None
    document.slug = slug or document.slug
    try:
        with writing() as db:
            made = building.add_document(db, By("dialog survey import"), document)
            n = sum(len(section.questions) for section in document.sections)
            click.echo(f"imported {made.slug}: a draft with {n} questions")
    except Problem as problem:
        raise Problem(problem.code, words(problem.message)) from None


@survey.command("export")
@click.argument("slug")
@click.option("-o", "--output", "file", required=True, type=click.Path(dir_okay=False, path_type=Path))
def take_out(slug: str, file: Path) -> None:
    """Write the survey SLUG to a file: its draft, or else its newest wave."""
    try:
        with site() as database, database.reading() as db:
            row = survey_called(db, slug)
            wave = latest_of(db, row.survey)
            file.write_text(written(document_of(row.survey, wave.sections)), encoding="utf-8")
            click.echo(f"exported {slug}, wave {wave.number}, to {file}")
    except Problem:
        raise Problem("not_found", f"there is no survey {slug}") from None
