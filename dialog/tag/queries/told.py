"""What a receipt may tell of a remark's focus areas: the code may be read by the one who was pointed out."""

import uuid
from collections.abc import Sequence

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased

from dialog.base.db import Words
from dialog.tag.models import FocusArea, Tagging


def told(db: Session, remark_ids: Sequence[uuid.UUID]) -> list[Words]:
    """Return the names of the focus areas that remarks are counted for, but never a sensitive or untold one.

    One that was merged is told by the name of the one it went into, and only when neither is sensitive or untold.
    """
    own, target = FocusArea, aliased(FocusArea)
    rows = db.execute(
        select(func.coalesce(target.slug, own.slug), own.name, target.name)
        .select_from(Tagging)
        .join(own, own.id == Tagging.focus_area_id)
        .outerjoin(target, target.id == own.merged_into_id)
        .where(
            Tagging.remark_id.in_(remark_ids),
            Tagging.is_current,
            ~Tagging.is_negated,
            own.is_told,
            ~own.is_sensitive,
            or_(target.id.is_(None), target.is_told & ~target.is_sensitive),
        )
        .order_by(own.position)
    )
    return list({slug: merged or name for slug, name, merged in rows}.values())
