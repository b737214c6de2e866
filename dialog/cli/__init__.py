"""The command `dialog`: parses, does one operation, commits, prints a line. Each room's `cli.py` adds its own.

Exit codes: 0 done, 1 could not, 2 wrong usage.
"""

import importlib
import importlib.util
import os
import sys
from collections.abc import Sequence

import click
from sqlalchemy.exc import DatabaseError, DataError, IntegrityError, InterfaceError, ProgrammingError

from dialog import __version__
from dialog.app import ROOMS, wire
from dialog.base.problems import BadSetting, Problem, UnsafeDatabase
from dialog.web.language import catalogue

_OWN = ("dialog.cli.serve", "dialog.cli.database", "dialog.cli.demo")


def build() -> click.Group:
    """Return the command with every room's own commands mounted: each `cli.py` has `mount(dialog)`."""
    wire()

    @click.group(name="dialog", context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
    @click.version_option(__version__)
    def dialog() -> None:
        """Trygghetsdialog: ask residents where and why they feel unsafe, and show what came of it."""

    for name in (*_OWN, *(f"dialog.{room}.cli" for room in ROOMS)):
        if importlib.util.find_spec(name):
            importlib.import_module(name).mount(dialog)
    return dialog


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command; what a person must be told is one line on stderr. What it makes, its own user alone may read."""
    os.umask(0o077)
    try:
        given = list(arguments) if arguments is not None else None
        code = build().main(args=given, prog_name="dialog", standalone_mode=False)
        if isinstance(code, int) and code:  # an Exit, which click returns rather than raises
            sys.exit(code)
    except click.ClickException as wrong:
        wrong.show()
        sys.exit(wrong.exit_code)
    except click.Abort:
        sys.exit(1)
    except (Problem, BadSetting, UnsafeDatabase) as problem:
        click.echo(f"dialog: {catalogue('en').ugettext(str(problem))}", err=True)  # pages say the same in Swedish
        sys.exit(1)
    except (DatabaseError, InterfaceError) as fault:
        if isinstance(fault, IntegrityError | DataError | ProgrammingError):  # a fault of ours, to be seen whole
            raise
        why = next(iter(str(fault.orig).strip().splitlines()), "")
        click.echo(f"dialog: DIALOG_DATABASE_URL: the database cannot answer: {why}", err=True)
        sys.exit(1)
    except BrokenPipeError:  # whoever read what is written has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as fault:
        if fault.filename is None:
            raise
        click.echo(f"dialog: {fault.filename}: {fault.strerror}", err=True)
        sys.exit(1)
