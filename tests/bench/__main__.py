"""`python3 start.py bench [names]`: measures, and prints the table as markdown. Names: answers, pages, million, power, counts, cuts, walks, search, published, tagging, desk, papers; default all."""

import platform
import sys
import tempfile
import time
from pathlib import Path

from dialog.app import wire
from tests.bench import answers, counts, cuts, desk, million, pages, papers, power, published, search, tagging, walks
from tests.bench.table import written

PARTS = {
    "answers": answers,
    "pages": pages,
    "million": million,
    "power": power,
    "counts": counts,
    "cuts": cuts,
    "walks": walks,
    "search": search,
    "published": published,
    "tagging": tagging,
    "desk": desk,
    "papers": papers,
}


def main(names: list[str]) -> int:
    """Measure what is named; 0 when it could be measured (a goal that is missed is told in the table), 2 for a wrong name."""
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        print(f"bench: there is no {unknown[0]!r}; there are: {', '.join(PARTS)}", file=sys.stderr)
        return 2
    if platform.system() != "Linux":
        print("bench: processor time and memory are read from /proc, which only Linux has", file=sys.stderr)
        return 1
    wire()
    rows = []
    for name in names or PARTS:
        begun = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="dialog-bench-") as folder:
            rows += PARTS[name].measure(Path(folder) / name)
        print(f"- {name}: {time.monotonic() - begun:.0f} s, load {answers.load_now()}", file=sys.stderr, flush=True)
    print(written(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
