"""A filter as SQL. Comes before: `filters.py`. Goes to: the inbox, and the map, counts and exports of `figures`."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, not_, or_, select

from dialog.base.geo import Box, whole_coarse
from dialog.base.keys import lowest_number_of
from dialog.remark.models import Concern, Remark, RemarkDistrict
from dialog.remark.queries import within
from dialog.tag.filters import RemarkFilter
from dialog.tag.models import Decision, FocusArea, Tagging
from dialog.tag.queries.searching import NUMBER, found_by, found_by_few

# Under names of their own, since the query around may look at the same tables; made once, since that takes a millisecond.
_theirs: Any = Tagging.__table__.alias("theirs").c
_about: Any = Tagging.__table__.alias("about").c
_lies: Any = RemarkDistrict.__table__.alias("lies").c
_there: Any = Remark.__table__.alias("there").c
_told: Any = Concern.__table__.alias("told").c
_area: Any = FocusArea.__table__.alias("area").c
_into: Any = FocusArea.__table__.alias("into").c


def matching(chosen: RemarkFilter, *, walking: bool = False) -> list[ColumnElement[bool]]:
    """Return the conditions on `Remark` that a filter means, for `select(…).where(*matching(f))`.

    `walking`: for who follows the order of `number` and looks at each remark on the way until there are enough, which is quick
    when many match. Then focus area and district are asked of each remark, rather than all of theirs found first.
    """
    place, subject = _of_place(chosen, walking), _of_subject(chosen, walking)
    found = [*_of_state(chosen, walking), *subject, *_of_origin(chosen), *place]
    if chosen.feeling:
        found.append(Remark.feeling.is_(None) if chosen.feeling == "none" else Remark.feeling == chosen.feeling)
    if chosen.words:
        found += [Remark.number == NUMBER, _of_words(chosen, walking)]
    return found


def _of_words(chosen: RemarkFilter, walking: bool) -> ColumnElement[bool]:
    if chosen.sight != "few":
        return found_by(chosen.words, masked=chosen.sight == "masked", walking=walking)
    return found_by_few(chosen.words, accuses())


def position(chosen: RemarkFilter) -> ColumnElement[int]:
    """Return what the list is ordered by, newest week first: `Remark.number`, as the index of words has it where words are sought."""
    return NUMBER if chosen.words else Remark.__table__.c.number


def numbers(chosen: RemarkFilter, *, walking: bool = False) -> Select[Any]:
    """Return the numbers of the remarks that a filter lets through, to count: words alone are counted in their index."""
    alone = RemarkFilter(words=chosen.words, sight=chosen.sight, since=chosen.since, until=chosen.until)
    if chosen.words and chosen.sight != "few" and chosen == alone:
        return select(NUMBER).where(_of_words(chosen, walking), *_of_period(chosen))
    return select(position(chosen)).where(*matching(chosen, walking=walking))


def _of_state(chosen: RemarkFilter, walking: bool) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if chosen.state == "untagged":
        found.append(not_(Remark.is_handled))
    elif chosen.state == "unsure":
        unsure = (Decision.is_current, Decision.outcome == "unsure")
        in_order = exists().where(Decision.remark_id == Remark.id, *unsure)
        found.append(in_order if walking else Remark.id.in_(select(Decision.remark_id).where(*unsure)))
    elif chosen.state == "tagged":
        found.append(exists().where(_theirs.remark_id == Remark.id, _theirs.is_current))
    if chosen.personal:
        found.append(and_(Remark.has_personal_data))
    if chosen.queue == "fara":
        found += [not_(Remark.is_handled), Remark.id.in_(select(Concern.remark_id).where(Concern.kind != "accusation"))]
    elif chosen.queue == "utpekad":
        told = select(Concern.remark_id).where(Concern.kind == "accusation")
        found.append(accuses() if walking else Remark.id.in_(told))
    return found


def _of_subject(chosen: RemarkFilter, walking: bool) -> list[ColumnElement[bool]]:
    """What it is about. "Said not to be a problem" never counts as about it, unless that is what is asked for."""
    if not chosen.focus_areas and not chosen.stance:
        return []
    t = _about
    wanted = [t.is_current, *spoken_of(t, chosen.stance)]
    if chosen.focus_areas:
        wanted.append(t.focus_area_id.in_(area_ids(chosen.focus_areas)))
    if walking:
        return [exists().where(t.remark_id == Remark.id, *wanted)]
    if chosen.district:  # both by their indexes, before any remark is looked up
        wanted.append(exists().where(_lies.remark_id == t.remark_id, _lies.district_id == chosen.district))
    return [Remark.id.in_(select(t.remark_id).where(*wanted))]


def spoken_of(taggings: Any, stance: str) -> list[ColumnElement[bool]]:
    """Return the conditions on taggings that a stance means; without one, all but what is said not to be a problem."""
    if stance == "negated":
        return [and_(taggings.is_negated)]
    if stance == "none":
        return [not_(taggings.is_negated), taggings.polarity.is_(None)]
    return [not_(taggings.is_negated), *([taggings.polarity == stance] if stance else [])]


def area_ids(slugs: tuple[str, ...]) -> Select[Any]:
    """Return the ids of focus areas by slug, with those that have been merged into them."""
    named = select(_into.id).where(_into.slug.in_(slugs))
    return select(_area.id).where(or_(_area.slug.in_(slugs), _area.merged_into_id.in_(named)))


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


def _of_place(chosen: RemarkFilter, walking: bool) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if chosen.district:
        of_it = _lies.district_id == chosen.district
        in_order = exists().where(_lies.remark_id == Remark.id, of_it)
        found.append(in_order if walking else Remark.id.in_(select(_lies.remark_id).where(of_it)))
    if chosen.box:
        south, west, north, east = chosen.box
        if walking:  # a sum has no index: it is not to be found by place first
            found.append(and_((Remark.lat + 0.0).between(south, north), Remark.lng.between(west, east)))
        else:  # by the index of places alone; asked of the table itself, SQLite looks up every remark between two latitudes
            found.append(Remark.id.in_(select(_there.id).where(*within(_there, chosen.box))))
        if chosen.sight != "all":
            found.append(_placed_for_most(chosen.box))
    return found


def accuses() -> ColumnElement[bool]:
    """Return the condition that a remark accuses somebody who can be pointed out."""
    return exists().where(_told.remark_id == Remark.id, _told.kind == "accusation")


def _placed_for_most(box: Box) -> ColumnElement[bool]:
    """Leave out what accuses somebody, but where the box holds a whole coarse square: its edges could tell where it lies."""
    whole = whole_coarse(box)
    if whole is None:
        return not_(accuses())
    south, west, north, east = whole
    return or_(not_(accuses()), and_((Remark.lat + 0.0).between(south, north), (Remark.lng + 0.0).between(west, east)))
