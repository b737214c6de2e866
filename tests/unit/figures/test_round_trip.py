"""What is taken out can be read in again and is the same; memory and the number of questions do not grow with the rows."""

import io
import uuid
from datetime import date

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from dialog.base.texts import clean, one_line
from dialog.figures.operations import import_remarks, plan_import, remarks_out
from dialog.figures.queries import outgoing
from dialog.people.kinds import By
from dialog.remark.kinds import DAYS, PARTS_OF_DAY, REASONS, SEASONS, NewRemark, join
from dialog.remark.models import Remark
from dialog.remark.operations import erase_remarks
from dialog.tag.kinds import TagChoice
from dialog.tag.models import FocusArea, Tagging
from dialog.tag.queries import RemarkFilter
from tests.deeds import bring_tagged

BY = By("test")
SAID = (
    "text", "feeling", "reason", "suggestion", "geometry", "place_words", "week", "day", "part_of_day", "days", "season",
    "agreeing", "lang", "source", "lat", "lng",
)  # fmt: skip

texts = st.text(max_size=60).map(clean) | st.sampled_from(
    ["=1+1", "'=1+1", "''", "-3", "@a", "＝1", 'a"b;c', "rad\nrad", "a,b\tc", "'", "+46 70", "\u200b=1", "å ä ö 😀"]
)
degrees = st.tuples(st.floats(14.5, 15.2), st.floats(56.7, 57.1)).map(lambda p: [round(p[0], 6), round(p[1], 6)])
places = st.none() | degrees.map(lambda p: {"type": "Point", "coordinates": p})
stretches = st.lists(degrees, min_size=2, max_size=3, unique_by=tuple).map(
    lambda p: {"type": "LineString", "coordinates": p}
)


def codes(known):
    return st.lists(st.sampled_from(list(known)), max_size=2).map(lambda found: join(found, known))


remarks = st.builds(
    NewRemark,
    text=texts,
    suggestion=texts,
    place_words=texts.map(one_line),
    feeling=st.sampled_from([None, "unsafe", "safe", "mixed"]),
    reason=codes(REASONS),
    geometry=places,
    part_of_day=codes(PARTS_OF_DAY),
    days=codes(DAYS),
    season=codes(SEASONS),
    agreeing=st.integers(1, 900),
    lang=st.sampled_from(["sv", "ar", "so"]),
    source=st.just("polis"),
    week=st.just(202640),
    day=st.none() | st.just(date(2026, 10, 1)),
).filter(lambda new: new.text or new.place_words or new.geometry)
choices = st.lists(
    st.builds(
        TagChoice,
        st.sampled_from(["belysning", "nedskrapning", "inbrott"]),
        st.sampled_from([None, "brist", "positiv", "forslag"]),
        st.booleans(),
    ),
    max_size=3,
    unique_by=lambda choice: choice.slug,
)


def everything(db) -> list:
    """All remarks with what they are about, in an order that does not hang on keys."""
    slugs = dict(iter(db.execute(select(FocusArea.id, FocusArea.slug))))
    about: dict = {}
    for t in db.scalars(select(Tagging).where(Tagging.is_current)):
        about.setdefault(t.remark_id, set()).add((slugs[t.focus_area_id], t.polarity, t.is_negated))
    rows = db.scalars(select(Remark)).all()
    return sorted(repr(([getattr(r, name) for name in SAID], sorted(about.get(r.id, ()), key=str))) for r in rows)


def export(db, kind: str, *, full: bool = True) -> bytes:
    return b"".join(remarks_out(db, kind, RemarkFilter(), full=full).parts)


@pytest.mark.parametrize("kind", ["csv", "jsonl", "geojson", "xlsx"])
@settings(max_examples=6, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_goes_out_comes_in_again(database, kind: str, data) -> None:
    found = data.draw(st.lists(st.tuples(remarks, choices), min_size=1, max_size=8))
    with database.reading() as db:
        _put(db, found)
        before, file = everything(db), export(db, kind)
        erase_remarks(db, list(db.scalars(select(Remark.id))))
        plan = plan_import(db, file, "polis")
        assert not plan.read.faults and len(plan.rows) == len(found) and not plan.known
        assert import_remarks(db, BY, plan) == len(found)
        db.expire_all()
        assert everything(db) == before
        again = plan_import(db, file, "polis")
        assert len(again.known) == len(found) and import_remarks(db, BY, again) == 0
        db.rollback()


def _put(db, found) -> None:
    bring_tagged(db, None, found)
    db.flush()


def test_a_stretch_goes_out_and_in(db) -> None:
    line = {"type": "LineString", "coordinates": [[14.8, 56.87], [14.82, 56.88]]}
    area = {"type": "Polygon", "coordinates": [[[14.8, 56.8], [14.9, 56.8], [14.9, 56.9], [14.8, 56.8]]]}
    for kind in ("csv", "jsonl", "geojson", "xlsx"):
        _put(
            db,
            [
                (NewRemark(geometry=line, source="polis", week=202640), []),
                (NewRemark(geometry=area, source="polis"), []),
            ],
        )
        before, file = everything(db), export(db, kind)
        erase_remarks(db, list(db.scalars(select(Remark.id))))
        import_remarks(db, BY, plan_import(db, file, "polis"))
        assert everything(db) == before
        db.execute(delete(Remark))


def test_two_who_said_the_same_both_count_once(db) -> None:
    file = "text\nMörkt\nMörkt\nMörkt\n".encode()
    assert import_remarks(db, BY, plan_import(db, file, "polis")) == 3
    plan = plan_import(db, file + "Mörkt\n".encode(), "polis")
    assert (len(plan.known), plan.new) == (3, 1)
    assert import_remarks(db, BY, plan) == 1
    assert import_remarks(db, BY, plan, again=True) == 4
    assert plan_import(db, file, "kommun").known == set()


def test_the_masked_edition_tells_no_person_place_or_day(db, build) -> None:
    build.district()
    _put(db, [(NewRemark(text="Mörkt. Ring 070-123 45 67", suggestion="Fråga Eva Svensson", place_words="Hos Eva", source="polis", day=date(2026, 11, 2), week=202645,
                         geometry={"type": "Point", "coordinates": [14.75, 56.85]}), [TagChoice("belysning", "brist")])])  # fmt: skip
    for kind in ("csv", "jsonl", "geojson"):
        file = export(db, kind, full=False).decode()
        assert not any(word in file for word in ("070", "Eva", "14.75", "14,75", "2026-11-02"))
        assert all(word in file for word in ("belysning:brist", "2026-W45", "Mörkt. Ring [telefonnummer]", "[namn]"))
    book = openpyxl.load_workbook(io.BytesIO(export(db, "xlsx", full=False)))
    assert "place_words" not in [cell.value for cell in book["Synpunkter"][1]]


def test_rows_come_in_the_order_of_their_keys_with_few_questions(db, build, queries) -> None:
    build.district()
    for n in range(30):
        build.remark(
            f"nr {n}",
            week=202640 + n % 5,
            geometry={"type": "Point", "coordinates": [14.75, 56.85]},
            lat=56.85,
            lng=14.75,
        )
    keys = {r.text: r.id for r in db.scalars(select(Remark))}
    queries.clear()
    rows = [row for part in outgoing.remark_rows(db, RemarkFilter(), full=True, at_once=10) for row in part]
    assert [keys[row[0]] for row in rows] == sorted(keys.values(), key=lambda key: key.hex)
    assert len(queries) <= 3 + 3 * 5  # for each part: rows, focus areas, districts, what is masked, what accuses
    assert outgoing.count_remarks(db, RemarkFilter(since=202644)) == 6


def test_what_was_set_aside_is_never_in_a_file(db, build) -> None:
    from dialog.remark.operations import set_aside

    build.remark("Står kvar")
    set_aside(db, "remark", 202640, {"text": "Togs tillbaka", "id": str(uuid.uuid4())})
    assert all(b"Togs" not in export(db, kind) for kind in ("csv", "jsonl", "geojson"))
