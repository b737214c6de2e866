"""`dialog survey import FILE` and `dialog survey export SLUG -o FILE`: a survey in the product's own JSON (docs/survey-json.md)."""

from pathlib import Path

import click

from dialog.base.commands import FILE_IN, FILE_OUT, STANDARD, bytes_of, say_beside, site, writing
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
@click.argument("file", type=FILE_IN)
@click.option("--slug", help="Another address than the one in the file.")
def take_in(file: Path, slug: str | None) -> None:
    """Make a survey with a draft of FILE. Nothing is written when anything in it is wrong."""
    words = catalogue("en").ugettext
    try:
        document = read_document(bytes_of(file))
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
@click.option("-o", "--output", "file", required=True, type=FILE_OUT)
def take_out(slug: str, file: Path) -> None:
    """Write the survey SLUG to a file: its draft, or else its newest wave."""
    try:
        with site() as database, database.reading() as db:
            row = survey_called(db, slug)
            wave = latest_of(db, row.survey)
            text = written(document_of(row.survey, wave.sections))
            number = wave.number
    except Problem as problem:
        if problem.code != "not_found":
            raise
        raise Problem("not_found", f"there is no survey {slug}") from None
    if file == STANDARD:
        click.echo(text, nl=False)
    else:
        file.write_text(text, encoding="utf-8")
    say_beside(file, f"exported {slug}, wave {number}, to {file}")
