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
    ("fault", "Klotter på väggen, även sådant som hotar.", "Sanera.", "skadegorelse-klotter", "yes", "Anmält samma kväll.", "handed_over"),
    ("fault", "Ljuset bländar den som kommer från trappan.", "Vrid armaturen nedåt.", "belysning", "yes", "Görs när lamporna ändå byts.", "started"),
    ("fault", "Ett skymt hörn gör att den som går ser för sent om någon står där.", "Ta bort buskarna närmast hörnet.", "skymd-sikt-vaxtlighet", "look", "", "open"),
    ("fault", "Beläggningen är trasig, och pölarna fryser till is.", "Laga och led bort vattnet.", "tillganglighet-halka", "yes", "Lagas före vintern.", "open"),
    ("fault", "Bänken är sönder och glaset i kuren är krossat.", "Byt glaset.", "skadegorelse-klotter", "yes", "Felanmält till trafikbolaget.", "handed_over"),
    ("fault", "Cyklar och gående möts i en kurva där ingen ser den andra.", "Måla en mittlinje.", "trafikmiljo", "look", "", "open"),
    ("fault", "Ljudet från ventilationen gör att man inte hör om någon kommer.", "Dämpa fläkten.", "underhall-forfall", "no", "Fläkten byts om två år, och till dess går det inte.", "done"),
    ("fault", "Vägen mellan husen är den enda till bussen och saknar lampor helt.", "Sätt upp tre stolpar.", "belysning", "look", "", "open"),
    ("fault", "Grenar från ett fallet träd ligger kvar.", "Röj.", "underhall-forfall", "yes", "Röjt veckan efter.", "done"),
    ("fault", "Dörren till cykelrummet går inte i lås.", "Laga låset.", "bilbrott-cykelstold", "yes", "Fastighetsägaren har bytt låset.", "done"),
    ("proposal", "De som gick vill ha en bänk att vila på.", "Ställ ut en bänk.", "tillganglighet-halka", "look", "", "open"),
    ("proposal", "En spegel i kurvan skulle visa vem som kommer.", "Sätt upp en spegel.", "skymd-sikt-vaxtlighet", "yes", "Sätts upp i vår.", "open"),
    ("proposal", "En skylt om vart vägen leder skulle göra det lättare att välja väg.", "Skylta.", "trafikmiljo", "yes", "Ingår i vårens skyltning.", "started"),
    ("proposal", "Flera önskar att någon vuxen är ute på fredagskvällarna.", "Fråga nattvandrarna.", "motesplatser-vuxennarvaro", "look", "", "open"),
    ("good", "Här rör sig folk, och det är ljust och öppet.", "Behåll ljuset.", "motesplatser-vuxennarvaro", "yes", "Sköts som i dag.", "done"),
    ("good", "Buskarna är klippta sedan sist, och man ser långt.", "Fortsätt klippa.", "skymd-sikt-vaxtlighet", "yes", "Står i skötselplanen.", "done"),
    ("good", "De nya lamporna når hela vägen in under taket.", "", "belysning", "yes", "Sköts som i dag.", "done"),
    ("good", "Affären har öppet sent, och det känns tryggt att vänta utanför.", "", "motesplatser-vuxennarvaro", "yes", "Ingen åtgärd behövs.", "done"),
    ("good", "Det är rent, och det som var trasigt är lagat.", "Behåll städningen.", "nedskrapning", "yes", "Sköts som i dag.", "done"),
    ("good", "Gångvägen är bred, så att man kan mötas utan att gå nära.", "", "gangtunnel-gangvag", "yes", "Ingen åtgärd behövs.", "done"),
    ("good", "Personalen på fritidsgården syns utomhus på kvällen.", "Fortsätt så.", "motesplatser-vuxennarvaro", "yes", "Fortsätter hela året.", "done"),
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
        # In an order of its own for each walk, and none twice: what is left when one sort is out is not written yet.
        drawn = {is_good: [one for one in _POINTS if (one[0] == "good") == is_good] for is_good in (True, False)}
        for sentences in drawn.values():
            rng.shuffle(sentences)
        for point in points[: len(points) * 3 // 4]:
            if not drawn[point.kind == "good"]:
                continue
            kind, words, measure, slug, decision, reason, state = drawn[point.kind == "good"].pop()
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
