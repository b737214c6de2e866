"""`dialog demo`: the example municipality, into an empty database only."""

import random
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time

import click

from dialog.base import clock, keys
from dialog.base.commands import writing
from dialog.demo import filling


def mount(dialog: click.Group) -> None:
    """Add `dialog demo`."""
    dialog.add_command(demo)


@click.command()
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same data.")
@click.option(
    "--remarks", default=500, show_default=True, type=click.IntRange(0, 2_000_000), help="Remarks besides the survey's."
)
@click.option(
    "--area",
    default="vaxjo",
    show_default=True,
    type=click.Choice(["vaxjo", "helsingfors"]),
    help="The districts it lies in.",
)
def demo(seed: int, remarks: int, area: str) -> None:
    """Fill an empty site with the example municipality. Everything in it says that it is an example."""
    # Ids and numbers are drawn from the seed; passwords and tokens never are. And all is told from when the day began: of two
    # that are made within it, one is not to have an answer on the other side of midnight, in another week.
    morning = datetime.combine(clock.today(), time(), clock.SWEDISH).astimezone(UTC)
    with writing() as db, keys.drawn_from(random.Random(seed)), clock.held_at(morning):  # noqa: S311
        made = filling.fill(db, seed=seed, remarks=remarks, area=area, progress=_progress)
    click.echo(
        f"example municipality ({made.area}): {made.districts} districts, {made.responses} responses, "
        f"{made.remarks} further remarks, {made.tagged} tagged, {made.publications} publications"
    )
    click.echo(f"sign in with the password {made.password} and one of these addresses:")
    for email, roles in made.accounts:
        click.echo(f"  {email} ({roles})")
    if area == "helsingfors":
        click.echo(f"for its street map, serve with DIALOG_MAP={filling.MAP_PACKAGE}")


def _progress(what: str, steps: Iterable[int], length: int) -> Iterator[int]:
    if not sys.stderr.isatty():
        yield from steps
        return
    with click.progressbar(steps, length=length, label=what, file=sys.stderr) as bar:
        yield from bar
