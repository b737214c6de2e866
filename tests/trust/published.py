"""S12 on the real thing: remarks in a database, publications made by the product, pages and files read as anyone can.

The remarks live as in `municipalities.py`: they come, are taken back, come late and are tagged anew between publications; focus areas
are merged. Places are districts, or squares that the product itself draws by where remarks lie.
"""

import random
import uuid
from dataclasses import dataclass, field

from sqlalchemy import delete, insert, select

from dialog.base.keys import weekly_number
from dialog.base.problems import Problem
from dialog.figures.operations.publishing import withdraw_publication
from dialog.figures.publishing.choice import Choice, weeks_between
from dialog.people.kinds import By
from dialog.remark.models import Remark, RemarkDistrict
from dialog.tag.models import Decision, FocusArea, Tagging
from dialog.tag.operations import merge_area
from tests.build import Builder
from tests.page import PageClient
from tests.publications import publish
from tests.trust.anyone import FEELINGS, drawing_of, others_on, rows_of
from tests.trust.attacking import Attacker, Finding, Number
from tests.trust.municipalities import PLACE, Municipality

WEEKS = [202636 + i for i in range(8)]
AREAS = ["belysning", "skadegorelse-klotter"]
#: Squares are not drawn where fewer have told.
LEAST_IN_SQUARE = 15
#: Where remarks lie when places are squares: some near one another, some alone.
SPOTS = {
    "a": (14.7512, 56.8531), "b": (14.7533, 56.8552), "c": (14.7702, 56.8541), "d": (14.7911, 56.8622), "e": (14.8317, 56.8934),
}  # fmt: skip


@dataclass
class Site:
    """A municipality's site, what was read of it, and what stood on its pages."""

    build: Builder
    client: PageClient
    town: Municipality
    numbers: list[Number] = field(default_factory=list)
    small: list[str] = field(default_factory=list)
    published: int = 0
    refused: int = 0
    division: str = "regso"
    #: The outlines that were published: key, and west, south, east, north.
    squares: dict[str, tuple[float, float, float, float]] = field(default_factory=dict)
    #: Of which remarks everybody knows that enough are in each of these.
    floors: dict[str, dict[str, frozenset[str]]] = field(default_factory=dict)

    def keep(self) -> None:
        """Make the database's remarks those that there are now."""
        db = self.build.db
        for table in (Tagging, Decision, RemarkDistrict, Remark):
            db.execute(delete(table))
        ids = {area.slug: area.id for area in db.scalars(select(FocusArea))}
        codes = {d.code: d.id for d in self.town_districts()}
        for remark in self.town.remarks:
            key, week = uuid.uuid4(), int(remark.week)
            feeling = None if remark.feeling == "-" else remark.feeling
            at: dict = {}
            if remark.place in SPOTS:
                at = dict(zip(("lng", "lat"), SPOTS[remark.place], strict=True))
                at["geometry"] = {"type": "Point", "coordinates": list(SPOTS[remark.place])}
            number = weekly_number(week)
            db.add(Remark(id=key, source=remark.source, week=week, number=number, feeling=feeling, text="", **at))
            db.flush()
            if remark.place in codes:
                db.execute(insert(RemarkDistrict).values(remark_id=key, district_id=codes[remark.place]))
            if remark.about:
                made = Decision(remark_id=key, version=2, kind="tag", outcome="tagged")
                made.taggings = [
                    Tagging(focus_area_id=ids[slug], remark_id=key, polarity="brist") for slug in remark.about
                ]
                db.add(made)
        db.commit()

    def town_districts(self) -> list:
        from dialog.place.models import District

        return list(self.build.db.scalars(select(District)))

    def publish(self, since: int, until: int, sources: tuple[str, ...], detail: int) -> None:
        """Publish, and read what everyone can read of it; sometimes it is withdrawn afterwards."""
        self.keep()
        areas = tuple(area for area in AREAS if area not in self.town.merged)
        chosen = Choice(since, until, self.division, sources, areas, detail=detail)
        try:
            made = publish(self.build, chosen)
        except Problem:
            self.refused += 1
            self.build.db.rollback()
            return
        self.published += 1
        self.read(made.slug, chosen)
        if self.town.rng.random() < 0.2:
            withdraw_publication(self.build.db, By("Test"), made.id, "Ett fel")
            self.build.db.commit()

    def read(self, slug: str, chosen: Choice) -> None:
        """Take every number of the file, and every number of the pages."""
        rows = rows_of(self.client, f"/data/{slug}.csv")
        told = {row["synpunkter_i_allt"] for row in rows} | {row["antal"] for row in rows}
        self.numbers += [self._number(row, chosen) for row in rows if row["antal"]]
        known = {str(number.n) for number in self.numbers}
        for address in (f"/karta/{slug}", *(f"/fokusomraden/{area}" for area in AREAS)):
            self.small += others_on(self.client, address, known)
        drawn, values = drawing_of(self.client, slug)
        self.small += [f"{slug}.geojson: {value}" for value in values if value not in told]
        for feature in drawn["features"] if self.division == "rutnat" else ():
            lngs, lats = zip(*feature["geometry"]["coordinates"][0], strict=True)
            self.squares[feature["id"]] = min(lngs), min(lats), max(lngs), max(lats)
            weeks = frozenset(str(week) for week in weeks_between(chosen.since, chosen.until))
            of_them = {PLACE: frozenset({feature["id"]}), "week": weeks, "source": frozenset(chosen.sources)}
            self.floors.setdefault(feature["id"], of_them)

    def merge(self) -> None:
        """Merge one focus area into the other, in the site and in the town."""
        into, gone = AREAS
        area = self.build.db.scalars(select(FocusArea).where(FocusArea.slug == gone)).one()
        merge_area(self.build.db, By("Test"), gone, area.version, into)
        self.build.db.commit()
        self.town.merged[gone] = into

    def square_of(self, place: str) -> str:
        """Return the published square that a spot lies in, or "-" where it lies in none."""
        lng, lat = SPOTS.get(place, (0.0, 0.0))
        inside = (key for key, (w, s, e, n) in self.squares.items() if w <= lng < e and s <= lat < n)
        return next(inside, "-")

    def _number(self, row: dict[str, str], chosen: Choice) -> Number:
        where = {"week": frozenset(str(week) for week in weeks_between(chosen.since, chosen.until))}
        is_channel = row["tabell"] == "kanal"
        where["source"] = frozenset({row["kod"]}) if is_channel else frozenset(chosen.sources)
        if row["matt"] in FEELINGS:
            where["feeling"] = frozenset({FEELINGS[row["matt"]]})
        if row["tabell"] == "omrade":
            where[PLACE] = frozenset({row["kod"]})
        area = self.town.named(row["kod"]) if row["tabell"] == "fokusomrade" else None
        return Number(where, area, int(row["antal"]))

    def attack(self) -> list[Finding]:
        """Attack all that was read."""
        attacker = Attacker(self.town.dimensions, AREAS)
        own = [(cell, about) for cell, about in self.town.somebody() if cell[0] in self.town.dimensions[PLACE]]
        floors = [(attacker.inside(where), LEAST_IN_SQUARE) for where in self.floors.values()]
        return attacker.attack(self.numbers, own=own, floors=floors)


def live(build: Builder, client: PageClient, seed: int) -> Site:
    """Let a municipality live for some seasons and publish some times: every other by squares, every third merges focus areas."""
    rng = random.Random(seed)
    by_squares = seed % 2 == 0
    codes = list(SPOTS) if by_squares else [f"{i + 1}" for i in range(3)]
    for i, code in enumerate(codes[:3]):
        build.district(code, f"Område {code}", west=14.7 + i / 10)
    dimensions = {
        PLACE: [*codes, "-"],
        "week": [str(week) for week in WEEKS],
        "source": ["plats", "polis"],
        "feeling": ["unsafe", "safe", "-"],
    }
    site = Site(build, client, Municipality(rng, dimensions, AREAS), division="rutnat" if by_squares else "regso")
    weeks = [str(week) for week in WEEKS]
    site.town.say(rng.choice([40, 80, 150, 300]), weeks[:4])
    for turn in range(3):
        first = rng.choice([0, 0, 0, 2, 4])
        last = rng.choice([i for i in (3, 4, 7) if i >= first])
        sources = rng.choice([("plats",), ("plats", "polis"), ("plats", "polis")])
        site.publish(WEEKS[first], WEEKS[last], sources, rng.choice([0, 0, 1, 2, 3]))
        site.town.change(weeks)
        if turn == 0 and seed % 3 == 0:
            site.merge()
        if turn == 0:
            site.town.say(rng.choice([3, 40, 120]), weeks[4:])
    # Who reads all this need tell no more weeks apart than the publications do.
    spans = {number.where["week"] for number in site.numbers}
    kinds: dict[tuple[bool, ...], str] = {}
    same = {week: kinds.setdefault(tuple(week in span for span in spans), week) for week in weeks}
    site.town.dimensions = dimensions | {"week": sorted(set(same.values()))}
    for remark in site.town.remarks:
        remark.week = same[remark.week]
        remark.place = site.square_of(remark.place) if by_squares else remark.place
    if by_squares:
        site.town.dimensions[PLACE] = [*site.squares, "-"]
    return site
