"""A filter as SQL. Comes before: `filters.py`. Goes to: the inbox, and the map, counts and exports of `figures`."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, not_, or_, select

from dialog.base.keys import lowest_number_of
from dialog.remark.models import Remark, RemarkDistrict
from dialog.tag.filters import RemarkFilter
from dialog.tag.models import Decision, FocusArea, Tagging
from dialog.tag.queries.searching import NUMBER, found_by


def matching(chosen: RemarkFilter) -> list[ColumnElement[bool]]:
    """Return the conditions on `Remark` that a filter means, for `select(…).where(*matching(f))`."""
    found = [*_of_state(chosen), *_of_subject(chosen), *_of_origin(chosen), *_of_place(chosen)]
    if chosen.feeling:
        found.append(Remark.feeling.is_(None) if chosen.feeling == "none" else Remark.feeling == chosen.feeling)
    if chosen.words:
        found += [Remark.number == NUMBER, found_by(chosen.words)]
    return found


def position(chosen: RemarkFilter) -> ColumnElement[int]:
    """Return what the list is ordered by, newest week first: `Remark.number`, as the index of words has it where words are sought."""
    return NUMBER if chosen.words else Remark.__table__.c.number


def numbers(chosen: RemarkFilter) -> Select[Any]:
    """Return the numbers of the remarks that a filter lets through, to count: words alone are counted in their index."""
    if chosen.words and chosen == RemarkFilter(words=chosen.words, since=chosen.since, until=chosen.until):
        return select(NUMBER).where(found_by(chosen.words), *_of_period(chosen))
    return select(position(chosen)).where(*matching(chosen))


def _of_state(chosen: RemarkFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    unsure = Remark.id.in_(select(Decision.remark_id).where(Decision.is_current, Decision.outcome == "unsure"))
    if chosen.state == "untagged":
        found.append(not_(Remark.is_handled))
    elif chosen.state == "unsure":
        found.append(unsure)
    elif chosen.state == "tagged":
        found.append(exists().where(Tagging.remark_id == Remark.id, Tagging.is_current))
    if chosen.personal:
        found.append(and_(Remark.has_personal_data))
    return found


def _of_subject(chosen: RemarkFilter) -> list[ColumnElement[bool]]:
    """What it is about. "Said not to be a problem" never counts as about it, unless that is what is asked for."""
    if not chosen.focus_areas and not chosen.stance:
        return []
    wanted = [Tagging.is_current, Tagging.is_negated if chosen.stance == "negated" else not_(Tagging.is_negated)]
    if chosen.stance == "none":
        wanted.append(Tagging.polarity.is_(None))
    elif chosen.stance not in ("", "negated"):
        wanted.append(Tagging.polarity == chosen.stance)
    if chosen.focus_areas:
        wanted.append(Tagging.focus_area_id.in_(area_ids(chosen.focus_areas)))
    return [Remark.id.in_(select(Tagging.remark_id).where(*wanted))]


def area_ids(slugs: tuple[str, ...]) -> Select[Any]:
    """Return the ids of focus areas by slug, with those that have been merged into them."""
    named = select(FocusArea.id).where(FocusArea.slug.in_(slugs))
    return select(FocusArea.id).where(or_(FocusArea.slug.in_(slugs), FocusArea.merged_into_id.in_(named)))


def counted_as() -> ColumnElement[Any]:
    """Return the id that a focus area is counted as: itself, or the one it has been merged into."""
    return func.coalesce(FocusArea.merged_into_id, FocusArea.id)


def _of_origin(chosen: RemarkFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if chosen.source:
        found.append(Remark.source == chosen.source)
    if chosen.origin:
        found.append(Remark.origin_id == chosen.origin)
    return [*found, *_of_period(chosen)]


def _of_period(chosen: RemarkFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    number = position(chosen)
    # The number begins with the week, so that a period is a stretch of the order itself.
    if chosen.since:
        found.append(number >= lowest_number_of(chosen.since))
    if chosen.until:
        found.append(number < lowest_number_of(chosen.until + 1))
    return found


def _of_place(chosen: RemarkFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if chosen.district:
        lying = select(RemarkDistrict.remark_id).where(RemarkDistrict.district_id == chosen.district)
        found.append(Remark.id.in_(lying))
    if chosen.box:
        south, west, north, east = chosen.box
        found.append(and_(Remark.lat.between(south, north), Remark.lng.between(west, east)))
    return found
