"""`dialog db upgrade | downgrade | check`: the migrations. Nothing migrates at start."""

import click

from dialog.base import schema
from dialog.base.problems import Problem
from dialog.base.settings import read_settings


def mount(dialog: click.Group) -> None:
    """Add `dialog db`."""
    dialog.add_command(db)


@click.group()
def db() -> None:
    """Migrations of the database."""


@db.command()
def upgrade() -> None:
    """Bring the database to today's version."""
    settings = read_settings()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    before, after = schema.upgrade(settings.database_url)
    click.echo(f"database at {after}" + ("" if before == after else f" (was {before or 'empty'})"))


@db.command()
@click.argument("revision")
def downgrade(revision: str) -> None:
    """Take the database back to REVISION ("base" empties it)."""
    from alembic.util import CommandError

    try:
        before, after = schema.downgrade(read_settings().database_url, revision)
    except CommandError as fault:
        raise Problem("invalid", str(fault)) from None
    click.echo(f"database at {after or 'base'} (was {before or 'empty'})")


@db.command()
def check() -> None:
    """Exit 1 if the database differs from the models."""
    differences = schema.differences(read_settings().database_url)
    for difference in differences:
        click.echo(difference, err=True)
    if differences:
        raise click.exceptions.Exit(1)
    click.echo("database and models agree")
