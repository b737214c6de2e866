"""Which publications of remarks stand in the way of a survey's answers, and the other way round, by what was told and is counted."""

import uuid
from dataclasses import replace

import pytest

from dialog.figures.models import AnswerCount, AnswerPublication, Publication, ResponseCount
from dialog.figures.models.answer_count import EVERY_CHANNEL, EVERY_WEEK, EVERYWHERE
from dialog.figures.operations.planning_answers import AnswerChoice, plan_answers
from dialog.figures.publishing.answers import WHOLE, as_kept
from dialog.figures.queries.beside_answers import crowded_by, crowding
from dialog.survey.models import Survey
from dialog.survey.queries import questionnaire_of
from dialog.survey.questionnaire import Questionnaire
from tests.build import Builder
from tests.publications import choice as chosen
from tests.surveys import choice, question, words

FOLLOWS = {"all": [{"question": "a", "is": ["x", "dont_know"]}]}
UNTIL = 202640


class Told:
    """Surveys that ask for words, of all or of those who chose something; what is counted of them, and what was told."""

    def __init__(self, build: Builder) -> None:
        self.build, self.db = build, build.db

    def survey(self, slug: str = "trygghet", words_of: str = "free") -> Questionnaire:
        """Ask; what is counted and told from now on is of this one."""
        yes_no = {"choices": [choice("x", "X"), choice("y", "Y")], "dont_know": True}
        asked = [
            question("a", "one", "A?", options=yes_no),
            {
                "follows": question("follows", "text", "Vad?", condition=FOLLOWS, options={"feeling": "unsafe"}),
                "free": question("free", "text", "Berätta?"),
            }[words_of],
        ]
        made: Survey = self.build.survey(slug, sections=[{"title": words("Ett"), "intro": {}, "questions": asked}])
        self.asked = questionnaire_of(self.db, made.waves[0].id)
        self.slug = slug
        assert self.asked is not None
        return self.asked

    def answered(self, n: int, *, week: int = 202635, channel: str = "web", **said: int) -> None:
        """Count answers: `free` and `follows` gave words, `x` and `dont_know` were asked, as also by district and for all weeks."""
        ids = {one.code: one.id for one in self.asked.questions}
        facts = {
            "free": ("free", "given", ""), "nothing": ("free", "no_answer", ""), "follows": ("follows", "given", ""),
            "x": ("a", "given", "x"), "y": ("a", "given", "y"), "dont_know": ("a", "dont_know", ""),
        }  # fmt: skip
        for district in (EVERYWHERE, uuid.uuid4()):
            self.db.add(
                ResponseCount(wave_id=self.asked.wave_id, district_id=district, week=week, channel=channel, n=n)
            )
            for code, state, one, many in ((*facts[name], many) for name, many in said.items()):
                self._count(ids[code], district, week, channel, state, one, many)
                self._count(ids[code], district, EVERY_WEEK, EVERY_CHANNEL, state, one, many)
        self.db.flush()

    def _count(
        self, question_id: uuid.UUID, district: uuid.UUID, week: int, channel: str, state: str, one: str, n: int
    ) -> None:
        key = {"question_id": question_id, "district_id": district, "week": week, "channel": channel, "item": "",
               "state": state, "choice": one, "number": 0.0}  # fmt: skip
        if kept := self.db.get(AnswerCount, key):
            kept.n += n
        else:
            self.db.add(AnswerCount(**key, n=n))
            self.db.flush()

    def remarks(
        self, total: int, *, since: int = 202630, until: int = UNTIL, sources: tuple[str, ...] = ("enkat",),
        survey: str = "trygghet", way: str = "",
    ) -> str:  # fmt: skip
        """Tell of remarks; return the address."""
        n = self.db.query(Publication).count() + 1
        figures = [{"key": f"source={way}", "where": {}, "area": "", "n": total}] if way else []
        self.db.add(
            Publication(
                number=n, slug=f"p{n}", title=words("P"), since=since, until=until, dialogue=survey,
                geography_kind="districts", geography="regso", sources=list(sources), method="2",
                content={"total": total}, basis={"figures": figures},
            )
        )  # fmt: skip
        self.db.flush()
        return f"p{n}"

    def answers(self, total: int, *, until: int = UNTIL, **channels: int) -> str:
        """Tell of the answers; return the address."""
        n = self.db.query(AnswerPublication).count() + 1
        told = as_kept({WHOLE: total, **{("", channel): many for channel, many in channels.items()}})
        self.db.add(
            AnswerPublication(
                number=n, slug=f"a{n}", wave_id=self.asked.wave_id, survey=self.slug, title=words("A"), wave_number=1,
                since=202630, until=until, method="2", content={}, basis=told, csv=b"", csv_digest="", csv_size=0,
            )
        )  # fmt: skip
        self.db.flush()
        return f"a{n}"

    def in_the_way(self, until: int = UNTIL) -> list[str]:
        """Return what stands in the way of telling the answers."""
        return list(crowded_by(self.db, self.asked, until).whole)


@pytest.fixture
def told(build) -> Told:
    return Told(build)


def test_only_remarks_of_the_survey_are_in_the_way_of_its_answers_however_they_were_told(told) -> None:
    told.survey()
    told.answered(50, free=48)
    told.remarks(48, survey="annan")
    told.remarks(48, survey="", sources=("plats",))
    assert told.in_the_way() == []
    alone, of_all = told.remarks(48), told.remarks(90, survey="", sources=("enkat", "plats"))
    found = crowded_by(told.db, told.asked, UNTIL)
    assert (found.whole, found.channels, found.follows) == ([alone, of_all], [], False)


def test_remarks_that_were_taken_back_are_counted_where_the_surveys_were_told_alone(told) -> None:
    told.survey("annan")
    told.answered(30, free=7)
    told.survey()
    told.answered(50, free=40, nothing=6)
    told.answered(50, week=202643, free=30)
    told.remarks(90, sources=("enkat", "plats"))
    told.remarks(40)
    told.remarks(47, survey="")
    assert told.in_the_way() == [], "all that were told are there, and of others than the survey nobody knows"
    more, of_all = told.remarks(46), told.remarks(53, survey="")
    assert told.in_the_way() == [more, of_all]


def test_who_was_asked_what_follows_is_counted_by_choice_and_state(told) -> None:
    told.survey(words_of="follows")
    told.answered(50, x=20, dont_know=9, y=15, follows=25)
    told.remarks(25)
    found = crowded_by(told.db, told.asked, UNTIL)
    assert (found.whole, found.follows) == (["p1"], True)
    told.answered(1, week=202636, x=1)
    assert told.in_the_way() == []


def test_channels_are_in_the_way_where_both_were_told_by_them(told) -> None:
    asked = told.survey()
    told.answered(60, free=30)
    told.answered(10, channel="paper", free=9)
    told.remarks(39)
    assert not crowded_by(told.db, asked, UNTIL).channels
    these = AnswerChoice(asked.wave_id, ("a",), UNTIL)
    assert plan_answers(told.db, asked, these).told == {WHOLE: 70, ("", "web"): 60, ("", "paper"): 10}
    by_way = told.remarks(39, way="enkat:web")
    found = crowded_by(told.db, asked, UNTIL)
    assert (found.whole, found.channels) == ([], [by_way])
    assert ("", "paper") not in plan_answers(told.db, asked, these).told


def test_remarks_by_channel_are_refused_beside_answers_that_were_told_by_channel(told) -> None:
    told.survey()
    told.answered(60, free=30)
    told.answered(10, channel="paper", free=9)
    by_way = chosen(202630, UNTIL, sources=("enkat",), dialogue="trygghet", detail=1)
    not_by_way = by_way.at(3)
    told.answers(70)
    assert crowding(told.db, by_way) == []
    told.answers(70, web=60, paper=10)
    assert crowding(told.db, by_way) == ["a1", "a2"]
    assert crowding(told.db, not_by_way) == []


def test_remarks_are_refused_where_they_leave_too_little_of_what_is_told_already(told) -> None:
    """Two periods that are told tell of the weeks between; what was told of other weeks does not matter."""
    told.survey()
    told.answered(20, week=202625, free=19)
    told.remarks(19, since=202624, until=202626)
    told.answered(50, free=30)
    told.answered(20, week=202643, free=19)
    told.answers(90, until=202645)
    assert crowding(told.db, chosen(202630, 202645, sources=("enkat",), detail=3)) == []
    told.remarks(49, until=202645)
    assert crowding(told.db, chosen(202630, UNTIL, sources=("enkat",), detail=3)) == ["a1"]
    assert crowding(told.db, chosen(202630, UNTIL, sources=("plats",), detail=3)) == []
    assert crowding(told.db, chosen(202630, UNTIL, sources=("enkat",), dialogue="annan", detail=3)) == []


def test_ten_must_have_left_a_question_empty_beside_remarks_of_a_fine_division(told) -> None:
    told.build.district("1", "Torget", west=14.75, south=56.85, size=0.004)
    told.survey()
    told.answered(50, free=43)
    told.answers(50)
    alike = chosen(202630, UNTIL, sources=("enkat",), detail=3)
    assert (crowding(told.db, alike), crowding(told.db, replace(alike, division="rutnat"))) == (["a1"], [])
