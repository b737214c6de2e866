"""What there is to learn from: remarks that somebody has decided on, with their focus areas; and whether it is time to learn again.

Comes before: every decision (`operations/deciding.py`). Goes to: `operations/training.py`, and the page of a focus area. What is
masked of a text is left out of it, and a remark that accuses somebody altogether.
"""

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, not_, or_, select
from sqlalchemy.orm import Session

from dialog.base.clock import now
from dialog.people.models import AuditEntry
from dialog.remark.masking import NOTHING, hidden_in
from dialog.remark.models import Concern, Masking, Remark
from dialog.tag.models import Decision, FocusArea, LearnedModel, Tagging
from dialog.tag.queries.filtering import counted_as
from dialog.tag.queries.suggesting import own_words, text_of
from dialog.tag.suggesting import OTHER
from dialog.tag.suggesting.vocabulary import version_of

MOST_TAUGHT = 50_000  # of the newest remarks with decisions
FEWEST_TAUGHT = 30
#: Learned again when so many have been decided since, or this share of all, or after so many days.
NEW_DECISIONS = 25
NEW_SHARE = 0.05
OLDEST = timedelta(days=30)
#: And when a focus area gets so many examples: from the first of them they help (`learning/early.py`).
LEVELS = (10, 20, 50)


@dataclass(frozen=True)
class Taught:
    """A remark with a decision: what may be read of its words, and its focus areas in use now.

    `unknown`: those that were not in use when it was decided, which nobody could choose then.
    """

    id: uuid.UUID
    text: str
    areas: frozenset[str]
    unknown: frozenset[str] = frozenset()


def _decided() -> Select[Any]:
    accusing = select(Concern.remark_id).where(Concern.kind == "accusation")
    return (
        select(Remark.id)
        .join(Decision, Decision.remark_id == Remark.id)
        .where(Decision.is_current, Decision.outcome == "tagged")
        .where(or_(Remark.text != "", Remark.suggestion != ""), Remark.id.not_in(accusing))
    )


def taught(db: Session, most: int = MOST_TAUGHT) -> list[Taught]:
    """Return the newest remarks with decisions, the newest first, masked."""
    newest = _decided().order_by(Remark.number.desc()).limit(most)
    ids = newest.subquery()
    slugs = {
        row.id: row.slug
        for row in db.execute(select(FocusArea.id, FocusArea.slug, FocusArea.state))
        if row.state == "active"
    }
    areas: dict[uuid.UUID, set[str]] = defaultdict(set)
    tagged: Any = (
        select(Tagging.remark_id, counted_as())
        .join(FocusArea, FocusArea.id == Tagging.focus_area_id)
        .where(Tagging.is_current, not_(Tagging.is_negated), Tagging.remark_id.in_(select(ids.c.id)))
    )
    for remark_id, area_id in db.execute(tagged):
        if area_id in slugs:
            areas[remark_id].add(slugs[area_id])
    hidden = hidden_in(db, lambda column: column.in_(select(ids.c.id)))
    rows: Any = db.execute(
        select(Remark.id, Remark.text, Remark.suggestion, Decision.at)
        .join(Decision, Decision.remark_id == Remark.id)
        .where(Decision.is_current, Remark.id.in_(select(ids.c.id)))
        .order_by(Remark.number.desc())
    )
    found = []
    away = {slug: spans for slug, spans in not_in_use(db).items() if slug in slugs.values()}
    for remark_id, text, suggestion, at in rows:
        mine = hidden.get(remark_id, NOTHING)
        shown = [_shown(mine.pieces("text", text)), _shown(mine.pieces("suggestion", suggestion))]
        unknown = {slug for slug, spans in away.items() if any((not a or a <= at) and at < b for a, b in spans)}
        mine_now = frozenset(areas[remark_id])
        found.append(Taught(remark_id, text_of(*shown), mine_now, frozenset(unknown) - mine_now))
    return found


def not_in_use(db: Session) -> dict[str, list[tuple[datetime | None, datetime]]]:
    """Return when focus areas were not in use, by slug: before they were made, and while they were out of use; from and to.

    By the log, where each change stands. A focus area that came with the site has none.
    """
    e = AuditEntry
    columns: Any = (e.object_id, e.action, e.at)
    changes = ("area.add", "area.retire", "area.merge", "area.reactivate")
    found: dict[str, list[tuple[datetime | None, datetime]]] = defaultdict(list)
    gone: dict[str, datetime] = {}
    for slug, action, at in db.execute(
        select(*columns).where(e.object_kind == "focus_area", e.action.in_(changes)).order_by(e.at, e.id)
    ):
        if action == "area.add":
            found[slug].append((None, at))
        elif action == "area.reactivate":
            if slug in gone:
                found[slug].append((gone.pop(slug), at))
        else:
            gone.setdefault(slug, at)
    return found


def different(rows: Sequence[Taught], ids: Collection[uuid.UUID]) -> list[uuid.UUID]:
    """Return some of the remarks, the newest of those that say the same alone, in the order of the rows."""
    first: dict[str, uuid.UUID] = {}
    for row in rows:
        if row.id in ids:
            first.setdefault(row.text.casefold().strip(), row.id)
    return list(first.values())


def _shown(pieces: list[tuple[str, str | None]]) -> str:
    """Return what is not masked of a text; a space where something was."""
    return "".join(" " if instead else part for part, instead in pieces)


@dataclass(frozen=True)
class LearnedFacts:
    """What is known of the model in use: when and from how many decisions it was learned, and how right it was."""

    number: int
    at: Any
    vocabulary: str
    facts: dict[str, Any]


def learned_facts(db: Session) -> LearnedFacts | None:
    """Return what is known of the newest model; None where there is none."""
    m = LearnedModel
    columns: Any = (m.number, m.at, m.vocabulary, m.facts)
    row = db.execute(select(*columns).order_by(m.number.desc()).limit(1)).one_or_none()
    return LearnedFacts(*row) if row else None


def is_time_to_learn(db: Session) -> bool:
    """Say whether enough has been decided since the newest model, or something was masked, or its words have changed, or it has grown old."""
    model = learned_facts(db)
    current = (Decision.is_current, Decision.outcome == "tagged")
    if model is None:
        return (db.scalar(select(func.count()).select_from(Decision).where(*current)) or 0) >= FEWEST_TAUGHT
    if model.vocabulary != version_of(own_words(db)) or now() - model.at > OLDEST:
        return True
    masked_since = select(Masking.id).where(Masking.state == "masked", Masking.at > model.at).limit(1)
    if db.scalar(masked_since) is not None:  # what was learned may show in words that are masked now
        return True
    if has_come_far(db, model.facts):
        return True
    since = db.scalar(select(func.count()).select_from(Decision).where(*current, Decision.at > model.at)) or 0
    return since >= max(NEW_DECISIONS, NEW_SHARE * int(model.facts.get("decisions", 0)))


def has_come_far(db: Session, facts: Mapping[str, Any]) -> bool:
    """Say whether a focus area has got its tenth example (or another of `LEVELS`) since a model was learned with these facts."""
    before: dict[str, int] | None = facts.get("examples")
    if before is None:
        return False
    many = [slug for slug, n in before.items() if n >= LEVELS[-1]]
    now_there = examples(db, but=many)
    return any(before.get(slug, 0) < level <= n for slug, n in now_there.items() for level in LEVELS)


def examples(db: Session, but: Collection[str] = ()) -> dict[str, int]:
    """Return how many remarks with words have been decided to be about each focus area in use, but for some."""
    there = select(FocusArea.id, FocusArea.slug).where(FocusArea.state == "active", FocusArea.slug != OTHER)
    slugs: dict[uuid.UUID, str] = {row.id: row.slug for row in db.execute(there) if row.slug not in but}
    t = Tagging
    columns: Any = (t.focus_area_id, func.count())
    counts: Any = db.execute(
        select(*columns)
        .join(Decision, Decision.id == t.decision_id)
        .join(Remark, Remark.id == t.remark_id)
        .where(t.is_current, not_(t.is_negated), t.focus_area_id.in_(list(slugs)), Decision.outcome == "tagged")
        .where(or_(Remark.text != "", Remark.suggestion != ""))
        .group_by(t.focus_area_id)
    )
    return {slugs[area_id]: n for area_id, n in counts}
