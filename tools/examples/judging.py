"""How right suggestions are on texts of somebody who was not read: each voice is judged by weights fitted without it.

From `reading.py` and `fitting.py`; to `docs/decisions/how-a-suggestion-is-made.md`. The vocabulary alone stands beside.
"""

import random
from collections.abc import Iterable, Sequence

from dialog.tag.suggesting import Reading, suggest
from dialog.tag.suggesting import judging as deniers
from dialog.tag.suggesting.measuring import Measure
from dialog.tag.suggesting.weights import NOTHING, opened
from tools import denials
from tools.examples import fitting
from tools.examples.reading import DATA, HERE, Example, examples, labelled

VOICES = ("voice-1", "voice-2", "voice-3")
#: For measuring alone.
KEPT = (
    *(HERE.parents[1] / "dialog" / "demo" / "data" / f"remarks-{name}.jsonl" for name in ("published", "written")),
    DATA / "remarks-later.jsonl",
)
DRAWS = 1_000


def judge(parts: Sequence[str]) -> None:
    """Print the figures for each part (or all voices), judged without it, and for what is kept to measure by."""
    every, topics = examples(), denials.topics()
    together: list[tuple[Example, Reading, Reading]] = []
    for part in parts or VOICES:
        mine = [one for one in every if one.part == part]
        _deny_by(denials.written(denials.fit([topic for topic in topics if topic.part != part])))
        taught = opened(fitting.fit([one for one in every if one.part != part], ""))
        read = [(one, suggest(one.text, taught=NOTHING), suggest(one.text, taught=taught)) for one in mine]
        together += read
        _print(part, read)
    _print("together", together)
    taught = opened(fitting.fit(every, ""))
    _deny_by(denials.WEIGHTS.read_text(encoding="utf-8"))
    for file in KEPT:
        _print(
            file.stem,
            [(one, suggest(one.text, taught=NOTHING), suggest(one.text, taught=taught)) for one in labelled(file)],
        )


def _deny_by(weights: str) -> None:
    """Let what denies be judged by other weights than those that ship."""
    made = deniers.weights_of(weights)
    setattr(deniers, "_weights", lambda: made)  # noqa: B010


def measured(rows: Iterable[tuple[Example, Reading]]) -> Measure:
    """Return how right some readings are."""
    measure = Measure(label="core_tags")
    for one, reading in rows:
        row = {"core_tags": one.areas or {"ovrigt"}, "negated_core": one.denied}
        measure.add(row, [suggestion.slug for suggestion in reading.suggestions], reading.lang, False)
    return measure


def _print(name: str, rows: Sequence[tuple[Example, Reading, Reading]]) -> None:
    for way, at in (("vocabulary", 1), ("with examples", 2)):
        pairs = [(row[0], row[at]) for row in rows]
        found = measured(pairs)  # type: ignore[arg-type]
        low, high = _interval(pairs)  # type: ignore[arg-type]
        micro = found.micro
        print(
            f"{name:<20}{way:<15}{found.rows:5} micro {micro.f1:.3f} ({low:.3f}-{high:.3f}) macro {found.macro_f1:.3f} "
            f"precision {micro.precision:.3f} recall {micro.recall:.3f} denied but suggested {found.leaked} of {found.denied}",
            flush=True,
        )


def _interval(pairs: Sequence[tuple[Example, Reading]]) -> tuple[float, float]:
    """Return the 95 % interval of micro F1, by drawing texts anew."""
    counts = []
    for pair in pairs:
        micro = measured([pair]).micro
        counts.append((micro.right, micro.extra + micro.missed))
    draw = random.Random(1)
    found = []
    for _ in range(DRAWS):
        drawn = draw.choices(counts, k=len(counts))
        right, wrong = sum(n for n, _ in drawn), sum(n for _, n in drawn)
        found.append(2 * right / max(1, 2 * right + wrong))
    found.sort()
    return found[int(DRAWS * 0.025)], found[int(DRAWS * 0.975) - 1]
