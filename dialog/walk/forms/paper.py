"""A paper protocol as it is keyed in: many lines on one page. A line with nothing in it is passed over."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dialog.base.keys import new_id
from dialog.base.texts import clean, one_line
from dialog.remark.kinds import FEELINGS, MOST_LETTERS, MOST_PLACE_LETTERS
from dialog.walk.kinds.checklist import LEVELS, Point
from dialog.walk.kinds.plan import PaperLine
from dialog.web.language import gettext as _

LINES = 12
_MOST = 60


@dataclass
class PaperRow:
    """A line as it was typed."""

    item_id: str
    stop: str = ""
    words: str = ""
    feeling: str = ""
    text: str = ""
    agreeing: str = ""
    checklist: dict[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Say whether nothing was filled in."""
        return not any((self.stop, self.words, self.feeling, self.text, self.agreeing, any(self.checklist.values())))


@dataclass
class PaperForm:
    """The lines, and what is wrong with them by the field's id."""

    rows: list[PaperRow]
    errors: dict[str, list[str]] = field(default_factory=dict)

    @property
    def summary(self) -> list[tuple[str, str]]:
        """Return (id of the field, sentence) for the error summary."""
        return [(name, sentence) for name, sentences in self.errors.items() for sentence in sentences]

    def lines(self, stops: Mapping[int, uuid.UUID]) -> list[PaperLine] | None:
        """Return the lines that were filled in, or None when `errors` says what is wrong. `stops`: id by number."""
        found = [self._line(n, row, stops) for n, row in enumerate(self.rows) if not row.is_empty]
        if not found:
            self.errors["feeling-0"] = [_("Fyll i minst en rad.")]
        return None if self.errors else found

    def _wrong(self, name: str, sentence: str) -> None:
        self.errors.setdefault(name, []).append(sentence)

    def _line(self, n: int, row: PaperRow, stops: Mapping[int, uuid.UUID]) -> PaperLine:
        if row.feeling not in FEELINGS:
            self._wrong(f"feeling-{n}", _("Rad %(n)s: välj otrygg, trygg eller blandat.", n=n + 1))
        stop = stops.get(int(row.stop)) if row.stop.isascii() and row.stop.isdigit() else None
        if row.stop and stop is None:
            self._wrong(f"stop-{n}", _("Rad %(n)s: välj ett av vandringens stopp.", n=n + 1))
        elif stop is None and not row.words:
            self._wrong(f"stop-{n}", _("Rad %(n)s: välj ett stopp eller skriv var det är.", n=n + 1))
        if len(row.text) > MOST_LETTERS:
            self._wrong(f"text-{n}", _("Rad %(n)s: texten får vara högst %(most)s tecken.", n=n + 1, most=MOST_LETTERS))
        agreeing = row.agreeing or "1"
        if not (agreeing.isascii() and agreeing.isdigit() and len(agreeing) <= 3 and int(agreeing)):
            self._wrong(f"agreeing-{n}", _("Rad %(n)s: skriv hur många som håller med, till exempel 3.", n=n + 1))
            agreeing = "1"
        answers = {slug: int(value) for slug, value in row.checklist.items() if value}
        return PaperLine(uuid.UUID(row.item_id), row.feeling, stop, row.words, row.text, int(agreeing), answers)


def empty_paper() -> PaperForm:
    """Return a clean form; each line has an id of its own, so that a second press makes no second remark."""
    return PaperForm([PaperRow(str(new_id())) for _n in range(LINES)])


def paper_sent(sent: Mapping[str, Any], checklist: list[Point]) -> PaperForm:
    """Return the form as somebody filled it in."""
    rows = []
    for n in range(_MOST):
        if f"item-{n}" not in sent:
            break
        levels = {str(level) for level in range(LEVELS)}
        answers = {str(point["slug"]): sent.get(f"check-{n}-{point['slug']}", "") for point in checklist}
        rows.append(
            PaperRow(
                _known_id(sent.get(f"item-{n}", "")),
                one_line(sent.get(f"stop-{n}", ""))[:6],
                one_line(sent.get(f"words-{n}", ""))[:MOST_PLACE_LETTERS],
                one_line(sent.get(f"feeling-{n}", ""))[:10],
                clean(sent.get(f"text-{n}", ""))[: MOST_LETTERS + 1],
                one_line(sent.get(f"agreeing-{n}", ""))[:6],
                {slug: value for slug, value in answers.items() if value in levels},
            )
        )
    return PaperForm(rows or empty_paper().rows)


def _known_id(written: str) -> str:
    try:
        return str(uuid.UUID(written))
    except ValueError:
        return str(new_id())
