"""The example's protocol: sentences of its own for each point, who owns it, what was decided; written by one, released by another.

Comes before: `walking.py`.
"""

import random
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from dialog.base import clock
from dialog.people.kinds import By
from dialog.people.models import Partner
from dialog.tag.models import FocusArea
from dialog.walk.kinds.protocol import Written
from dialog.walk.models import ProtocolPoint, Walk
from dialog.walk.operations import protocol

#: Sort, sentence, measure, focus area, decision, reason, state.
_POINTS = (
    ("fault", "Två lampor lyser inte, och vägen ligger i mörker.", "Byt lamporna.", "belysning", "yes", "Lamporna byts.", "done"),
    ("fault", "Häcken växer ut över gångvägen och skymmer sikten.", "Klipp häcken.", "skymd-sikt-vaxtlighet", "yes", "Klipps två gånger om året.", "started"),
    ("fault", "Papperskorgen är full och skräp ligger runt den.", "Töm oftare.", "nedskrapning", "look", "", "open"),
    ("fault", "Mopeder kör fort där man går.", "Sätt upp hinder.", "trafik-hastighet", "no", "Räddningstjänsten måste kunna köra här. Polisen kontrollerar i stället.", "done"),
    ("good", "Här rör sig folk, och det är ljust och öppet.", "Behåll ljuset.", "motesplatser-vuxennarvaro", "yes", "Sköts som i dag.", "done"),
    ("fault", "Klotter på väggen.", "Sanera.", "skadegorelse-klotter", "yes", "Anmält samma kväll.", "handed_over"),
    ("proposal", "De som gick vill ha en bänk att vila på.", "Ställ ut en bänk.", "tillganglighet-halka", "look", "", "open"),
)  # fmt: skip


def write_up(db: Session, rng: random.Random, walk: Walk, writer: By, releaser: By) -> None:
    """Write most of a walk's points, release them by another, and show the protocol."""
    partners = list(db.scalars(select(Partner).where(Partner.is_active).order_by(Partner.name)))
    areas = {area.slug: area for area in db.scalars(select(FocusArea))}
    points = db.scalars(
        select(ProtocolPoint).where(ProtocolPoint.walk_id == walk.id).order_by(ProtocolPoint.number)
    ).all()
    held = walk.starts_at
    with clock.held_at(held + timedelta(days=6)):
        for point in points[: len(points) * 3 // 4]:
            fits = [one for one in _POINTS if (one[0] == "good") == (point.kind == "good")]
            kind, words, measure, slug, decision, reason, state = rng.choice(fits)
            area = areas.get(slug)
            owner = area.partner_id if area and area.partner_id else rng.choice(partners).id if partners else None
            due_on = walk.held_on + timedelta(days=rng.choice((60, 120, 180, 400)))
            written = Written(
                kind, words, measure, reason, area.id if area else None, point.agreeing, owner, decision,
                due_on if decision != "no" else None, state,
                f"FEL-{rng.randrange(1000, 9999)}" if state == "handed_over" else "",
            )  # fmt: skip
            protocol.save_point(db, writer, walk.id, point.number, point.version, written)
    with clock.held_at(held + timedelta(days=8)):
        protocol.tell_meeting(db, writer, walk.id, "Tre veckor efter vandringen klockan 18, i biblioteket")
        protocol.release_all(db, releaser, walk.id)
        protocol.show_protocol(db, releaser, walk.id, shown=True)
