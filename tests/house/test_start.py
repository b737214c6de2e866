"""What a server loads before its first answer: nothing that only some of its work needs (G15, G14)."""

import json
import socket
import subprocess
import sys
from pathlib import Path

from alembic.script import ScriptDirectory

from dialog.base import schema
from tests.house.files import ROOT, read

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


def test_start_py_makes_nothing_where_its_port_is_taken(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port, data = str(other.getsockname()[1]), tmp_path / "data"
        words = [sys.executable, "start.py", "--port", port, "--data", str(data)]
        run = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=60)
    told = f"start.py: something listens on 127.0.0.1:{port} already; choose another with --port\n"
    assert (run.returncode, run.stdout, run.stderr, data.exists()) == (1, "", told, False)


def test_start_py_says_where_node_is_or_no_page_is_validated() -> None:
    """Twice a rebase has taken this away, and the suite was green without it."""
    assert "DIALOG_TEST_NODE" in read("start.py") and '-p", "tests.valid_html' in read("pyproject.toml")
