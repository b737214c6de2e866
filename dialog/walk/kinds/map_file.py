"""The drawn map of a walk as a file: SVG for the PDF, and PNG, typeset from the same SVG, for Word. Pure: no network, no files.

The same drawing as `templates/walk/_map.html`, with its colours of paper from `static/css/walks.css` written out, since a file has no
style sheet. Comes before: `kinds/drawing.py`. Goes to: `kinds/document.py`, `kinds/pasting.py`.
"""

import io
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from html import escape

from dialog.base.texts import one_line
from dialog.walk.kinds.drawing import Picture
from dialog.walk.kinds.glyphs import is_sure

_INK, _PAPER, _HOUSE, _EDGE, _ROAD, _NAME = "#17211f", "#ffffff", "#0b4f4a", "#66746f", "#d3cdc0", "#45504d"
_FILLED = {"green": "#e2ebdc", "water": "#cfe0e6", "building": "#e8e3da"}
_DRAWN = {"street": 'stroke-width="7"', "major": 'stroke-width="12"', "path": 'stroke-width="2" stroke-dasharray="4 5"'}
_THIN = 'stroke-width="2"'
#: Letters keep clear of the streets beneath them.
_HALO = f'paint-order="stroke" stroke="{_PAPER}" stroke-width="3"'
#: One of the fonts that the typesetter has with it.
_FONT = "Libertinus Serif"
_MARKS = ("Mn", "Mc", "Me", "Cf")
_PNG_INCH = 150  # pixels an inch, of a picture that is nine inches wide
_COLOURS = 64  # nobody sees that there are no more, and the file is half as large
_SHEET = (
    '#set page(width: {w}pt, height: {h}pt, margin: 0pt)\n#image(bytes(sys.inputs.map), format: "svg", width: 100%)'
)


def svg(picture: Picture, source: str, scale: str, north: str) -> str:
    """Return the picture as SVG; `source` says where the streets come from, `scale` how long the bar is, `north` is its letter."""
    size = f'width="{picture.width}" height="{picture.height}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {picture.width} {picture.height}" {size}>'
        f'<rect {size} fill="{_PAPER}"/>{"".join(_parts(picture, source, scale, north))}'
        f'<rect {size} fill="none" stroke="{_EDGE}" stroke-width="2"/></svg>'
    )


def _parts(picture: Picture, source: str, scale: str, north: str) -> Iterator[str]:
    high, wide = picture.height, picture.width
    if picture.ground:
        yield '<g transform="scale(0.5)" fill="none" stroke-linejoin="round" stroke-linecap="round">'
        for kind, path in picture.ground.paths:
            look = (
                f'fill="{_FILLED[kind]}"' if kind in _FILLED else f'stroke="{_ROAD}" {_DRAWN.get(kind, _THIN)}'
            )  # fmt: skip
            yield f'<path {look} d="{path}"/>'
        yield "</g>"
        for name in picture.ground.names:
            at = f"translate({name.x} {name.y})rotate({name.turn})"
            yield _text(name.words, f'transform="{at}" y="4" text-anchor="middle" fill="{_NAME}" {_HALO}', 13)
    else:
        for outline in picture.outlines:
            yield f'<path fill="none" stroke="{_EDGE}" stroke-width="1.5" d="{outline}"/>'
    if picture.route:
        yield (
            f'<path fill="none" stroke="{_HOUSE}" stroke-width="5" stroke-linejoin="round" stroke-linecap="round" '
            f'd="{picture.route}"/>'
        )
    for mark in picture.marks:
        if mark.label:
            yield f'<circle cx="{mark.x}" cy="{mark.y}" r="15" fill="{_PAPER}" stroke="{_INK}" stroke-width="3"/>'
            place = f'x="{mark.x}" y="{mark.y + 6}" text-anchor="middle" font-weight="bold" fill="{_INK}"'
            yield _text(mark.label, place, 18)
        else:
            edge = f'fill="{_HOUSE}" stroke="{_PAPER}" stroke-width="3"'
            yield f'<path {edge} d="M{mark.x} {mark.y - 21}l21 21l-21 21l-21 -21z"/>'
    yield f'<path fill="none" stroke="{_INK}" stroke-width="2" d="M20 {high - 20}v-8v8h{picture.scale_px}v-8"/>'
    yield _text(scale, f'x="{26 + picture.scale_px}" y="{high - 18}" fill="{_INK}" {_HALO}', 15)
    yield f'<path fill="{_INK}" d="M{wide - 30} 20l12 32l-12 -8l-12 8z"/>'
    yield _text(north, f'x="{wide - 30}" y="74" text-anchor="middle" fill="{_INK}" {_HALO}', 15)
    if picture.ground and source:
        yield _text(source, f'x="{wide - 8}" y="{high - 8}" text-anchor="end" fill="{_INK}" {_HALO}', 12)


def _text(words: str, place: str, size: int) -> str:
    """Write words; a letter that the fonts may lack is left out, since it would keep the whole file from being made, and so is a mark that
    has no letter of its own with what it stands on ("Ки́їв", vowel points): in a drawing the fonts are not asked for it.
    """
    shown = "".join(
        letter for letter in one_line(words) if is_sure(letter) and unicodedata.category(letter) not in _MARKS
    )
    return f'<text {place} font-family="{_FONT}" font-size="{size}">{escape(shown)}</text>'


@lru_cache(maxsize=8)  # a quarter of a second to draw, some 150 KiB with streets
def png(drawn: str, width: int, height: int) -> bytes:
    """Return an SVG of that size as PNG, for what cannot show SVG everywhere."""
    import typst
    from PIL import Image

    made: bytes = typst.compile(
        _SHEET.format(w=width, h=height).encode(),
        format="png",
        ppi=_PNG_INCH,
        ignore_system_fonts=True,
        sys_inputs={"map": drawn},
    )
    out = io.BytesIO()
    Image.open(io.BytesIO(made), formats=["PNG"]).convert("RGB").quantize(_COLOURS).save(out, "PNG")
    return out.getvalue()
