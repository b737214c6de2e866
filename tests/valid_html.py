"""A pytest plugin: every page that the strict page client opened is valid HTML, or the run fails. start.py says where Node is.

The pages lie in build/pages, left there by `tests/page.py`; html-validate reads them once, after the last test.
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = ROOT / "build" / "pages"
_found: list[str] = []


def _validates(config: pytest.Config) -> bool:
    """Say whether this process leads the run, and Node is known."""
    return not hasattr(config, "workerinput") and bool(os.environ.get("DIALOG_TEST_NODE"))


def pytest_sessionstart(session: pytest.Session) -> None:
    if _validates(session.config):
        shutil.rmtree(PAGES, ignore_errors=True)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    pages = sorted(str(page.relative_to(ROOT)) for page in PAGES.glob("*.html"))
    if not _validates(session.config) or not pages:
        return
    program = "node_modules/html-validate/bin/html-validate.mjs"
    command = [os.environ["DIALOG_TEST_NODE"], program, *pages]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    _found.append(f"{len(pages)} pages: {'not valid' if done.returncode else 'valid'}")
    if done.returncode:
        _found.append((done.stdout + done.stderr).strip())
        session.exitstatus = session.exitstatus or pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if _found:
        terminalreporter.section("HTML")
        terminalreporter.write_line("\n".join(_found))
