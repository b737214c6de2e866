"""How well suggestions do for one focus area: what became of those that were shown, and how right its words are on past decisions.

Comes before: `queries/taught.py` and `suggested_areas`. Goes to: the page of a focus area, and the trying of words before they are kept.
Texts are read masked, and only those that hold one of the focus area's words are read in full.
"""

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import and_, func, not_, select
from sqlalchemy.orm import Session

from dialog.tag.models import Decision, SuggestedArea, Tagging
from dialog.tag.queries.suggesting import Suggester, in_use
from dialog.tag.queries.taught import Taught
from dialog.tag.suggesting.matching import hits
from dialog.tag.suggesting.measuring import Count
from dialog.tag.suggesting.vocabulary import Vocabulary, with_own
from dialog.tag.suggesting.words import read

LOOKED_AT = 2_000  # of the newest remarks with decisions: some tenths of a second


@dataclass(frozen=True)
class Became:
    """What became of a focus area on remarks that somebody decided on with suggestions before them."""

    accepted: int
    changed: int
    refused: int
    #: Chosen though it was not suggested.
    added: int

    @property
    def count(self) -> Count:
        """Return it as right, too much and missed: what was changed was right in what it is about."""
        return Count(self.accepted + self.changed, self.refused, self.added)


def became(db: Session, area_id: uuid.UUID) -> Became:
    """Count what became of suggestions of a focus area, by the decisions that stand."""
    s, t, d = SuggestedArea, Tagging, Decision
    current = and_(d.is_current, d.kind == "tag")
    rows: Any = db.execute(
        select(s.verdict, func.count())
        .join(d, d.id == s.decision_id)
        .where(current, s.focus_area_id == area_id)
        .group_by(s.verdict)
    )
    found: dict[str, int] = dict(rows.all())
    shown = select(s.decision_id).where(s.decision_id == d.id)
    added = db.scalar(
        select(func.count())
        .select_from(t)
        .join(d, d.id == t.decision_id)
        .where(t.focus_area_id == area_id, t.is_current, not_(t.is_negated), current)
        .where(shown.exists(), not_(shown.where(s.focus_area_id == area_id).exists()))
    )
    return Became(found.get("accepted", 0), found.get("changed", 0), found.get("refused", 0), added or 0)


@dataclass
class ByWords:
    """What a focus area's words alone make of remarks with decisions: figures, the entries that carry it, and where it is wrong."""

    looked_at: int
    count: Count = field(default_factory=Count)
    #: (entry, in how many remarks, in how many of them it was right), the most used first.
    entries: list[tuple[str, int, int]] = field(default_factory=list)
    suggested: set[uuid.UUID] = field(default_factory=set)
    extra: list[uuid.UUID] = field(default_factory=list)
    missed: list[uuid.UUID] = field(default_factory=list)
    #: Those decided while the focus area was not in use that would get the suggestion: neither right nor wrong.
    older: set[uuid.UUID] = field(default_factory=set)
    #: The entries that made it suggest a remark that is not about it.
    because: dict[uuid.UUID, list[str]] = field(default_factory=dict)


def by_words(
    db: Session, slug: str, rows: Sequence[Taught], own: str | None = None, beside: str | None = None
) -> ByWords:
    """Return what the words of a focus area make of some remarks. `own`: other words than those that are kept, to be tried.

    `beside`: words that they are compared with. Where either has a word, what examples suggest counts too: what is suggested all the
    same is neither got nor lost.
    """
    suggester = Suggester(db, own=own, is_learned=False)
    slugs = {name for name, here in in_use(db).items() if here == slug}
    few = words_of_area(suggester.vocabulary, slugs)
    others = few if beside is None else words_of_area(with_own(beside), slugs)
    found = ByWords(len(rows))
    used: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for row in rows:
        entries = {hit.entry for hit in hits(read(row.text), few)} if few.rows else set()
        is_looked_at = bool(entries) or (others is not few and bool(hits(read(row.text), others)))
        is_suggested = is_looked_at and _is_suggested(suggester, slug, row.text, by_examples=beside is not None)
        is_true = slug in row.areas
        if slug in row.unknown:
            found.looked_at -= 1
            if is_suggested:
                found.older.add(row.id)
            continue
        if is_suggested:
            found.suggested.add(row.id)
            used.update(entries)
            right.update(entries if is_true else ())
        found.count.right += is_suggested and is_true
        if is_suggested and not is_true:
            found.extra.append(row.id)
            found.because[row.id] = sorted(entries)
        elif is_true and not is_suggested:
            found.missed.append(row.id)
    found.count.extra, found.count.missed = len(found.extra), len(found.missed)
    found.entries = [(entry, n, right[entry]) for entry, n in used.most_common()]
    return found


def _is_suggested(suggester: Suggester, slug: str, text: str, *, by_examples: bool) -> bool:
    made = suggester.read(text).reading.suggestions
    return any(one.slug == slug and one.because and (by_examples or not one.is_taught) for one in made)


def words_of_area(vocabulary: Vocabulary, slugs: set[str]) -> Vocabulary:
    """Return the words of some focus areas alone, without their look-alikes: what has none of them is not suggested."""
    areas = {name: {k: v for k, v in area.items() if k != "not"} for name, area in vocabulary.areas.items()}
    return Vocabulary({name: area for name, area in areas.items() if name in slugs})
