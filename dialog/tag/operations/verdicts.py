"""What became of suggestions, kept with the decision. Comes before: `deciding.py` and `piles.py`. Goes to: how well suggestions do."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from dialog.tag.kinds import Suggested, TagChoice, verdicts
from dialog.tag.models import FocusArea, SuggestedArea

_ADD = insert(SuggestedArea.__table__)  # type: ignore[arg-type]


def keep_verdicts(
    db: Session,
    suggested: Mapping[uuid.UUID, Sequence[Suggested]],
    choices: Mapping[uuid.UUID, Sequence[TagChoice]],
    known_ids: Mapping[str, uuid.UUID] | None = None,
) -> None:
    """Keep what became of what was suggested, by decision. What is no focus area here is passed over.

    `known_ids`: those of focus areas that are at hand, by slug.
    """
    ids = dict(known_ids or {})
    slugs = {one.slug for made in suggested.values() for one in made if one.slug not in ids}
    if slugs:
        rows: Any = db.execute(select(FocusArea.slug, FocusArea.id).where(FocusArea.slug.in_(slugs)))
        ids |= {row.slug: row.id for row in rows}
    kept = []
    for decision_id, made in suggested.items():
        verdict = verdicts(made, choices[decision_id])
        known = {one.slug: one for one in made if one.slug in ids}
        kept += [
            {
                "decision_id": decision_id,
                "focus_area_id": ids[slug],
                "version": one.version,
                "score": one.score,
                "verdict": verdict[slug],
            }
            for slug, one in known.items()
        ]
    if kept:
        db.connection().execute(_ADD, kept)
