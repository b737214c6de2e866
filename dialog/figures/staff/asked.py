"""What a page of figures was asked for: the filter of its address, and whether this reader sees small groups."""

from dataclasses import dataclass, replace
from typing import Any

from flask import request

from dialog.base.problems import Problem
from dialog.figures.queries import Cut, choices
from dialog.place.queries import districts, kinds
from dialog.remark.kinds import PARTS_OF_DAY
from dialog.tag.queries import RemarkFilter, read_known
from dialog.web.language import gettext as _
from dialog.web.language import in_words
from dialog.web.pages import show_week
from dialog.web.security import signed_in
from dialog.web.transaction import db

READERS = ("coordinator", "tagger", "analyst")


@dataclass(frozen=True)
class Asked:
    """A filter as it was read, what in it could not be read (field and sentence), and its effect on small groups."""

    chosen: RemarkFilter
    faults: list[tuple[str, str]]
    hides_small: bool


def reads_texts() -> bool:
    """Say whether the signed-in person may read remarks as they were written (TRUST D16)."""
    return signed_in().has("tagger")


def reads_all() -> None:
    """Let in those alone who read all that was written, what accuses somebody too: both roles are needed."""
    if not signed_in().has("tagger"):
        raise Problem("not_found")


def may_open(queue: str) -> bool:
    """Say whether the person may choose by a queue ("" is none): what accuses somebody takes a role of its own."""
    return not queue or (reads_texts() and (queue != "utpekad" or signed_in().has("trusted_reader")))


def as_allowed(chosen: RemarkFilter) -> RemarkFilter:
    """Return a filter as the person may use it: words are found in what they may see, squares are coarse for who may not read, and a
    queue that they may not open chooses nothing.
    """
    if not may_open(chosen.queue):
        chosen = replace(chosen, queue="")
    if not reads_texts():
        return chosen.masked()
    return chosen if signed_in().has("trusted_reader") else chosen.seen("few")


def asked(*, with_words: bool = False) -> Asked:
    """Read the filter of this page's address, as the person may use it. Counts and maps have words only for who reads all texts:
    a word that stands in one remark alone would lead to its place.
    """
    chosen, faults = read_known(db(), request.args)
    is_shut = not may_open(chosen.queue)
    chosen = as_allowed(chosen if with_words or reads_texts() else chosen.without_words())
    sentences = {
        "week": _("Skriv veckan som år och vecka, till exempel 2026-47."),
        "order": _("Den sista veckan ligger före den första."),
    }
    told = [(name, sentences.get(fault, _("Valet finns inte. Välj något i listan."))) for name, fault in faults.items()]
    if is_shut:
        told.append(("", _("Den kön läser bara den som har en roll för det. Här är alla synpunkter.")))
    return Asked(chosen, told, not reads_texts())


def rows_of(cut: Cut) -> list[tuple[str, int | None, float | None]]:
    """Return a cut as the rows of bars: label, n, share."""
    return [(_label(cut.name, count.key, count.label), count.n, count.share) for count in cut.counts]


def _label(name: str, key: str, label: Any) -> str:
    if name == "week":
        return show_week(label)
    if name == "feeling":
        return {"unsafe": _("Otrygg"), "safe": _("Trygg"), "mixed": _("Blandat")}[key]
    if name == "part_of_day":
        return _(PARTS_OF_DAY[key])
    if name == "source":
        return in_words(label)[0]
    return in_words(label.name)[0] if name == "focus_area" else str(label)


def filter_choices() -> dict[str, list[tuple[str, str]]]:
    """Return what the fields of the filter offer: focus areas, sources, and districts."""
    found = choices.filter_choices(db())
    return {
        "focus_areas": [(slug, in_words(name)[0]) for slug, name in found.focus_areas],
        "sources": [(slug, in_words(name)[0]) for slug, name in found.sources],
        "districts": district_choices(),
    }


def district_choices() -> list[tuple[str, str]]:
    """Return the districts of all divisions as choices; after the first division's own, the division is told too."""
    known = districts(db())
    if len({d.kind for d in known}) < 2:
        return [(str(d.id), d.name) for d in known]
    names = {kind.slug: kind.name for kind in kinds(db())}
    first = known[0].kind
    return [(str(d.id), d.name if d.kind == first else f"{d.name} ({names[d.kind]})") for d in known]
