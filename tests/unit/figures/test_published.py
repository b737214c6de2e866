"""What is pure of a publication: stretches of weeks, the drawn map, what two publications both tell, the catalogue."""

import json
import xml.etree.ElementTree as ET
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from dialog.base.clock import week_of
from dialog.figures.publishing.catalogue import CatalogueAbout, catalogue
from dialog.figures.publishing.choice import Choice, blocks, weeks_between
from dialog.figures.publishing.comparing import Pair, is_other_season, largest, pairs_of_areas, redrawn
from dialog.figures.publishing.drawing import WIDE, views
from dialog.figures.publishing.shape import Shown, ShownArea, shown_from
from dialog.figures.telling import _where_and_what, changes

days = st.dates(date(2024, 12, 20), date(2027, 1, 10))
periods = st.lists(
    st.tuples(days, days).map(lambda two: tuple(week_of(day) for day in sorted(two))), min_size=1, max_size=5
)
numbers = st.none() | st.integers(5, 400)


def _square(west: float, south: float, size: float) -> dict:
    east, north = west + size, south + size
    return {
        "type": "Polygon",
        "coordinates": [[[west, south], [east, south], [east, north], [west, north], [west, south]]],
    }


@st.composite
def shown(draw) -> Shown:
    areas = []
    for at in range(draw(st.integers(0, 14))):
        west, south, size = 14 + draw(st.floats(0, 2)), 56 + draw(st.floats(0, 2)), draw(st.floats(0.001, 0.4))
        geometry, label = _square(west, south, size), (west + size / 2, south + size / 2)
        areas.append(ShownArea(str(at), f"Område {at}", None, draw(numbers), draw(numbers), geometry, label))
    return Shown(500, 100, 50, areas, areas_by_feeling=True)


@given(periods)
def test_stretches_are_apart_and_every_period_is_made_of_whole_ones(found) -> None:
    cut = blocks(found)
    weeks = [week for first, last in cut for week in weeks_between(first, last)]
    assert len(weeks) == len(set(weeks))
    assert set(weeks) == {week for since, until in found for week in weeks_between(since, until)}
    for since, until in found:
        within = [stretch for stretch in cut if since <= stretch[0] <= until]
        assert all(last <= until for _, last in within)


@settings(max_examples=30, deadline=None)
@given(shown())
def test_the_map_says_what_the_table_says_and_nothing_of_what_is_hidden(found) -> None:
    for view in views(found):
        for label in view.labels:
            assert label.is_told is ((label.area.unsafe, label.area.safe) != (None, None))
            assert 0 <= label.x <= WIDE and 0 <= label.y <= view.high
        assert all(0 <= shape.level <= 3 for shape in view.shapes)
        assert all(shape.level == 0 for shape in view.shapes if shape.area.unsafe is None)
        spots = [(label.x, label.y) for label in view.labels]
        assert len(spots) == len(set(spots))


@settings(max_examples=30, deadline=None)
@given(shown(), shown())
def test_a_difference_is_told_only_where_both_tell(before, after) -> None:
    pairs = pairs_of_areas(before, after, "unsafe")
    for pair in pairs:
        assert (pair.change is None) == (pair.before is None or pair.after is None)
        assert not (pair.is_beyond_chance and pair.change is None)
    assert {pair.name for pair in pairs}.isdisjoint(redrawn(before, after))
    grown = largest(pairs, more=True)
    assert grown is None or grown.change == max(p.change for p in pairs if p.is_beyond_chance) > 0
    same = pairs_of_areas(after, after, "unsafe")
    assert len(same) == len(after.areas) and largest(same, more=True) is largest(same, more=False) is None


def test_a_difference_is_named_only_where_chance_seldom_gives_it() -> None:
    named = [Pair("a", "", 17, 34), Pair("b", "", 103, 64), Pair("c", "", 0, 5)]
    others = [Pair("d", "", 10, 9), Pair("e", "", 158, 189), Pair("f", "", 0, 0), Pair("g", "", None, 90)]
    assert all(pair.is_beyond_chance for pair in named) and not any(pair.is_beyond_chance for pair in others)
    assert (largest([*others, *named], more=True), largest([*others, *named], more=False)) == (named[0], named[1])
    assert largest(others, more=True) is largest(others, more=False) is None


def test_an_area_whose_outline_is_another_now_is_not_held_beside_what_it_was() -> None:
    def one(west: float) -> Shown:
        area = ShownArea("1", "Väster", None, 40, 9, _square(west, 56, 0.1), (west, 56))
        return Shown(500, 100, 50, [area], areas_by_feeling=True)

    assert [p.change for p in pairs_of_areas(one(14), one(14.001), "unsafe")] == [0]
    assert pairs_of_areas(one(14), one(14.05), "unsafe") == [] and redrawn(one(14), one(14.05)) == ["Väster"]


@settings(max_examples=30, deadline=None)
@given(shown())
def test_what_is_kept_comes_back(found) -> None:
    kept = json.dumps(found.as_json())
    assert json.dumps(shown_from(json.loads(kept)).as_json()) == kept


@settings(max_examples=30, deadline=None)
@given(shown())
def test_the_largest_shown_is_called_the_largest_only_where_all_are_shown(found) -> None:
    hidden = [area for area in found.areas if area.unsafe is None]
    assert found.tells_all("unsafe") is not bool(hidden)
    said = _where_and_what(found)
    if said:  # which themes there are staff have chosen: of these it is always said
        assert [words.startswith("Bland det som visas") for words in said] == [bool(hidden or "handlar" in said[0])]


def test_none_is_named_before_another_with_as_many() -> None:
    def said(*numbers: int) -> str:
        square = _square(14, 56, 0.1)
        areas = [ShownArea(str(i), "ABCDEF"[i], None, n, None, square, (14, 56)) for i, n in enumerate(numbers)]
        return " ".join(_where_and_what(Shown(500, 100, 50, areas, areas_by_feeling=True)))

    assert said(5, 9, 7) == "Oftast är det otryggt i B och C."
    assert said(7, 9, 7, 7) == "Oftast är det otryggt i B, A, C och D."
    assert said(7, 9, 7, 7, 7, 7) == "Oftast är det otryggt i B."
    assert said(7, 7, 7, 7, 7) == "" and said(7) == "Oftast är det otryggt i A."
    alone = Shown(500, None, None, [ShownArea("1", "A", 40, None, None, _square(14, 56, 0.1), (14, 56))])
    assert _where_and_what(alone) == ["Bland det som visas gäller flest synpunkter A."], "also without themes"


def test_a_winter_is_a_winter_on_both_sides_of_new_year() -> None:
    winter, summer = (202645, 202705), (202622, 202630)
    assert is_other_season(winter, summer) and is_other_season(summer, winter)
    assert not is_other_season(winter, (202602, 202608)) and not is_other_season(winter, (202445, 202505))
    assert not is_other_season((202640, 202640), (202540, 202542))


def test_nothing_is_said_of_differences_that_are_not_shown() -> None:
    when = Choice(202636, 202646, "regso", ("plats",), ())
    total = Pair("", "", 100, 90)

    def said(unsafe: list[Pair], themes: list[Pair]) -> list[str]:
        return changes(when, when, unsafe, themes, total)[1:]  # type: ignore[arg-type]

    hidden, same, more = Pair("a", "A", None, 9), Pair("b", "B", 20, 21), Pair("c", "C", 10, 40)
    assert said([hidden], [hidden]) == [] and said([], []) == []
    assert said([hidden, same], []) == ["Otryggheten skiljer sig inte mer än slumpen kan ge i något område som visas."]
    assert said([], [same]) == ["Inget fokusområde som visas skiljer sig mer än slumpen kan ge."]
    assert [words[:26] for words in said([more], [same])] == [
        "Otryggheten nämns oftare i",
        "Inget fokusområde som visa",
    ]


@given(st.text(), st.text())
def test_the_catalogue_is_xml_whatever_the_site_is_called(name, email) -> None:
    about = CatalogueAbout(
        "https://a.se/data", "https://a.se/", {"sv": name}, {"sv": name}, name, name, email, None, None, []
    )
    assert ET.fromstring(catalogue(about)) is not None
