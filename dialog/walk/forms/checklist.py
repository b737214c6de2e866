"""A walk's checklist: its points with words for 0 to 3, and room for one more."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dialog.base.texts import one_line
from dialog.people.kinds import slug_of
from dialog.walk.kinds.checklist import LEVELS, MOST_POINTS, Point
from dialog.web.language import gettext as _


@dataclass
class ChecklistForm:
    """The points as they were typed; one whose area is empty is taken away."""

    points: list[Point] = field(default_factory=list)
    errors: dict[str, list[str]] = field(default_factory=dict)

    @property
    def summary(self) -> list[tuple[str, str]]:
        """Return (id of the field, sentence) for the error summary."""
        return [(name, sentence) for name, sentences in self.errors.items() for sentence in sentences]

    def checklist(self) -> list[Point] | None:
        """Return the checklist that the form tells, or None when `errors` says what is wrong."""
        found: list[Point] = []
        taken: set[str] = set()
        for n, point in enumerate(self.points):
            if not point["area"]:
                continue
            if not all(point["levels"]):
                self.errors[f"level-{n}-0"] = [_("Skriv vad 0, 1, 2 och 3 betyder för ”%(area)s”.", area=point["area"])]
            slug = str(point["slug"] or slug_of(point["area"])[:36])
            while slug in taken:
                slug = f"{slug[:36]}-{len(taken)}"
            taken.add(slug)
            found.append({**point, "slug": slug})
        if not found:
            self.errors["area-0"] = [_("Checklistan behöver minst en punkt.")]
        if len(found) > MOST_POINTS:
            self.errors["area-0"] = [_("Checklistan kan ha högst %(n)s punkter.", n=MOST_POINTS)]
        return None if self.errors else found


def checklist_sent(sent: Mapping[str, Any], known: list[Point]) -> ChecklistForm:
    """Return the form as somebody filled it in. A point that was there keeps its slug: what has been answered is told by it."""
    slugs = {str(point["slug"]) for point in known}
    points: list[Point] = []
    for n in range(MOST_POINTS + 1):
        if f"area-{n}" not in sent:
            break
        slug = one_line(sent.get(f"slug-{n}", ""))[:40]
        points.append(
            {
                "slug": slug if slug in slugs else "",
                "area": one_line(sent.get(f"area-{n}", ""))[:80],
                "question": one_line(sent.get(f"question-{n}", ""))[:200],
                "levels": [one_line(sent.get(f"level-{n}-{level}", ""))[:120] for level in range(LEVELS)],
            }
        )
    return ChecklistForm(points)
