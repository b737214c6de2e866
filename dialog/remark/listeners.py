"""What later rooms are told by `remark`, and who owns what a receipt leads to."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from dialog.base.signals import Deed

#: Called as (db, remark_id): a remark has come in, with its districts.
recorded = Deed("remark.recorded")
#: Called as (db, rows, districts, areas): remarks have come in, as they were written, with the ids of the districts of each, and (none, or
#: one for each) the focus areas that it counts for from the start with how each is spoken of, or None.
arrived = Deed("remark.arrived")
#: Called as (db, remark_ids) before anything changes of remarks that they are counted by (week, source, feeling, part of day,
#: place, districts, focus areas, state, whether they accuse somebody) or they go; `changed` follows in the same transaction, unless they are gone.
changing = Deed("remark.changing")
#: Called as (db, remark_ids) after that.
changed = Deed("remark.changed")
#: Called as (db, remark_ids) after a tablet has sent a remark anew: its words and facts are others than before (`changing` and
#: `changed` are told too). A search index takes the words anew here.
corrected = Deed("remark.corrected")
#: Called as (db, remark_ids): what is masked of remarks is other than before.
masked = Deed("remark.masked")
#: Called as (db, remark_ids): whether remarks accuse somebody may be other than before.
restricted = Deed("remark.restricted")
#: Called as (db, remark_ids) before remarks are made one with others and go: who needs them to stay raises Problem.
merging = Deed("remark.merging")
#: Called as (db): every remark is about to find its districts anew; nobody changes what one is counted as until the commit.
placing_again = Deed("remark.placing_again")
#: Called as (db): every remark has found its districts anew.
placed_again = Deed("remark.placed_again")
#: Called as (db, remark_ids): the place or the districts of remarks are others than before.
moved = Deed("remark.moved")
#: Called as (db, remark_ids) while the remarks are still there: take away all that is yours of them, and uncount it.
taken_back = Deed("remark.taken_back")


@dataclass(frozen=True)
class Target:
    """What a room does with the things of its kind that a receipt leads to.

    `erase(db, target_id, keep_aside)` takes the thing away with its remarks, after setting a copy aside if so told.
    `story(db, target_id)` gives the remarks whose fate is the thing's fate. `has_decision(db, target_id)` says whether the
    municipality has decided that such a thing may be erased for good (gallring).
    """

    erase: Callable[[Any, uuid.UUID, bool], None]
    story: Callable[[Any, uuid.UUID], Sequence[uuid.UUID]]
    has_decision: Callable[[Any, uuid.UUID], bool]


#: By the kind that stands in the receipt: "remark", "response".
TARGETS: dict[str, Target] = {}
