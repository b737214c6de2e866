"""Servers in processes of their own, and what they cost: processor time and memory of all their processes (Linux, /proc)."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
SECRET = "only-for-measuring-" + "z" * 32
STARTS_WITHIN = 90.0
_TICK = os.sysconf("SC_CLK_TCK")


@dataclass
class Server:
    """A server that runs: ours, or the bare one."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path
    #: Seconds from the start of the program to the first whole answer.
    started_in: float
    #: Processes besides its own that work for it (the database's).
    helpers: tuple[int, ...] = ()

    def cpu(self) -> float:
        """Return the seconds of processor time that all of its processes have taken so far."""
        return sum(_cpu_of(pid) for root in (self.process.pid, *self.helpers) for pid in family(root))

    def memory(self) -> float:
        """Return the MiB of memory of its own processes; what they share is counted once (PSS)."""
        return sum(_pss_of(pid) for pid in family(self.process.pid)) / 1024

    def peak(self) -> float:
        """Return the MiB that its own processes have had at most, one by one (high-water marks of RSS)."""
        return sum(_kib(pid, "status", "VmHWM:") for pid in family(self.process.pid)) / 1024

    def end(self) -> None:
        """End it, and wait until it has."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(20)


def free_port() -> int:
    """Return a port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def ours(
    url: str,
    folder: Path,
    *,
    workers: int | None = None,
    path: str = "/plats",
    helpers: tuple[int, ...] = (),
    before: tuple[str, ...] = (),
) -> Server:
    """Start `dialog serve`, as whoever runs the product does."""
    many = ["--workers", str(workers)] if workers else []
    return _start(["-m", "dialog", "serve", *many], url, folder, path, helpers, before)


def bare(url: str, folder: Path, *, workers: int = 1, path: str = "/plats", helpers: tuple[int, ...] = ()) -> Server:
    """Start the bare application, served in the same way."""
    return _start(["-m", "tests.bench.limit", "--workers", str(workers)], url, folder, path, helpers)


def _start(
    words: list[str], url: str, folder: Path, path: str, helpers: tuple[int, ...], before: tuple[str, ...] = ()
) -> Server:
    port, log = free_port(), folder / f"{words[1]}.log"
    told = {"DIALOG_DATABASE_URL": url, "DIALOG_DATA_DIR": str(folder), "DIALOG_SECRET_KEY": SECRET}
    begun = time.perf_counter()
    with log.open("ab") as out:
        process = subprocess.Popen(
            [*before, sys.executable, *words, "--port", str(port)],
            env=os.environ | told, stdout=out, stderr=out, stdin=subprocess.DEVNULL, start_new_session=True, cwd=ROOT,
        )  # fmt: skip
    while time.perf_counter() - begun < STARTS_WITHIN and process.poll() is None:
        with contextlib.suppress(OSError, http.client.HTTPException):
            if ask(port, path)[0] == 200:
                return Server(process, port, log, time.perf_counter() - begun, helpers)
        time.sleep(0.002)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    raise RuntimeError(f"{' '.join(words)} did not answer {path}: {log.read_text()[-1500:]}")


def ask(port: int, path: str, headers: dict[str, str] | None = None) -> tuple[int, bytes]:
    """Return status and body of one GET."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path, headers=headers or {})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


@contextlib.contextmanager
def running(*servers: Server) -> Iterator[None]:
    """End the servers when the block does."""
    try:
        yield
    finally:
        for server in servers:
            server.end()


def family(root: int) -> list[int]:
    """Return a process and all that it has started, and those theirs."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            with contextlib.suppress(OSError, IndexError):
                children.setdefault(int(_stat(int(entry.name))[1]), []).append(int(entry.name))
    found, left = [], [root]
    while left:
        found.append(pid := left.pop())
        left.extend(children.get(pid, ()))
    return found


def _stat(pid: int) -> list[str]:
    """Return the fields of /proc/PID/stat after the name: state, parent, …"""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def _cpu_of(pid: int) -> float:
    with contextlib.suppress(OSError, IndexError):
        fields = _stat(pid)
        return (int(fields[11]) + int(fields[12])) / _TICK  # user and system
    return 0.0


def _pss_of(pid: int) -> float:
    return _kib(pid, "smaps_rollup", "Pss:")


def _kib(pid: int, file: str, name: str) -> float:
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/{file}").read_text().splitlines():
            if line.startswith(name):
                return float(line.split()[1])
    return 0.0
