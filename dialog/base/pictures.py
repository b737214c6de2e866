"""Pictures of numbers: bars, grouped bars and a timeline, from numbers to shapes. Pure; knows nothing of surveys or remarks.

Give a `Picture` to `bars` or `timeline` and the `Drawing` to the macro of `components/picture.html`, which writes the SVG, or to
`svg_file` for a file of its own. Across, everything is in per cent of the width and only down in pixels, so that the same
drawing is right at 320 px, on a wide screen and on A4, and its text keeps its size. Bars start at zero. The number stands
at its bar; what is hidden reads so in its place; a second series has a pattern and not a colour alone; uncertainty is a
thin line under its bar. Words and numbers come ready-written, in the reader's language.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isfinite
from textwrap import wrap
from xml.sax.saxutils import escape, quoteattr

#: Letters in a line of a label: at 15 px what 280 px hold.
LETTERS = 36
LINE, BAR, UNDER, GAP = 19.0, 16.0, 9.0, 9.0  # px: a line of text, a bar, room for its thin line, between bars
#: A bar may take so much of the width; its number stands after it.
WIDEST = 62.0
PLOT, MOST_TICKS = 150.0, 5
PATTERNS = ("plain", "stripes", "dots")


@dataclass(frozen=True)
class Amount:
    """One number as it is drawn: `value` from zero up (None: nothing to draw), and how it reads ("54 · 12,3 %", "färre än fem").

    `low` and `high` are the ends of its interval, in the same unit.
    """

    value: float | None
    told: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Bar:
    """A label and its amounts: one, or one of each series, in their order."""

    label: str
    amounts: Sequence[Amount]


@dataclass(frozen=True)
class Picture:
    """What is to be drawn. `top` is the value of the full width (1 for shares); None lets the longest decide."""

    title: str
    description: str
    bars: Sequence[Bar]
    series: Sequence[str] = ()
    top: float | None = None


@dataclass(frozen=True)
class Rect:
    """A filled rectangle; `x` and `width` in per cent, `y` and `height` in pixels; `style` is one of PATTERNS or "ground"."""

    x: float
    y: float
    width: float
    height: float
    style: str


@dataclass(frozen=True)
class Line:
    """A line between two points; `x1` and `x2` in per cent. `style`: "axis" or "interval"."""

    x1: float
    y1: float
    x2: float
    y2: float
    style: str


@dataclass(frozen=True)
class Text:
    """Words at a point: `x` in per cent, moved `dx` pixels. `style`: "label", "number", "soft"; `anchor` as SVG has it."""

    x: float
    y: float
    words: str
    style: str
    dx: float = 0.0
    anchor: str = "start"


Shape = Rect | Line | Text


@dataclass(frozen=True)
class Drawing:
    """Shapes, in the order they are drawn, and their height in pixels."""

    title: str
    description: str
    height: float
    shapes: Sequence[Shape]

    @property
    def patterns(self) -> list[str]:
        """Return the patterns that are used, beside the plain one."""
        used = {shape.style for shape in self.shapes if isinstance(shape, Rect)}
        return [name for name in PATTERNS[1:] if name in used]


def bars(picture: Picture) -> Drawing:
    """Lay out lying bars, one under another; with several series a group of them under each label."""
    top, y = _top(picture), 0.0
    shapes: list[Shape] = []
    for bar in picture.bars:
        for line in wrap(bar.label, LETTERS) or [""]:
            y += LINE
            shapes.append(Text(0, y - 5, line, "label"))
        for at, amount in enumerate(bar.amounts):
            if picture.series:
                y += LINE
                shapes.append(Text(0, y - 5, picture.series[at], "soft"))
            shapes += _lying(amount, PATTERNS[at % len(PATTERNS)], y, top)
            y += BAR + (UNDER if amount.low is not None else 3)
        y += GAP
    return Drawing(picture.title, picture.description, max(y, 1.0), shapes)


def _lying(amount: Amount, style: str, y: float, top: float) -> Iterator[Shape]:
    if amount.value is None:
        yield Text(0, y + BAR - 3, amount.told, "soft")
        return
    across = _share(amount.value, top) * WIDEST
    yield Rect(0, y, WIDEST, BAR, "ground")
    yield Rect(0, y, across, BAR, style)
    end = WIDEST if amount.high is not None else across
    yield Text(end if end > WIDEST / 2 else across, y + BAR - 3, amount.told, "number", dx=8)
    if amount.low is not None and amount.high is not None:
        low, high, middle = _share(amount.low, top) * WIDEST, _share(amount.high, top) * WIDEST, y + BAR + 4
        yield Line(low, middle, high, middle, "interval")
        for end in (low, high):
            yield Line(end, middle - 3, end, middle + 3, "interval")


def timeline(picture: Picture) -> Drawing:
    """Lay out standing bars along a time: the first amount of each bar, its label under some of them, the largest number written out."""
    many = max(1, len(picture.bars))
    top, step, floor = _top(picture), 100 / many, LINE + PLOT
    shapes: list[Shape] = []
    values = [bar.amounts[0].value for bar in picture.bars]
    tallest = max(range(len(values)), key=lambda i: values[i] or 0) if any(values) else None
    every = -(-many // MOST_TICKS)
    for at, bar in enumerate(picture.bars):
        amount, x = bar.amounts[0], step * at
        middle = x + step / 2
        anchor = "start" if middle < 15 else "end" if middle > 85 else "middle"
        edge = x if anchor == "start" else x + step if anchor == "end" else middle
        if amount.value is None:
            shapes.append(Line(x + step * 0.2, floor - 5, x + step * 0.8, floor - 5, "interval"))
        else:
            high = _share(amount.value, top) * PLOT
            shapes.append(Rect(x + step * 0.1, floor - high, step * 0.8, high, "plain"))
            if at == tallest:
                shapes.append(Text(edge, floor - high - 6, amount.told, "number", anchor=anchor))
        if at % every == 0:
            shapes.append(Line(middle, floor, middle, floor + 5, "axis"))
            shapes.append(Text(edge, floor + LINE + 2, bar.label, "soft", anchor=anchor))
    shapes.append(Line(0, floor, 100, floor, "axis"))
    return Drawing(picture.title, picture.description, floor + LINE + 8, shapes)


def _top(picture: Picture) -> float:
    if picture.top is not None:
        return picture.top
    found = [n for bar in picture.bars for a in bar.amounts for n in (a.value, a.high) if n is not None and isfinite(n)]
    return max(found, default=0.0) or 1.0


def _share(value: float, top: float) -> float:
    """Return where between zero and the full width a value lies: what is less or more is drawn at the edge."""
    return min(1.0, max(0.0, value / top)) if isfinite(value) else 0.0


#: Colours of a file that stands alone; on a page the style sheet decides (`css/pictures.css`).
COLOURS = {
    "plain": "#0b4f4a",
    "ground": "#f3f6f5",
    "axis": "#66746f",
    "interval": "#17211f",
    "label": "#17211f",
    "number": "#17211f",
    "soft": "#45504d",
}
_DEFS = {
    "stripes": '<path d="M-1 7 7 -1M-1 3 3 -1M3 7 7 3" stroke="#0b4f4a" stroke-width="1.6"/>',
    "dots": '<circle cx="3" cy="3" r="1.6" fill="#0b4f4a"/>',
}


def svg_file(drawing: Drawing, source: str, width: int = 640) -> bytes:
    """Return a drawing as an SVG file: white ground, its title above and where it comes from below; asks nobody for anything."""
    head, foot = wrap(drawing.title, width // 12), wrap(source, width // 8)
    above, margin = 24.0 * len(head) + 10, 16
    height = above + drawing.height + 18 * len(foot) + 12
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height + 2 * margin:.0f}" role="img" '
        'aria-labelledby="t d" font-family="system-ui, sans-serif" font-size="15">',
        f'<title id="t">{escape(drawing.title)}</title><desc id="d">{escape(drawing.description)}</desc>',
        "<defs>",
        *(_pattern(name) for name in drawing.patterns),
        "</defs>",
        '<rect width="100%" height="100%" fill="#ffffff"/>',
        f'<svg x="{margin}" y="{margin}" width="{width - 2 * margin}" height="{height:.0f}" overflow="visible">',
        *(
            f'<text x="0" y="{17 + 24 * at}" font-size="18" font-weight="700">{escape(line)}</text>'
            for at, line in enumerate(head)
        ),
        f'<svg y="{above:.0f}" width="100%" height="{drawing.height:.0f}" overflow="visible">',
        *(_written(shape) for shape in drawing.shapes),
        "</svg>",
        *(
            f'<text x="0" y="{above + drawing.height + 18 * (at + 1):.0f}" font-size="13" fill="{COLOURS["soft"]}">{escape(line)}</text>'
            for at, line in enumerate(foot)
        ),
        "</svg>",
        "</svg>",
    ]
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + "\n".join(lines) + "\n").encode()


def _pattern(name: str) -> str:
    return f'<pattern id="{name}" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" fill="#ffffff"/>{_DEFS[name]}</pattern>'


def _written(shape: Shape) -> str:
    match shape:
        case Rect():
            fill = f"url(#{shape.style})" if shape.style in _DEFS else COLOURS[shape.style]
            edge = f' stroke="{COLOURS["plain"]}"' if shape.style in _DEFS else ""
            return f'<rect x="{shape.x:.2f}%" y="{shape.y:.1f}" width="{shape.width:.2f}%" height="{shape.height:.1f}" fill={quoteattr(fill)}{edge}/>'
        case Line():
            return f'<line x1="{shape.x1:.2f}%" y1="{shape.y1:.1f}" x2="{shape.x2:.2f}%" y2="{shape.y2:.1f}" stroke="{COLOURS[shape.style]}" stroke-width="1.5"/>'
        case Text():
            return f'<text x="{shape.x:.2f}%" y="{shape.y:.1f}" dx="{shape.dx:.0f}" text-anchor="{shape.anchor}" fill="{COLOURS[shape.style]}">{escape(shape.words)}</text>'
