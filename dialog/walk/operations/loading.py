"""Takes in a tablet's queue from a file, by the very operations of the tablet's door: each item once, however often it is loaded.

What cannot be read is held aside for the walk leader; the rest goes on. Comes before: `walk/kinds/queue.py`. Goes to: `arriving.py`,
`photos.py`.
"""

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from sqlalchemy import select

from dialog.base.db import Database
from dialog.base.problems import Problem
from dialog.people.operations import record_audit
from dialog.people.operations.audit import Actor
from dialog.walk.kinds.incoming import MOST_AT_ONCE
from dialog.walk.kinds.queue import Queue, QueuedPhoto
from dialog.walk.models import Walk, WalkTablet
from dialog.walk.operations.arriving import Result, readied, take_in
from dialog.walk.operations.photos import Sent, receive
from dialog.walk.queries.tablets import frame_of


@dataclass
class Loaded:
    """How many came in and how: created, updated, unchanged, held, gone, refused. `faults`: (id or number, sentences as msgids)."""

    remarks: Counter[str] = field(default_factory=Counter)
    photos: Counter[str] = field(default_factory=Counter)
    faults: list[tuple[str, Sequence[str]]] = field(default_factory=list)


def load_queue(database: Database, by: Actor, walk: Walk, queue: Queue) -> Loaded:
    """Take in a queue; nothing may be written by this request before. Problem("gone") when the walk is archived."""
    with database.reading() as db:
        named = select(WalkTablet.id).where(WalkTablet.walk_id == walk.id, WalkTablet.number == queue.tablet)
        tablet_id: Any = db.scalar(named) if queue.tablet is not None and abs(queue.tablet) < 2**31 else None
    loaded = Loaded(faults=[(which, [reason]) for which, reason in queue.faults])
    for start in range(0, len(queue.remarks), MOST_AT_ONCE):
        for result in _remarks(database, walk, tablet_id, queue.remarks[start : start + MOST_AT_ONCE]):
            loaded.remarks[result.status] += 1
            if result.status in ("refused", "conflict"):
                loaded.faults.append((str(result.id), _sentences(result.problems)))
    for photo in queue.photos:
        _photo(database, walk, tablet_id, photo, loaded)
    count = len(queue.remarks) + len(queue.photos)
    database.write(lambda db: record_audit(db, by, "walk.load_queue", "walk", walk.id, count=count))
    return loaded


def _remarks(database: Database, walk: Walk, tablet_id: uuid.UUID, raws: Sequence[Mapping[str, Any]]) -> list[Result]:
    with database.reading() as db:
        frame, stops = frame_of(db, walk)
        items = readied(db, walk, frame, raws)
    return database.write(partial(take_in, walk=walk, tablet_id=tablet_id, stops=stops, items=items))


def _photo(database: Database, walk: Walk, tablet_id: uuid.UUID, photo: QueuedPhoto, loaded: Loaded) -> None:
    try:
        status = receive(database, Sent(walk, tablet_id, photo.id, photo.written, photo.body, hold=True))
    except Problem as problem:
        if problem.code not in ("invalid", "conflict", "gone", "too_large"):
            raise
        status = "gone" if problem.code == "gone" else "refused"
        if status == "refused":
            loaded.faults.append((photo.written, _sentences(problem.fields) or [problem.message]))
    loaded.photos[status] += 1


def _sentences(problems: Mapping[str, Sequence[str]]) -> list[str]:
    return [sentence for sentences in problems.values() for sentence in sentences]
