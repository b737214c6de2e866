"""Before the site is served by start.py: a database where there is none, the example in an empty one, and how to sign in.

A database that is behind stops the start: what migrates a municipality's data is a command that a person gives.
"""

import os
import subprocess
import sys
from pathlib import Path

from sqlalchemy import exists, select
from sqlalchemy.exc import OperationalError

from dialog.base import schema
from dialog.base.db import make_engine
from dialog.base.problems import BadSetting
from dialog.base.settings import Settings, read_settings
from dialog.people.models import Account
from dialog.survey.models import Survey

EXAMPLE = "example.txt"  # what `dialog demo` said, so that the next start can say it too


def main(address: str) -> int:
    """Prepare the site and print where it is; 1 with a line on stderr if it cannot be served."""
    settings = read_settings()
    state = schema.state(settings.database_url)
    if state.at is None:
        _dialog("db", "upgrade")
    elif not state.is_current:
        where = f"DIALOG_DATA_DIR={os.environ['DIALOG_DATA_DIR']} " if "DIALOG_DATA_DIR" in os.environ else ""
        print(
            f"the database is at {state.at}, today's version is {state.head}. Run: {where}.venv/bin/dialog db upgrade",
            file=sys.stderr,
        )
        return 1
    note = settings.data_dir / EXAMPLE
    if _is_empty(settings):
        said = _dialog("demo")
        note.touch(mode=0o600)
        note.write_text(said, encoding="utf-8")
    print(
        f"\nThe site: {address}\nSign in:  {address}/admin/logga-in\n{_how(note)}\nStop it with Ctrl-C.\n", flush=True
    )
    return 0


def _how(note: Path) -> str:
    if note.is_file():
        return note.read_text(encoding="utf-8").strip()
    return "An account: .venv/bin/dialog staff add EMAIL --role admin"


def _is_empty(settings: Settings) -> bool:
    engine = make_engine(settings.database_url)
    try:
        with engine.connect() as connection:
            return not connection.scalar(select(exists(select(Account.id)) | exists(select(Survey.id))))
    finally:
        engine.dispose()


def _dialog(*words: str) -> str:
    """Run the command `dialog` and return what it said; its progress and its faults go to the terminal."""
    return subprocess.run(
        [sys.executable, "-m", "dialog", *words], check=True, stdout=subprocess.PIPE, text=True
    ).stdout


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1]))
    except subprocess.CalledProcessError as failed:
        sys.exit(failed.returncode)
    except BadSetting as wrong:
        sys.exit(f"start.py: {wrong}")
    except OperationalError as fault:
        sys.exit(
            f"start.py: DIALOG_DATABASE_URL: the database cannot answer: {str(fault.orig).strip().splitlines()[0]}"
        )
