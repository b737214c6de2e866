"""The vocabulary: add, change, merge, retire, take into use again. What has been tagged is never touched by it.

A merge leaves old taggings pointing at the old focus area; counts follow `merged_into_id` (`queries.counted_as`).
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from dialog.base.i18n import N_
from dialog.base.keys import new_id
from dialog.base.problems import Problem
from dialog.base.texts import clean, one_line
from dialog.base.versions import one_at_a_time
from dialog.people.operations import record_audit
from dialog.tag.kinds import COLOURS, SHAPES, free_look, slug_for
from dialog.tag.listeners import regrouped
from dialog.tag.models import FocusArea
from dialog.tag.operations.deciding import Person
from dialog.tag.queries.areas import by_slug


@dataclass(frozen=True)
class AreaFields:
    """A focus area as somebody filled it in; texts per language."""

    name: Mapping[str, str]
    description: Mapping[str, str]
    code: str
    shape: str
    colour: int
    partner_id: uuid.UUID | None = None
    is_sensitive: bool = False
    is_told: bool = True


def add_area(db: Session, by: Person, fields: AreaFields, parent: str = "") -> str:
    """Add a focus area last in the list (or beneath `parent`) and return its slug."""
    above = _parent(db, parent)
    _check(db, fields, None)
    taken = db.scalars(select(FocusArea.slug)).all()
    slug = slug_for(fields.name["sv"], ["nytt", *taken])
    last = db.scalar(select(func.max(FocusArea.position))) or 0
    area = FocusArea(id=new_id(), slug=slug, parent_id=above, position=last + 10, **_values(fields))
    db.add(area)
    db.flush()
    record_audit(db, by, "area.add", "focus_area", slug)
    return slug


def change_area(db: Session, by: Person, slug: str, version: int, fields: AreaFields) -> None:
    """Change a focus area; its slug and what has been tagged stay. Problem("conflict") when somebody else has changed it."""
    area = found(db, slug)
    _check(db, fields, area)
    _take_version(db, area, version, **_values(fields))
    record_audit(db, by, "area.change", "focus_area", slug)


def retire_area(db: Session, by: Person, slug: str, version: int) -> None:
    """Take a focus area out of use: it can no longer be chosen, and what has been tagged stays true."""
    _alone(db)
    area = found(db, slug)
    if area.state != "active":
        raise Problem("conflict", N_("Fokusområdet används redan inte längre."))
    _keep_one(db, area)
    _take_version(db, area, version, state="retired")
    record_audit(db, by, "area.retire", "focus_area", slug)


def reactivate_area(db: Session, by: Person, slug: str, version: int) -> bool:
    """Take a focus area into use again, also one that was merged; return whether it had to get a new shape or colour."""
    _alone(db)
    area = found(db, slug)
    if area.state == "active":
        raise Problem("conflict", N_("Fokusområdet används redan."))
    looks = _looks(db, except_for=area.id)
    look = (area.shape, area.colour) if (area.shape, area.colour) not in looks else free_look(looks)
    if look is None:
        raise Problem("invalid", N_("Alla former och färger är upptagna. Ta ett annat fokusområde ur bruk först."))
    changed, before = look != (area.shape, area.colour), area.merged_into_id
    _take_version(db, area, version, state="active", merged_into_id=None, shape=look[0], colour=look[1])
    if before is not None:
        regrouped.tell(db, area_ids=[area.id, before])
    record_audit(db, by, "area.reactivate", "focus_area", slug)
    return changed


def merge_area(db: Session, by: Person, slug: str, version: int, into: str) -> None:
    """Merge a focus area into another: from now on it is counted there. Finer ones beneath it move along."""
    _alone(db)
    area, target = found(db, slug), by_slug(db, into)
    if target is None or target.state != "active" or target.id == area.id:
        raise Problem("invalid", N_("Välj det fokusområde som det ska slås ihop med."), fields={"med": []})
    if area.state == "merged":
        raise Problem("conflict", N_("Fokusområdet har redan slagits ihop med ett annat."))
    _take_version(db, area, version, state="merged", merged_into_id=target.id)
    # What was merged into it before follows, so that nothing is ever more than one step away.
    db.execute(update(FocusArea).where(FocusArea.merged_into_id == area.id).values(merged_into_id=target.id))
    beneath = target.parent_id if target.parent_id and target.parent_id != area.id else target.id
    if target.parent_id == area.id:
        db.execute(update(FocusArea).where(FocusArea.id == target.id).values(parent_id=area.parent_id))
    db.execute(
        update(FocusArea)
        .where(FocusArea.parent_id == area.id, FocusArea.id != target.id)
        .values(parent_id=beneath, version=FocusArea.version + 1)
    )
    db.expire_all()
    regrouped.tell(db, area_ids=[area.id, target.id])
    record_audit(db, by, "area.merge", "focus_area", slug, why=into)


def found(db: Session, slug: str) -> FocusArea:
    """Return a focus area; Problem("not_found") when there is none."""
    area = by_slug(db, slug)
    if area is None:
        raise Problem("not_found")
    return area


def _alone(db: Session) -> None:
    """Wait for who else takes areas out of use or merges them: one that is merged is never merged into, and one is always left."""
    one_at_a_time(db, FocusArea)
    db.expire_all()


def _parent(db: Session, slug: str) -> uuid.UUID | None:
    if not slug:
        return None
    area = by_slug(db, slug)
    if area is None or area.state != "active" or area.parent_id is not None:
        raise Problem(
            "invalid", N_("Välj ett fokusområde i listan."), fields={"under": [N_("Välj ett fokusområde i listan.")]}
        )
    return area.id


def _keep_one(db: Session, area: FocusArea) -> None:
    others = select(func.count()).where(FocusArea.state == "active", FocusArea.id != area.id)
    if not db.scalar(others):
        raise Problem("invalid", N_("Minst ett fokusområde måste finnas kvar."))


def _looks(db: Session, except_for: uuid.UUID | None) -> list[tuple[str, int]]:
    query = select(FocusArea.shape, FocusArea.colour).where(FocusArea.state == "active")
    if except_for is not None:
        query = query.where(FocusArea.id != except_for)
    return [(shape, colour) for shape, colour in db.execute(query)]


def next_look(db: Session) -> tuple[str, int]:
    """Return a shape and colour that a new focus area can have."""
    return free_look(_looks(db, None)) or ("circle", 1)


def _check(db: Session, fields: AreaFields, area: FocusArea | None) -> None:
    """Raise Problem("invalid") with every field that is wrong."""
    wrong: dict[str, list[str]] = {}
    if not one_line(fields.name.get("sv", "")):
        wrong["namn_sv"] = [N_("Skriv ett namn på svenska.")]
    code = one_line(fields.code)
    if not (2 <= len(code) <= 3 and code.isalpha()):
        wrong["bokstaver"] = [N_("Skriv två eller tre bokstäver, till exempel Be.")]
    elif any(code.lower() == other.lower() for other in _codes(db, area)):
        wrong["bokstaver"] = [N_("Bokstäverna används redan av ett annat fokusområde. Välj andra.")]
    if fields.shape not in SHAPES or fields.colour not in COLOURS:
        wrong["form"] = [N_("Välj en form och en färg.")]
    elif (area is None or area.state == "active") and (fields.shape, fields.colour) in _looks(
        db, area.id if area else None
    ):
        wrong["form"] = [N_("Ett annat fokusområde har redan den formen och färgen. Välj en annan form eller färg.")]
    if wrong:
        raise Problem("invalid", N_("Något behöver rättas."), fields=wrong)


def _codes(db: Session, area: FocusArea | None) -> list[str]:
    query = select(FocusArea.code)
    return list(db.scalars(query.where(FocusArea.id != area.id) if area else query))


def _values(fields: AreaFields) -> dict[str, object]:
    return {
        "name": {lang: one_line(text) for lang, text in fields.name.items() if one_line(text)},
        "description": {lang: clean(text) for lang, text in fields.description.items() if clean(text)},
        "code": one_line(fields.code),
        "shape": fields.shape,
        "colour": fields.colour,
        "partner_id": fields.partner_id,
        "is_sensitive": fields.is_sensitive,
        "is_told": fields.is_told and not fields.is_sensitive,
    }


def _take_version(db: Session, area: FocusArea, version: int, **values: object) -> None:
    taken = db.execute(
        update(FocusArea)
        .where(FocusArea.id == area.id, FocusArea.version == version)
        .values(version=version + 1, **values)
        .execution_options(synchronize_session=False)
    )
    if taken.rowcount != 1:  # type: ignore[attr-defined]
        raise Problem("conflict", N_("Någon annan har ändrat fokusområdet sedan du öppnade sidan."), slug=area.slug)
    db.expire(area)
