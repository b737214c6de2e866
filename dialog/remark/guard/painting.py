"""What of a text is hidden: what the guard proposed, then each person's act in its order, the last over a letter deciding.

Pure. From the tables `masks` and `maskings`; to `remark/masking.py`, which is the one place that texts are masked in.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from dialog.remark.guard.taking import Stretch, widened


@dataclass(frozen=True, slots=True)
class Act:
    """Somebody hid a stretch of a text or showed it; acts come in the order of their versions."""

    start: int
    end: int
    is_hidden: bool
    kind: str = ""


def hidden(text: str, proposed: Iterable[Stretch], acts: Iterable[Act] = ()) -> list[Stretch]:
    """Return what is hidden, in order: whole letters, and none that touch. Where kinds meet the kind is ""."""
    painted: list[str | None] = [None] * len(text)
    for one in proposed:
        start, end = widened(text, one.start, one.end)
        for at in range(start, end):
            painted[at] = one.kind if painted[at] in (None, one.kind) else ""
    for act in acts:
        start, end = widened(text, act.start, act.end)
        painted[start:end] = [act.kind if act.is_hidden else None] * (end - start)
    found: list[Stretch] = []
    for at, kind in enumerate(painted):
        if kind is None:
            continue
        if found and found[-1].end == at:
            last = found.pop()
            found.append(Stretch(last.start, at + 1, kind if kind == last.kind else ""))
        else:
            found.append(Stretch(at, at + 1, kind))
    return found
