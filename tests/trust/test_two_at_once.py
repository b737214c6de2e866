"""D13: two members of staff do the same at once, on PostgreSQL. The second waits for the first, and then finds what the first left.

Where one transaction was looked at only by itself, both went well: the last two administrators took each other away. The first is held
open until the second waits for it, so nothing here depends on who is quicker.
"""

import threading
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.orm import Session

from dialog.base.db import Database
from dialog.base.keys import Keys
from dialog.base.problems import Problem
from dialog.figures.operations import disclosing
from dialog.people.kinds import FIELDS, By
from dialog.people.models import Account, AccountRole, PasswordLink, SiteField
from dialog.people.operations.accounts import change_account, make_link, set_active
from dialog.people.operations.site import save_fields, version_of
from dialog.people.queries.accounts import count_admins
from dialog.place.models import District, PlaceName
from dialog.place.operations import import_districts, import_names
from dialog.place.reading import NamedPlace, ReadDistrict
from dialog.survey import building
from dialog.survey.models import Wave
from dialog.tag.models import FocusArea
from dialog.tag.operations.areas import merge_area, retire_area
from dialog.tag.queries import RemarkFilter
from dialog.walk.kinds.plan import PaperLine
from dialog.walk.kinds.protocol import Written
from dialog.walk.models import HeldItem, ProtocolPoint, Walk, WalkRemark, WalkTablet
from dialog.walk.operations.by_hand import add_point, remove_point
from dialog.walk.operations.held import settle
from dialog.walk.operations.paper import key_in
from dialog.walk.operations.protocol import make_points, release_point
from tests.build import Builder
from tests.servers import make_database
from tests.trust.live import SECRET
from tests.walks import make_walk

BY = By("Sara Lind")
_WAITS = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    folder = tmp_path_factory.mktemp("at_once")
    database = Database(make_database("postgresql", folder, "at_once"), Keys(SECRET), data_dir=folder)
    yield database
    database.close()


def made(site: Database, make: Callable[[Builder], Any]) -> Any:
    with site.writing() as db:
        found = make(Builder(db))
        db.commit()
        return found


def at_once(site: Database, first: Callable[[Session], Any], second: Callable[[Session], Any]) -> Any:
    """Do the first, and the second while the first has not committed; return what became of the second: what it returned, or a Problem."""
    told: list[Any] = []

    def other() -> None:
        try:
            with site.writing() as db, db.begin():
                told.append(second(db))
        except BaseException as fault:
            told.append(fault)

    thread = threading.Thread(target=other)
    with site.writing() as db, db.begin():
        first(db)
        db.flush()
        thread.start()
        with site.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as looking:
            while thread.is_alive() and not looking.scalar(_WAITS):
                thread.join(0.01)
        assert thread.is_alive(), f"it did not wait: {told}"
    thread.join()
    if isinstance(told[0], BaseException) and not isinstance(told[0], Problem):
        raise told[0]
    return told[0]


def code_of(told: Any) -> str:
    assert isinstance(told, Problem), told
    return told.code


@pytest.mark.parametrize(
    "take",
    [
        lambda db, who: change_account(db, BY, who, 1, "Sara", ["tagger"]),
        lambda db, who: set_active(db, BY, who, 1, active=False),
    ],
    ids=["by another role", "shut out"],
)
def test_of_two_administrators_who_take_each_other_away_one_is_left(site: Database, take: Any) -> None:
    def two(build: Builder) -> list[uuid.UUID]:
        build.db.execute(delete(AccountRole))
        return [build.account("admin", email=f"{uuid.uuid4()}@example.se").id for _ in range(2)]

    a, b = made(site, two)
    assert code_of(at_once(site, lambda db: take(db, b), lambda db: take(db, a))) == "invalid"
    with site.reading() as db:
        assert count_admins(db, but=b) == 1


def test_of_two_links_for_a_password_the_later_is_the_one(site: Database) -> None:
    who = made(site, lambda build: build.account("tagger")).id
    link: str = at_once(site, lambda db: make_link(db, BY, who), lambda db: make_link(db, BY, who))
    with site.reading() as db:
        assert db.scalar(select(func.count()).where(PasswordLink.account_id == who)) == 1 and link


def test_who_saves_the_sites_texts_second_is_told(site: Database) -> None:
    group = FIELDS[0].group
    one, other = [f.key for f in FIELDS if f.group == group and not f.choices][:2]
    with site.reading() as db:
        seen = version_of(db, group)

    def save(key: str) -> Callable[[Session], None]:
        return lambda db: save_fields(db, BY, group, seen, {key: {"sv": "Ny text"}})

    assert code_of(at_once(site, save(one), save(other))) == "conflict"
    with site.reading() as db:
        assert db.get(SiteField, (one, "sv")) is not None and db.get(SiteField, (other, "sv")) is None


def test_of_two_lists_of_names_the_second_replaces_the_first(site: Database) -> None:
    made(site, lambda build: build.district())

    def come(*names: str) -> Callable[[Session], int]:
        return lambda db: import_names(
            db, "own", [NamedPlace(name=name, kind="plats", lat=56.85, lng=14.75) for name in names]
        )

    assert at_once(site, come("Torget", "Parken"), come("Torget")) == 1
    with site.reading() as db:
        assert db.scalars(select(PlaceName.name)).all() == ["Torget"]


def test_of_two_who_import_a_kind_of_districts_the_second_replaces_what_the_first_brought(site: Database) -> None:
    square = [[14.6, 56.7], [14.9, 56.7], [14.9, 57.0], [14.6, 57.0], [14.6, 56.7]]

    def come(code: str) -> Callable[[Session], int]:
        read = ReadDistrict(code, code, {"type": "Polygon", "coordinates": [square]})
        return lambda db: import_districts(db, "regso", "RegSO", [read])

    for first, second in (("A", "B"), ("C", "D")):  # the kind is new, and then it is there
        assert at_once(site, come(first), come(second)) == 1
        with site.reading() as db:
            assert db.scalars(select(District.code)).all() == [second]


def test_what_is_merged_is_one_step_from_where_it_counts_and_one_area_is_left(site: Database) -> None:
    with site.reading() as db:
        a, b, c, d, *more = db.execute(select(FocusArea.slug, FocusArea.version).order_by(FocusArea.slug)).all()

    def merge(one: Any, into: Any) -> Callable[[Session], None]:
        return lambda db: merge_area(db, BY, *one, into.slug)

    at_once(site, merge(a, b), merge(b, c))
    assert code_of(at_once(site, merge(c, d), merge(d, c))) == "invalid"  # never in a ring
    with site.reading() as db:
        areas = {area.slug: area for area in db.scalars(select(FocusArea))}
    assert {areas[one.slug].merged_into_id for one in (a, b, c)} == {areas[d.slug].id}
    assert areas[d.slug].merged_into_id is None
    unused = update(FocusArea).where(FocusArea.slug.in_([one.slug for one in more[1:]])).values(state="retired")
    made(site, lambda build: build.db.execute(unused))
    with site.reading() as db:
        last = db.execute(select(FocusArea.slug, FocusArea.version).where(FocusArea.state == "active")).all()
    first, second = (lambda db, one=one: retire_area(db, BY, *one) for one in last)
    assert code_of(at_once(site, first, second)) == "invalid"


def test_a_paper_form_a_protocol_and_what_was_held_are_taken_once(site: Database) -> None:
    walk_id = made(site, lambda build: make_walk(build.db, state="closed")).id
    line = PaperLine(item_id=uuid.uuid4(), text="Mörkt", feeling="unsafe")

    def key(db: Session) -> int:
        return key_in(db, BY, db.get_one(Walk, walk_id), [line])

    def write(db: Session) -> int:
        return make_points(db, BY, db.get_one(Walk, walk_id))

    def drop(db: Session) -> None:
        settle(db, BY, walk_id, db.scalars(select(HeldItem.id).where(HeldItem.walk_id == walk_id)).one(), take=None)

    def hold(build: Builder) -> None:
        tablet = WalkTablet(id=uuid.uuid4(), walk_id=walk_id, number=1, token_hash=uuid.uuid4().hex * 2)
        build.db.add(tablet)
        build.db.flush()
        held = {"kind": "remark", "item_id": uuid.uuid4(), "revision": 1, "content_hash": "x", "content": {"id": 1}}
        build.db.add(HeldItem(walk_id=walk_id, tablet_id=tablet.id, problems=["?"], **held))

    assert at_once(site, key, key) == 0
    assert at_once(site, write, write) == 0
    made(site, hold)
    assert code_of(at_once(site, drop, drop)) == "conflict"
    with site.reading() as db:
        for table in (WalkRemark, ProtocolPoint):
            assert db.scalar(select(func.count()).where(table.walk_id == walk_id)) == 1


def test_a_point_is_released_or_taken_away_and_never_both(site: Database) -> None:
    walk_id = made(site, lambda build: make_walk(build.db, state="closed")).id
    ola, eva = (
        made(site, lambda build: build.account("coordinator", email=f"{uuid.uuid4()}@example.se")) for _ in "ab"
    )
    made(site, lambda build: make_points(build.db, BY, build.db.get_one(Walk, walk_id)))

    def two(build: Builder) -> list[int]:
        words = Written("fault", "Lampan är släckt.", "", "", None, 1, None, None, None, "open", "")
        return [add_point(build.db, By(ola.name, ola.id), walk_id, None, words) for _ in range(2)]

    one, other = made(site, two)

    def release(number: int) -> Callable[[Session], None]:
        return lambda db: release_point(db, By(eva.name, eva.id), walk_id, number, 1)

    def remove(number: int) -> Callable[[Session], None]:
        return lambda db: remove_point(db, BY, walk_id, number)

    assert code_of(at_once(site, release(one), remove(one))) == "conflict"
    assert code_of(at_once(site, remove(other), release(other))) == "not_found"
    with site.reading() as db:
        assert db.scalars(select(ProtocolPoint.number).where(ProtocolPoint.walk_id == walk_id)).all() == [one]


def test_who_changes_what_somebody_takes_out_of_a_draft_is_told_that_it_is_gone(site: Database) -> None:
    survey_id = made(site, lambda build: build.survey(state="draft")).id

    def wave(db: Session) -> Wave:
        return db.scalars(select(Wave).where(Wave.survey_id == survey_id)).one()

    def question(deed: Callable[..., Any], *more: Any) -> Callable[[Session], Any]:
        return lambda db: deed(db, BY, wave(db).sections[0].questions[0], *more)

    def section(deed: Callable[..., Any], *more: Any) -> Callable[[Session], Any]:
        return lambda db: deed(db, BY, wave(db).sections[-1], *more)

    for deed in (question(building.move_question, 1), question(building.remove_question)):
        assert code_of(at_once(site, question(building.remove_question), deed)) == "gone"
    for deed in (
        section(building.move_section, -1),
        section(building.remove_section),
        section(building.edit_section, 1, {"sv": "Ny"}, {}),
    ):
        made(site, lambda build: building.add_section(build.db, BY, wave(build.db), {"sv": "Tomt"}, {}))
        assert code_of(at_once(site, section(building.remove_section), deed)) == "gone"


def test_nothing_is_decided_of_what_is_being_handed_over(site: Database) -> None:
    account: Account = made(site, lambda build: build.account("analyst", email="a@example.se"))
    remark_id = made(site, lambda build: build.remark("Det är mörkt vid bron.")).id
    by = By(account.name, account.id)
    request = made(site, lambda build: disclosing.start(build.db, by, "KS 1", "Alla", RemarkFilter(words="bron")))
    key = (request.id, remark_id)
    made(site, lambda build: disclosing.decide(build.db, by, key, 1, {}))
    told = at_once(
        site,
        lambda db: disclosing.deliver(db, by, request.id, 1),
        lambda db: disclosing.decide(db, by, key, 2, {}),
    )
    assert code_of(told) == "conflict"
