"""A filter as an address gives it, with what it names looked up: a focus area, source or district that is not there is a fault.

Comes before: `filters.py`, which knows no database. Goes to: every page, file and command that takes a filter.
"""

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from dialog.place.queries import districts
from dialog.remark.models import Source
from dialog.tag.filters import Arguments, RemarkFilter, read_filter
from dialog.tag.models import FocusArea


def read_known(db: Session, arguments: Arguments) -> tuple[RemarkFilter, dict[str, str]]:
    """Read a filter from an address as `read_filter` does; what is not there is left out, and told as a fault ("choice")."""
    chosen, faults = read_filter(arguments)
    if chosen.focus_areas:
        found = set(db.scalars(select(FocusArea.slug).where(FocusArea.slug.in_(chosen.focus_areas))))
        known = tuple(
            slug for slug in chosen.focus_areas if slug in found
        )  # merged ones too: an old address still leads
        if len(known) < len(chosen.focus_areas):
            faults["fokus"] = "choice"
            chosen = replace(chosen, focus_areas=known)
    if chosen.source and db.get(Source, chosen.source) is None:
        faults["kalla"] = "choice"
        chosen = replace(chosen, source="")
    if chosen.district and all(chosen.district != district.id for district in districts(db)):
        faults["omrade"] = "choice"
        chosen = replace(chosen, district=None)
    return chosen, faults
