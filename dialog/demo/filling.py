"""Fills an empty site with the example: staff, districts, two waves of a survey with answers, remarks, taggings.

Everything goes through the rooms' own operations, at the times it is said to have happened (`clock.held_at`). Comes
before: `cli/demo.py`. Goes to: every page.
"""

import random
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from dialog.base import clock
from dialog.base.geo import as_shape
from dialog.base.problems import Problem
from dialog.demo import answering, phrases, publishing
from dialog.demo.places import Town, squares
from dialog.demo.staffing import TAGGER, add_staff, tell_about_site, write_codebook
from dialog.demo.walking import add_walks
from dialog.people.kinds import By
from dialog.people.models import Account
from dialog.place import operations as place
from dialog.place.reading import ReadDistrict, read_districts, read_map_package
from dialog.place.tiles import package
from dialog.remark.kinds import NewRemark
from dialog.remark.models import Remark
from dialog.remark.operations import open_page, record_remark
from dialog.survey import building
from dialog.survey.exchange import read_document
from dialog.survey.models import Answer, Survey, Wave
from dialog.survey.operations import submit_response
from dialog.survey.overview import mark_of
from dialog.survey.queries import questionnaire_of
from dialog.tag.kinds import TagChoice
from dialog.tag.operations import tag_remark

MAP_PACKAGE = phrases.FOLDER / "helsingfors-centrum.pmtiles"
RESPONSES = 2000
UNTAGGED = 400  # what waits in the inbox
Progress = Callable[[str, Iterable[int], int], Iterable[int]]


@dataclass
class Made:
    """What has been made, to be told."""

    area: str
    password: str = ""
    districts: int = 0
    responses: int = 0
    remarks: int = 0
    tagged: int = 0
    publications: int = 0
    accounts: list[tuple[str, str]] = field(default_factory=list)


def fill(
    db: Session,
    *,
    seed: int,
    remarks: int,
    area: str,
    progress: Progress,
    responses: int = RESPONSES,
    waiting: int = UNTAGGED,
) -> Made:
    """Make the example in an empty site: "vaxjo" or "helsingfors". Problem("conflict") when the site is not empty.

    `remarks` is how many come from the web map and professionals besides the survey's; the same seed gives the same.
    """
    if (
        db.scalar(select(Account.id).limit(1))
        or db.scalar(select(Survey.id).limit(1))
        or db.scalar(select(Remark.id).limit(1))
    ):
        raise Problem("conflict", "the site is not empty; the example goes into an empty one only")
    rng = random.Random(seed)  # noqa: S311 -- an example is to be the same again
    made = Made(area)
    made.password, made.accounts = add_staff(db)
    by = By("dialog demo")
    tell_about_site(db)
    write_codebook(db)
    town = _town(db, rng, area, made)
    written: dict[uuid.UUID, phrases.Phrase] = {}
    _survey(db, by, rng, town, responses, made, written, progress)
    _others(db, rng, town, remarks, made, written, progress)
    written |= add_walks(db, rng, town, str(MAP_PACKAGE) if area == "helsingfors" else "")
    _tagged(db, rng, waiting, made, written, progress)
    if responses >= publishing.ENOUGH:
        made.publications = publishing.publish(db, by) + publishing.publish_waves(db, by)
    publishing.write_texts(db)
    open_page(db, by)
    return made


def _town(db: Session, rng: random.Random, area: str, made: Made) -> Town:
    if area == "helsingfors":
        names = list(read_map_package(MAP_PACKAGE))
        found: list[ReadDistrict] = squares(package(str(MAP_PACKAGE)).bounds, 3, 4, names)
        made.districts = place.import_districts(db, "kvarter", "Kvarter", found)
        place.import_names(db, "map", names)
    else:
        found = read_districts((phrases.FOLDER / "regso2025_0780_vaxjo.geojson").read_bytes())
        made.districts = place.import_districts(db, "regso", "RegSO", found)
    return Town(rng, [(d.name, as_shape(d.geometry)) for d in found])


def _survey(
    db: Session,
    by: By,
    rng: random.Random,
    town: Town,
    responses: int,
    made: Made,
    written: dict[uuid.UUID, phrases.Phrase],
    progress: Progress,
) -> None:
    """Two waves of the same survey: one in spring, closed, and one that is open now."""
    now = clock.now()
    with clock.held_at(now - timedelta(weeks=34)):
        survey = building.add_document(db, by, read_document((phrases.FOLDER / "enkat.json").read_bytes()))
        wave = survey.waves[0]
        building.publish(db, by, survey, wave, mark_of(survey, wave))
    _answers(db, rng, town, wave, now - timedelta(weeks=33), 6, responses * 2 // 5, made, written, progress)
    with clock.held_at(now - timedelta(weeks=26)):
        building.close_wave(db, by, wave)
        second = building.new_wave(db, by, survey, wave)
        db.flush()
    with clock.held_at(now - timedelta(weeks=11)):
        building.publish(db, by, survey, second, mark_of(survey, second))
    _answers(db, rng, town, second, now - timedelta(weeks=10), 10, responses - made.responses, made, written, progress)


def _answers(
    db: Session, rng: random.Random, town: Town, wave: Wave, start: datetime, weeks: int, many: int, made: Made,
    written: dict[uuid.UUID, phrases.Phrase], progress: Progress,
) -> None:  # fmt: skip
    questionnaire = questionnaire_of(db, wave.id)
    assert questionnaire is not None
    for _ in progress("answers", range(many), many):
        filled, said = answering.answer(rng, questionnaire, town)
        if filled.problems:
            raise AssertionError(f"the example cannot answer: {filled.problems[0]}")
        # More answer in the first weeks than in the last.
        moment = start + timedelta(weeks=min(weeks, rng.expovariate(2.2 / weeks)))
        visit, secret = uuid.UUID(int=rng.getrandbits(128), version=4), f"{rng.getrandbits(144):036x}"
        channel = rng.choices(("web", "tablet", "paper"), (80, 12, 8))[0]
        with clock.held_at(min(moment, clock.now())):
            submit_response(
                db, wave_id=wave.id, filled=filled, visit_id=visit, visit_secret=secret, channel=channel,
                lang="sv" if rng.random() < 0.93 else "en",
            )  # fmt: skip
        made.responses += 1
        by_text = {phrase.text[:2000].strip(): phrase for phrase in said}
        if by_text:
            found = db.execute(
                select(Remark.id, Remark.text)
                .join(Answer, Answer.remark_id == Remark.id)
                .where(Remark.text.in_(by_text))
            )
            written.update({row.id: by_text[row.text] for row in found if row.id not in written})


def _others(
    db: Session,
    rng: random.Random,
    town: Town,
    many: int,
    made: Made,
    written: dict[uuid.UUID, phrases.Phrase],
    progress: Progress,
) -> None:
    """Remarks that did not come by the survey: most from the web map, some from professionals and by telephone."""
    now = clock.now()
    for _ in progress("remarks", range(many), many):
        good = rng.random() < 0.25
        phrase = phrases.write(rng, good=good)
        geometry, name = town.geometry(stretch=rng.random() < 0.08)
        source = rng.choices(("plats", "telefon", "polis", "fastighetsagare", "nattvandrare"), (80, 8, 5, 4, 3))[0]
        moment = now - timedelta(weeks=rng.uniform(0, 34))
        new = NewRemark(
            text=phrase.text[:2000],
            feeling="safe" if good else rng.choice(("unsafe", "unsafe", "unsafe", "mixed")),
            suggestion=phrases.write(rng, good=None, wish=True).text[:1000] if rng.random() < 0.2 else "",
            geometry=geometry if rng.random() < 0.85 else None,
            place_words=f"Nära {name}" if rng.random() < 0.5 else "",
            part_of_day=rng.choice((None, "day", "dusk", "dark", "dark")),
            lang=phrase.lang if phrase.lang in ("sv", "en") else "sv",
            source=source,
        )
        with clock.held_at(moment):
            written[record_remark(db, new)] = phrase
        made.remarks += 1


def _tagged(
    db: Session,
    rng: random.Random,
    waiting: int,
    made: Made,
    written: dict[uuid.UUID, phrases.Phrase],
    progress: Progress,
) -> None:
    """A member of staff has tagged all but the newest; those that wait are what the example's own day begins with."""
    tagger = db.scalars(select(Account).where(Account.email == TAGGER)).one()
    by = By(tagger.name, tagger.id)
    newest_first = db.execute(select(Remark.id, Remark.version, Remark.text).order_by(Remark.number.desc())).all()
    with_words = [row for row in newest_first if row.text]
    # A place without words says nothing of why: "vet ej".
    done = [*with_words[waiting:], *(row for row in newest_first if not row.text)]
    for at in progress("taggings", range(len(done)), len(done)):
        remark_id, version, text = done[at]
        phrase = written.get(remark_id)
        if phrase is None and text:
            continue
        choices = _choices(phrase) if phrase else []
        moment = clock.now() - timedelta(days=rng.uniform(0, 20))
        with clock.held_at(moment):
            if choices:
                tag_remark(db, by, remark_id, version, choices, personal=bool(phrase and phrase.names_somebody) or None)
            else:
                tag_remark(db, by, remark_id, version, [], "unsure")
        made.tagged += 1


def _choices(phrase: phrases.Phrase) -> list[TagChoice]:
    denied = [TagChoice(area, None, is_negated=True) for area in phrase.negated if area not in phrase.areas]
    return [*(TagChoice(area, phrase.polarity) for area in phrase.areas), *denied]
