"""The table of a run: each figure beside its bare equivalent, with the spread of its rounds, and whether the goal holds."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

ROUNDS = 5


@dataclass(frozen=True)
class Row:
    """One figure. `holds` is None where it stands for comparison only."""

    goal: str
    what: str
    ours: str
    bare: str
    wanted: str
    holds: bool | None = None


HEADS = ("goal", "figure", "Dialog", "bare", "wanted", "holds")


def middle(values: Sequence[float]) -> float:
    """Return the median of the rounds."""
    return statistics.median(values)


def spread(values: Sequence[float], unit: str = "", digits: int = 1) -> str:
    """Write the median of the rounds with the least and the most: 12.3 ms (11.9–13.0)."""
    unit = f" {unit}" if unit else ""
    if len(values) == 1:
        return f"{values[0]:,.{digits}f}{unit}"
    return f"{middle(values):,.{digits}f}{unit} ({min(values):,.{digits}f}–{max(values):,.{digits}f})"


def ratios(ours: Sequence[float], bare: Sequence[float]) -> list[float]:
    """Return ours to bare, round by round: what slows the machine slows both."""
    return [a / b for a, b in zip(ours, bare, strict=True)]


def written(rows: Sequence[Row]) -> str:
    """Return the table as markdown."""
    lines = ["| " + " | ".join(HEADS) + " |", "|" + " --- |" * len(HEADS)]
    for row in rows:
        holds = {True: "yes", False: "**no**", None: "–"}[row.holds]
        lines.append("| " + " | ".join((row.goal, row.what, row.ours, row.bare, row.wanted, holds)) + " |")
    return "\n".join(lines)
