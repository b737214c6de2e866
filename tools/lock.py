"""Makes the locked lists again: `python3 start.py lock`. The arguments are the command that is npm.

The lists hold versions and hashes, and no registry's address: a mirror or a proxy is the installing machine's own matter.
"""

import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

SHAPE = ["--universal", "--generate-hashes", "--no-emit-index-url", "--no-emit-find-links", "--python-version", "3.11"]


def main(npm: list[str]) -> int:
    """Lock Python's packages with uv, from an environment of its own, and npm's with npm."""
    env = {**os.environ, "UV_CUSTOM_COMPILE_COMMAND": "python3 start.py lock"}
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        programs = Path(folder, Path(sys.executable).parent.name)
        subprocess.run([programs / "pip", "install", "-q", "uv"], check=True)
        for source, goal, more in (
            ("pyproject.toml", "requirements.lock", ()),
            (
                "pyproject.toml",
                "requirements-test.lock",
                ("--extra=test", "--extra=lint", "--constraint=requirements.lock"),
            ),
            ("requirements-node.in", "requirements-node.lock", ()),
        ):
            command = [
                str(programs / "uv"),
                "pip",
                "compile",
                "--upgrade",
                "--quiet",
                *SHAPE,
                *more,
                source,
                "-o",
                goal,
            ]
            subprocess.run(command, check=True, env=env)
    subprocess.run([*npm, "install", "--package-lock-only", "--ignore-scripts"], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
