"""What somebody said, sent anew by who said it: a tablet's newer revision. Comes before: `walk/operations/keeping.py`."""

import uuid
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from dialog.base.upkeep import wants_checkpoint
from dialog.remark.kinds import NewRemark
from dialog.remark.listeners import changed, changing, corrected, moved
from dialog.remark.models import Remark, RemarkDistrict
from dialog.remark.operations.recording import _place, _row

_remarks: Any = Remark.__table__
_districts: Any = RemarkDistrict.__table__
#: Its key and week stay, and what staff have decided on it.
_STAYS = ("id", "number", "week", "is_handled", "has_personal_data", "version")


def correct_remark(db: Session, remark_id: uuid.UUID, new: NewRemark) -> None:
    """Let a remark say what it says now. Its version grows, so that who decides on what it said before is told of it."""
    changing.tell(db, remark_ids=[remark_id])
    of_it = _remarks.c.id == remark_id
    before = db.execute(select(_remarks.c.lat, _remarks.c.lng).where(of_it)).one()
    values = {name: value for name, value in _row(new, remark_id).items() if name not in _STAYS}
    db.execute(update(_remarks).where(of_it).values(version=_remarks.c.version + 1, **values))
    if (before.lat, before.lng) != (values["lat"], values["lng"]):
        db.execute(delete(_districts).where(_districts.c.remark_id == remark_id))
        _place(db, [{"id": remark_id, **values}])
        moved.tell(db, remark_ids=[remark_id])
    corrected.tell(db, remark_ids=[remark_id])
    changed.tell(db, remark_ids=[remark_id])
    wants_checkpoint(db)  # what it said before goes from the log of the database too
