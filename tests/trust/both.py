"""S12 where the same people answer and pin: answers and remarks of one survey, both published by the product, and read together.

Residents of an invented town choose an answer, write a few words, point at a place, or do some of it; others point without a survey.
They come, come late and take back between publications. What is published stands on the site and is read there as anyone can: the
files, the pages, comparisons, what was withdrawn. The attacker knows that a response gives one remark of each question at most,
and looks for groups of remarks, of people, and of people by what they answered, wrote and pointed at.

A town may have more: "squares" for places, places that are "fine", two focus areas that are "merged", and two "waves" of the survey.
"""

import random
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from sqlalchemy import delete, insert, select

from dialog.base.keys import weekly_number
from dialog.base.problems import Problem
from dialog.figures.operations.counting_answers import count_answers_again
from dialog.figures.operations.planning_answers import AnswerChoice, plan_answers
from dialog.figures.operations.publishing import withdraw_publication
from dialog.figures.operations.publishing_answers import publish_answers, withdraw_answers
from dialog.figures.publishing.choice import Choice, weeks_between
from dialog.people.kinds import By
from dialog.place.models import District
from dialog.remark.models import Remark, RemarkDistrict
from dialog.survey.models import Answer, Response
from dialog.survey.queries import questionnaire_of
from dialog.tag.models import Decision, FocusArea, Tagging
from dialog.tag.operations import merge_area
from tests.build import Builder
from tests.page import PageClient
from tests.publications import publish
from tests.trust.anyone import FEELINGS, drawing_of, others_on, rows_of
from tests.trust.asking import asked, asked_again
from tests.trust.attacking import Finding
from tests.trust.residents import (
    ABOUT,
    AREA,
    AREAS_OF,
    BOTH,
    CHANNELS,
    NONE,
    OTHER,
    OTHER_AREA,
    PLACES,
    PLAIN,
    Fact,
    Known,
    One,
    Residents,
)

WEEKS = [202636 + i for i in range(6)]
SECOND = WEEKS[3]
#: Where residents point when places are squares: some near one another, some alone.
SPOTS = {"a": (14.7512, 56.8531), "b": (14.7702, 56.8541), "c": (14.7911, 56.8622), "d": (14.8317, 56.8934)}
#: Squares are not drawn where fewer have told.
LEAST_IN_SQUARE = 15


@dataclass
class Town:
    """A town with a site of its own, what was read there, and small numbers that stood on pages."""

    build: Builder
    client: PageClient
    rng: random.Random
    known: Known
    features: frozenset[str] = frozenset()
    people: list[One] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    small: list[str] = field(default_factory=list)
    published: int = 0
    answered: int = 0
    refused: int = 0
    survey: Any = None
    #: The outlines that were published: key, and west, south, east, north; and of which remarks everybody knows that enough are in each.
    squares: dict[str, tuple[float, float, float, float]] = field(default_factory=dict)
    floors: dict[str, Fact] = field(default_factory=dict)
    is_merged: bool = False

    @property
    def spots(self) -> list[str]:
        """Where residents point."""
        return list(SPOTS) if "squares" in self.features else PLACES

    def ask(self) -> None:
        """Make the survey, with its second wave where there is one, and the districts."""
        self.survey = asked(self.build, self.known)
        if len(self.known.feelings) > 1:
            asked_again(self.build, self.survey, self.known)
        for i, code in enumerate(PLACES[:2]):
            size = 0.003 if "fine" in self.features else 0.1
            self.build.district(code, f"Område {code}", west=14.7 + i / 10, size=size)

    def say(self, many: int, weeks: Sequence[int], writes: float, pins: float) -> None:
        """Let some answer, and some point without the survey."""
        r = self.rng
        about = [PLAIN, PLAIN, ABOUT, *([OTHER, BOTH] if self.known.has_two else [])]
        for _ in range(many):
            answer = r.choices(["a", "b", "c", "-"], [8, 4, r.random() * 2, 1])[0]
            wrote = r.choice(about) if r.random() < writes else NONE
            may_pin = answer == "a" or not self.known.follows
            pinned = r.choice(about) if may_pin and r.random() < pins else NONE
            place = r.choices(self.spots, [5, 2, 1, 1][: len(self.spots)])[0] if pinned != NONE else "-"
            week, channel = r.choice(weeks), r.choices(CHANNELS, [6, 1])[0]
            waves = [wave for wave in range(1, len(self.known.feelings) + 1) if self.known.may_be(week, wave)]
            wave = max(waves) if len(waves) == 1 or r.random() < 0.8 else min(waves)
            feeling = self.known.feelings[wave - 1]
            self.people.append(One(week, channel, answer, wrote, place, feeling, pinned, wave))
            if r.random() < 0.3:
                feeling = r.choices(["unsafe", "safe"], [3, 1])[0]
                self.people.append(
                    One(r.choice(weeks), "", "-", NONE, r.choice(self.spots), feeling, r.choice(about[1:]))
                )

    def keep(self) -> None:
        """Make what is in the database that which there is now."""
        db = self.build.db
        for table in (Answer, Response, Tagging, Decision, RemarkDistrict, Remark):
            db.execute(delete(table))
        waves = {wave.number: wave for wave in self.survey.waves}
        ids = {(n, q.code): q.id for n, wave in waves.items() for section in wave.sections for q in section.questions}
        codes = {d.code: d.id for d in db.scalars(select(District))}
        slugs = {area.slug: area.id for area in db.scalars(select(FocusArea))}
        rows: dict[Any, list[dict[str, Any]]] = {
            Remark: [],
            RemarkDistrict: [],
            Response: [],
            Answer: [],
            Decision: [],
            Tagging: [],
        }

        def remark(one: One, place: str, feeling: str | None, about: frozenset[str]) -> uuid.UUID:
            key = uuid.uuid4()
            lng, lat = SPOTS.get(place, (None, None))
            point = {"type": "Point", "coordinates": [lng, lat]} if lng else None
            rows[Remark].append({"id": key, "source": "enkat" if one.channel else "plats", "week": one.week, "number": weekly_number(one.week), "lng": lng, "lat": lat, "geometry": point,
                                 "feeling": feeling, "text": "", "origin_id": waves[one.wave].id if one.channel else None})  # fmt: skip
            if place in codes:
                rows[RemarkDistrict].append({"remark_id": key, "district_id": codes[place]})
            if about:
                decision = uuid.uuid4()
                rows[Decision].append(
                    {"id": decision, "remark_id": key, "version": 2, "kind": "tag", "outcome": "tagged"}
                )
                tag = {"decision_id": decision, "remark_id": key, "polarity": "brist"}
                rows[Tagging] += [{"id": uuid.uuid4(), "focus_area_id": slugs[slug]} | tag for slug in sorted(about)]
            return key

        for one in self.people:
            said = [("tell", None, "-", one.wrote), ("where", one.feeling, one.place, one.pinned)]
            kept = {
                code: remark(one, place, feeling, AREAS_OF[kind]) for code, feeling, place, kind in said if kind != NONE
            }
            if one.is_response:
                key = uuid.uuid4()
                rows[Response].append(
                    {"id": key, "wave_id": waves[one.wave].id, "week": one.week, "channel": one.channel, "lang": "sv"}
                )
                given = {code: {"remark_id": id_} for code, id_ in kept.items()}
                given |= {"first": {"choice": one.answer}} if one.answer != "-" else {}
                blank = {"choice": None, "remark_id": None, "state": "given", "item": ""}
                rows[Answer] += [
                    {**blank, "response_id": key, "question_id": ids[one.wave, code], **facts}
                    for code, facts in given.items()
                ]
        for table, made in rows.items():
            if made:
                db.execute(insert(table), made)
        count_answers_again(db)
        db.commit()

    def publish_remarks(self, since: int, until: int, sources: tuple[str, ...], dialogue: str, detail: int) -> None:
        """Publish remarks, and read them; sometimes they are withdrawn then."""
        areas = (AREA, OTHER_AREA) if self.known.has_two and not self.is_merged else (AREA,)
        division = "rutnat" if "squares" in self.features else "regso"
        chosen = Choice(since, until, division, sources, areas, dialogue=dialogue, detail=detail)
        try:
            made = publish(self.build, chosen)
        except Problem:
            self.refused += 1
            self.build.db.rollback()
            return
        self.published += 1
        self.read_remarks(made.slug, chosen)
        if self.rng.random() < 0.2:
            withdraw_publication(self.build.db, By("Test"), made.id, "Ett fel")
            self.build.db.commit()

    def merge(self) -> None:
        """Merge one focus area into the other."""
        area = self.build.db.scalars(select(FocusArea).where(FocusArea.slug == OTHER_AREA)).one()
        merge_area(self.build.db, By("Test"), OTHER_AREA, area.version, AREA)
        self.build.db.commit()
        self.is_merged = True

    def publish_answers(self, until: int, number: int = 1) -> None:
        """Publish what was answered to the question, and read it; sometimes it is withdrawn then."""
        wave = next(wave.id for wave in self.survey.waves if wave.number == number)
        db = self.build.db
        questions = questionnaire_of(db, wave)
        assert questions is not None
        chosen = AnswerChoice(wave, ("first",), until)
        try:
            made = publish_answers(db, By("Test"), questions, chosen, plan_answers(db, questions, chosen).digest)
        except Problem:
            self.refused += 1
            db.rollback()
            return
        db.commit()
        self.answered += 1
        self.read_answers(made.slug, until, number)
        if self.rng.random() < 0.2:
            withdraw_answers(db, By("Test"), made.slug, "Ett fel")
            db.commit()

    # What anyone reads --------------------------------------------------------------------------------------------------

    def read_remarks(self, slug: str, chosen: Choice) -> None:
        """Take every number of the files and the pages."""
        weeks = frozenset(weeks_between(chosen.since, chosen.until))
        surveys = ("enkat" in chosen.sources, "plats" in chosen.sources and not chosen.dialogue)

        def is_in(one: One, way: str) -> bool:
            source, _, channel = way.partition(":")
            if source:
                return one.is_response == (source == "enkat") and channel in ("", one.channel)
            return surveys[0] if one.is_response else surveys[1]

        rows = rows_of(self.client, f"/data/{slug}.csv")
        made_of = {AREA: {AREA, *([OTHER_AREA] if self.is_merged else [])}, OTHER_AREA: {OTHER_AREA}}
        for row in rows:
            way = row["kod"] if row["tabell"] == "kanal" else ""
            feeling = FEELINGS.get(row["matt"], "")
            place = row["kod"] if row["tabell"] == "omrade" else ""
            slugs = made_of[row["kod"]] if row["tabell"] == "fokusomrade" else None

            def counts(one: One, way: str = way, feeling: str = feeling, place: str = place, slugs: Any = slugs) -> int:
                mine = one.remarks if is_in(one, way) else []
                return sum(
                    feeling in ("", f) and place in ("", p) and (slugs is None or bool(a & slugs)) for p, f, a in mine
                )

            if row["antal"]:
                self.facts.append(
                    Fact(f"{slug} {row['tabell']} {row['kod']} {row['matt']}", int(row["antal"]), weeks, counts)
                )
        known = {row["antal"] for row in rows} | {row["synpunkter_i_allt"] for row in rows}
        self._look(known, f"/karta/{slug}", f"/fokusomraden/{AREA}", "/karta", "/fokusomraden")
        drawn, told = drawing_of(self.client, slug)
        self.small += [
            f"{slug}.geojson: {value}" for value in {*told, str(drawn["about"]["remarks"])} - known - {"None"}
        ]
        if "squares" in self.features and drawn["features"]:
            for feature in drawn["features"]:
                lngs, lats = zip(*feature["geometry"]["coordinates"][0], strict=True)
                self.squares[feature["id"]] = min(lngs), min(lats), max(lngs), max(lats)
                self.floors.setdefault(feature["id"], Fact("drawn", LEAST_IN_SQUARE, weeks, lambda one: is_in(one, "")))

    def read_answers(self, slug: str, until: int, number: int) -> None:
        """Take every number of the file, the page and the pictures of it."""
        weeks = frozenset(week for week in WEEKS if week <= until)
        rows = rows_of(self.client, f"/data/svar/{slug}.csv")
        for row in rows:
            line, part = row["fraga"], row["svar"]
            bases = {"har_svarat_pa_fragan": "abc", "har_fatt_fragan": "abc-", "har_svarat_pa_enkaten": "abc-"}
            told = [(row["antal"], part if line else "abc-", "" if line else part)]
            told += [(row[base], answers, "") for base, answers in bases.items() if row[base]]
            for n, answers, channel in told:

                def counts(one: One, answers: str = answers, channel: str = channel) -> int:
                    is_of_it = one.is_response and one.wave == number
                    return int(is_of_it and one.answer in answers and channel in ("", one.channel))

                if n:
                    self.facts.append(Fact(f"{slug} {line} {answers} {channel}", int(n), weeks, counts))
        numbers = {
            row[name]
            for row in rows
            for name in ("antal", "har_svarat_pa_fragan", "har_fatt_fragan", "har_svarat_pa_enkaten")
        }
        self._look(numbers, f"/resultat/{slug}", "/resultat")
        picture = self.client.http.get(f"/resultat/{slug}/bild.svg?fraga=first").get_data(as_text=True)
        told_there = set(re.findall(r">(\d+)<", picture))
        self.small += [f"{slug}.svg: {n}" for n in told_there - numbers if 0 < int(n) < 5]

    def _look(self, known: set[str], *addresses: str) -> None:
        known = known | {str(fact.n) for fact in self.facts}
        for address in addresses:
            self.small += others_on(self.client, address, known)
        catalogue = self.client.http.get("/data/dcat.rdf").get_data(as_text=True)
        assert not re.search(r">[1-4]<", catalogue)

    # The attack ---------------------------------------------------------------------------------------------------------

    def square_of(self, place: str) -> str:
        """Return the published square that a spot lies in, or "-" where it lies in none."""
        lng, lat = SPOTS.get(place, (0.0, 0.0))
        return next((key for key, (w, s, e, n) in self.squares.items() if w <= lng < e and s <= lat < n), "-")

    def attack(self) -> list[Finding]:
        """Attack all that was read, also as one of those who answered."""
        if not self.facts:
            return []
        spans = sorted({fact.weeks for fact in self.facts} | {frozenset(w for w in WEEKS if w >= SECOND)}, key=sorted)
        if len(self.known.feelings) == 1:
            spans = sorted({fact.weeks for fact in self.facts}, key=sorted)
        alike: dict[tuple[bool, ...], list[int]] = {}
        for week in WEEKS:
            if any(week in fact.weeks for fact in self.facts):
                alike.setdefault(tuple(week in span for span in spans), []).append(week)
        first = {week: stretch[0] for stretch in alike.values() for week in stretch}
        known, people = self.known, self.people
        if "squares" in self.features:
            known = replace(known, places=(*self.squares, "-"))
            people = [replace(one, place=self.square_of(one.place)) for one in people]
        attacker = Residents(list(alike.values()), known)
        rows = list({(inside.tobytes(), n): (inside, n) for inside, n in map(attacker.row, self.facts)}.values())
        within = [replace(one, week=first[one.week]) for one in people if one.week in first]
        own = self.rng.sample(within, min(1, len(within)))
        found = [Finding("shown", fact.said, fact.n, fact.n) for fact in self.facts if 0 < fact.n < 5]
        targets, names, ks = attacker.groups()
        found += attacker.subtract(rows)
        floors = []
        for key, fact in self.floors.items():
            lie_there = np.array([one.place == key and one.pinned != NONE for one in attacker.parts])
            floors.append((attacker.row(fact)[0] * lie_there, fact.n))
        if floors and attacker.bounds(rows, targets[:1], names[:1], floors=floors):
            floors = []  # remarks have gone since the squares were drawn
        found += attacker.bounds(rows, targets, names, ks=ks, floors=floors)
        for one in own:
            found += attacker.bounds(rows, targets, names, own=attacker.place[one], ks=ks, floors=floors)
        return found


def live(build: Builder, client: PageClient, seed: int, *features: str) -> Town:
    """Let a town live for some weeks, and publish answers and remarks some times in any order."""
    rng = random.Random(seed)
    feelings, more = ("unsafe",), random.Random(-seed)
    if "waves" in features:
        feelings = ("unsafe", more.choice(["unsafe", "safe"]))
    known = Known(
        feelings,
        seed % 3 == 0,
        has_two="merged" in features,
        second=SECOND if "waves" in features else 999_999,
        comes_late=more.random() < 0.3,
        k_at_places=10 if "fine" in features else 5,
    )
    town = Town(build, client, rng, known, frozenset(features))
    town.ask()
    size = 3 if "fine" in features or "squares" in features else 1
    writes, pins = rng.choice([0.3, 0.6, 0.9, 0.97, 1.0]), rng.choice([0.3, 0.6, 0.9, 0.97, 1.0])
    town.say(rng.choice([15, 40, 40, 80, 150]) * size, WEEKS[:3], writes, pins)
    ended = 2
    if "waves" in features:
        ended = 3
        town.say(rng.choice([15, 40, 40, 80, 150]) * size, WEEKS[3:4], writes, pins)
    for turn in range(rng.choice([2, 3, 3, 4]) + ("waves" in features)):
        town.keep()
        if rng.random() < 0.5:
            number = more.choice(range(1, len(feelings) + 1))
            town.publish_answers(WEEKS[rng.choice([ended, ended, 0, ended - 1])], number)
        else:
            first = rng.choice([0, 0, 0, 1, ended])
            sources, dialogue = rng.choice(
                [(("enkat",), "s"), (("enkat",), ""), (("enkat", "plats"), ""), (("plats",), "")]
            )
            town.publish_remarks(
                WEEKS[first],
                WEEKS[max(first, rng.choice([ended, ended, ended - 1]))],
                sources,
                dialogue,
                rng.choice([0, 1, 2, 3, 4, 5]),
            )
        if turn == 0 and "merged" in features:
            town.merge()
        for _ in range(rng.choice([0, 0, 1, 2])):
            town.people.pop(rng.randrange(len(town.people)))
        if rng.random() < 0.6 and ended < len(WEEKS) - 1:
            ended += 1
            town.say(rng.choice([0, 1, 3, 8, 40]), WEEKS[ended : ended + 1], writes, pins)
        town.say(rng.choice([0, 0, 1, 2]), WEEKS[: ended + 1], writes, pins)
    # Whoever asks for the rest gets nothing: what was withdrawn is told of, and told no more.
    for address in ("/data", "/resultat", "/karta"):
        client.get(address)
    return town
