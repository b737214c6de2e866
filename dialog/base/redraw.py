"""A process of its own that draws photos again: `python -m dialog.base.redraw`. Started by `base/redrawing.py` alone.

It reads a length and a picture, and answers with a code, the size and a JPEG made of pixels alone: no metadata, comment or
profile, and nothing that stood behind the picture in the file. Its memory has a limit, so a picture that asks for more ends in a
refusal; whatever a hostile file does to it, it does to this process.
"""

import io
import select
import struct
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dialog.base import webp

FORMATS = ("JPEG", "PNG", "WEBP")
LONGEST_SIDE = 2048  # pixels
MOST_PIXELS = 50_000_000
MOST_GROWN = 300 * 1024 * 1024  # bytes above what the program itself takes (TRUST S7)
IDLE = 60.0  # seconds without work until it ends by itself
QUALITY = 85

#: Code, width, height, bytes that follow. Codes: 0 drawn, else the place of the reason in REASONS.
HEAD = struct.Struct("<BIII")
ASKED = struct.Struct("<I")
REASONS = ("", "unknown", "broken", "pixels", "memory")
#: Above this a picture is made smaller in the plainest way first: a finer one would need it twice in memory.
_LARGE = 12_000_000
_TURNS = {2: 0, 3: 3, 4: 1, 5: 5, 6: 4, 7: 6, 8: 2}  # EXIF's orientation → Image.Transpose


def redraw(data: bytes) -> tuple[int, int, bytes]:
    """Return width, height and JPEG of a picture, turned the right way up and at most 2,048 pixels long; KeyError with a reason."""
    from PIL import Image

    small, turn = _large_webp(data) or _opened(data)
    if turn is not None:
        small = small.transpose(Image.Transpose(turn))
    drawn = Image.new("RGB", small.size, "white")  # of pixels alone: nothing that the file told comes along
    drawn.paste(small, mask=small.getchannel("A") if small.mode == "RGBA" else None)
    out = io.BytesIO()
    drawn.save(out, "JPEG", quality=QUALITY, optimize=True)
    return drawn.width, drawn.height, out.getvalue()


def _opened(data: bytes) -> tuple[Any, int | None]:
    """Return a picture as Pillow reads it, made small, and how it is to be turned."""
    from PIL import Image, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            image = Image.open(io.BytesIO(data), formats=FORMATS)
        except (UnidentifiedImageError, Image.DecompressionBombError) as error:
            raise KeyError("pixels" if isinstance(error, Image.DecompressionBombError) else "unknown") from error
        if image.width * image.height > MOST_PIXELS:
            raise KeyError("pixels")
        turn = _turn(image.getexif)
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is decoded at a half, quarter or eighth
        image.load()
        whole = [image]
        del image  # so that it goes as soon as there is a smaller one
        return _made_small(whole.pop()), turn


def _large_webp(data: bytes) -> tuple[Any, int | None] | None:
    """Return a large WebP, made small while it was decoded; None for any other picture."""
    from PIL import Image

    if (loaded := webp.library()) is None or (size := webp.measured(loaded, data)) is None:
        return None
    if size[0] * size[1] > MOST_PIXELS:
        raise KeyError("pixels")
    if size[0] * size[1] <= _LARGE:
        return None

    def exif() -> Any:
        found = Image.Exif()
        found.load(webp.exif_of(data))
        return found

    scale = min(1.0, LONGEST_SIDE / max(size))
    width, height = (max(1, round(side * scale)) for side in size)
    return webp.shrunk(loaded, data, (width, height)), _turn(exif)


def _turn(read_exif: Callable[[], Any]) -> int | None:
    try:
        return _TURNS.get(read_exif().get(0x0112))
    except Exception:  # whatever a hostile EXIF makes go wrong: then the picture lies as it lies
        return None


def _made_small(image: Any) -> Any:
    """Return the picture in RGB or RGBA and no longer than it may be."""
    from PIL import Image

    most = (LONGEST_SIDE, LONGEST_SIDE)
    if image.width * image.height > _LARGE and image.mode not in ("RGB", "L"):
        scale = 2 * LONGEST_SIDE / max(image.size)
        if scale < 1:
            size = tuple(max(1, round(side * scale)) for side in image.size)
            image = image.resize(size, Image.Resampling.NEAREST)
    if image.mode == "L":  # grey takes a quarter of what colours do, until it is made small
        image.thumbnail(most, reducing_gap=2.0)
    if image.mode.startswith("I"):  # sixteen bits of grey: the upper eight
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    if image.mode in ("LA", "PA", "La", "RGBa") or "transparency" in image.info:
        image = image.convert("RGBA")
    elif image.mode not in ("RGB", "RGBA"):
        image = image.convert("RGB")
    image.thumbnail(most, reducing_gap=2.0)
    return image


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # no such limit on this system
        return
    used = 0
    if (told := Path("/proc/self/statm")).exists():
        used = int(told.read_text().split()[0]) * resource.getpagesize()
    most = (used or 512 * 1024 * 1024) + MOST_GROWN
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Draw what comes until nothing more does."""
    from PIL import JpegImagePlugin, PngImagePlugin, WebPImagePlugin  # noqa: F401 -- loaded before the limit

    _limit_memory()
    asked, told = sys.stdin.buffer, sys.stdout.buffer
    while not hasattr(select, "poll") or select.select([asked], [], [], IDLE)[0]:
        head = asked.read(ASKED.size)
        if len(head) < ASKED.size:
            return
        data = asked.read(ASKED.unpack(head)[0])
        code, width, height, drawn = 0, 0, 0, b""
        try:
            width, height, drawn = redraw(data)
        except KeyError as reason:
            code = REASONS.index(reason.args[0]) if reason.args[0] in REASONS else REASONS.index("broken")
        except MemoryError:
            code = REASONS.index("memory")
        except Exception:  # whatever a decoder says of a broken file
            code = REASONS.index("broken")
        told.write(HEAD.pack(code, width, height, len(drawn)) + drawn)
        told.flush()
        if code == REASONS.index("memory") or len(data) > 4 * 1024 * 1024:
            return  # a new process takes less memory than one that has been large


if __name__ == "__main__":
    main()
