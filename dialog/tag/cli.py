"""`dialog tags suggest` and `dialog tags evaluate`: what the vocabulary and the guard for persons make of texts in a file.
They read and write files of JSON lines only: no database, and nothing leaves the machine. `dialog tags train`: learns from the
site's own decisions. `dialog remarks reindex`: what remarks are found by, worked out anew.
"""

import contextlib
import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from dialog.base.commands import FILE_IN, FILE_OUT, STANDARD, group, progress, site
from dialog.base.problems import Problem
from dialog.remark import guard
from dialog.tag import learning, operations, queries, suggesting
from dialog.tag.suggesting.measuring import Count, Measure, fold

LABELS = ("tags", "core_tags")


def mount(dialog: click.Group) -> None:
    """Add the commands."""
    tags = group(dialog, "tags", "Suggest focus areas, and measure how often that is right.")
    tags.add_command(suggest)
    tags.add_command(evaluate)
    tags.add_command(train)
    group(dialog, "remarks", "What remarks are found by.").add_command(reindexing)


@click.command("reindex")
@click.option("--check", is_flag=True, help="Say what differs and write nothing; the exit code is 1 if anything does.")
def reindexing(check: bool) -> None:
    """Work out anew by which words every remark is found, and say what differed."""
    with site() as database:
        with database.reading() as db:
            coming = queries.how_many(db)
        with progress("remarks", coming) as seen:
            if check:
                with database.reading() as db:
                    found = operations.compare(db, told=seen)
                with database.writing() as db:
                    found.is_damaged = operations.is_damaged(db)
            else:
                with database.writing() as db, db.begin():
                    found = operations.reindex(db, told=seen)
    for n, what in (
        (found.missing, "not there"),
        (found.other, "other than they should be"),
        (found.of_none, "of no remark"),
    ):
        if n:
            click.echo(f"{n} entries {what}", err=True)
    if found.is_damaged:
        click.echo("the full-text index is not what its table says", err=True)
    what = "nothing differs" if found.is_none else "the index differs" if check else "what differed is mended"
    click.echo(f"{found.remarks} remarks: {what}")
    if check and not found.is_none:
        sys.exit(1)


@click.command()
@click.argument("file", type=FILE_IN)
@click.option("-o", "--output", type=FILE_OUT, help="Default: standard output.")
def suggest(file: Path, output: Path | None) -> None:
    """Read JSON lines with "text" from FILE; write them with "suggestions", "negated", "pii" and "lang"."""
    rows = list(_rows(file, ("text",)))
    made = (_line({**row, **_read(row["text"])}) for row in rows)
    if output is None or output == STANDARD:
        sys.stdout.writelines(made)
        return
    with output.open("w", encoding="utf-8") as out:
        out.writelines(made)
    click.echo(f"{len(rows)} texts read, written to {output}")


@click.command()
@click.argument("file", type=FILE_IN)
@click.option(
    "--label", default="tags", show_default=True, type=click.Choice(LABELS), help="The labels to compare with."
)
def evaluate(file: Path, label: str) -> None:
    """Compare what is suggested for the texts in FILE (JSON lines) with their labels."""
    measure = Measure(label=label)
    rows, said = list(_rows(file, ("text", label))), []
    for row in rows:
        made = suggesting.suggest(row["text"])
        said.append(_said(made, is_core=label == "core_tags"))
        measure.add(row, [one.slug for one in made.suggestions], made.lang, bool(guard.find(row["text"])))
    if not measure.rows:
        raise Problem("invalid", f"there is no line in {file}")
    _print(measure)
    if len(rows) >= queries.FEWEST_TAUGHT:
        samples = [learning.Sample.of(row["text"], frozenset(row[label])) for row in rows]
        lesson = learning.learn(samples, said.__getitem__)
        _print_ways({way: figures.areas for way, figures in lesson.figures.items()})


@click.command()
@click.option(
    "--if-needed", is_flag=True, help="Only where enough has been decided since the last time; gives way to others."
)
def train(if_needed: bool) -> None:
    """Learn from the decisions that the staff have taken, and say what that is worth on decisions it has not seen."""
    with site() as database:
        if if_needed:
            with contextlib.suppress(AttributeError, OSError):  # not on every system
                os.nice(10)
            with database.reading() as db:
                if not queries.is_time_to_learn(db):
                    click.echo("nothing to learn from that was not learned before")
                    return
        before = time.perf_counter()
        facts = operations.train(database)
    if facts is None:
        raise Problem(
            "invalid", f"fewer than {queries.FEWEST_TAUGHT} remarks with words are decided on: too few to learn from"
        )
    areas = ", ".join(f"{slug} {share:.2f}" for slug, share in sorted(facts["shares"].items())) or "none"
    click.echo(
        f"learned from {facts['decisions']} decisions in {time.perf_counter() - before:.1f} s; share earned: {areas}"
    )
    _print_ways({way: {slug: Count(*c) for slug, c in found.items()} for way, found in facts["figures"].items()})


def _said(made: suggesting.Reading, *, is_core: bool) -> learning.Said:
    """Return what the vocabulary makes of a text, in the focus areas that the labels use."""
    scores: dict[str, float] = {}
    for one in made.suggestions:
        for slug in fold([one.slug]) if is_core else {one.slug}:
            scores[slug] = max(scores.get(slug, 0.0), one.score)
    denied = fold(made.negated) if is_core else set(made.negated)
    return learning.Said(scores, frozenset(denied - set(scores)), made.lang == "sv")


def _print_ways(ways: dict[str, dict[str, Count]]) -> None:
    """Print what each part is worth on texts that it has not learned from."""
    click.echo("cross-validated in five parts   micro F1  precision  recall  macro F1")
    for way, areas in ways.items():
        figures = learning.Figures(areas)
        micro = figures.micro
        name = {"vocabulary": "vocabulary and examples", "learned": "learned alone", "together": "together"}[way]
        click.echo(f"  {name:<30}{micro.f1:8.3f}{micro.precision:11.3f}{micro.recall:8.3f}{figures.macro_f1:10.3f}")


def _line(row: dict[str, Any]) -> str:
    """Return a row as a line; half a sign, which JSON can hold and UTF-8 cannot, becomes a question mark."""
    return json.dumps(row, ensure_ascii=False).encode("utf-8", "replace").decode() + "\n"


def _read(text: str) -> dict[str, Any]:
    made = suggesting.suggest(text)
    return {
        "suggestions": [
            {"slug": one.slug, "score": one.score, "because": list(one.because), "polarity": one.polarity}
            for one in made.suggestions
        ],
        "negated": list(made.negated),
        "pii": [{"kind": one.kind, "start": one.start, "end": one.end} for one in guard.find(text)],
        "lang": made.lang,
    }


def _rows(file: Path, needed: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """Yield the lines; Problem with the number of one that cannot be read."""
    with click.open_file(str(file), encoding="utf-8-sig") as source:
        try:
            lines = source.read().split("\n")
        except UnicodeDecodeError as wrong:
            raise Problem("invalid", f"{file} is not UTF-8") from wrong
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as wrong:
            raise Problem("invalid", f"line {number} is not JSON") from wrong
        if not isinstance(row, dict) or not isinstance(row.get("text"), str):
            raise Problem("invalid", f'line {number} has no "text"')
        for name in needed[1:]:
            if not isinstance(row.get(name), list) or not all(isinstance(slug, str) for slug in row[name]):
                raise Problem("invalid", f'line {number} has no list "{name}"')
        yield row


def _print(measure: Measure) -> None:
    micro = measure.micro
    click.echo(
        f"texts           {measure.rows} (label {measure.label}; {measure.other_language} not in Swedish: nothing is suggested)"
    )
    click.echo(
        f"micro F1        {micro.f1:.3f} (precision {micro.precision:.3f}, recall {micro.recall:.3f}, n {micro.n})"
    )
    click.echo(f"macro F1        {measure.macro_f1:.3f}")
    click.echo(f"negation leak   {_of(measure.leaked, measure.denied, 'denied topics suggested')}")
    click.echo(f"persons found   {_of(measure.found, measure.with_person, 'texts with personal data')}")
    click.echo(f"false alarms    {_of(measure.false_alarms, measure.without_person, 'texts without')}")
    click.echo(f"{'focus area':<32}precision  recall      F1     n")
    for slug, count in sorted(measure.areas.items(), key=lambda item: (-item[1].n, item[0])):
        click.echo(f"{slug:<32}{count.precision:9.3f}{count.recall:8.3f}{count.f1:8.3f}{count.n:6}")


def _of(part: int, whole: int, words: str) -> str:
    return f"{part / whole:.3f} ({part} of {whole} {words})" if whole else "no labels"
