"""R10: the disk is full three times while people send. Nothing acknowledged is lost, they are told 503, and are taken in again soon.

The site's folder is on a small disk of its own (6 MiB in memory; on PostgreSQL the database is, as a tablespace, 48 MiB): mounting one
takes root.
"""

import contextlib
import os
import pwd
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.servers import make_database, make_database_in
from tests.soak.crowd import Crowd, account
from tests.trust.live import Server

TIMES, FULL_FOR, AGAIN_WITHIN = 3, 3.0, 5.0
SIZES = {"sqlite": 6, "postgresql": 48}  # MiB


def run() -> int:
    """Fill the disk and empty it again; 0 when all held, 1 when something did not, 2 where no disk can be mounted."""
    if os.geteuid() != 0 or sys.platform != "linux":
        print("soak: r10 mounts a small disk, which takes root on Linux", file=sys.stderr)
        return 2
    return max(_run(backend) for backend in SIZES)


def _run(backend: str) -> int:
    with (
        tempfile.TemporaryDirectory(prefix="dialog-soak-") as made,
        _small_disk(Path(made) / "disk", SIZES[backend]) as disk,
    ):
        folder = disk if backend == "sqlite" else Path(made)
        url = make_database("sqlite", disk, "r10") if backend == "sqlite" else make_database_in(disk, "r10")
        (Path(made) / "said.log").touch()
        (folder / "server.log").symlink_to(Path(made) / "said.log")
        server = Server(url, folder)
        try:
            server.start()
            with Crowd(server, f"r10 {backend}", people=6, pause=0.2) as crowd:
                again = [_filled(crowd, disk) for _ in range(TIMES)]
            log = (Path(made) / "said.log").read_text()
            words, is_whole = account(url, crowd.name, crowd.told)
        finally:
            server.kill()
    refused = crowd.told.statuses[503]
    print(
        f"R10 {backend}, disk full × {TIMES} for {FULL_FOR:g} s: {words}; taken again after {', '.join(f'{s:.1f} s' for s in again)}"
    )
    held = (
        is_whole and refused >= TIMES and max(again) <= AGAIN_WITHIN and "Traceback" not in log and "fault " not in log
    )
    print("holds" if held else f"does not hold; the log ends with: {log[-800:]}")
    return 0 if held else 1


def _filled(crowd: Crowd, disk: Path) -> float:
    """Fill the disk for a while; return the seconds from the moment it has room again until somebody is taken in."""
    time.sleep(1.5)
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(b"x" * 65536)
    with filler.open("ab", buffering=0) as file, contextlib.suppress(OSError):
        while True:  # what is left after the last whole piece, and what is given back meanwhile
            file.write(b"x" * 512)
    until = time.monotonic() + FULL_FOR
    while time.monotonic() < until:
        with filler.open("ab", buffering=0) as file, contextlib.suppress(OSError):
            file.write(b"x" * 512)
        time.sleep(0.02)
    filler.unlink()
    return crowd.taken_after(time.monotonic(), 3 * AGAIN_WITHIN)


@contextlib.contextmanager
def _small_disk(place: Path, size: int) -> Iterator[Path]:
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}m", "tmpfs", str(place)], check=True)
    try:
        nobody = pwd.getpwnam("nobody")
        place.parent.chmod(0o755)
        os.chown(place, nobody.pw_uid, nobody.pw_gid)  # PostgreSQL's own, where it is started by root
        yield place
    finally:
        for _ in range(50):
            if subprocess.run(["umount", str(place)], capture_output=True, check=False).returncode == 0:
                break
            time.sleep(0.2)
