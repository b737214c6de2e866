"""A photo as everyone may see it: smaller, and with the squares that a person has covered painted over. Pure.

The grid is coarse on purpose: it can be used by keyboard, without scripts, and covers more rather than less.
"""

import io

COLUMNS, ROWS = 12, 9
LONGEST_SIDE = 1280  # pixels
_QUALITY = 82


def cells() -> list[list[str]]:
    """Return the names of the squares, row by row."""
    return [[f"{row}-{column}" for column in range(1, COLUMNS + 1)] for row in range(1, ROWS + 1)]


def known(chosen: list[str]) -> list[str]:
    """Return the squares among what was sent, in order and once each."""
    wanted = set(chosen)
    return [cell for row in cells() for cell in row if cell in wanted]


def covered(jpeg: bytes, chosen: list[str], side: int = LONGEST_SIDE) -> bytes:
    """Return a JPEG of pixels alone, at most `side` pixels on a side, with the chosen squares black."""
    from PIL import Image, ImageDraw

    with Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as opened:
        opened.draft("RGB", (side, side))
        picture = opened.convert("RGB")
    picture.thumbnail((side, side))
    width, height = picture.size
    brush = ImageDraw.Draw(picture)
    for cell in known(chosen):
        row, column = (int(part) - 1 for part in cell.split("-"))
        corner = (column * width // COLUMNS, row * height // ROWS)
        other = (-(-(column + 1) * width // COLUMNS), -(-(row + 1) * height // ROWS))
        brush.rectangle((corner, other), fill="black")
    out = io.BytesIO()
    picture.info.clear()
    picture.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()
