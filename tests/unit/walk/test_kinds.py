"""The pure rules of walks: codes, light, ways, groups, calendar files, the drawn map."""

import io
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from shapely import box

from dialog.walk.kinds import calendar, codes, drawing, map_file, route, sunlight
from dialog.walk.kinds.checklist import default_checklist
from dialog.walk.kinds.comparing import pooled, verdict
from dialog.walk.kinds.glyphs import is_sure
from dialog.walk.kinds.ground import Ground, Label

LATS, LNGS = st.floats(-89, 89), st.floats(-179, 179)
#: As `base.texts.clean` leaves them.
TEXTS = st.text(st.characters(exclude_categories=("Cc", "Cs"), include_characters="\n"), max_size=300)


def test_a_code_holds_no_sign_that_is_taken_for_another() -> None:
    assert not set("01258abeilosuz") & set(codes.ALPHABET)
    assert len(set(codes.ALPHABET)) ** codes.LENGTH > 2**35
    assert len({codes.new_code() for _ in range(200)}) == 200


@given(st.text(max_size=60))
def test_a_code_is_read_however_it_is_written_and_nothing_else_is(written: str) -> None:
    code = codes.new_code()
    assert codes.read_code(f" {codes.show_code(code).upper()} ") == code == codes.read_code(code)
    found = codes.read_code(written)
    assert found is None or (len(found) == 8 and set(found) <= set(codes.ALPHABET))


@pytest.mark.parametrize(
    ("lat", "moment", "start", "end", "sets"),
    [
        # Växjö, 26 November: sunset 15.34, civil dusk 16.17 (SMHI's tables, to the minute).
        (56.88, datetime(2026, 11, 26, 13, 0, tzinfo=UTC), "day", "day", True),
        (56.88, datetime(2026, 11, 26, 14, 50, tzinfo=UTC), "dusk", "dark", True),
        (56.88, datetime(2026, 11, 26, 17, 0, tzinfo=UTC), "dark", "dark", True),
        # Kiruna, midsummer and midwinter: no sunset, no sunrise.
        (67.86, datetime(2026, 6, 20, 22, 0, tzinfo=UTC), "day", "day", False),
        (67.86, datetime(2026, 12, 20, 17, 0, tzinfo=UTC), "dark", "dark", False),
    ],
)
def test_the_light_is_told_by_the_suns_height(lat: float, moment: datetime, start: str, end: str, sets: bool) -> None:
    light = sunlight.light_of(lat, 14.8 if lat < 60 else 20.2, moment, 90)
    assert (light.at_start, light.at_end, light.has_sunset) == (start, end, sets)
    if lat < 60:
        assert light.sunset is not None and light.dusk is not None
        assert light.sunset.strftime("%H.%M")[:4] in ("15.2", "15.3", "15.4") and light.dusk > light.sunset


@given(LATS, LNGS, st.integers(0, 3_000_000_000).map(lambda n: datetime.fromtimestamp(n, UTC)))
def test_there_is_light_or_dark_everywhere_on_every_day(lat: float, lng: float, moment: datetime) -> None:
    assert sunlight.light_of(lat, lng, moment, 90).at_start in ("day", "dusk", "dark")


@given(LATS, LNGS)
def test_a_position_is_read_as_it_is_shown(lat: float, lng: float) -> None:
    assert route.read_position(route.show_position(lat, lng)) == (round(lat, 6), round(lng, 6))


@pytest.mark.parametrize(
    "written", ["56.8777, 14.8091", "56,8777 14,8091", "56.8777,14.8091", "56,8777; 14,8091", " 56.8777  14.8091 "]
)
def test_a_position_is_read_as_people_write_it(written: str) -> None:
    assert route.read_position(written) == (56.8777, 14.8091)


@given(st.text(max_size=40))
def test_what_is_no_position_is_refused_with_a_sentence(written: str) -> None:
    try:
        found = route.read_position(written)
    except route.NoPosition as problem:
        assert str(problem).endswith(".")
    else:
        assert found is None or (abs(found[0]) <= 90 and abs(found[1]) <= 180)


def test_a_way_is_as_long_as_it_is_and_takes_its_time() -> None:
    line = {"type": "LineString", "coordinates": [[14.80, 56.88], [14.80, 56.889]]}
    found = route.walking(line, [(56.88, 14.8), None])
    assert 990 <= found.metres <= 1010 and found.moving in (20, 21) and found.standing == 16
    assert route.walking(None, []).minutes == 0
    assert route.through([(56.88, 14.8), None, (56.88, 14.8)]) is None


@given(st.integers(0, 500))
def test_no_group_is_larger_than_ten_while_letters_last(walkers: int) -> None:
    groups = route.groups_for(walkers)
    assert groups == 1 if walkers <= 10 else groups > 1
    assert groups == len(route.LETTERS) or walkers <= 10 * groups


@given(TEXTS, TEXTS)
def test_a_calendar_file_gives_back_what_was_written(title: str, place: str) -> None:
    event = calendar.Event(
        "a@b",
        title,
        datetime(2026, 3, 29, 1, 30, tzinfo=UTC),
        90,
        place,
        "x",
        "https://x.se/a",
        datetime(2026, 1, 1, tzinfo=UTC),
    )
    data = calendar.calendar_file(event)
    assert all(len(row) <= 75 for row in data.split(b"\r\n"))
    rows = data.decode().replace("\r\n ", "").split("\r\n")
    assert "DTSTART:20260329T013000Z" in rows and "DTEND:20260329T030000Z" in rows
    summary = next(row for row in rows if row.startswith("SUMMARY:"))[8:]
    plain = (
        summary.replace("\\\\", "\0").replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";").replace("\0", "\\")
    )
    assert plain == title


@given(st.lists(st.tuples(st.floats(56.8, 56.9), st.floats(14.7, 14.9)), max_size=8))
def test_everything_on_the_map_lies_within_its_frame(points: list[tuple[float, float]]) -> None:
    stops = [(n, "Stopp", lat, lng) for n, (lat, lng) in enumerate(points, start=1)]
    picture = drawing.draw(None, stops, None, [box(14.75, 56.85, 14.85, 56.95)])
    if picture is None:
        assert not points
        return
    assert [mark.label for mark in picture.marks] == [str(stop[0]) for stop in stops]
    assert all(0 <= mark.x <= picture.width and 0 <= mark.y <= picture.height for mark in picture.marks)
    assert 0 < picture.scale_px <= picture.width


def test_the_default_checklist_has_four_levels_for_each_point_and_the_slugs_that_tablets_know() -> None:
    points = default_checklist()
    assert {"lighting", "sightlines", "graffiti"} <= {point["slug"] for point in points} and len(points) == 12
    assert all(len(point["levels"]) == 4 and all(point["levels"]) and len(point["slug"]) <= 40 for point in points)


_ANSWERS = st.lists(st.integers(0, 3), max_size=6)


@given(st.lists(st.tuples(_ANSWERS, _ANSWERS), max_size=8))
def test_no_single_answer_makes_a_change_and_walks_turned_about_turn_the_verdict(pairs) -> None:
    turned = {"better": "worse", "worse": "better"}
    whole, back = pooled(pairs), pooled([(now, before) for before, now in pairs])
    assert (whole is None) == (back is None) == (not any(before and now for before, now in pairs))
    if whole and back:
        assert back.verdict == turned.get(whole.verdict, whole.verdict) and 0 <= whole.before <= 3
    for before, now in pairs:
        said = verdict(before, now)
        assert verdict(now, before) == turned.get(said, said)
        if len(before) >= 3:
            nudged = [before[0] + (1 if before[0] < 3 else -1), *before[1:]]
            assert verdict(before, nudged) == "same", "one answer a step off is no change"


@given(st.lists(st.tuples(st.floats(-60, 70), LNGS), min_size=1, max_size=8))
def test_a_view_holds_every_point_however_small_the_map_is(points: list[tuple[float, float]]) -> None:
    seen = route.view_of(points)
    assert seen is not None
    _lat, lng, zoom = seen
    assert 9 <= zoom <= 16
    if zoom > 9:
        degrees = 256 / (256 * 2**zoom) * 360  # what 256 pixels show, in degrees of longitude
        assert all(abs(point[1] - lng) <= degrees / 2 for point in points)


def test_a_walk_of_half_a_kilometre_fills_the_view() -> None:
    assert route.view_of([(60.170, 24.945), (60.1735, 24.952)]) == (60.17175, 24.9485, 15)
    assert route.view_of([]) is None


@given(st.text(), st.text())
def test_a_drawn_map_is_a_file_whatever_a_street_is_called(street: str, source: str) -> None:
    ground = Ground([("green", "M0 0l9 0 0 9z"), ("street", "M0 0l9 9")], [Label(20, 20, 5, street)])
    stops = [(1, "Torget", 56.9, 14.8), (12, "Parken", 56.901, 14.801)]
    picture = drawing.draw(None, stops, (56.9, 14.802), [], lambda frame, taken: ground)
    assert picture is not None
    told = ElementTree.fromstring(map_file.svg(picture, source, "200 m", "N"))
    words = [text.text or "" for text in told.iter("{http://www.w3.org/2000/svg}text")]
    assert words[1:5] == ["1", "12", "200 m", "N"]
    assert (
        all(is_sure(letter) for letter in "".join(words))
        and len(list(told.iter("{http://www.w3.org/2000/svg}circle"))) == 2
    )


def test_a_map_for_word_is_a_picture_and_none_without_positions() -> None:
    picture = drawing.draw(None, [(1, "Torget", 56.9, 14.8)], None, [box(14.75, 56.85, 14.85, 56.95)])
    assert picture is not None and drawing.draw(None, [], None, []) is None
    assert not picture.tells, "a place alone on white paper tells nothing"
    stops = [(1, "Torget", 56.9, 14.8), (2, "Parken", 56.901, 14.8)]
    for drawn in (
        drawing.draw(None, stops, None, []),
        drawing.draw(None, stops[:1], None, [box(14.7999, 56.8, 15, 57)]),
    ):
        assert drawn is not None and drawn.tells
    made = Image.open(io.BytesIO(map_file.png(map_file.svg(picture, "", "100 m", "N"), picture.width, picture.height)))
    assert made.size == (1333, 1000) and len(made.convert("RGB").getcolors(64) or []) > 4
