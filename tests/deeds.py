"""Deeds at random, as residents and staff do them, for tests that look at what must be true afterwards."""

import random
import uuid
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dialog.base.problems import Problem
from dialog.figures.operations.packing import pack
from dialog.figures.queries.arriving import area_ids_by_slug
from dialog.place.models import District
from dialog.place.operations import import_districts, remove_districts
from dialog.place.reading import ReadDistrict
from dialog.remark.kinds import NewRemark
from dialog.remark.listeners import changing
from dialog.remark.masking import release
from dialog.remark.models import Remark
from dialog.remark.operations import erase_remark, record_remark, record_remarks
from dialog.tag.filters import RemarkFilter
from dialog.tag.kinds import TagChoice
from dialog.tag.models import Batch, FocusArea
from dialog.tag.operations import merge_area, reactivate_area, tag_many, tag_remark, undo, undo_batch
from dialog.tag.operations.arriving import tag_arrived
from dialog.tag.queries import candidates

ACCUSES = "Kalle Andersson i 12:an säljer droger vid lekplatsen."
AREAS = ("belysning", "narkotika", "inbrott", "ovrigt", "trafik-hastighet")


class Person:
    """Who does the staff's deeds."""

    def __init__(self, account_id: uuid.UUID, name: str = "Test") -> None:
        self.account_id, self.name = account_id, name


def bring_tagged(db: Session, account_id: uuid.UUID | None, found: Sequence[tuple[NewRemark, list[TagChoice]]]) -> None:
    """Bring remarks in as a file does, some of them with focus areas."""
    ids_of = area_ids_by_slug(db)
    counted = [frozenset((ids_of[c.slug][1], c.how) for c in chosen) if chosen else None for _, chosen in found]
    ids = record_remarks(db, [new for new, _ in found], counted)
    tagged = [(remark_id, chosen) for remark_id, (_, chosen) in zip(ids, found, strict=True) if chosen]
    tag_arrived(db, account_id, tagged, {slug: key for slug, (key, _) in ids_of.items()})


class Deeds:
    """One of the deeds below at each call; what cannot be done just then is a Problem, and nothing comes of it."""

    def __init__(self, seed: int, account_id: uuid.UUID) -> None:
        self.dice, self.by = random.Random(seed), Person(account_id)
        self.usual = [
            self.say,
            self.say,
            self.say,
            self.tag,
            self.tag,
            self.tag,
            self.unsure,
            self.undo,
            self.take_back,
            self.release,
        ]
        self.rare = [
            self.bring,
            self.many,
            self.undo_many,
            self.merge,
            self.revive,
            self.redraw,
            self.in_vain,
            self.pack,
        ]
        self.waves = [uuid.UUID(int=self.dice.getrandbits(128), version=4) for _ in range(2)]

    def one(self, db: Session, *, rare: bool = True) -> None:
        """Do one deed in the session's transaction."""
        chosen = self.dice.choice(self.usual if not rare or self.dice.random() < 0.75 else self.rare)
        chosen(db)

    def _new(self) -> NewRemark:
        dice = self.dice
        lng, lat = round(14.7 + dice.random() * 0.2, 6), round(56.8 + dice.random() * 0.1, 6)
        return NewRemark(
            text=dice.choice(("Det är mörkt.", "Det är mörkt.", ACCUSES)), feeling=dice.choice((None, "unsafe", "safe", "mixed")),
            geometry={"type": "Point", "coordinates": [lng, lat]} if dice.random() < 0.8 else None,
            part_of_day=dice.choice((None, "dark", "day,dusk")), source=dice.choice(("plats", "enkat", "polis")),
            week=dice.choice((202640, 202641, 202647)), origin_id=dice.choice((None, None, *self.waves)),
        )  # fmt: skip

    def _remark(self, db: Session) -> Remark:
        key = uuid.UUID(int=self.dice.getrandbits(128))
        found = db.scalar(select(Remark).where(Remark.id >= key).order_by(Remark.id).limit(1))
        found = found or db.scalar(select(Remark).order_by(Remark.id).limit(1))
        if found is None:
            raise Problem("not_found")
        return found

    def _choices(self) -> list[TagChoice]:
        chosen = self.dice.sample(AREAS, self.dice.randint(1, 3))
        return [TagChoice(slug, self.dice.choice((None, "brist")), self.dice.random() < 0.2) for slug in chosen]

    def say(self, db: Session) -> None:
        record_remark(db, self._new())

    def bring(self, db: Session) -> None:
        changing.tell(db, remark_ids=[])  # nobody merges focus areas meanwhile
        bring_tagged(db, self.by.account_id, [(self._new(), self._choices() if n < 3 else []) for n in range(5)])

    def tag(self, db: Session) -> None:
        remark = self._remark(db)
        tag_remark(db, self.by, remark.id, remark.version, self._choices())

    def unsure(self, db: Session) -> None:
        remark = self._remark(db)
        tag_remark(db, self.by, remark.id, remark.version, [], "unsure")

    def undo(self, db: Session) -> None:
        remark = self._remark(db)
        undo(db, self.by, remark.id, remark.version)

    def take_back(self, db: Session) -> None:
        erase_remark(db, self._remark(db).id, keep_aside=self.dice.random() < 0.5)
        db.expire_all()

    def release(self, db: Session) -> None:
        release(db, self.by, self._remark(db).id)

    def many(self, db: Session) -> None:
        chosen = RemarkFilter(source=self.dice.choice(("plats", "polis")), since=202641)
        way = self.dice.choice(("skip", "add", "replace"))
        tag_many(db, self.by, chosen, candidates(db, chosen).digest, self._choices(), way)

    def undo_many(self, db: Session) -> None:
        found = db.scalars(select(Batch.id).where(Batch.undone_at.is_(None)).order_by(func.random())).first()
        if found is not None:
            undo_batch(db, self.by, found)

    def _area(self, db: Session, *states: str) -> FocusArea:
        query = select(FocusArea).where(FocusArea.slug.in_(AREAS), FocusArea.state.in_(states)).order_by(FocusArea.slug)
        found = db.scalars(query.execution_options(populate_existing=True)).all()
        if not found:
            raise Problem("not_found")
        return self.dice.choice(found)

    def merge(self, db: Session) -> None:
        area = self._area(db, "active")
        into = self.dice.choice([slug for slug in AREAS if slug != area.slug])
        merge_area(db, self.by, area.slug, area.version, into)

    def revive(self, db: Session) -> None:
        area = self._area(db, "merged")
        reactivate_area(db, self.by, area.slug, area.version)

    def redraw(self, db: Session) -> None:
        if self.dice.random() < 0.2 and db.scalar(select(func.count()).select_from(District)):
            remove_districts(db, "rutor")
            return
        lines = sorted(round(14.7 + self.dice.random() * 0.2, 3) for _ in range(3))
        import_districts(
            db, "rutor", "Rutor",
            [
                ReadDistrict(str(n), f"Ruta {n}", {"type": "Polygon", "coordinates": [
                    [[west, 56.8], [east, 56.8], [east, 56.9], [west, 56.9], [west, 56.8]]]})
                for n, (west, east) in enumerate(zip([14.6, *lines], [*lines, 15.0], strict=True)) if west < east
            ],
        )  # fmt: skip

    def in_vain(self, db: Session) -> None:
        """What is undone leaves no count: in a savepoint of its own."""
        savepoint = db.begin_nested()
        self.say(db)
        inner = db.begin_nested()
        self.say(db)
        inner.commit()
        savepoint.rollback()
        with db.begin_nested():
            self.say(db)

    def pack(self, db: Session) -> None:
        """As upkeep does, some of what waits or all of it."""
        pack(db, self.dice.choice((3, 20, None)))
