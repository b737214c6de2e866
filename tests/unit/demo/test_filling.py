"""The example municipality: the same for a seed, only in an empty site, and said to be an example."""

import random
import re
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from dialog.base import clock, keys
from dialog.base.db import Database
from dialog.base.keys import Keys
from dialog.base.problems import Problem
from dialog.cli import demo as command
from dialog.demo import filling, phrases
from dialog.demo.places import Town
from dialog.people.queries import site
from dialog.place.queries import districts_at
from dialog.remark.models import Remark
from dialog.survey.models import Answer, Response
from dialog.tag.models import Tagging
from tests.conftest import SECRET
from tests.servers import make_database


def _fill(db, seed: int = 7, area: str = "vaxjo") -> filling.Made:
    with keys.drawn_from(random.Random(seed)):
        return filling.fill(
            db, seed=seed, remarks=25, area=area, progress=lambda _what, steps, _n: steps, responses=30, waiting=10
        )


def _all(db) -> list:
    return [
        db.execute(
            select(Remark.id, Remark.number, Remark.text, Remark.geometry, Remark.feeling).order_by(Remark.id)
        ).all(),
        db.execute(
            select(Answer.response_id, Answer.question_id, Answer.item, Answer.choice).order_by(
                Answer.response_id, Answer.question_id, Answer.item
            )
        ).all(),
        db.execute(
            select(Tagging.remark_id, Tagging.focus_area_id).order_by(Tagging.remark_id, Tagging.focus_area_id)
        ).all(),
    ]


def test_it_is_whole_lies_where_people_live_and_is_the_same_for_a_seed(database) -> None:
    made = []
    for _ in range(2):
        with database.reading() as db:
            _is_whole(db, _fill(db))
            made.append(_all(db)[0])
            db.rollback()
    assert made[0] == made[1]


def test_another_municipality_is_the_same_for_a_seed_and_another_for_another(tmp_path: Path) -> None:
    database = Database(make_database("sqlite", tmp_path, "demo"), Keys(SECRET), data_dir=tmp_path)
    made = []
    for seed in (7, 7, 8):
        with database.writing() as db:
            _fill(db, seed, "helsingfors")
            made.append(_all(db)[0])
            db.rollback()
    database.close()
    assert made[0] == made[1] != made[2]


def _is_whole(db, made: filling.Made) -> None:
    assert (made.districts, made.responses, made.remarks) == (23, 30, 25)
    assert db.scalar(select(func.count()).select_from(Response)) == 30
    placed = db.execute(select(Remark.lat, Remark.lng).where(Remark.lat.is_not(None))).all()
    assert len(placed) > 20 and all(districts_at(db, lat, lng) for lat, lng in placed)
    assert db.scalar(select(func.count()).where(~Remark.is_handled)) == 10
    assert db.scalar(select(func.count()).select_from(Tagging)) > 5
    assert site(db, "sv").is_example


def test_it_goes_into_an_empty_site_only(db, build) -> None:
    build.account()
    with pytest.raises(Problem, match="not empty"):
        _fill(db)


def test_every_remark_of_the_two_files_can_be_written() -> None:
    assert len(phrases.phrases()) == 128
    rng = random.Random(1)
    assert {phrases.write(rng, good=True).is_good for _ in range(50)} == {True}
    assert all(phrases.write(rng, good=None, wish=True).polarity == "forslag" for _ in range(50))


def test_a_town_keeps_within_its_border() -> None:
    from shapely import Point, box

    town = Town(random.Random(3), [("Öster", box(14, 56, 14.1, 56.1))])
    for _ in range(200):
        lat, lng, name = town.place()
        assert box(14, 56, 14.1, 56.1).contains(Point(lng, lat)) and name == "Öster"
    assert re.fullmatch("LineString", town.geometry(stretch=True)[0]["type"])


def test_the_command_tells_all_from_when_the_day_began(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two that were made with the same seed within an hour one had an answer in another week."""
    seen = []

    def fill(_db: object, **_told: object) -> filling.Made:
        seen.append(clock.now())
        raise Problem("invalid", "enough")

    monkeypatch.setattr(command, "writing", nullcontext)
    monkeypatch.setattr(command.filling, "fill", fill)
    for hour in (7, 15):
        with clock.held_at(datetime(2026, 11, 19, hour, 24, 3, tzinfo=UTC)):
            CliRunner().invoke(command.demo)
    assert seen == [datetime(2026, 11, 18, 23, 0, tzinfo=UTC)] * 2
