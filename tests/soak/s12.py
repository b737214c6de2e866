"""S12 at length: thousands of invented municipalities, each with several publications, and an attacker who has them all."""

import os
import subprocess
import sys
import time
from collections import Counter

from tests.trust.answered import live as answered
from tests.trust.attacking import Attacker
from tests.trust.municipalities import live


def run(many: int = 2000, first: int = 1_000) -> int:
    """Attack so many municipalities, from a seed on; 0 when nothing was worked out."""
    found: Counter[str] = Counter()
    shown = publications = refused = 0
    begun = time.monotonic()
    for seed in range(first, first + many):
        # Every third merges focus areas; one in fifty publishes twenty times.
        town = live(seed, merging=seed % 3 == 0, turns=20 if seed % 50 == 0 else 0)
        numbers = town.numbers()
        attacker = Attacker(town.dimensions, town.areas)
        learnt = attacker.attack(numbers, own=town.somebody())
        if len(numbers) <= 60:
            rows = [(attacker.inside(number.where, number.area), number.n) for number in numbers]
            learnt += attacker.eliminate(rows, *attacker.targets(rows)) if rows else []
        found.update(finding.how for finding in learnt)
        shown += len(numbers)
        publications += len(town.verdicts)
        refused += sum(verdict.is_refused for verdict in town.verdicts)
        if learnt:
            print(f"seed {seed}: {learnt[:3]}", flush=True)
        if sys.stderr.isatty():
            print(f"\r{seed - first + 1} of {many}", end="", file=sys.stderr)
    small = found.pop("shown", 0)
    print(
        f"S12: {many} municipalities (seeds {first} to {first + many - 1}), {publications} publications of which {refused} "
        f"had nothing to show, {shown} numbers shown; small_published {small}, "
        f"worked_out {sum(found.values())} {dict(found) or ''}; {time.monotonic() - begun:.0f} s"
    )
    return max(1 if found or small else 0, run_answers(many, first), run_sites(many // 10))


def run_answers(many: int, first: int) -> int:
    """Attack what was told of the answers to so many invented surveys; 0 when nothing was worked out."""
    found: Counter[str] = Counter()
    publications = shown = 0
    begun = time.monotonic()
    for seed in range(first, first + many):
        wave = answered(seed)
        learnt = wave.attack()
        found.update(finding.how for finding in learnt)
        publications += len(wave.told)
        shown += sum(len(told.numbers) for told in wave.told.values())
        if learnt:
            print(f"answers, seed {seed}: {learnt[:3]}", flush=True)
    print(
        f"S12 of answers: {many} surveys, {publications} publications, {shown} numbers told; "
        f"worked_out {sum(found.values())} {dict(found) or ''}; {time.monotonic() - begun:.0f} s"
    )
    return 1 if found else 0


def run_sites(many: int) -> int:
    """Attack so many sites as anyone reads them: of remarks, and of answers beside remarks (SQLite); 0 when nothing was worked out."""
    files = ["tests/trust/test_s12_published.py", "tests/trust/test_s12_both.py"]
    command = [sys.executable, "-m", "pytest", "-q", "--only", "sqlite", *files]
    return min(1, subprocess.run(command, env=os.environ | {"DIALOG_TEST_S12": str(many)}, check=False).returncode)
