"""What a server loads before its first answer: nothing that only some of its work needs (G15, G14)."""

import json
import subprocess
import sys

from alembic.script import ScriptDirectory

from dialog.base import schema
from tests.house.files import read

#: Each takes from a tenth of a second to some seconds, or tens of MiB in each worker; whoever needs one imports it there.
HEAVY = {
    "PIL",
    "alembic",
    "docx",
    "numpy",
    "openpyxl",
    "pandas",
    "scipy",
    "shapely",
    "sklearn",
    "typst",
    "xlsxwriter",
}
_STARTED = "import sys, json, dialog.cli, dialog.app as app; app.wire(); app.doors(); print(json.dumps([*sys.modules]))"


def test_nothing_heavy_is_loaded_before_the_first_answer() -> None:
    run = subprocess.run([sys.executable, "-c", _STARTED], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in json.loads(run.stdout)}
    assert "sqlalchemy" in loaded  # the list tells what was loaded
    assert not HEAVY & loaded


def test_todays_revision_is_the_one_that_alembic_finds() -> None:
    assert schema.head() == ScriptDirectory.from_config(schema.config()).get_current_head()


def test_start_py_says_where_node_is_or_no_page_is_validated() -> None:
    """Twice a rebase has taken this away, and the suite was green without it."""
    assert "DIALOG_TEST_NODE" in read("start.py") and '-p", "tests.valid_html' in read("pyproject.toml")
