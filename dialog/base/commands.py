"""What every command shares: a group that several rooms add to, the site's database, opened and closed, and a progress bar."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from sqlalchemy.orm import Session

from dialog.base import schema
from dialog.base.db import Database
from dialog.base.keys import Keys
from dialog.base.problems import Problem
from dialog.base.settings import Settings, read_settings

#: A file that is read, or written; "-" is standard input, or output.
FILE_IN = click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path)
FILE_OUT = click.Path(dir_okay=False, allow_dash=True, path_type=Path)
STANDARD = Path("-")


def bytes_of(file: Path) -> bytes:
    """Return what a file holds, or what comes on standard input."""
    return sys.stdin.buffer.read() if file == STANDARD else file.read_bytes()


def say_beside(output: Path, line: str) -> None:
    """Say what was done: beside what was written where that went to standard output."""
    click.echo(line, err=output == STANDARD)


def open_database(settings: Settings) -> Database:
    """Return the site's database with its keys; the data folder is made where it is missing."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    return Database(settings.database_url, Keys(settings.secret_key), data_dir=settings.data_dir)


def group(dialog: click.Group, name: str, words: str) -> click.Group:
    """Return the group of commands of that name, made at the first call."""
    found = dialog.commands.get(name)
    if not isinstance(found, click.Group):
        found = click.Group(name, help=words)
        dialog.add_command(found)
    return found


@contextmanager
def site() -> Iterator[Database]:
    """Open the site's database; Problem when it is not at today's version."""
    settings = read_settings()
    if not schema.state(settings.database_url).is_current:
        raise Problem("unavailable", "the database is not at today's version; run: dialog db upgrade")
    database = open_database(settings)
    try:
        yield database
    finally:
        database.close()


@contextmanager
def writing() -> Iterator[Session]:
    """Open the site's database for one transaction, which is committed at the end or undone by an error."""
    with site() as database, database.writing() as db, db.begin():
        yield db


@contextmanager
def progress(label: str, length: int) -> Iterator[Callable[[int], None]]:
    """Give a function that is told of each n more that are done: a bar on a terminal, nothing in a pipe."""
    if not sys.stderr.isatty():
        yield lambda n: None
        return
    with click.progressbar(length=length, label=label, file=sys.stderr) as bar:
        yield bar.update
