"""The counts that are kept never differ from what a counting from nothing gives."""

import random
import threading
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from dialog.base import upkeep
from dialog.base.db import Database
from dialog.base.keys import Keys
from dialog.base.problems import Problem
from dialog.figures.kinds import ALL, LEVELS, STEPS, Counted, level_for, micro, side, squares_across
from dialog.figures.models import ApartCount, CellCount, ChangedFact, CountStamp, PackedFact, RemarkCount
from dialog.figures.operations import check_counts, packing, recount
from dialog.figures.operations.packing import pack
from dialog.figures.queries import cells, counts
from dialog.figures.queries.kept import Scope, squares
from dialog.figures.queries.map_for_most import of_few
from dialog.figures.queries.map_told import Told, told_kept, told_near
from dialog.place.models import District
from dialog.place.operations import import_districts
from dialog.place.queries import districts
from dialog.place.reading import ReadDistrict
from dialog.remark.kinds import NewRemark
from dialog.remark.models import Remark, RemarkDistrict
from dialog.remark.operations import record_remarks, submit_remark
from dialog.tag.operations import merge_area
from dialog.tag.queries import RemarkFilter, inbox, list_page, total
from tests.build import Builder
from tests.deeds import Deeds
from tests.trust.live import SECRET, make_database


@pytest.mark.parametrize("seed", range(3))
def test_they_never_differ_whatever_is_done(db, build, seed) -> None:
    deeds = Deeds(seed, build.account("tagger").id)
    for n in range(90):
        savepoint = db.begin_nested()
        try:
            deeds.one(db)
            savepoint.commit()
        except Problem:
            savepoint.rollback()
            db.expire_all()
        if n % 3 == 0 or n % 30 == 29:
            db.commit()
        if n % 30 == 29:
            found = check_counts(db)
            assert not found.differing, found.told
    assert db.scalar(select(func.count()).select_from(Remark)) and found.rows
    assert not db.scalar(select(func.count()).select_from(RemarkCount).where(RemarkCount.n <= 0))


def test_pages_show_the_same_from_the_counts_as_from_the_remarks(db, build, monkeypatch) -> None:
    deeds = Deeds(11, build.account("tagger").id)
    deeds.redraw(db)
    wave = deeds.waves[0]
    for n, deed in enumerate((deeds.say, deeds.bring) * 20 + (deeds.many, deeds.unsure, deeds.take_back)):
        deed(db)
        if n == 30:
            db.commit()
            assert pack(db)
    merge_area(db, deeds.by, "narkotika", 1, "inbrott")
    db.commit()
    assert db.scalar(select(func.count()).select_from(PackedFact))
    for deed in (deeds.say, deeds.take_back, deeds.take_back, deeds.unsure, deeds.say):
        deed(db)
    db.commit()
    changes = db.scalars(select(ChangedFact.n)).all()
    assert min(changes) < 0 < max(changes)
    district = districts(db)[0].id
    box = (56.7, 14.6, 57.0, 15.1)
    filters = [
        RemarkFilter(), RemarkFilter(state="tagged"), RemarkFilter(state="unsure"), RemarkFilter(source="polis", feeling="none"),
        RemarkFilter(focus_areas=("inbrott",)), RemarkFilter(focus_areas=("inbrott",), district=district, since=202641),
        RemarkFilter(district=district, until=202640, state="untagged"), RemarkFilter(focus_areas=("narkotika",)),
        RemarkFilter(source="plats", since=202641, feeling="unsafe"), RemarkFilter(stance="brist", district=district),
        RemarkFilter(feeling="safe"), RemarkFilter(focus_areas=("ovrigt",), feeling="mixed"),
        RemarkFilter(focus_areas=("inbrott", "ovrigt")), RemarkFilter(focus_areas=("inbrott", "belysning"), stance="negated"),
        RemarkFilter(focus_areas=("belysning", "trafik-hastighet", "finns-inte"), since=202641, source="polis", state="tagged"),
        RemarkFilter(focus_areas=("inbrott",), stance="brist", district=district), RemarkFilter(focus_areas=("finns-inte",)),
        RemarkFilter(stance="none", until=202641), RemarkFilter(personal=True, district=district), RemarkFilter(origin=wave),
        RemarkFilter(origin=wave, focus_areas=("belysning", "inbrott")), RemarkFilter(queue="utpekad", until=202641),
        RemarkFilter(focus_areas=("belysning",), state="untagged"), RemarkFilter(focus_areas=("narkotika", "belysning")),
    ]  # fmt: skip

    def seen() -> list[object]:
        cuts = [counts(db, chosen, hide_small=False) for chosen in filters]
        views = [cells(db, replace(chosen, box=box), zoom, single=False) for chosen in filters for zoom in (8, 11, 13)]
        squares = [(view.level, sorted((s.north, s.east, s.n) for s in view.squares)) for view in views]
        few = [
            cells(db, replace(one, box=box, sight="few"), z, single=True).total for one in filters for z in (8, 11, 15)
        ]
        lists = [[row.id for row in list_page(db, chosen, most=500).rows] for chosen in filters]
        return [[(c.total, [(cut.name, cut.total, sorted((r.key, r.n) for r in cut.counts)) for cut in c.cuts]) for c in cuts],
                squares, [total(db, chosen).n for chosen in filters], lists, few]  # fmt: skip

    near = told_near(db, -5, (56.82, 14.75, 56.88, 14.85), few=False)
    lying = [(micro(r.lat), micro(r.lng)) for r in db.scalars(select(Remark).where(Remark.lat.is_not(None)))]
    lying = [(y, x) for y, x in lying if 56_820_000 <= y <= 56_880_000 and 14_750_000 <= x <= 14_850_000]
    high, wide = side(-5)
    rows = _rows_of(near)
    assert Counter((y // high - near.south, x // wide - near.west) for y, x in lying) == {
        row[:2]: row[4] for row in rows
    }
    assert len(lying) > 5 and all(0 <= row[2] < STEPS and 0 <= row[3] < STEPS for row in rows)
    _world_is_told(db)
    _told_as_counted_one_by_one(db)
    from_counts = seen()
    for looked_up in (False, True):  # the list walked, or looked up where facts say that it lies
        monkeypatch.setattr(inbox, "RARE", 0 if looked_up else 10_000)
        monkeypatch.setattr("dialog.remark.queries._MOST_IDS", 3)  # as where very many lie at one place
        for chosen, whole in zip(filters, from_counts[3], strict=True):
            down = list_page(db, chosen, most=7)
            while down.older is not None:
                more = list_page(db, chosen, most=7, older_than=down.older)
                newer = list_page(db, chosen, most=len(down.rows), newer_than=more.rows[0].number)
                assert [row.id for row in newer.rows] == [row.id for row in down.rows]
                down = replace(more, rows=[*down.rows, *more.rows])
            assert [row.id for row in down.rows] == whole
    for name in ("kept.scope_of", "map.map_scope"):
        monkeypatch.setattr(f"dialog.figures.queries.{name}", lambda *_: None)
    assert from_counts == seen()  # from facts, but for areas that were merged
    for name in ("kept", "map", "counts"):
        monkeypatch.setattr(import_module(f"dialog.figures.queries.{name}"), "question_of", lambda *_: None)
    assert from_counts == seen()
    assert all(len(page) == n for page, n in zip(from_counts[3], from_counts[2], strict=True))


def test_few_that_lie_near_are_shown_where_very_many_lie_about(db, build, monkeypatch) -> None:
    monkeypatch.setattr(import_module("dialog.figures.queries.nearest"), "_MOST", 5)
    places = [(14.7501 + n * 0.0001, 56.8451 + n * 0.0001) for n in range(40)]
    record_remarks(db, [NewRemark(geometry={"type": "Point", "coordinates": at}, source="polis") for at in places])
    db.commit()
    box = (56.845, 14.75, 56.84595, 14.75095)
    for chosen in (RemarkFilter(box=box), RemarkFilter(source="polis", since=202001, box=box)):
        assert [len(cells(db, replace(chosen, sight=one), 18, single=True).marks) for one in ("all", "few")] == [9, 9]


def _world_is_told(db: Session) -> None:
    """A filtered view of everything holds all that is in it: squares of level 0 are too many there to have room for each."""
    chosen = RemarkFilter(source="plats", since=202640, box=(-90.0, -180.0, 90.0, 180.0))
    n = db.scalar(select(func.count()).select_from(Remark).where(Remark.source == "plats", Remark.lat.is_not(None)))
    for sight, zoom in (("all", 0), ("few", 0), ("few", 4)):
        assert cells(db, replace(chosen, sight=sight), zoom, single=True).total == n


def _told_as_counted_one_by_one(db: Session) -> None:
    """What the database puts together is what the same squares give when they are looked at one by one, whoever looks."""
    scope = Scope(ALL, RemarkFilter())
    assert db.scalar(select(func.count()).select_from(ApartCount))
    for level in range(LEVELS[0], LEVELS[-1] + 3):
        high, wide = side(level)
        box = (56.7, 14.6, 57.0, 15.1) if level >= 0 else (56.825, 14.7, 56.87, 14.95)
        for few in (False, True):
            told = told_kept(db, scope, level, box, few=few)
            assert told is not None
            squares_, others = of_few(db, scope, level, box) if few else (squares(db, scope, level, box), told.total)
            rows = [
                (s.north - told.south, s.east - told.west, (s.lat - s.north * high) * STEPS // high,
                 (s.lng - s.east * wide) * STEPS // wide, s.n, s.unsafe, s.safe, s.mixed)
                for s in squares_
            ]  # fmt: skip
            assert sorted(_rows_of(told)) == sorted(rows)
            assert told[:3] == (len(rows), sum(row[4] for row in rows), others)


def _rows_of(told: Told) -> list[tuple[int, ...]]:
    return list(zip(*([int(n) for n in column.split(",") if n] for column in told.columns), strict=True))


def test_a_list_is_walked_where_many_match_of_all_or_of_a_period(monkeypatch) -> None:
    since = 202640
    known = {
        (False, None): 1_000_000, (False, since): 20_000, (True, None): 90_000, (True, since): 2_000, (True, 202648): 9,
        (False, 202648): 1_000,
    }  # fmt: skip
    monkeypatch.setattr(inbox, "kept", lambda _db, chosen: known[bool(chosen.focus_areas), chosen.since])

    def way(**more: Any) -> tuple[bool, bool]:
        return inbox._way_through(cast(Session, None), RemarkFilter(focus_areas=("inbrott",), **more))

    walked, found_first = (True, True), (False, False)
    assert (way(), way(since=since), way(since=202648)) == (walked, walked, found_first)


@pytest.fixture
def kept(backend: str, tmp_path: Path) -> Iterator[Database]:
    name = f"k{uuid.uuid4().hex[:8]}"
    database = Database(make_database(backend, tmp_path, name), Keys(SECRET), data_dir=tmp_path)
    yield database
    database.close()


def test_many_writers_at_once_keep_them_true(kept: Database) -> None:
    with kept.writing() as db:
        account = Builder(db).account("tagger").id
    faults: list[BaseException] = []

    def write(seed: int) -> None:
        deeds = Deeds(seed, account)
        for n in range(25):
            try:
                if n % 2:  # as residents and tablets do
                    kept.write(lambda db: deeds.one(db, rare=False))
                else:  # as staff do
                    with kept.writing() as db, db.begin():
                        deeds.one(db, rare=deeds.dice.random() < 0.4)
            except Problem:
                pass  # somebody else was first
            except DBAPIError as fault:
                # PostgreSQL ends one of two that wait for one another, SQLite one that has waited for long on a slow disk, and a
                # district can be gone: nothing of it is kept.
                if not any(word in str(fault.orig) for word in ("deadlock", "is locked", "foreign key", "FOREIGN KEY")):
                    faults.append(fault)
            except BaseException as fault:
                faults.append(fault)

    threads = [threading.Thread(target=write, args=(seed,)) for seed in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults, faults[:3]
    with kept.reading() as db:
        found = check_counts(db)
        counted = db.scalar(
            select(func.sum(RemarkCount.n)).where(
                RemarkCount.area_id == ALL, RemarkCount.district_id == ALL, RemarkCount.week == 0
            )
        )
        assert counted == db.scalar(select(func.count()).select_from(Remark)) > 10
    assert not found.differing, found.told


def test_what_comes_in_while_districts_change_lies_in_the_new_ones(kept: Database, monkeypatch) -> None:
    at = {"type": "Point", "coordinates": [14.75, 56.85]}
    said, done = uuid.uuid4(), threading.Event()

    def tell() -> None:
        kept.write(lambda db: submit_remark(db, said, "s" * 24, b"{}", NewRemark(text="Mörkt", geometry=at)))
        done.set()

    with kept.writing() as db, db.begin():
        Builder(db).district("old", "Gamla", west=14.7)
    with kept.reading() as db:
        assert districts(db)[0].code == "old"  # so that the process remembers them
    with kept.writing() as importing, importing.begin():
        square = [[14.6, 56.7], [14.9, 56.7], [14.9, 57.0], [14.6, 57.0], [14.6, 56.7]]
        new = ReadDistrict("new", "Nya", {"type": "Polygon", "coordinates": [square]})
        import_districts(importing, "regso", "RegSO", [new])
        resident = threading.Thread(target=tell)
        resident.start()
        for _ in range(0 if kept.is_sqlite else 3000):  # until the resident waits for us, or has wrongly gone by
            with kept.reading() as db:
                if db.scalar(
                    text("SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'remarks'::regclass")
                ):
                    break
        assert not done.is_set()
    resident.join()
    with kept.reading() as db:
        lies_in = select(District.code).join(RemarkDistrict, RemarkDistrict.district_id == District.id)
        assert list(db.scalars(lies_in)) == ["new"]
    with kept.reading() as db:
        assert not check_counts(db).differing
    _packed_by_upkeep(kept, monkeypatch)


def _packed_by_upkeep(kept: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Facts are packed some at a time; while few wait, by the day's upkeep alone."""
    assert packing.pack_aside in upkeep.chores and packing.pack_many in upkeep.often
    places = [(14.75, 56.85 + n * 0.0001) for n in range(25)]
    new = [NewRemark(geometry={"type": "Point", "coordinates": at}, source="polis") for at in places]
    with kept.writing() as db, db.begin():
        record_remarks(db, new)
    monkeypatch.setattr(packing, "_AT_ONCE", 10)
    monkeypatch.setattr(packing, "PAUSE", 0)
    for chore, is_any_left in ((packing.pack_many, True), (packing.pack_aside, False)):
        assert chore(kept)
        with kept.reading() as db:
            assert not check_counts(db).differing
            assert bool(db.scalar(select(func.count()).select_from(ChangedFact))) == is_any_left


def test_recounting_mends_and_says_what_differed(db, build) -> None:
    deeds = Deeds(7, build.account("tagger").id)
    for _ in range(10):
        deeds.say(db)
    db.commit()
    stamp = db.scalar(select(CountStamp.stamp))
    db.execute(update(RemarkCount).where(RemarkCount.week == 0).values(n=RemarkCount.n + 1))
    db.execute(delete(CellCount).where(CellCount.level == 1))
    db.commit()
    before = check_counts(db)
    assert before.differing and any("remark_counts" in line and "is kept" in line for line in before.told)
    assert recount(db).differing == before.differing
    db.commit()
    assert not check_counts(db).differing
    assert db.scalar(select(CountStamp.stamp).execution_options(populate_existing=True)) != stamp


def test_a_remark_stands_in_one_square_of_each_level_and_those_lie_within_one_another() -> None:
    dice = random.Random(1)
    for _ in range(200):
        lat, lng = round(dice.uniform(-60, 70), 6), round(dice.uniform(-30, 30), 6)
        squares = {key[0]: key[1:] for key in Counted(202640, "plats", None, None, lat, lng).squares()}
        assert set(squares) == set(LEVELS)
        for level, (north, east) in squares.items():
            high, wide = side(level)
            assert north * high <= micro(lat) < (north + 1) * high and east * wide <= micro(lng) < (east + 1) * wide
            finest = squares[LEVELS[0]]
            assert (finest[0] >> (level - LEVELS[0]), finest[1] >> (level - LEVELS[0])) == (north, east)


def test_a_view_never_has_more_squares_than_it_may() -> None:
    dice = random.Random(2)
    for zoom in range(23):
        south, west = dice.uniform(-80, 60), dice.uniform(-170, 100)
        box = (south, west, south + dice.uniform(0, 20), west + dice.uniform(0, 40))
        norths, easts = squares_across(box, level_for(zoom, box, 600))
        assert len(norths) * len(easts) <= 600
