"""A filter as SQL. Comes before: `filters.py`. Goes to: the inbox, and the map, counts and exports of `figures`."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal, not_, or_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction
from sqlalchemy.types import Boolean

from dialog.base.keys import lowest_number_of
from dialog.remark.models import Remark, RemarkDistrict
from dialog.tag.filters import RemarkFilter, glob_for, regex_for, terms
from dialog.tag.models import Decision, FocusArea, Tagging


class _Holds(GenericFunction[bool]):
    """Text that holds a term whatever its case, ÅÄÖ too, on both databases; arguments: column, GLOB, regular expression."""

    type = Boolean()
    inherit_cache = True
    name = "dialog_holds"


@compiles(_Holds, "sqlite")
def _holds_on_sqlite(element: Any, compiler: Any, **more: Any) -> str:
    column, glob, _ = element.clauses
    return f"({compiler.process(column, **more)} GLOB {compiler.process(glob, **more)})"


@compiles(_Holds, "postgresql")
def _holds_on_postgresql(element: Any, compiler: Any, **more: Any) -> str:
    column, _, regex = element.clauses
    return f"({compiler.process(column, **more)} ~ {compiler.process(regex, **more)})"


def matching(chosen: RemarkFilter) -> list[ColumnElement[bool]]:
    """Return the conditions on `Remark` that a filter means, for `select(…).where(*matching(f))`."""
    found = [*_of_state(chosen), *_of_subject(chosen), *_of_origin(chosen), *_of_place(chosen)]
    if chosen.feeling:
        found.append(Remark.feeling.is_(None) if chosen.feeling == "none" else Remark.feeling == chosen.feeling)
    found += [_holding(term) for term in terms(chosen.words)]
    return found


def _holding(term: str) -> ColumnElement[bool]:
    glob, regex = literal(glob_for(term)), literal(regex_for(term))
    return or_(*(_Holds(column, glob, regex) for column in (Remark.text, Remark.suggestion, Remark.place_words)))


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
    # The number begins with the week, so that a period is a stretch of the order itself.
    if chosen.since:
        found.append(Remark.number >= lowest_number_of(chosen.since))
    if chosen.until:
        found.append(Remark.number < lowest_number_of(chosen.until + 1))
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
