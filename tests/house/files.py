"""What lies in the repository, as git knows it (or, in a copy without git, as it lies there)."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
_NOT_OURS = {".venv", "node_modules", "build", "data", "vendor", ".git"}


@cache
def tracked() -> tuple[str, ...]:
    """Return every file of the repository, and those about to come into it, as paths from the root."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        found = done.stdout.splitlines()
    else:
        found = [path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*") if not _NOT_OURS & set(path.parts)]
    return tuple(sorted(name for name in found if (ROOT / name).is_file()))


def read(name: str) -> str:
    """Return the text of a file, given from the root."""
    return (ROOT / name).read_text(encoding="utf-8")
