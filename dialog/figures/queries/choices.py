"""What there is to choose from in a filter: focus areas and sources that are in use, with their words."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from dialog.base.db import Words
from dialog.remark.models import Source
from dialog.tag.models import FocusArea


@dataclass(frozen=True)
class FilterChoices:
    """Pairs of slug and words."""

    focus_areas: Sequence[tuple[str, Words]]
    sources: Sequence[tuple[str, Words]]


def filter_choices(db: Session) -> FilterChoices:
    """Return the focus areas that can be chosen (merged ones are counted as what they were merged into) and the sources."""
    areas = db.execute(
        select(FocusArea.slug, FocusArea.name).where(FocusArea.state != "merged").order_by(FocusArea.position)
    )
    sources = db.execute(select(Source.slug, Source.name).order_by(Source.position))
    return FilterChoices([(slug, name) for slug, name in areas], [(slug, name) for slug, name in sources])
