"""Reads the colours of vars.css and holds them to the house's contrast: text 7:1, shapes and edges 3:1, in both themes."""

import re
from pathlib import Path

import pytest

SHEET = Path(__file__).parents[2] / "static" / "css" / "vars.css"
GROUNDS = ("paper", "paper-soft")
#: (foreground, ground): what is read.
TEXT = [
    *((ink, ground) for ink in ("ink", "ink-soft", "house", "house-deep") for ground in GROUNDS),
    ("warn", "paper"),  # errors stand on paper
    *(("ink", ground) for ground in ("house-tint", "warn-tint")),
    ("house", "house-tint"),
    ("house-deep", "house-tint"),
    ("on-house", "house"),
    ("on-house", "house-deep"),
    ("on-warn", "warn"),
    ("on-warn", "warn-deep"),
    ("paper", "ink"),
    *(("on-fa", f"fa-{n}") for n in range(1, 13)),
]
#: What is seen: edges of fields, symbols, bars, the focus ring.
SHAPES = [
    *((shape, g) for shape in ("edge", "house", "warn", "safe", "mixed", "focus") for g in GROUNDS),
    *((f"fa-{n}", ground) for n in range(1, 13) for ground in (*GROUNDS, "house-tint")),
    *((shape, "house-tint") for shape in ("warn", "safe", "mixed", "edge", "focus")),
    ("focus", "warn-tint"),
    ("warn", "warn-tint"),
]


def themes() -> dict[str, dict[str, str]]:
    """Return the colours of each theme by name; the dark one overrides the light."""
    light, _, dark = SHEET.read_text(encoding="utf-8").partition("@media screen and (prefers-color-scheme: dark)")
    found = dict(_colours(light))
    return {"light": found, "dark": found | dict(_colours(dark))}


def _colours(text: str) -> list[tuple[str, str]]:
    return re.findall(r"--([a-z0-9-]+):\s*(#[0-9a-f]{6});", text)


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG 2.2 defines it, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("pairs", "least"), [(TEXT, 7.0), (SHAPES, 3.0)], ids=["text", "shapes"])
def test_contrast(theme: str, pairs: list[tuple[str, str]], least: float) -> None:
    colours = themes()[theme]
    measured = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in pairs}
    assert {pair: round(value, 2) for pair, value in measured.items() if value < least} == {}


def test_the_measure_itself() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_the_dark_theme_is_drawn() -> None:
    """Every colour of the light theme that stands on a ground has one of its own in the dark."""
    both = themes()
    same = {name for name, value in both["light"].items() if both["dark"][name] == value}
    assert same == set()
