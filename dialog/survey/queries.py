"""Questions about surveys as residents meet them. A published wave never changes, so each process compiles it once.

Comes before: `survey/building`, which publishes. Goes to: `survey/public.py`, and to `operations.submit_response`.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from dialog.base.clock import SWEDISH, today
from dialog.base.db import Database, Words
from dialog.base.geo import GeometryProblem
from dialog.place.queries import check_within
from dialog.survey.models import Section, Survey, Wave
from dialog.survey.questionnaire import FieldProblem, Filled, Questionnaire, compile_wave, field_of

_MOST_REMEMBERED = 200
#: More would not be calm on a start page.
MOST_EARLIER = 3
_compiled: dict[uuid.UUID, Questionnaire] = {}


@dataclass(frozen=True)
class Asked:
    """A survey with the wave that matters to who opens its address: the open one, else the last."""

    survey_id: uuid.UUID
    slug: str
    title: Words
    texts: dict[str, Any]
    languages: Sequence[str]
    police_reads: bool
    minutes: int
    registry_number: str
    retention_decision: str
    keep_months: int
    version: int
    wave_id: uuid.UUID
    number: int
    state: str
    closes_on: date | None

    @property
    def is_open(self) -> bool:
        """Say whether answers are taken today."""
        return takes_answers(self.state, self.closes_on)

    @property
    def has_closed(self) -> bool:
        """Say whether it was open once and is no longer."""
        return self.state != "draft" and not self.is_open


def takes_answers(state: str, closes_on: date | None) -> bool:
    """Say whether a wave takes answers today; its last day counts."""
    return state == "open" and (closes_on is None or today() <= closes_on)


#: There is the wave with an id (a list of one), …
WAVE = {
    "sqlite": "EXISTS (SELECT 1 FROM waves WHERE id IN (SELECT value FROM json_each(?))",
    "postgresql": "EXISTS (SELECT 1 FROM waves WHERE id = ANY(%s::uuid[])",
}
#: … and `takes_answers` is true of it, on the day that is the next parameter: for a batch's one question before its commit.
TAKES_ANSWERS = {
    "sqlite": WAVE["sqlite"] + " AND state = 'open' AND (closes_on IS NULL OR closes_on >= ?))",
    "postgresql": WAVE["postgresql"] + " AND state = 'open' AND (closes_on IS NULL OR closes_on >= %s::date))",
}
_surveys: Any = Survey.__table__
_waves: Any = Wave.__table__
_both = _surveys.join(_waves, _waves.c.survey_id == _surveys.c.id)
_state = (_surveys.c.version, _waves.c.id.label("wave_id"), _waves.c.state, _waves.c.closes_on)
_told = [
    _surveys.c[name] for name in Asked.__dataclass_fields__ if name in _surveys.c and name not in ("id", "version")
]
_EVERYTHING = select(_surveys.c.id.label("survey_id"), *_told, _waves.c.number, *_state).select_from(_both)
_ORDER = "ORDER BY CASE w.state WHEN 'open' THEN 0 WHEN 'closed' THEN 1 ELSE 2 END, w.number DESC LIMIT 1"
#: Asked at every visit: the little that can change, by the address. The rest is remembered for as long as it is the same.
_STATE = {
    name: "SELECT s.version, w.id, w.state, w.closes_on FROM surveys s JOIN waves w ON w.survey_id = s.id "  # noqa: S608
    f"WHERE s.slug = {mark} {_ORDER}"
    for name, mark in (("sqlite", "?"), ("postgresql", "%s"))
}
_asked: dict[tuple[Any, ...], Asked] = {}


def survey_at(site: Database, slug: str) -> Asked | None:
    """Return a survey by its address with its open wave, or the last that closed, or its draft; None when unknown."""
    found = site.ask(_STATE, (slug,))
    if not found:
        return None
    state = tuple(found[0])
    known = _asked.get((slug, *state))
    if known is None:
        wave_id = uuid.UUID(str(state[1]))
        with site.reading() as db:
            row = db.execute(_EVERYTHING.where(_waves.c.id == wave_id)).first()
        known = Asked(**row._mapping) if row is not None else None
        if known is not None and _written(known.version, wave_id, known.state, known.closes_on) == _written(*state):
            _remember(_asked, (slug, *state), known)  # else it has just changed
    return known


def _written(*state: Any) -> list[str]:
    return [str(one).replace("-", "") for one in state]  # the drivers differ in hyphens alone


def questionnaire_at(site: Database, wave_id: uuid.UUID) -> Questionnaire | None:
    """Do what `questionnaire_of` does, without asking where it is known."""
    known = _compiled.get(wave_id)
    if known is not None:
        return known
    with site.reading() as db:
        return questionnaire_of(db, wave_id)


def _remember(kept: dict[Any, Any], key: Any, value: Any) -> None:
    if len(kept) >= _MOST_REMEMBERED:
        kept.clear()
    kept[key] = value


def open_surveys(db: Session) -> list[Asked]:
    """Return the surveys that take answers today, those that close first before the others."""
    rows = db.execute(_EVERYTHING.where(_waves.c.state == "open").order_by(_surveys.c.slug))
    found = [asked for row in rows if (asked := Asked(**row._mapping)).is_open]
    return sorted(found, key=lambda asked: (asked.closes_on is None, asked.closes_on, asked.slug))


@dataclass(frozen=True)
class Earlier:
    """A survey with a wave that is over: what it is called, its last day, and what is told of what came of it."""

    title: Words
    told: Words
    closed_on: date | None


def earlier_surveys(db: Session) -> list[Earlier]:
    """Return the surveys that have been answered and closed, the last closed first: what came of them, or when that is told."""
    over = _EVERYTHING.add_columns(_waves.c.closed_at).where(_waves.c.state != "draft").order_by(_waves.c.number)
    found: dict[uuid.UUID, Earlier] = {}
    for row in db.execute(over):
        if not takes_answers(row.state, row.closes_on):
            days = [d for d in (row.closes_on, row.closed_at and row.closed_at.astimezone(SWEDISH).date()) if d]
            told = row.texts.get("outcome") or row.texts.get("answer_back") or {}
            found[row.survey_id] = Earlier(row.title, told, min(days, default=None))
    return sorted(found.values(), key=lambda one: one.closed_on or date.min, reverse=True)[:MOST_EARLIER]


def questionnaire_of(db: Session, wave_id: uuid.UUID) -> Questionnaire | None:
    """Return a wave's questions, compiled; a published wave's from memory. None when there is no such wave."""
    known = _compiled.get(wave_id)
    if known is not None:
        return known
    wave = db.scalar(
        select(Wave).where(Wave.id == wave_id).options(selectinload(Wave.sections).selectinload(Section.questions))
    )
    if wave is None:
        return None
    made = compile_wave(wave)
    if wave.state != "draft":
        _remember(_compiled, wave_id, made)
    return made


def problems_of_places(
    limits: tuple[float, float, float, float] | None, questionnaire: Questionnaire, filled: Filled
) -> list[FieldProblem]:
    """Return what is wrong with the places of a form that otherwise can be read: those far from the municipality (`limits`: the box that
    holds it, `place.queries.bounds`).
    """
    found = []
    for row in filled.answers:
        if row.said is not None and row.said.geometry is not None:
            try:
                check_within(limits, row.said.geometry)
            except GeometryProblem as problem:
                code = next(question.code for question in questionnaire.questions if question.id == row.question_id)
                found.append(FieldProblem(field_of(code, "words"), code, str(problem)))
    return found
