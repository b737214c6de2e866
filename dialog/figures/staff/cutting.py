"""`/admin/enkater/<slug>/resultat/uppdelat`: one question cut by district, when, channel or another question, as a picture and a table.

Everything stands in the address, so that it can be passed on; what cannot be read is said, and the page is there all the same.
"""

from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response

from dialog.base.pictures import Amount, Bar, Picture, bars
from dialog.figures import intervals
from dialog.figures.queries.crosses import REST, Cross, Group, Line, cross, lines
from dialog.figures.queries.seasons import SAID, asks_when
from dialog.figures.staff import bp
from dialog.figures.staff.asked import READERS, district_choices
from dialog.figures.staff.drawn import Drawn, few, n_of
from dialog.figures.staff.saving import save
from dialog.figures.staff.wave_asked import Wanted, channel_names, note, wanted
from dialog.remark.kinds import PARTS_OF_DAY, SEASONS
from dialog.web.language import gettext as _
from dialog.web.language import in_words
from dialog.web.pages import page, show_number, show_week
from dialog.web.security import staff
from dialog.web.transaction import db

MEAN = "medel"
AXES = {
    "omrade": "district", "vecka": "week", "arstid": "season", "kanal": "channel", "dygn": "part_of_day",
    "platsens-arstid": "place_season",
}  # fmt: skip


@dataclass(frozen=True)
class Chosen:
    """What the form says: the question, what it is cut by, and which answer the picture shows (a choice, or the mean)."""

    wanted: Wanted
    lines: list[Line]
    line: Line | None
    by: str | Line | None
    by_key: str
    answer: str
    faults: list[tuple[str, str]]

    @property
    def line_words(self) -> str:
        return line_words(self.line) if self.line else ""


def choose(slug: str) -> Chosen:
    """Read the form; a question or a cut that is not there is a fault that is told, never an error."""
    what = wanted(slug)
    known = lines(what.asked)
    faults = list(what.faults)
    key = request.args.get("fraga", "")
    line = next((line for line in known if line.key == key), None) if key else (known[0] if known else None)
    if key and line is None:
        faults.append(("fraga", _("Frågan finns inte i den här omgången. Välj en i listan.")))
    by_key = request.args.get("delat", "") or ("omrade" if district_choices() else "vecka")
    by: str | Line | None = AXES.get(by_key) or next((b for b in known if f"fraga:{b.key}" == by_key), None)
    if isinstance(by, str) and by in SAID and not asks_when(what.asked):
        by = None
    if by is None:
        faults.append(("delat", _("Det går inte att dela upp på det. Välj något i listan.")))
    elif isinstance(by, Line) and line is not None and by.question.id == line.question.id:
        by = None
        faults.append(("delat", _("Frågan kan inte delas upp på sig själv. Välj en annan fråga.")))
    return Chosen(what, known, line, by, by_key, _answer(line), faults)


def _answer(line: Line | None) -> str:
    if line is None:
        return ""
    codes = [c.code for c in line.question.choices] + ([MEAN] if line.question.kind == "scale" else [])
    asked = request.args.get("svar", "")
    return asked if asked in codes else MEAN if line.question.kind == "scale" else codes[0] if codes else ""


@bp.get("/admin/enkater/<slug:slug>/resultat/uppdelat")
@staff(*READERS)
def cut_results(slug: str) -> Response:
    """Show one question cut in one way."""
    chosen = choose(slug)
    found = _count(chosen)
    note(slug)
    return page(
        "figures/staff/cut.html",
        422 if chosen.faults else 200,
        what=chosen.wanted,
        survey=chosen.wanted.survey,
        chosen=chosen,
        page_errors=chosen.faults,
        question_choices=[(line.key, line_words(line)) for line in chosen.lines],
        cut_choices=_cut_choices(chosen),
        answer_choices=_answer_choices(chosen.line),
        districts=district_choices(),
        channel_names=channel_names(),
        drawn=drawn(chosen, found) if found else None,
        cells=_cells(found) if found else None,
        adds_up=found.adds_up if found else False,
        saves=_saves(slug) if found and found.groups else [],
    )


@bp.get("/admin/enkater/<slug:slug>/resultat/uppdelat.svg")
@staff(*READERS)
def save_cut_picture(slug: str) -> Response:
    """Send the picture as a file."""
    return _save(slug, "svg")


@bp.get("/admin/enkater/<slug:slug>/resultat/uppdelat.csv")
@staff(*READERS)
def save_cut_table(slug: str) -> Response:
    """Send the table as a file."""
    return _save(slug, "csv")


def _save(slug: str, kind: str) -> Response:
    chosen = choose(slug)
    found = _count(chosen)
    if found is None or not found.groups or chosen.faults:
        return cut_results(slug)  # which tells what is wrong
    made = drawn(chosen, found)
    columns, rows = _cells(found, apart=True)
    told = Drawn(made.drawing, columns, rows)
    return save(kind, told, f"{slug}-{chosen.line.key if chosen.line else ''}", chosen.wanted.told(), slug)


def _saves(slug: str) -> list[tuple[str, str]]:
    given = "?" + request.query_string.decode("ascii", "ignore")
    return [
        (_("bilden som SVG"), url_for(".save_cut_picture", slug=slug) + given),
        (_("tabellen som CSV"), url_for(".save_cut_table", slug=slug) + given),
    ]


def _count(chosen: Chosen) -> Cross | None:
    if chosen.line is None or chosen.by is None or chosen.wanted.faults:
        return None
    what = chosen.wanted
    return cross(db(), what.asked, chosen.line, chosen.by, what.cut, hide_small=what.hides_small)


def line_words(line: Line) -> str:
    """Return a question in words, with the row of its matrix."""
    text = in_words(dict(line.question.text))[0]
    return f"{text} – {in_words(dict(line.row.text))[0]}" if line.row else text


def _cut_choices(chosen: Chosen) -> list[tuple[str, str]]:
    first = [("vecka", _("Vecka")), ("arstid", _("Årstid när svaret kom in")), ("kanal", _("Hur svaret kom in"))]
    if asks_when(chosen.wanted.asked):
        first += [
            ("dygn", _("Tid på dygnet som svaret berättar om")),
            ("platsens-arstid", _("Årstid som svaret berättar om")),
        ]
    if district_choices():
        first.insert(0, ("omrade", _("Område som svaret visar en plats i")))
    return first + [(f"fraga:{line.key}", line_words(line)) for line in chosen.lines]


def _answer_choices(line: Line | None) -> list[tuple[str, str]]:
    if line is None:
        return []
    mean = [(MEAN, _("Medelvärdet"))] if line.question.kind == "scale" else []
    return mean + [(c.code, choice_words(c)) for c in line.question.choices]


def choice_words(choice: Any) -> str:
    """Return a choice in words; a step of a scale may have its number alone."""
    return in_words(dict(choice.text))[0] or str(choice.value)


def _label(group: Group) -> str:
    if group.key == REST:
        return _("Har inte svarat på den frågan")
    if isinstance(group.label, int):
        return show_week(group.label)
    if isinstance(group.label, str):
        told = {**channel_names(), **{code: _(words) for code, words in (PARTS_OF_DAY | SEASONS).items()}}
        return told.get(group.label, group.label)
    return in_words(dict(group.label))[0]


def drawn(chosen: Chosen, found: Cross) -> Drawn:
    """Draw one answer's share, or the mean, in each group, with its interval."""
    question = found.line.question
    words = dict(_answer_choices(found.line)).get(chosen.answer, "")
    title = _("%(question)s ”%(answer)s”", question=line_words(found.line), answer=words)
    at = next((i for i, c in enumerate(question.choices) if c.code == chosen.answer), None)
    rows = [
        Bar(_label(group), [_amount(group, found.people[i], None if at is None else found.table.cells[i][at], at)])
        for i, group in enumerate(found.groups)
    ]
    top = 1.0 if at is not None else float(max((c.value or 0) for c in question.choices))
    description = _(
        "En stapel för varje grupp, från noll. Den tunna linjen under stapeln visar hur mycket slumpen kan ha flyttat siffran."
    )
    return Drawn(bars(Picture(title, description, rows, top=top)), [], [])


def _amount(group: Group, n: int | None, k: int | None, at: int | None) -> Amount:
    if n is None or (at is not None and k is None):
        return Amount(None, few())
    if not intervals.says_something(n):
        return Amount(None, _("%(n)s: för få för att säga något", n=n_of(n)))
    found = intervals.mean(group.mean) if at is None else intervals.share(k or 0, n)
    if found is None:
        return Amount(None, few())
    told = show_number(found.value, 1) if at is None else f"{show_number(100 * found.value)} %"
    return Amount(found.value, _("%(figure)s av %(n)s", figure=told, n=show_number(n)) if at is not None else _("%(figure)s (%(n)s)", figure=told, n=n_of(n)), found.low, found.high)  # fmt: skip


def _cells(found: Cross, *, apart: bool = False) -> tuple[list[tuple[str, bool]], list[list[Any]]]:
    """Return the table: a group's n, then for each choice how many and which share; the mean of a scale last.

    Of a group too small to say anything, no share and no mean. `apart` gives the share a column of its own, to count on.
    """
    choices = found.line.question.choices
    has_mean = found.line.question.kind == "scale"
    names = [choice_words(c) for c in choices]
    if apart:
        names = [words for name in names for words in (name, f"{name}, {_('andel')}")]
    columns = [(_("Grupp"), False), (_("Svar"), True), *((name, True) for name in names)]
    rows: list[list[Any]] = []
    for group, n, cells in zip(found.groups, found.people, found.table.cells, strict=True):
        told = [part for k in cells for part in (_apart(k, n) if apart else [None if k is None else _cell(k, n)])]
        mean = show_number(group.mean.mean, 1) if group.mean and intervals.says_something(n) else ""
        rows.append([_label(group), n, *told, *([mean] if has_mean else [])])
    return columns + ([(_("Medelvärde"), True)] if has_mean else []), rows


def _cell(k: int, n: int | None) -> str:
    return " · ".join(filter(None, (show_number(k), _share(k, n))))


def _apart(k: int | None, n: int | None) -> list[Any]:
    return [k, "" if k is None else _share(k, n)]


def _share(k: int, n: int | None) -> str:
    return f"{show_number(100 * k / n)} %" if n and intervals.says_something(n) else ""
