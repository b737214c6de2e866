"""The Chromium of the tests: `find` says where one is, `install` gets one. Standard library only: start.py uses it before anything is installed.

Order: $CHROMIUM, the machine's own, the one that npm brings (Linux, no root needed), Debian's by apt-get for root, Playwright's.
"""

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "node_modules" / ".browser"  # goes when `npm ci` does its work again
WRAPPER = FOLDER / "chromium.sh"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge")
PLACES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
PLAYWRIGHTS = ("chrome-linux*/chrome", "chrome-win*/chrome.exe", "chrome-mac*/*.app/Contents/MacOS/*")
UNPACK = "import('@sparticuz/chromium').then(async m => console.log(await m.default.executablePath()))"


def find() -> str | None:
    """Return the path of a Chromium, Chrome or Edge, or None."""
    if given := os.environ.get("CHROMIUM"):
        return given
    on_path = (shutil.which(name) for name in NAMES)
    fetched = (
        str(found) for shape in PLAYWRIGHTS for found in sorted(FOLDER.glob(f"chromium-*/{shape}"), reverse=True)
    )
    known = (place for place in (*PLACES, str(WRAPPER)) if Path(place).is_file())
    return next((path for paths in (on_path, known, fetched) for path in paths if path), None)


def install(node: str, python: str) -> str:
    """Get a Chromium and return its path. `node` and `python` are programs with npm's and the tests' packages.

    Raises RuntimeError with a line for each way that was tried.
    """
    tried = []
    ways: tuple[Callable[[], None], ...] = (lambda: _from_npm(node), _from_apt, lambda: _from_playwright(python, node))
    for way in ways:
        try:
            way()
            found = find()
            if (
                found
                and "hromium"
                not in subprocess.run([found, "--version"], capture_output=True, text=True, check=True).stdout
            ):
                raise RuntimeError(f"{found} does not run")
            if found:
                return found
        except (OSError, subprocess.SubprocessError, RuntimeError) as wrong:
            shutil.rmtree(FOLDER, ignore_errors=True)
            output = getattr(wrong, "stderr", None) or ""
            tried.append(f"  {wrong} {output.strip()[-300:]}")
    raise RuntimeError("no browser could be installed; name one in CHROMIUM. Tried:\n" + "\n".join(tried))


def _from_npm(node: str) -> None:
    if sys.platform != "linux" or platform.machine() not in ("x86_64", "aarch64"):
        raise RuntimeError("npm's Chromium is for Linux on x64 and arm64")
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    # It unpacks into the folder for temporary files, and its own libraries only where it believes itself to be in a cloud.
    where = os.environ | {"TMPDIR": str(FOLDER), "AWS_EXECUTION_ENV": "AWS_Lambda_nodejs22.x"}
    _run([node, "-e", UNPACK], env=where)
    fonts = "" if Path("/etc/fonts/fonts.conf").exists() else 'export FONTCONFIG_PATH="$here/fonts"\n'
    WRAPPER.write_text(
        '#!/bin/sh\nhere=$(cd "$(dirname "$0")" && pwd)\n'
        'export LD_LIBRARY_PATH="$here/al2023/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"\n'
        f'{fonts}exec "$here/chromium" "$@"\n'
    )
    WRAPPER.chmod(0o755)


def _from_apt() -> None:
    if not shutil.which("apt-get") or os.geteuid() != 0:
        raise RuntimeError("as root on Debian: apt-get install chromium")
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    _run(["apt-get", "update", "-q"], env=quiet)
    _run(["apt-get", "install", "-q", "-y", "--no-install-recommends", "chromium"], env=quiet)


def _from_playwright(python: str, node: str) -> None:
    where = os.environ | {"PLAYWRIGHT_BROWSERS_PATH": str(FOLDER), "PLAYWRIGHT_NODEJS_PATH": node}
    _run([python, "-m", "playwright", "install", "chromium"], env=where)


def _run(command: list[str], env: dict[str, str]) -> None:
    subprocess.run(command, env=env, cwd=ROOT, check=True, capture_output=True, text=True, timeout=900)
