"""Every check of `python3 start.py lint`, one after the other, whatever the others say. The first argument is Node."""

import subprocess
import sys
import time
from pathlib import Path

BIN = Path(sys.executable).parent
HTML = "build/pages"


def checks(node: str) -> list[tuple[str, list[str]]]:
    """Return the checks by name, in the order in which they help."""
    found = [
        ("style", [str(BIN / "ruff"), "check", "--quiet", "--output-format=concise", "."]),
        ("format", [str(BIN / "ruff"), "format", "--check", "--quiet", "."]),
        ("layers", [str(BIN / "lint-imports"), "--no-cache"]),
        ("types", [sys.executable, "-m", "mypy", "--no-error-summary"]),
        ("templates", [str(BIN / "djlint"), "templates", "--lint", "--quiet"]),
        ("translations", [sys.executable, "-m", "tools.i18n", "check"]),
    ]
    if Path("tools/render_pages.py").is_file():
        found.append(("pages", [sys.executable, "-m", "tools.render_pages", HTML]))
        found.append(("html", [node, "node_modules/html-validate/bin/html-validate.mjs", f"{HTML}/**/*.html"]))
    return found


def main(node: str) -> int:
    """Run them all; 1 if any found something."""
    faulty = []
    todo = checks(node)
    for name, command in todo:
        began = time.monotonic()
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        print(f"{'FAIL' if done.returncode else 'ok  '} {name} ({time.monotonic() - began:.1f} s)", flush=True)
        if done.returncode:
            faulty.append(name)
            print((done.stdout + done.stderr).strip(), flush=True)
    print(f"lint: {len(todo) - len(faulty)} of {len(todo)} passed" + (f"; not {', '.join(faulty)}" if faulty else ""))
    return 1 if faulty else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
