"""What tablets send comes in here: opened, read, and kept once however often it is sent. Core rather than ORM: a batch waits for it.

`readied` does what needs no right to write; `take_in` is the unit, one for a whole batch. Comes before: `walk/kinds/said.py`.
Goes to: `remark/operations.py`, and from there the inbox, maps and counts.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from dialog.base.db import give_room
from dialog.base.i18n import N_
from dialog.base.keys import Keys, keys_of
from dialog.base.problems import Problem
from dialog.base.sealing import CannotOpen, decode, open_item
from dialog.remark.kinds import NewRemark
from dialog.walk.kinds.incoming import Envelope, Problems, Unreadable, as_kept, canonical, parse, read_envelope
from dialog.walk.kinds.said import Frame, Said, read_said
from dialog.walk.models import Stop, Walk, WalkRemark
from dialog.walk.operations.holding import hold_item, release
from dialog.walk.operations.joining import locked_state
from dialog.walk.operations.keeping import Kept, change, photos_here, write_new
from dialog.walk.queries.items import gone_among

#: Revisions whose content is remembered, so that other words under the same one are told from the same again.
_REMEMBERED = 50
#: New items from which on a batch changes more pages than a connection holds.
_MANY = 30
_walk_remarks: Any = WalkRemark.__table__


@dataclass(frozen=True)
class Ready:
    """One item as it was sent, opened and read. `said` is None where something is wrong with it."""

    raw: Any
    envelope: Envelope | None
    content_hash: str = ""
    said: Said | None = None
    problems: Problems = field(default_factory=dict)
    ignored: Sequence[str] = ()
    #: Nobody can mend it on the tablet: it is kept aside for the walk leader.
    must_hold: bool = False


@dataclass
class Result:
    """What became of one item; `problems` are sentences (msgids) by field."""

    id: Any
    status: str
    revision: int | None = None
    problems: Problems = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    ignored: Sequence[str] = ()


def readied(db: Session, walk: Walk, frame: Frame, raws: Sequence[Any]) -> list[Ready]:
    """Open and read what was sent; nothing is written, and what is wrong with one says nothing of the others."""
    keys = keys_of(db)
    return [_ready(keys, walk, frame, raw) for raw in raws]


def _ready(keys: Keys, walk: Walk, frame: Frame, raw: Any) -> Ready:
    envelope, problems = read_envelope(raw)
    if envelope is None:
        return Ready(raw, None, problems=problems)
    said = envelope.said
    if envelope.sealed is not None:
        opened = _opened(keys, walk, envelope, envelope.sealed)
        said = opened or {}
        if opened is None:
            sentence = N_(
                "Synpunkten går inte att öppna: den är förseglad för en annan vandring, eller har ändrats på vägen."
            )
            return Ready(raw, envelope, problems={"sealed": [sentence]}, must_hold=True)
    found, problems, ignored = read_said(said, frame)
    try:
        content_hash = keys.hash("content", canonical(said))
    except (TypeError, ValueError):  # it holds what is no JSON; then it is faulty already
        content_hash = ""
    return Ready(raw, envelope, content_hash, found, problems, ignored)


def _opened(keys: Keys, walk: Walk, envelope: Envelope, sealed: Mapping[str, Any]) -> Mapping[str, Any] | None:
    parts = [sealed.get(name) for name in ("key", "iv", "data")]
    if walk.private_key is None or not all(isinstance(part, str) for part in parts):
        return None
    try:
        key, iv, data = (decode(str(part)) for part in parts)
        about = f"{envelope.written}/{envelope.revision}"
        found = parse(open_item(keys, walk.public_key, walk.private_key, (key, iv, data), about))
    except (CannotOpen, Unreadable):
        return None
    return found if isinstance(found, dict) else None


def take_in(
    db: Session, walk: Walk, tablet_id: uuid.UUID, stops: Mapping[uuid.UUID, Stop], items: Sequence[Ready]
) -> list[Result]:
    """Keep what is new, correct what is newer, and tell what became of each. Problem("gone") when the walk is archived."""
    if locked_state(db, walk.id) == "archived":
        raise Problem("gone", N_("Vandringen är arkiverad och tar inte emot mer."))
    ids = list({item.envelope.id for item in items if item.envelope is not None})
    kept = {row.item_id: _kept(row) for row in _rows(db, walk.id, ids)}
    gone = gone_among(db, walk.id, [item_id for item_id in ids if item_id not in kept])
    results = [_decide(db, walk.id, tablet_id, item, kept, gone) for item in items]
    here = photos_here(db, walk.id, [photo for item in items if item.said for photo in item.said.photos])
    for item, result in zip(items, results, strict=True):
        if item.said is not None and result.status in ("created", "updated", "unchanged"):
            result.missing = [str(photo) for photo in item.said.photos if photo not in here]
    new = [one for one in kept.values() if one.is_new]
    if len(new) >= _MANY:
        give_room(db)
    write_new(db, walk, new, {one.item_id: _remark(walk, stops, one.said) for one in new if one.said}, here)
    for one in kept.values():
        if one.is_changed and not one.is_new and one.said is not None:
            change(db, walk, one, _remark(walk, stops, one.said), here)
    release(db, walk.id, [one.item_id for one in kept.values() if one.is_new or one.is_changed])
    return results


def _rows(db: Session, walk_id: uuid.UUID, ids: Sequence[uuid.UUID]) -> Sequence[Row[Any]]:
    if not ids:
        return []
    of_walk = select(_walk_remarks).where(_walk_remarks.c.walk_id == walk_id, _walk_remarks.c.item_id.in_(ids))
    return db.connection().execute(of_walk).all()


def _kept(row: Row[Any]) -> Kept:
    return Kept(
        row.item_id, row.tablet_id, row.remark_id, row.revision, dict(row.hashes), row.is_trial,
        merged_into_id=row.merged_into_id,
    )  # fmt: skip


def _decide(
    db: Session,
    walk_id: uuid.UUID,
    tablet_id: uuid.UUID,
    item: Ready,
    kept: dict[uuid.UUID, Kept],
    gone: set[uuid.UUID],
) -> Result:
    envelope = item.envelope
    if envelope is None:
        shown = item.raw.get("id") if isinstance(item.raw, dict) else None
        return Result(as_kept(shown) if isinstance(shown, str) else None, "refused", problems=item.problems)
    one = kept.get(envelope.id)
    status, problems = ("gone", {}) if envelope.id in gone else _status(one, item)
    if status in ("conflict", "refused") and (envelope.hold or item.must_hold):
        status = "held" if hold_item(db, walk_id, tablet_id, envelope, as_kept(item.raw), problems) else "refused"
    if status == "created":
        one = Kept(envelope.id, tablet_id, is_new=True)
        kept[envelope.id] = one
    if status in ("created", "updated") and one is not None and item.said is not None:
        one.said, one.is_changed, one.revision = item.said, True, envelope.revision
        one.is_trial = item.said.is_trial
        one.hashes[str(envelope.revision)] = item.content_hash
        for old in sorted(one.hashes, key=int)[:-_REMEMBERED]:
            del one.hashes[old]
    revision = one.revision if one is not None else envelope.revision
    return Result(envelope.written, status, revision, problems, ignored=item.ignored)


def _status(one: Kept | None, item: Ready) -> tuple[str, Problems]:
    """Return what is to become of an item, beside what is kept under its id."""
    assert item.envelope is not None
    revision = item.envelope.revision
    if one is not None and item.content_hash:
        seen = one.hashes.get(str(revision))
        if seen == item.content_hash or (seen is None and revision < one.revision):
            return "unchanged", {}  # the same again, or something that has been corrected since
        if seen is not None:
            return "conflict", {"": [N_("Något annat har redan kommit in som samma revision av synpunkten.")]}
    if item.said is None:
        return "refused", item.problems
    if one is None:
        return "created", {}
    if item.said.is_trial and not one.is_trial:
        return "refused", {"trial": [N_("En synpunkt som räknas kan inte bli ett prov. Ångra den i stället.")]}
    return "updated", {}


def _remark(walk: Walk, stops: Mapping[uuid.UUID, Stop], said: Said) -> NewRemark:
    """Return the remark that everybody sees. What only names a stop lies where the stop does."""
    stop = stops.get(said.stop_id) if said.stop_id else None
    geometry, words = said.geometry, said.place_words
    if stop is not None:
        words = words or stop.name
        if geometry is None and stop.lat is not None:
            geometry = {"type": "Point", "coordinates": [stop.lng, stop.lat]}
    return NewRemark(
        text=said.text, feeling=said.feeling, geometry=geometry, place_words=words, part_of_day=said.part_of_day,
        agreeing=said.agreeing, source="vandring", origin_id=walk.id, day=walk.held_on,
    )  # fmt: skip
