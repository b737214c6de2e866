"""R2: how often an answer that is posted alone is synced to disk before it is acknowledged."""

import re
import shutil
from pathlib import Path

from tests.bench import served, sites
from tests.bench.load import post, send_all
from tests.bench.table import Row

MANY = 50


def measure(folder: Path) -> list[Row]:
    """Return the row of R2; it says so where strace is missing."""
    wanted = "≥ 1 (WAL and FULL)"
    if shutil.which("strace") is None:
        return [
            Row(
                "R2", "syncs for each answer posted alone, SQLite", "not measured: strace is not installed", "–", wanted
            )
        ]
    folder.mkdir(parents=True)
    url, trace = f"sqlite:///{folder / 'dialog.sqlite'}", folder / "syncs"
    sites.make(url, folder)
    server = served.ours(url, folder, before=("strace", "-f", "-qq", "-e", "trace=fsync,fdatasync", "-o", str(trace)))
    with served.running(server):
        before = _syncs(trace)
        send_all(server.port, [(post("/plats", sites.told(n)),) for n in range(MANY)], 1)
        each = (_syncs(trace) - before) / MANY
    return [Row("R2", "syncs for each answer posted alone, SQLite", f"{each:.2f}", "–", wanted, each >= 1)]


def _syncs(trace: Path) -> int:
    return len(re.findall(r"f(?:data)?sync\(\d+\)\s*=\s*0|f(?:data)?sync resumed>.*= 0", trace.read_text()))
