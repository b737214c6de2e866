"""Photos from tablets: opened, drawn again in a process of their own, and kept under a name of chance, file before row.

Comes before: `walk/sync.py`. Goes to: the folder `photos` in the data folder, and the guarded pages of staff.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Text, cast, delete, insert, select
from sqlalchemy.orm import Session

from dialog.base.clock import this_week, today, week_of
from dialog.base.db import Database
from dialog.base.files import adding, remove_file, sweep, write_file
from dialog.base.i18n import N_
from dialog.base.keys import new_id
from dialog.base.problems import Problem
from dialog.base.redrawing import redrawn
from dialog.base.sealing import POINT, CannotOpen, open_item, parts_of
from dialog.walk.models import HeldItem, Walk, WalkPhoto, WalkRemark
from dialog.walk.operations.holding import add_held, release
from dialog.walk.operations.joining import locked_state
from dialog.walk.queries.items import is_gone

FOLDER = "photos"
LARGEST = 8 * 1024 * 1024  # bytes of the photo itself
SEALED_MORE = POINT + 12 + 16
_UNNAMED_WEEKS = 5
_SEALED = b"\x04"  # how an uncompressed point begins, and no photo does
_photos: Any = WalkPhoto.__table__
_held: Any = HeldItem.__table__


@dataclass(frozen=True)
class Sent:
    """A photo as a tablet sent it."""

    walk: Walk
    tablet_id: uuid.UUID
    photo_id: uuid.UUID
    #: The id as it was written: what the sealing is bound to.
    written: str
    body: bytes
    hold: bool = False


def folder_of(database: Database) -> Path:
    """Return the folder of a site's photos."""
    data_dir = database.info["data_dir"]
    if not isinstance(data_dir, Path):
        raise RuntimeError("this database was opened without a data folder")
    return data_dir / FOLDER


def receive(database: Database, sent: Sent) -> str:
    """Take in a photo, once however often it is sent: created, unchanged, or held where it is faulty and is to be.

    Problem: invalid with the reason, conflict, gone, too_large, unavailable. OSError where the disk is full: then nothing is kept.
    """
    try:
        data = _opened(database, sent)
        content_hash = database.keys.hash("content", data)
        with database.reading() as db:
            if _is_here(db, sent, content_hash):
                return "unchanged"
        drawn = redrawn(data)
    except Problem as problem:
        if problem.code != "invalid" or not sent.hold:
            raise
        return _hold(database, sent, problem)
    name = f"{new_id().hex}.jpg"
    row = {"file_name": name, "size": len(drawn.data), "width": drawn.width, "height": drawn.height}
    return _with_file(database, name, drawn.data, lambda db: _keep(db, sent, content_hash, row))


def _opened(database: Database, sent: Sent) -> bytes:
    data = sent.body
    if data[:1] == _SEALED:
        sentence = N_("Fotot går inte att öppna: det är förseglat för en annan vandring, eller har ändrats på vägen.")
        try:
            if sent.walk.private_key is None:
                raise CannotOpen("archived")
            data = open_item(database.keys, sent.walk.public_key, sent.walk.private_key, parts_of(data), sent.written)
        except CannotOpen:
            raise Problem("invalid", sentence, fields={"photo": [sentence]}) from None
    if len(data) > LARGEST:
        raise Problem("too_large", N_("Fotot är större än 8 MiB."))
    return data


def _is_here(db: Session, sent: Sent, content_hash: str) -> bool:
    """Say whether just this photo has come; Problem for another under its id, or one that was taken back."""
    found = db.scalar(
        select(_photos.c.content_hash).where(_photos.c.walk_id == sent.walk.id, _photos.c.photo_id == sent.photo_id)
    )
    if found is None:
        if is_gone(db, sent.walk.id, sent.photo_id):
            raise Problem("gone", N_("Fotot har tagits tillbaka."))
        return False
    if found != content_hash:
        raise Problem("conflict", N_("Ett annat foto har redan kommit in med samma id."))
    return True


def _with_file(database: Database, name: str, data: bytes, unit: Callable[[Session], str]) -> str:
    """Write a file, then its row; where no row came of it the file goes again."""
    folder = folder_of(database)
    with adding(folder):
        write_file(folder, name, data)
        result = ""
        try:
            result = database.write(unit)
        finally:
            if result not in ("created", "held"):
                remove_file(folder, name)
    return result


def _keep(db: Session, sent: Sent, content_hash: str, row: dict[str, Any]) -> str:
    if locked_state(db, sent.walk.id) == "archived":
        raise Problem("gone", N_("Vandringen är arkiverad och tar inte emot mer."))
    if _is_here(db, sent, content_hash):
        return "unchanged"  # the same came in while this one was being drawn
    names = cast(WalkRemark.photo_ids, Text).contains(f'"{sent.photo_id}"')
    named_by = db.execute(
        select(WalkRemark.item_id, WalkRemark.is_trial).where(WalkRemark.walk_id == sent.walk.id, names).limit(1)
    ).first()
    more = {"item_id": named_by.item_id if named_by else None, "is_trial": bool(named_by and named_by.is_trial)}
    ids = {"walk_id": sent.walk.id, "photo_id": sent.photo_id, "tablet_id": sent.tablet_id}
    db.execute(insert(_photos), {**ids, **row, **more, "content_hash": content_hash, "week": this_week()})
    release(db, sent.walk.id, [sent.photo_id], kind="photo")
    return "created"


def _hold(database: Database, sent: Sent, problem: Problem) -> str:
    """Keep a photo that cannot be read aside as it came, for the walk leader."""
    name = f"{new_id().hex}.held"
    row = {
        "kind": "photo", "item_id": sent.photo_id, "revision": 1, "file_name": name,
        "content_hash": database.keys.hash("content", sent.body),
    }  # fmt: skip

    def unit(db: Session) -> str:
        if locked_state(db, sent.walk.id) == "archived" or is_gone(db, sent.walk.id, sent.photo_id):
            raise Problem("gone", N_("Fotot har tagits tillbaka."))
        if not add_held(db, sent.walk.id, sent.tablet_id, row, [problem.message]):
            raise problem
        kept = db.scalar(select(_held.c.file_name).where(_held.c.file_name == name))
        return "held" if kept else "held before"

    _with_file(database, name, sent.body, unit)
    return "held"


def sweep_photos(database: Database) -> bool:
    """Take away photos that no remark has named for five weeks, and files without a row; say whether it could be done."""
    before = week_of(today() - timedelta(weeks=_UNNAMED_WEEKS))
    old = delete(_photos).where(_photos.c.item_id.is_(None), _photos.c.week < before)
    database.write(lambda db: db.execute(old).rowcount)  # type: ignore[attr-defined]

    def belong(names: list[str]) -> set[str]:
        with database.reading() as db:
            found = set(db.scalars(select(_photos.c.file_name).where(_photos.c.file_name.in_(names))))
            return found | set(db.scalars(select(_held.c.file_name).where(_held.c.file_name.in_(names))))

    return sweep(folder_of(database), belong)
