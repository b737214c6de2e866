"""A paper protocol keyed in: each line becomes a remark of the walk, once for each form that was opened. Previous stop: `staff/paper.py`."""

import json
from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from dialog.base.i18n import N_
from dialog.base.keys import keyed_hash
from dialog.base.problems import Problem
from dialog.people.operations import record_audit
from dialog.people.operations.audit import Actor
from dialog.remark.kinds import NewRemark
from dialog.remark.operations import record_remark
from dialog.walk.kinds.plan import PaperLine
from dialog.walk.models import Stop, Walk, WalkRemark
from dialog.walk.operations.joining import locked_state


def key_in(db: Session, by: Actor, walk: Walk, lines: Sequence[PaperLine]) -> int:
    """Keep the lines of a protocol and return how many came in now. Problem("conflict") before the walk or when archived."""
    # Locked, so that a form that is sent twice at once is kept once.
    if locked_state(db, walk.id) not in ("open", "closed"):
        raise Problem("conflict", N_("Ett protokoll kan skrivas in när vandringen har börjat, tills den arkiveras."))
    stops = {stop.id: stop for stop in db.scalars(select(Stop).where(Stop.walk_id == walk.id))}
    known = set(db.scalars(select(WalkRemark.item_id).where(WalkRemark.walk_id == walk.id)))
    kept = 0
    for line in lines:
        if line.item_id in known:
            continue
        known.add(line.item_id)
        remark_id = record_remark(db, _remark(walk, line, stops.get(line.stop_id) if line.stop_id else None))
        content = json.dumps(asdict(line), sort_keys=True, default=str, ensure_ascii=False)
        digest = keyed_hash(db, "walk-content", content)
        db.add(
            WalkRemark(
                walk_id=walk.id,
                item_id=line.item_id,
                remark_id=remark_id,
                content_hash=digest,
                hashes={"1": digest},
                stop_id=line.stop_id if line.stop_id in stops else None,
                checklist=dict(line.checklist),
                photo_ids=[],
            )
        )
        kept += 1
    db.flush()
    if kept:
        record_audit(db, by, "walk.key_in", "walk", walk.id, count=kept)
    return kept


def _remark(walk: Walk, line: PaperLine, stop: Stop | None) -> NewRemark:
    geometry = None
    if stop is not None and stop.lat is not None and not line.place_words:
        geometry = {"type": "Point", "coordinates": [stop.lng, stop.lat]}
    return NewRemark(
        text=line.text, feeling=line.feeling, geometry=geometry, agreeing=line.agreeing,
        place_words=line.place_words or (stop.name if stop else ""),
        source="vandring", origin_id=walk.id, day=walk.held_on,
    )  # fmt: skip
