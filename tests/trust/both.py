"""S12 where the same people answer and pin: answers and remarks of one survey, both published by the product, and read together.

Residents of an invented town choose an answer, write a few words, point at a place, or do some of it; others point without a survey.
They come, come late and take back between publications. What is published stands on the site and is read there as anyone can: the
files, the pages, comparisons, what was withdrawn. The attacker knows that a response gives one remark of each question at most,
and looks for groups of remarks, of people, and of people by what they answered, wrote and pointed at.
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
from tests.build import Builder
from tests.page import PageClient
from tests.publications import publish
from tests.surveys import choice, question, when, words
from tests.trust.anyone import FEELINGS, drawing_of, others_on, rows_of
from tests.trust.attacking import Finding
from tests.trust.residents import ABOUT, AREA, CHANNELS, NONE, PLACES, PLAIN, Fact, One, Residents

WEEKS = [202636 + i for i in range(6)]


@dataclass
class Town:
    """A town with a site of its own, what was read there, and small numbers that stood on pages."""

    build: Builder
    client: PageClient
    rng: random.Random
    follows: bool
    people: list[One] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    small: list[str] = field(default_factory=list)
    published: int = 0
    answered: int = 0
    refused: int = 0
    survey: Any = None

    def ask(self) -> None:
        """Make the survey: a choice, words, and a place (of everyone, or of those who chose a)."""
        alone = {"condition": when("first", "a")} if self.follows else {}
        asked = [
            question("first", "one", "Ett?", options={"choices": [choice(c, c.upper()) for c in "abc"]}),
            question("tell", "text", "Berätta?"),
            question("where", "place", "Var?", options={"feeling": "unsafe"}, **alone),
        ]
        self.survey = self.build.survey("s", sections=[{"title": words("En"), "intro": {}, "questions": asked}])
        for i, code in enumerate(PLACES[:2]):
            self.build.district(code, f"Område {code}", west=14.7 + i / 10)

    def say(self, many: int, weeks: Sequence[int], writes: float, pins: float) -> None:
        """Let some answer, and some point without the survey."""
        r = self.rng
        for _ in range(many):
            answer = r.choices(["a", "b", "c", "-"], [8, 4, r.random() * 2, 1])[0]
            wrote = r.choice([PLAIN, PLAIN, ABOUT]) if r.random() < writes else NONE
            may_pin = answer == "a" or not self.follows
            pinned = r.choice([PLAIN, PLAIN, ABOUT]) if may_pin and r.random() < pins else NONE
            place = r.choices(PLACES, [5, 2, 1])[0] if pinned != NONE else "-"
            self.people.append(
                One(r.choice(weeks), r.choices(CHANNELS, [6, 1])[0], answer, wrote, place, "unsafe", pinned)
            )
            if r.random() < 0.3:
                feeling = r.choices(["unsafe", "safe"], [3, 1])[0]
                self.people.append(
                    One(r.choice(weeks), "", "-", NONE, r.choice(PLACES), feeling, r.choice([PLAIN, ABOUT]))
                )

    def keep(self) -> None:
        """Make what is in the database that which there is now."""
        db = self.build.db
        for table in (Answer, Response, Tagging, Decision, RemarkDistrict, Remark):
            db.execute(delete(table))
        wave = self.survey.waves[0]
        ids = {q.code: q.id for section in wave.sections for q in section.questions}
        codes = {d.code: d.id for d in db.scalars(select(District))}
        area = db.scalars(select(FocusArea.id).where(FocusArea.slug == AREA)).one()
        rows: dict[Any, list[dict[str, Any]]] = {
            Remark: [],
            RemarkDistrict: [],
            Response: [],
            Answer: [],
            Decision: [],
            Tagging: [],
        }

        def remark(one: One, place: str, feeling: str | None, is_about: bool) -> uuid.UUID:
            key = uuid.uuid4()
            rows[Remark].append({"id": key, "source": "enkat" if one.channel else "plats", "week": one.week, "number": weekly_number(one.week),
                                 "feeling": feeling, "text": "", "origin_id": wave.id if one.channel else None})  # fmt: skip
            if place in codes:
                rows[RemarkDistrict].append({"remark_id": key, "district_id": codes[place]})
            if is_about:
                decision = uuid.uuid4()
                rows[Decision].append(
                    {"id": decision, "remark_id": key, "version": 2, "kind": "tag", "outcome": "tagged"}
                )
                rows[Tagging].append(
                    {
                        "id": uuid.uuid4(),
                        "decision_id": decision,
                        "focus_area_id": area,
                        "remark_id": key,
                        "polarity": "brist",
                    }
                )
            return key

        for one in self.people:
            said = [("tell", None, "-", one.wrote), ("where", one.feeling, one.place, one.pinned)]
            kept = {
                code: remark(one, place, feeling, is_ == ABOUT) for code, feeling, place, is_ in said if is_ != NONE
            }
            if one.is_response:
                key = uuid.uuid4()
                rows[Response].append(
                    {"id": key, "wave_id": wave.id, "week": one.week, "channel": one.channel, "lang": "sv"}
                )
                given = {code: {"remark_id": id_} for code, id_ in kept.items()}
                given |= {"first": {"choice": one.answer}} if one.answer != "-" else {}
                blank = {"choice": None, "remark_id": None, "state": "given", "item": ""}
                rows[Answer] += [
                    {**blank, "response_id": key, "question_id": ids[code], **facts} for code, facts in given.items()
                ]
        for table, made in rows.items():
            if made:
                db.execute(insert(table), made)
        count_answers_again(db)
        db.commit()

    def publish_remarks(self, since: int, until: int, sources: tuple[str, ...], dialogue: str, detail: int) -> None:
        """Publish remarks, and read them; sometimes they are withdrawn then."""
        chosen = Choice(since, until, "regso", sources, (AREA,), dialogue=dialogue, detail=detail)
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

    def publish_answers(self, until: int) -> None:
        """Publish what was answered to the question, and read it; sometimes it is withdrawn then."""
        wave = self.survey.waves[0].id
        db = self.build.db
        asked = questionnaire_of(db, wave)
        assert asked is not None
        chosen = AnswerChoice(wave, ("first",), until)
        try:
            made = publish_answers(db, By("Test"), asked, chosen, plan_answers(db, asked, chosen).digest)
        except Problem:
            self.refused += 1
            db.rollback()
            return
        db.commit()
        self.answered += 1
        self.read_answers(made.slug, until)
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
        for row in rows:
            way = row["kod"] if row["tabell"] == "kanal" else ""
            feeling = FEELINGS.get(row["matt"], "")
            place = row["kod"] if row["tabell"] == "omrade" else ""
            is_about = row["tabell"] == "fokusomrade"

            def counts(
                one: One, way: str = way, feeling: str = feeling, place: str = place, is_about: bool = is_about
            ) -> int:
                mine = one.remarks if is_in(one, way) else []
                return sum(feeling in ("", f) and place in ("", p) and (a or not is_about) for p, f, a in mine)

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

    def read_answers(self, slug: str, until: int) -> None:
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
                    return int(one.is_response and one.answer in answers and channel in ("", one.channel))

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

    def attack(self) -> list[Finding]:
        """Attack all that was read, also as one of those who answered."""
        if not self.facts:
            return []
        spans = sorted({fact.weeks for fact in self.facts}, key=sorted)
        stretch = {week: tuple(week in span for span in spans) for week in WEEKS}
        alike: dict[tuple[bool, ...], int] = {}
        first = {week: alike.setdefault(stretch[week], week) for week in WEEKS if any(stretch[week])}
        attacker = Residents(sorted(set(first.values())), follows=self.follows)
        rows = []
        for fact in self.facts:
            inside = np.array([fact.counts(one) if one.week in fact.weeks else 0 for one in attacker.parts])
            rows.append((inside, fact.n))
        rows = list({(inside.tobytes(), n): (inside, n) for inside, n in rows}.values())
        within = [replace(one, week=first[one.week]) for one in self.people if one.week in first]
        own = self.rng.sample(within, min(1, len(within)))
        found = [Finding("shown", fact.said, fact.n, fact.n) for fact in self.facts if 0 < fact.n < 5]
        targets, names = attacker.groups()
        found += attacker.subtract(rows)
        found += attacker.bounds(rows, targets, names)
        for one in own:
            found += attacker.bounds(rows, targets, names, own=attacker.place[one])
        return found


def live(build: Builder, client: PageClient, seed: int) -> Town:
    """Let a town live for some weeks, and publish answers and remarks some times in any order."""
    rng = random.Random(seed)
    town = Town(build, client, rng, follows=seed % 3 == 0)
    town.ask()
    writes, pins = rng.choice([0.3, 0.6, 0.9, 0.97, 1.0]), rng.choice([0.3, 0.6, 0.9, 0.97, 1.0])
    town.say(rng.choice([15, 40, 40, 80, 150]), WEEKS[:3], writes, pins)
    ended = 2
    for _ in range(rng.choice([2, 3, 3, 4])):
        town.keep()
        if rng.random() < 0.5:
            town.publish_answers(WEEKS[rng.choice([ended, ended, 0, ended - 1])])
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
