"""Every command is told of in docs/operations.md, and nothing is told of that is not there."""

import re
from collections.abc import Iterator

import click

from dialog.cli import build
from tests.house.files import read

MANUAL = "docs/operations.md"


def commands(group: click.Group, before: str = "dialog") -> Iterator[tuple[str, click.Command]]:
    """Every command that does something, by what a person types."""
    for name, command in group.commands.items():
        typed = f"{before} {name}"
        if isinstance(command, click.Group):
            yield from commands(command, typed)
        else:
            yield typed, command


def test_every_command_is_told_of_with_its_options() -> None:
    manual = re.sub(r"\s+", " ", read(MANUAL)).replace("\\|", "/")  # a bar inside a cell
    missing = []
    for typed, command in commands(build()):
        rows = re.findall(rf"\| `{re.escape(typed)}\b[^|]*\|[^|]*\|", manual)
        if not rows:
            missing.append(typed)
            continue
        options = [max(p.opts, key=len) for p in command.params if isinstance(p, click.Option)]
        missing += [f"{typed} {option}" for option in options if option not in rows[0]]
    assert missing == []


def test_no_command_is_told_of_that_is_not_there() -> None:
    typed = {name for name, _ in commands(build())}
    told = set(re.findall(r"^\| `(dialog(?: [a-z]+)+)", read(MANUAL), re.MULTILINE))
    assert told - typed == set()


def test_every_command_says_what_it_does() -> None:
    for typed, command in commands(build()):
        assert command.get_short_help_str(), typed
