"""A pytest plugin: every page that the strict page client opened is valid HTML, or the run fails. start.py says where Node is.

The pages lie in build/pages, left there by `tests/page.py`; html-validate reads them once, after the last test, on as many cores
as ran the tests.
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = ROOT / "build" / "pages"
READERS = 2
_found: list[str] = []


def _leads(config: pytest.Config) -> bool:
    return not hasattr(config, "workerinput")


def _validates(config: pytest.Config) -> bool:
    """Say whether this process leads the run, and Node is known."""
    return _leads(config) and bool(os.environ.get("DIALOG_TEST_NODE"))


def pytest_sessionstart(session: pytest.Session) -> None:
    if _validates(session.config):
        shutil.rmtree(PAGES, ignore_errors=True)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    pages = sorted(str(page.relative_to(ROOT)) for page in PAGES.glob("*.html"))
    if not _validates(session.config) or not pages:
        return
    command = [os.environ["DIALOG_TEST_NODE"], "node_modules/html-validate/bin/html-validate.mjs"]
    parts = [part for n in range(READERS) if (part := pages[n::READERS])]
    running = [
        subprocess.Popen([*command, *part], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        for part in parts
    ]
    told = [process.communicate()[0].strip() for process in running]
    wrong = [told[n] for n, process in enumerate(running) if process.returncode]
    _found.append(f"{len(pages)} pages: {'not valid' if wrong else 'valid'}")
    if wrong:
        _found.extend(wrong)
        session.exitstatus = session.exitstatus or pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if _leads(terminalreporter.config) and not os.environ.get("DIALOG_TEST_NODE"):
        _found.append("the pages were not validated: start.py says where Node is")
    if _found:
        terminalreporter.section("HTML")
        terminalreporter.write_line("\n".join(_found))
