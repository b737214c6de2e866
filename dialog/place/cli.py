"""`dialog import districts` and `dialog import places`."""

import sys
from pathlib import Path

import click

from dialog.base.commands import FILE_IN, bytes_of, group, writing
from dialog.base.problems import Problem
from dialog.base.settings import read_settings
from dialog.place import operations, reading
from dialog.web.language import catalogue


def mount(dialog: click.Group) -> None:
    """Add the commands."""
    imports = group(dialog, "import", "Bring districts, places or remarks in.")
    imports.add_command(districts)
    imports.add_command(places)


@click.command()
@click.argument("file", type=FILE_IN)
@click.option("--kind", required=True, help="The division, a slug, for example regso.")
@click.option("--name", help="What the division is called on pages. Default: the kind.")
def districts(file: Path, kind: str, name: str | None) -> None:
    """Read polygons (GeoJSON, WGS 84) from FILE; the districts of that kind become those of the file."""
    try:
        found = reading.read_districts(bytes_of(file))
        with writing() as db:
            n = operations.import_districts(db, kind, name or kind, found)
    except Problem as problem:
        _fail(problem)
    click.echo(f"{n} districts of kind {kind}")


@click.command()
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def places(file: Path | None) -> None:
    """Read names of streets and places from FILE (.csv: namn, lat, lng) or from a map package (default: DIALOG_MAP)."""
    path = file or Path(read_settings().map or "")
    try:
        if path.suffix == ".pmtiles":
            origin, found = "map", list(reading.read_map_package(path))
        elif file is not None:
            origin, found = "own", reading.read_names(file.read_bytes())
        else:
            raise Problem("invalid", "there is no map package: set DIALOG_MAP or name a file")
        with writing() as db:
            n = operations.import_names(db, origin, found)
    except Problem as problem:
        _fail(problem)
    click.echo(f"{n} positions with names from {path.name}")


def _fail(problem: Problem) -> None:
    """Say what was wrong, row by row, in English as all commands do."""
    english = catalogue("en").ugettext
    for number, reason in problem.facts.get("rows", []):
        click.echo(f"{number}: {english(str(reason))}", err=True)
    click.echo(f"dialog: {english(str(problem))}", err=True)
    sys.exit(1)
