"""The protocol is made of a closed walk's remarks, written point by point, released and shown. Comes before: `staff/protocol.py`.

A sentence is the protocol's own: written by one and released by another; who works alone releases on a later day than it was written,
and the log says so (TRUST D8). Two who write the same point: the later is shown what stands (D13).
"""

import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dialog.base.clock import SWEDISH, now, today
from dialog.base.i18n import N_
from dialog.base.keys import new_id
from dialog.base.problems import Problem
from dialog.base.versions import taken
from dialog.people.operations import record_audit
from dialog.people.operations.audit import Actor
from dialog.remark.models import Remark
from dialog.tag.models import FocusArea, Tagging
from dialog.walk.kinds.protocol import KINDS, STATES, Written, kind_of, opening, public_words
from dialog.walk.models import Protocol, ProtocolPoint, ReleasedPhoto, Stop, Walk, WalkPhoto, WalkRemark
from dialog.walk.operations.joining import locked_state
from dialog.walk.queries.protocol import point_at, point_of_photo

TOO_EARLY = N_("Protokollet görs när vandringen är avslutad.")
ALONE_TODAY = N_("Du har skrivit meningen själv. Be en kollega läsa och släppa den, eller släpp den en senare dag.")
OTHER_WORDS = N_("Någon annan har ändrat punkten sedan du läste den. Läs den en gång till innan du släpper den.")
NOT_WRITTEN = N_("Punkten har ingen mening som en person har skrivit. Skriv eller spara den först.")


def make_points(db: Session, by: Actor, walk: Walk) -> int:
    """Make the protocol, or take in remarks that have come since; return how many points were made. What is written stays."""
    # Locked, so that of two who press at once the second finds all made.
    if locked_state(db, walk.id) not in ("closed", "archived"):
        raise Problem("conflict", TOO_EARLY)
    if db.get(Protocol, walk.id) is None:
        db.add(Protocol(walk_id=walk.id))
        db.flush()
    last = db.scalar(select(func.max(ProtocolPoint.number)).where(ProtocolPoint.walk_id == walk.id)) or 0
    there = select(ProtocolPoint.item_id).where(ProtocolPoint.walk_id == walk.id, ProtocolPoint.item_id.is_not(None))
    rows = db.execute(
        select(WalkRemark, Remark)
        .join(Remark, Remark.id == WalkRemark.remark_id)
        .outerjoin(Stop, Stop.id == WalkRemark.stop_id)
        .where(WalkRemark.walk_id == walk.id, WalkRemark.item_id.not_in(there))
        .order_by(func.coalesce(Stop.number, 10_000), Remark.number)
    ).all()
    areas = _areas(db, [remark.id for _item, remark in rows])
    for number, (item, remark) in enumerate(rows, start=last + 1):
        kind = kind_of(remark.feeling, remark.text, remark.suggestion)
        area_id, owner_id = areas.get(remark.id, (None, None))
        db.add(
            ProtocolPoint(
                id=new_id(), walk_id=walk.id, number=number, item_id=item.item_id, stop_id=item.stop_id, kind=kind,
                observation=opening(walk.checklist, item.checklist, kind), agreeing=remark.agreeing,
                focus_area_id=area_id, owner_id=owner_id,
            )
        )  # fmt: skip
    db.flush()
    if rows:
        record_audit(db, by, "walk.protocol", "walk", walk.id, count=len(rows))
    return len(rows)


def _areas(db: Session, remark_ids: list[uuid.UUID]) -> dict[uuid.UUID, tuple[uuid.UUID, uuid.UUID | None]]:
    """Return the first focus area that each remark is tagged with, and who is responsible for that."""
    rows = db.execute(
        select(Tagging.remark_id, FocusArea.id, FocusArea.partner_id)
        .join(FocusArea, FocusArea.id == Tagging.focus_area_id)
        .where(Tagging.remark_id.in_(remark_ids), Tagging.is_current, ~Tagging.is_negated)
        .order_by(FocusArea.position.desc(), FocusArea.slug)
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def save_point(
    db: Session, by: Actor, walk_id: uuid.UUID, number: int, version: int, written: Written
) -> ProtocolPoint:
    """Save a point. Problem("invalid", fields=…); Problem("conflict", is_stale=True) when somebody else was before."""
    faults = faults_of(written)
    if faults:
        raise Problem("invalid", next(iter(faults.values()))[0], fields=faults)
    was_first = taken(db, ProtocolPoint, version, ProtocolPoint.walk_id == walk_id, ProtocolPoint.number == number)
    point = _point(db, walk_id, number)
    db.refresh(point)
    if not was_first:
        raise Problem("conflict", is_stale=True)
    before = public_words(point)
    for name in Written.__dataclass_fields__:
        setattr(point, name, getattr(written, name))
    if public_words(point) != before or point.written_by_id is None:
        point.written_by_id, point.written_at = by.account_id, now()
    db.flush()
    record_audit(db, by, "walk.point", "walk", walk_id, why=f"{number}")
    return point


def faults_of(written: Written) -> dict[str, list[str]]:
    """Return what keeps a point from being saved, by field."""
    faults: dict[str, list[str]] = {}
    if written.decision == "no" and not written.reason.strip():
        faults["reason"] = [N_("Skriv varför det blir nej. Den som hör nej ska få veta skälet.")]
    if written.state == "handed_over" and not written.case_number.strip():
        faults["case_number"] = [N_("Skriv ärendenumret som felet lämnades över med.")]
    if written.kind not in KINDS or written.state not in STATES:
        faults["kind"] = [N_("Välj brist, bra eller förslag.")]
    return faults


def _point(db: Session, walk_id: uuid.UUID, number: int, *, lock: bool = False) -> ProtocolPoint:
    found = point_at(db, walk_id, number, lock=lock)
    if found is None:
        raise Problem("not_found")
    return found


def release_point(db: Session, by: Actor, walk_id: uuid.UUID, number: int, version: int) -> None:
    """Release a point as it was read. Problem("conflict") for one's own of today, for what no person has written, and where somebody
    has changed it since.
    """
    point = _point(db, walk_id, number, lock=True)
    problem = OTHER_WORDS if point.version != version else _keeps_back(point, by)
    if problem:
        raise Problem("conflict", problem)
    _release(db, by, point)


def release_all(db: Session, by: Actor, walk_id: uuid.UUID, read: Mapping[int, int] | None = None) -> int:
    """Release every point that this person may release and that has changed since; return how many.

    `read`: the version of each point that has been read, by number; another version is nobody's to release yet. None: as they stand.
    """
    of_walk = select(ProtocolPoint).where(ProtocolPoint.walk_id == walk_id).order_by(ProtocolPoint.number)
    points = db.scalars(of_walk.with_for_update().execution_options(populate_existing=True)).all()
    points = [p for p in points if read is None or read.get(p.number) == p.version]
    chosen = [p for p in points if p.released != public_words(p) and not _keeps_back(p, by)]
    for point in chosen:
        _release(db, by, point)
    return len(chosen)


def _keeps_back(point: ProtocolPoint, by: Actor) -> str:
    if point.written_by_id is None or point.written_at is None or not point.observation.strip():
        return NOT_WRITTEN
    if point.written_by_id == by.account_id and point.written_at.astimezone(SWEDISH).date() >= today():
        return ALONE_TODAY
    return ""


def _release(db: Session, by: Actor, point: ProtocolPoint) -> None:
    point.is_alone = point.written_by_id == by.account_id
    point.released, point.released_at, point.released_by_id = public_words(point), now(), by.account_id
    point.version += 1
    db.flush()
    action = "walk.release_alone" if point.is_alone else "walk.release"
    record_audit(db, by, action, "walk", point.walk_id, why=str(point.number))


def withdraw_point(db: Session, by: Actor, walk_id: uuid.UUID, number: int) -> None:
    """Take a point out of the public edition."""
    point = _point(db, walk_id, number)
    if point.released_at is not None:
        point.released, point.released_at, point.released_by_id, point.is_alone = None, None, None, False
        point.version += 1
        db.flush()
        record_audit(db, by, "walk.withdraw", "walk", walk_id, why=str(number))


def show_protocol(db: Session, by: Actor, walk_id: uuid.UUID, *, shown: bool) -> Protocol:
    """Show the public edition to everyone, as the next edition, or take it away."""
    protocol = db.get(Protocol, walk_id, with_for_update=True)
    if protocol is None:
        raise Problem("not_found")
    released = select(func.count()).where(ProtocolPoint.walk_id == walk_id, ProtocolPoint.released_at.is_not(None))
    if shown and not db.scalar(released):
        raise Problem("conflict", N_("Ingen punkt är släppt än, så det finns inget att visa."))
    protocol.is_public = shown
    protocol.edition += 1 if shown else 0
    protocol.version += 1
    db.flush()
    record_audit(db, by, "walk.show_protocol" if shown else "walk.hide_protocol", "walk", walk_id)
    return protocol


def tell_meeting(db: Session, by: Actor, walk_id: uuid.UUID, words: str) -> None:
    """Keep when and where people meet to hear what becomes of each point."""
    protocol = db.get(Protocol, walk_id)
    if protocol is None:
        raise Problem("not_found")
    protocol.meeting_words = words
    protocol.version += 1
    db.flush()
    record_audit(db, by, "walk.change", "walk", walk_id, why="meeting")


def release_photo(
    db: Session, by: Actor, walk_id: uuid.UUID, photo_id: uuid.UUID, alternative: str, covered: list[Any]
) -> None:
    """Let everyone see a photo beside its point, with squares covered, told in words for who does not see it."""
    point = point_of_photo(db, walk_id, photo_id)
    if point is None or db.get(WalkPhoto, (walk_id, photo_id)) is None or by.account_id is None:
        raise Problem("not_found")
    row = db.get(ReleasedPhoto, (walk_id, photo_id)) or ReleasedPhoto(walk_id=walk_id, photo_id=photo_id)
    row.point_id, row.alternative, row.covered = point.id, alternative, covered
    row.released_by_id, row.released_at = by.account_id, now()
    db.add(row)
    db.flush()
    record_audit(db, by, "walk.release_photo", "walk", walk_id)


def hide_photo(db: Session, by: Actor, walk_id: uuid.UUID, photo_id: uuid.UUID) -> None:
    """Take a photo out of the public edition."""
    row = db.get(ReleasedPhoto, (walk_id, photo_id))
    if row is not None:
        db.delete(row)
        db.flush()
        record_audit(db, by, "walk.hide_photo", "walk", walk_id)
