"""`/admin/enkater/<slug>/resultat/jamfor`: two waves side by side, only where what was asked is the same version.

The difference stands with its interval; where the wording was changed both are shown and nothing is subtracted.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response

from dialog.figures.publishing.comparing import is_other_season
from dialog.figures.queries.results import Bars, QuestionResult, ResponseCut, Words, results
from dialog.figures.staff import bp
from dialog.figures.staff.asked import READERS, asked, reads_texts
from dialog.figures.staff.saving import save
from dialog.figures.staff.side_by_side import Compared, Side, draw
from dialog.figures.staff.wave_asked import chosen_wave, note, published_waves
from dialog.survey.queries import questionnaire_of
from dialog.web.language import gettext as _
from dialog.web.language import in_words
from dialog.web.pages import page
from dialog.web.security import staff
from dialog.web.transaction import db


@dataclass(frozen=True)
class Changed:
    """A question whose wording is not the same; both as they were asked."""

    first: str
    second: str


@bp.get("/admin/enkater/<slug:slug>/resultat/jamfor")
@staff(*READERS)
def compare_waves(slug: str) -> Response:
    """Show two waves side by side: the newest and the one before, or those that the address names."""
    survey, published, sides, faults = _read(slug)
    pairs = list(_pairs(*sides)) if sides else []
    note(slug)
    return page(
        "figures/staff/compared.html",
        422 if faults else 200,
        survey=survey,
        wave_choices=[(str(w.id), _("Omgång %(number)s", number=w.number)) for w in published],
        sides=sides,
        first=str(sides[0].wave.id) if sides else request.args.get("omgang", ""),
        second=str(sides[1].wave.id) if sides else request.args.get("med", ""),
        page_errors=faults,
        compared=[made for pair in pairs if _is_same(*pair) for made in _compared(sides, *pair)] if sides else [],
        changed=[Changed(_text(a), _text(b)) for a, b in pairs if not _is_same(a, b)],
        alone=_alone(sides) if sides else [],
        other_season=_other_season(sides) if sides else False,
        hides_small=not reads_texts(),
        query="?" + request.query_string.decode("ascii", "ignore") + "&fraga=",
        picture_at=url_for(".save_compared_picture", slug=slug),
        table_at=url_for(".save_compared_table", slug=slug),
    )


@bp.get("/admin/enkater/<slug:slug>/resultat/jamfor.svg")
@staff(*READERS)
def save_compared_picture(slug: str) -> Response:
    """Send one question's picture as a file."""
    return _save(slug, "svg")


@bp.get("/admin/enkater/<slug:slug>/resultat/jamfor.csv")
@staff(*READERS)
def save_compared_table(slug: str) -> Response:
    """Send one question's table as a file."""
    return _save(slug, "csv")


def _save(slug: str, kind: str) -> Response:
    _survey, _published, sides, _faults = _read(slug)
    pairs = [pair for pair in _pairs(*sides) if _is_same(*pair)] if sides else []
    key = request.args.get("fraga", "")
    made = next((c for pair in pairs for c in _compared(sides, *pair) if c.key == key), None)
    if made is None:
        return compare_waves(slug)
    return save(kind, made.drawn, f"{slug}-{key}-jamford", " ".join(side.told for side in sides), slug)


def _read(slug: str) -> tuple[Any, list[Any], list[Side], list[tuple[str, str]]]:
    survey, published = published_waves(slug)
    second = chosen_wave(published, "med") or published[-1]
    earlier = [wave for wave in published if wave.number < second.number]
    first = chosen_wave(published, "omgang") or (earlier or published)[-1]
    if first.id == second.id:
        told = _("Välj två olika omgångar.") if len(published) > 1 else ""
        return survey, published, [], [("omgang", told)] if told else []
    hides = asked().hides_small
    sides = []
    for wave in (first, second):
        questionnaire = questionnaire_of(db(), wave.id)
        assert questionnaire is not None
        sides.append(Side(wave, results(db(), questionnaire, ResponseCut(), hide_small=hides)))
    return survey, published, sides, []


def _pairs(first: Side, second: Side) -> Iterator[tuple[QuestionResult, QuestionResult]]:
    before = {result.question.code: result for result in first.found.questions}
    for result in second.found.questions:
        if result.question.code in before and result.question.kind not in ("text", "short", "place"):
            yield before[result.question.code], result


def _is_same(a: QuestionResult, b: QuestionResult) -> bool:
    if a.question.wording != b.question.wording or a.question.kind != b.question.kind:
        return False
    # How far a number may go decides its classes.
    return a.question.kind != "number" or [_parts(g) for g in a.groups] == [_parts(g) for g in b.groups]


def _parts(group: Bars) -> list[Words]:
    return [bar.label for bar in group.bars]


def _alone(sides: Sequence[Side]) -> list[str]:
    codes = [{result.question.code for result in side.found.questions} for side in sides]
    return [
        _("%(question)s (bara i omgång %(number)s)", question=_text(result), number=side.wave.number)
        for at, side in enumerate(sides)
        for result in side.found.questions
        if result.question.code not in codes[1 - at]
    ]


def _other_season(sides: Sequence[Side]) -> bool:
    weeks = [side.found.weeks for side in sides if side.found.weeks]
    return len(weeks) == 2 and is_other_season(*weeks)


def _text(result: QuestionResult) -> str:
    return in_words(dict(result.question.text))[0]


def _compared(sides: Sequence[Side], a: QuestionResult, b: QuestionResult) -> Iterator[Compared]:
    for at, (before, now) in enumerate(zip(a.groups, b.groups, strict=True)):
        row = b.question.rows[at].code if b.question.rows else ""
        label = f"{_text(b)} – {in_words(dict(now.label))[0]}" if row else _text(b)
        key = f"{b.question.code}.{row}" if row else b.question.code
        if before.n and now.n:
            yield draw(key, label, b.question, (sides[0], before), (sides[1], now))
