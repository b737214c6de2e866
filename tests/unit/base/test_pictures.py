"""Pictures: from zero, in proportion, whole in any width, and a file that asks nobody for anything."""

import xml.etree.ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from dialog.base.pictures import Amount, Bar, Line, Picture, Rect, Text, bars, svg_file, timeline

numbers = st.one_of(st.none(), st.floats(0, 1e9))
labels = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=90)
made = st.lists(
    st.builds(lambda label, n, m: Bar(label, (Amount(n, "x"), Amount(m, "y"))), labels, numbers, numbers), max_size=12
)


@given(made, st.booleans())
def test_everything_lies_within_the_picture_and_in_proportion(found: list[Bar], grouped: bool) -> None:
    picture = Picture("Rubrik", "Vad den visar", found, ("nu", "då") if grouped else ())
    for drawing in (bars(picture), timeline(picture)):
        for shape in drawing.shapes:
            if isinstance(shape, Rect):
                assert shape.x >= 0 and shape.x + shape.width <= 100.001 and shape.width >= 0 and shape.height >= 0
                assert shape.y >= 0 and shape.y + shape.height <= drawing.height
            elif isinstance(shape, Text):
                assert 0 <= shape.x <= 100.001 and 0 <= shape.y <= drawing.height
        ET.fromstring(svg_file(drawing, "källa"))


def test_twice_as_many_is_twice_as_long() -> None:
    drawing = bars(Picture("t", "d", [Bar("a", [Amount(10, "10")]), Bar("b", [Amount(20, "20")])]))
    one, two = [s.width for s in drawing.shapes if isinstance(s, Rect) and s.style == "plain"]
    assert two == 2 * one


def test_what_is_hidden_reads_so_in_its_place_and_an_interval_is_a_line() -> None:
    drawing = bars(
        Picture("t", "d", [Bar("a", [Amount(None, "färre än fem")]), Bar("b", [Amount(0.5, "50 %", 0.4, 0.6)])], top=1)
    )
    assert [s.words for s in drawing.shapes if isinstance(s, Text)] == ["a", "färre än fem", "b", "50 %"]
    assert len([s for s in drawing.shapes if isinstance(s, Line) and s.style == "interval"]) == 3
    assert len([s for s in drawing.shapes if isinstance(s, Rect) and s.style == "plain"]) == 1


def test_a_second_series_has_a_pattern_and_its_name() -> None:
    drawing = bars(Picture("t", "d", [Bar("a", [Amount(1, "1"), Amount(2, "2")])], ("Omgång 1", "Omgång 2")))
    assert drawing.patterns == ["stripes"] and "Omgång 2" in [s.words for s in drawing.shapes if isinstance(s, Text)]
    assert b"url(#stripes)" in svg_file(drawing, "källa") and b"http" not in svg_file(drawing, "k").replace(
        b"http://www.w3.org", b""
    )


def test_hostile_words_stay_words_in_a_file() -> None:
    drawing = bars(Picture("<script>", "&", [Bar('"><script>alert(1)</script>', [Amount(1, "<b>")])]))
    root = ET.fromstring(svg_file(drawing, "</svg>"))
    assert not [e for e in root.iter() if e.tag.endswith(("script", "b"))]
