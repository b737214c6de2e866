"""`dialog import remarks`, `dialog export remarks|responses|walks` and `dialog figures recount`."""

import os
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import parse_qs

import click
from sqlalchemy.orm import Session

from dialog.base.commands import FILE_IN, FILE_OUT, STANDARD, bytes_of, group, progress, say_beside, site
from dialog.base.problems import Problem
from dialog.figures import operations
from dialog.figures.exchange.records import Fault
from dialog.figures.exchange.writing import FORMATS
from dialog.figures.operations import Import, Outgoing
from dialog.figures.queries.outgoing_walks import asked_walks
from dialog.figures.queries.responses import asked_waves
from dialog.figures.queries.results import ResponseCut
from dialog.people.kinds import By
from dialog.people.operations import record_audit
from dialog.tag.queries import RemarkFilter, read_known
from dialog.tag.queries.history import COMMAND
from dialog.web.language import catalogue

BY = By(COMMAND)
_SHOWN = 200
_FILTER_NAMES = {
    "lage",
    "fokus",
    "hallning",
    "kalla",
    "omgang",
    "omrade",
    "fran",
    "till",
    "kansla",
    "ord",
    "person",
    "ruta",
}


def mount(dialog: click.Group) -> None:
    """Add the commands."""
    group(dialog, "import", "Bring districts, places or remarks in.").add_command(remarks_in)
    exports = group(dialog, "export", "Take remarks, responses or walks out.")
    exports.add_command(remarks_out)
    exports.add_command(responses_out)
    exports.add_command(walks_out)
    group(dialog, "figures", "The counts that are kept ready.").add_command(recounting)


@click.command("remarks")
@click.argument("file", type=FILE_IN)
@click.option("--source", required=True, help="Where they come from, a slug of the site's list, for example polis.")
@click.option("--dry-run", is_flag=True, help="Show what would come in; write nothing.")
@click.option("--skip-faulty", is_flag=True, help="Bring in the rows that can be read although others cannot.")
@click.option("--again", is_flag=True, help="Bring in also rows that say what a remark here says already.")
def remarks_in(file: Path, source: str, dry_run: bool, skip_faulty: bool, again: bool) -> None:
    """Read remarks from FILE: CSV, XLSX, GeoJSON or JSON lines. Every faulty row is named with its number and reason."""
    data = bytes_of(file)
    with site() as database:
        try:
            with database.reading() as db:
                plan = operations.plan_import(db, data, source)
            _tell(plan, again)
            if dry_run:
                click.echo(
                    f"would bring in {len(plan.rows) if again else plan.new} remarks from {source}; nothing is written"
                )
                stopped = bool(plan.read.faults) and not skip_faulty
            else:
                coming = len(plan.rows) if again else plan.new
                with progress("remarks", coming) as seen:
                    told = {"skip_faulty": skip_faulty, "again": again, "seen": seen}
                    n = database.write_large(lambda db: operations.import_remarks(db, BY, plan, **told))  # type: ignore[arg-type]
                click.echo(f"{n} remarks from {source}")
                stopped = False
        except Problem as problem:
            for number, reason in problem.facts.get("rows", []):
                click.echo(f"{number}: {_english(reason)}", err=True)
            if "source" in problem.fields:
                raise click.UsageError(f"--source {source}: no such source that remarks can be imported from") from None
            click.echo(f"dialog: {_english(str(problem))}", err=True)
            stopped = True
    if stopped:
        sys.exit(1)


def _tell(plan: Import, again: bool) -> None:
    for fault in plan.read.faults[:_SHOWN]:
        click.echo(f"{fault.number}: {_in_words(fault)}", err=True)
    if len(plan.read.faults) > _SHOWN:
        click.echo(f"… and {len(plan.read.faults) - _SHOWN} more faults", err=True)
    if plan.read.faults:
        click.echo(f"{plan.read.faulty_rows} faulty rows", err=True)
    if plan.known:
        numbers = sorted(plan.known)
        some = ", ".join(map(str, numbers[:20])) + (" …" if len(numbers) > 20 else "")
        what = "come in once more" if again else "are left out; --again brings them in"
        click.echo(f"{len(numbers)} rows are here already and {what}: {some}", err=True)


def _in_words(fault: Fault) -> str:
    message = _english(fault.message)
    message = message % fault.facts if fault.facts else message
    return f"{fault.column}: {message}" if fault.column else message


def _english(message: str) -> str:
    return catalogue("en").ugettext(message)


def _export_options(command: Callable[..., None]) -> Callable[..., None]:
    for option in (
        click.option(
            "--masked",
            is_flag=True,
            help="The edition with masked text (responses: none) and without exact place (walks: stops alone).",
        ),
        click.option("-o", "--output", required=True, type=FILE_OUT),
        click.option("--format", "kind", required=True, type=click.Choice(list(FORMATS))),
    ):
        command = option(command)
    return command


@click.command("remarks")
@_export_options
@click.option(
    "--filter", "query", default="", help='As in the address of the inbox, for example "kalla=polis&fran=2026-W40".'
)
def remarks_out(kind: str, output: Path, masked: bool, query: str) -> None:
    """Write remarks to a file, in the order of their random keys. Formats: csv, xlsx, geojson, jsonl."""
    chosen = _filter(query).seen("masked" if masked else "few")  # nothing is found by a word that is not in the file
    _export("remarks", output, lambda db, **seen: operations.remarks_out(db, kind, chosen, full=not masked, **seen))


@click.command("responses")
@_export_options
@click.option("--survey", default="", help="The survey's address. Default: all surveys.")
@click.option("--wave", type=int, help="The number of one wave. Default: all that have been published.")
@click.option(
    "--codebook",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Also write what columns and codes mean, as CSV. An Excel file has it in a sheet of its own.",
)
def responses_out(kind: str, output: Path, masked: bool, survey: str, wave: int | None, codebook: Path | None) -> None:
    """Write responses to a file, one row each. Formats: csv, xlsx (with a codebook), geojson, jsonl."""

    def make(db: Session, **seen: Any) -> Outgoing:
        waves = asked_waves(db, survey, wave)
        if not waves:
            raise Problem("not_found", "there is no published wave of that survey")
        return operations.responses_out(db, kind, waves, ResponseCut(), full=not masked, **seen)

    _export("responses", output, make)
    if codebook is not None:
        with site() as database, database.reading() as db:
            codebook.write_bytes(b"".join(operations.codebook_out(asked_waves(db, survey, wave))))
        click.echo(f"what its columns and codes mean in {codebook}")


@click.command("walks")
@_export_options
@click.option("--walk", default="", help="The walk's address. Default: all walks.")
def walks_out(kind: str, output: Path, masked: bool, walk: str) -> None:
    """Write walks to a file, a point or a remark without one a row. Formats: csv, xlsx (with the walks, the checklist and a codebook), geojson, jsonl."""

    def make(db: Session, **seen: Any) -> Outgoing:
        walks = asked_walks(db, walk)
        if not walks:
            raise Problem("not_found", "there is no such walk" if walk else "there is no walk")
        return operations.walks_out(db, kind, walks, full=not masked, **seen)

    _export("walks", output, make, "points of walks")


@click.command("recount")
@click.option("--check", is_flag=True, help="Say what differs and change nothing; exit 1 if anything does.")
def recounting(check: bool) -> None:
    """Count all remarks and answers from nothing, say what differed from the counts that are kept, and keep the right ones."""
    with site() as database:
        if check:
            with database.reading() as db:
                found = operations.check_counts(db)
        else:
            with database.writing() as db, db.begin():
                found = operations.recount(db)
    for line in found.told:
        click.echo(line, err=True)
    if found.differing > len(found.told):
        click.echo(f"… and {found.differing - len(found.told)} more", err=True)
    what = "nothing differs" if not found.differing else f"{found.differing} rows differ"
    click.echo(f"{found.rows} rows of counts: {what}" + ("" if check or not found.differing else "; they are mended"))
    if check and found.differing:
        sys.exit(1)


def _filter(query: str) -> RemarkFilter:
    pairs = parse_qs(query.lstrip("?"), keep_blank_values=True)
    unknown = set(pairs) - _FILTER_NAMES
    with site() as database, database.reading() as db:
        chosen, faults = read_known(db, _Query(pairs))
    if faults or unknown:
        raise click.UsageError("--filter: cannot read " + ", ".join(sorted({*faults, *unknown})))
    return chosen


class _Query:
    def __init__(self, pairs: dict[str, list[str]]) -> None:
        self._pairs = pairs

    def getlist(self, key: str) -> list[str]:
        return self._pairs.get(key, [])


def _export(what: str, output: Path, make: Callable[..., Outgoing], rows: str = "") -> None:
    half = output.with_name(output.name + ".half")
    with site() as database:
        with database.reading() as db:
            about = make(db).about
        why = f"{about.edition}; {about.filter}" if about.filter else about.edition
        database.write(lambda d: record_audit(d, BY, f"export.{what}", what, output.suffix, why, about.count))
        try:
            with database.reading() as db, _opened(output, half) as file, progress(what, about.count) as seen:
                operations.hold_still(db)
                for part in make(db, seen=seen).parts:
                    file.write(part)
            if output != STANDARD:
                half.replace(output)
        finally:
            if output != STANDARD:
                half.unlink(missing_ok=True)
    say_beside(output, f"{about.count} {rows or what} in {output}; to be destroyed by {about.destroy_by}")


def _opened(output: Path, half: Path) -> AbstractContextManager[BinaryIO]:
    """Return where the file is written: beside its place until it is whole, for its owner alone."""
    if output == STANDARD:
        return nullcontext(sys.stdout.buffer)
    return os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")
