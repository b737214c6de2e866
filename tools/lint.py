"""Every check of `python3 start.py lint`, one after the other, whatever the others say."""

import subprocess
import sys
import time
from pathlib import Path

BIN = Path(sys.executable).parent
#: By name, in the order in which they help. The HTML of pages is looked at where they are opened: `start.py test`.
CHECKS = {
    "style": [str(BIN / "ruff"), "check", "--quiet", "--output-format=concise", "."],
    "format": [str(BIN / "ruff"), "format", "--check", "--quiet", "."],
    "layers": [str(BIN / "lint-imports"), "--no-cache"],
    "types": [sys.executable, "-m", "mypy", "--no-error-summary"],
    "templates": [str(BIN / "djlint"), "templates", "--lint", "--quiet"],
    "translations": [sys.executable, "-m", "tools.i18n", "check"],
}


def main() -> int:
    """Run them all; 1 if any found something."""
    faulty = []
    for name, command in CHECKS.items():
        began = time.monotonic()
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        print(f"{'FAIL' if done.returncode else 'ok  '} {name} ({time.monotonic() - began:.1f} s)", flush=True)
        if done.returncode:
            faulty.append(name)
            print((done.stdout + done.stderr).strip(), flush=True)
    told = f"; not {', '.join(faulty)}" if faulty else ""
    print(f"lint: {len(CHECKS) - len(faulty)} of {len(CHECKS)} passed{told}")
    return 1 if faulty else 0


if __name__ == "__main__":
    sys.exit(main())
