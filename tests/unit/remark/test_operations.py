"""A remark comes in once, knows its districts, can be taken back, and nothing of it is left then."""

import json
import uuid
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dialog.base.clock import this_week
from dialog.base.db import data_dir_of
from dialog.base.gathering import Redo
from dialog.base.ledger import lines
from dialog.base.problems import Problem
from dialog.people.models import SiteField
from dialog.place.models import District
from dialog.place.operations import import_districts, import_names
from dialog.place.queries import kinds, remembered
from dialog.place.reading import NamedPlace, ReadDistrict
from dialog.remark import operations, queries
from dialog.remark.kinds import NewRemark
from dialog.remark.listeners import moved, recorded, taken_back
from dialog.remark.models import Receipt, Remark, RemarkDistrict, SetAside, Tombstone
from dialog.survey.operations import submit_response
from dialog.survey.queries import questionnaire_of
from dialog.survey.questionnaire import fill
from tests.surveys import good_answers

POINT = {"type": "Point", "coordinates": [14.75, 56.85]}
SECRET = "s" * 24


def square(code: str, west: float, size: float = 0.1) -> ReadDistrict:
    ring = [[west, 56.8], [west + size, 56.8], [west + size, 56.9], [west, 56.9], [west, 56.8]]
    return ReadDistrict(code, f"Område {code}", {"type": "Polygon", "coordinates": [ring]})


def submit(db: Session, visit: uuid.UUID, text: str = "Mörkt vid bron.") -> operations.Accepted:
    return operations.submit_remark(db, visit, SECRET, text.encode(), NewRemark(text=text, geometry=POINT))


def count(db: Session, table: Any) -> int:
    return db.scalar(select(func.count()).select_from(table)) or 0


def decide(db: Session) -> None:
    db.add(SiteField(key=queries.DECISION_FIELD, lang="sv", value="KS 2026-11-01 § 12"))
    db.flush()


def test_a_remark_keeps_week_number_point_and_districts(db: Session, build: Any, monkeypatch: Any) -> None:
    import_districts(db, "regso", "RegSO", [square("A", 14.7), square("B", 14.9)])
    heard: list[uuid.UUID] = []
    monkeypatch.setattr(recorded, "_listeners", [lambda _db, remark_id: heard.append(remark_id)])
    line = {"type": "LineString", "coordinates": [[14.74, 56.85], [14.76, 56.85]]}
    made = operations.record_remark(
        db, NewRemark(text="Ödsligt", geometry=line, part_of_day="day,dark", season="winter")
    )
    remark = db.get_one(Remark, made)
    assert (remark.week, remark.number >> 44, remark.lat, remark.lng) == (this_week(), this_week(), 56.85, 14.75)
    assert remark.geometry == line and remark.version == 1 and not remark.is_handled
    assert len(db.scalars(select(RemarkDistrict.district_id).where(RemarkDistrict.remark_id == made)).all()) == 1
    assert heard == [made]


def test_new_districts_are_known_by_old_remarks(db: Session, monkeypatch: Any) -> None:
    made = operations.record_remark(db, NewRemark(text="Mörkt", geometry=POINT))
    operations.record_remark(db, NewRemark(text="Utan plats"))
    assert count(db, RemarkDistrict) == 0
    heard: list[Any] = []
    monkeypatch.setattr(moved, "_listeners", [lambda _db, remark_ids: heard.extend(remark_ids)])
    import_districts(db, "regso", "RegSO", [square("A", 14.7)])
    assert db.scalars(select(RemarkDistrict.remark_id)).all() == [made] == heard
    import_districts(db, "regso", "RegSO", [square("B", 15.7)])
    assert count(db, RemarkDistrict) == 0


def test_what_waits_while_districts_change_lies_in_those_that_came(db: Session, build: Any, monkeypatch: Any) -> None:
    from dialog.remark.operations import recording

    wave_id = build.survey().waves[0].id
    import_districts(db, "regso", "RegSO", [square("A", 14.7)])
    writes = recording.insert_rows

    def waits(db: Session, rows: Any, new: Any) -> None:
        if rows is recording._REMARKS:  # on PostgreSQL it waits here for whoever changes districts
            import_districts(db, "regso", "RegSO", [square("B", 14.7)])
        writes(db, rows, new)

    monkeypatch.setattr(recording, "insert_rows", waits)
    questionnaire = questionnaire_of(db, wave_id)
    assert questionnaire is not None
    filled = fill(questionnaire, good_answers(where__geometry=json.dumps(POINT)))
    submit_response(
        db, wave_id=wave_id, filled=filled, visit_id=uuid.uuid4(), visit_secret=SECRET, channel="web", lang="sv"
    )
    codes = select(District.code).join(RemarkDistrict, RemarkDistrict.district_id == District.id)
    assert db.scalars(codes).all() == ["B"]


def test_a_batch_asks_again_for_districts_that_it_was_the_first_to_read(database: Any, db: Session) -> None:
    import_districts(db, "regso", "RegSO", [square("A", 14.7)])
    db.commit()
    database.info["memory"].clear()
    with database.gathering() as batch:
        remembered(batch)
        import_districts(db, "stadsdel", "Stadsdel", [square("B", 14.7)])
        db.commit()
        with pytest.raises(Redo):
            batch.write_all()


def test_the_same_again_gives_the_same_receipt(db: Session) -> None:
    visit = uuid.uuid4()
    first, again = submit(db, visit), submit(db, visit)
    assert (first.is_new, again.is_new) == (True, False) and first.code == again.code
    assert count(db, Remark) == count(db, Receipt) == 1


def test_r4_the_same_id_with_another_text_is_refused_and_the_first_stands_20_of_20(db: Session) -> None:
    for n in range(20):
        visit = uuid.uuid4()
        submit(db, visit, f"Den första {n}")
        with pytest.raises(Problem) as refused:
            submit(db, visit, f"En annan {n}")
        assert refused.value.code == "conflict"
    assert set(db.scalars(select(Remark.text))) == {f"Den första {n}" for n in range(20)}


def test_the_same_id_with_another_secret_never_shows_a_code_that_leads_nowhere(db: Session) -> None:
    visit = uuid.uuid4()
    submit(db, visit)
    with pytest.raises(Problem) as refused:
        operations.submit_remark(db, visit, "t" * 24, "Mörkt vid bron.".encode(), NewRemark(text="Mörkt vid bron."))
    assert refused.value.code == "conflict"


def test_taken_back_with_a_decision_is_gone_from_every_table(db: Session, monkeypatch: Any) -> None:
    decide(db)
    import_districts(db, "regso", "RegSO", [square("A", 14.7)])
    visit = uuid.uuid4()
    code = submit(db, visit).code
    made = db.scalars(select(Remark.id)).one()
    heard: list[Any] = []
    monkeypatch.setattr(taken_back, "_listeners", [lambda _db, remark_ids: heard.extend(remark_ids)])
    assert operations.take_back(db, code).is_erased
    assert heard == [made]
    assert [count(db, t) for t in (Remark, RemarkDistrict, Receipt, SetAside, Tombstone)] == [0, 0, 0, 0, 1]
    with pytest.raises(Problem) as gone:
        submit(db, visit)
    assert gone.value.code == "gone"


def test_taken_back_without_a_decision_is_set_aside(db: Session) -> None:
    code = submit(db, uuid.uuid4()).code
    assert not operations.take_back(db, code).is_erased
    assert [count(db, t) for t in (Remark, Receipt, SetAside)] == [0, 0, 1]
    kept = queries.all_set_aside(db)[0]
    assert (kept.kind, kept.week, kept.content["text"]) == ("remark", this_week(), "Mörkt vid bron.")


def test_the_file_of_tombstones_knows_what_the_table_knows(db: Session) -> None:
    operations.take_back(db, submit(db, uuid.uuid4()).code)
    assert set(db.scalars(select(Tombstone.submission_hash))) <= lines(data_dir_of(db) / operations.TOMBSTONES)


def test_a_receipt_that_was_used_is_like_one_that_never_was(db: Session) -> None:
    code = submit(db, uuid.uuid4()).code
    assert queries.story_of(db, code) is not None
    operations.take_back(db, code)
    for one in (code, "a" * 26):
        assert queries.story_of(db, one) is None
        with pytest.raises(Problem) as refused:
            operations.take_back(db, one)
        assert refused.value.code == "not_found"


def test_the_story_tells_what_somebody_has_decided(db: Session) -> None:
    code = submit(db, uuid.uuid4()).code
    story = queries.story_of(db, code)
    assert story and not story.is_read and not story.can_be_erased and story.has_words
    db.scalars(select(Remark)).one().is_handled = True
    decide(db)
    story = queries.story_of(db, code)
    assert story and story.is_read and story.can_be_erased


def test_many_at_once_lie_where_each_would(db: Session) -> None:
    from dialog.place.queries import districts_at, districts_of_many

    import_districts(db, "regso", "RegSO", [square("A", 14.7), square("B", 14.8)])
    import_districts(db, "stadsdel", "Stadsdel", [square("C", 14.75)])
    positions = [(56.85, 14.7 + n / 100) for n in range(-5, 30)]
    assert districts_of_many(db, positions) == [districts_at(db, *position) for position in positions]
    assert districts_of_many(db, []) == []


def test_a_second_division_and_the_places_lie_near_the_first(db: Session) -> None:
    import_districts(db, "regso", "RegSO", [square("A", 14.7)])
    import_districts(db, "stadsdel", "Stadsdel", [square("B", 15.3)])  # a part of it is near enough
    far, swapped = square("C", 17.5), square("D", 14.7)
    swapped.geometry["coordinates"] = [[[n, e] for e, n in swapped.geometry["coordinates"][0]]]
    with pytest.raises(Problem) as faulty:
        import_districts(db, "deso", "DeSO", [square("B", 14.7), far, swapped])
    (second, too_far), (third, turned) = faulty.value.facts["rows"]
    assert (second, third) == (2, 3) and "fem mil" in too_far and "bytt plats" in turned
    assert [kind.slug for kind in kinds(db)] == ["regso", "stadsdel"]
    names = [NamedPlace("Torget", "place", 56.85, 14.75), NamedPlace("Sergels torg", "place", 59.33, 18.06)]
    with pytest.raises(Problem) as faulty:
        import_names(db, "own", names)
    assert [number for number, _ in faulty.value.facts["rows"]] == [3]
    assert import_names(db, "map", names) == 2
    import_districts(db, "stadsdel", "Stadsdel", [])
    import_districts(db, "regso", "RegSO", [square("E", 17.5)])  # the only ones: the site's place is theirs to say
