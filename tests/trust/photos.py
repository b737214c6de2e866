"""Thirty-seven photos that nobody takes: metadata in every corner, bombs, polyglots, broken and renamed files. Made here, kept nowhere."""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Any

from PIL import Image, ImageCms, PngImagePlugin

#: Stands in everything that must not come through.
MARK = b"HEMLIGT-57.0123N-14.9876E"
_TEXT = MARK.decode()


def _image(size: tuple[int, int] = (64, 48), mode: str = "RGB") -> Image.Image:
    return Image.effect_noise(size, 60).convert(mode)


def _saved(image: Image.Image, kind: str, **more: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **more)
    return out.getvalue()


def _exif(orientation: int = 1) -> bytes:
    exif = Image.Exif()
    exif[0x010E], exif[0x0112] = _TEXT, orientation
    exif.get_ifd(0x8825).update({1: "N", 2: (57.0, 1.0, 2.0), 3: "E", 4: (14.0, 9.0, 8.0), 29: _TEXT})
    return exif.tobytes()


def _segment(marker: int, data: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(data) + 2) + data


def _jpeg_with(*segments: bytes) -> bytes:
    plain = _saved(_image(), "JPEG")
    return plain[:2] + b"".join(segments) + plain[2:]


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _png(width: int, height: int, depth: int, colour: int, rows: bytes, *before: bytes) -> bytes:
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(before) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def _zeros(length: int) -> bytes:
    """Return that many zeros, compressed."""
    squeeze, block = zlib.compressobj(1), bytes(1 << 22)
    parts = [squeeze.compress(block[: min(1 << 22, length - start)]) for start in range(0, length, 1 << 22)]
    return b"".join(parts) + squeeze.flush()


def _small_png(*before: bytes) -> bytes:
    return _png(8, 8, 8, 2, zlib.compress(bytes(25 * 8)), *before)


def _png_text() -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", _TEXT)
    info.add_itxt("XML:com.adobe.xmp", f"<x>{_TEXT}</x>", zip=True)
    return _saved(_image(), "PNG", pnginfo=info, exif=_exif())


def _zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("x.txt", MARK)
    return out.getvalue()


def _resized_head(data: bytes, width: int, height: int) -> bytes:
    """Return a JPEG whose frame says that it is larger than it is."""
    at = data.index(b"\xff\xc0") + 5
    return data[:at] + struct.pack(">HH", height, width) + data[at + 4 :]


def _frames(kind: str) -> bytes:
    frames = [Image.new("RGB", (40, 40), colour) for colour in ("red", "green", "blue")]
    return _saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=50)


def _profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes() + MARK


def hostile() -> Iterator[tuple[str, Callable[[], bytes], bool]]:
    """Yield name, maker, and whether a photo comes of it (else a refusal)."""
    jpeg, png, webp = (_saved(_image((320, 240)), kind) for kind in ("JPEG", "PNG", "WEBP"))
    yield "jpeg with place and camera", lambda: _saved(_image(), "JPEG", exif=_exif()), True
    yield "jpeg lying on its side", lambda: _saved(_image(), "JPEG", exif=_exif(6)), True
    yield "jpeg with a comment", lambda: _saved(_image(), "JPEG", comment=MARK), True
    yield "jpeg with a profile", lambda: _saved(_image(), "JPEG", icc_profile=_profile()), True
    yield "jpeg with XMP", lambda: _jpeg_with(_segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + MARK)), True
    yield "jpeg with IPTC", lambda: _jpeg_with(_segment(0xED, b"Photoshop 3.0\0" + MARK)), True
    yield "jpeg with segments nobody knows", lambda: _jpeg_with(*(_segment(0xE0 + n, MARK) for n in range(3, 13))), True
    yield "jpeg with broken EXIF", lambda: _jpeg_with(_segment(0xE1, b"Exif\0\0MM\0*\xff\xff\xff\xff" + MARK)), True
    yield "jpeg that is a zip too", lambda: jpeg + _zip(), True
    yield "jpeg that is a page too", lambda: _saved(_image(), "JPEG", comment=b"<script>alert(1)</script>" + MARK), True
    yield "jpeg with PHP behind it", lambda: jpeg + b"<?php system($_GET[0]);?>" + MARK, True
    yield "jpeg in CMYK", lambda: _saved(_image(mode="CMYK"), "JPEG"), True
    yield "jpeg in grey", lambda: _saved(_image(mode="L"), "JPEG"), True
    yield "jpeg of 48 megapixels", lambda: _saved(Image.new("RGB", (8000, 6000), "gray"), "JPEG"), True
    yield "jpeg cut short", lambda: jpeg[: len(jpeg) // 2], False
    yield "jpeg that says it is 65,500 wide", lambda: _resized_head(jpeg, 65_500, 65_500), False
    yield "jpeg of its head alone", lambda: jpeg[:20], False
    yield "png with texts and place", _png_text, True
    yield (
        "png in sixteen bits of grey",
        lambda: _png(4, 4, 16, 0, zlib.compress(b"\0\x80\0\x40\0\xc0\0\xff\0" * 4)),
        True,
    )
    yield (
        "png in sixteen bits of colour",
        lambda: _png(4, 4, 16, 2, zlib.compress((b"\0" + bytes(range(24))) * 4)),
        True,
    )
    yield "png with a palette and holes", lambda: _saved(_image(mode="P"), "PNG", transparency=3), True
    yield "png with alpha", lambda: _saved(_image(mode="RGBA"), "PNG"), True
    yield "png that moves", lambda: _frames("PNG"), True
    yield "png with something behind it", lambda: png + MARK, True
    yield "png of 900 megapixels", lambda: _png(30_000, 30_000, 1, 0, _zeros(30_000 * 3751)), False
    yield "png of 49 megapixels", lambda: _png(7000, 7000, 8, 2, _zeros(7000 * 21_001)), True
    yield "png with a text of 70 MB", lambda: _small_png(_chunk(b"zTXt", b"a\0\0" + _zeros(70_000_000))), False
    yield "png with a profile of 70 MB", lambda: _small_png(_chunk(b"iCCP", b"a\0\0" + _zeros(70_000_000))), False
    yield "png of two thousand million", lambda: _png(2**31 - 1, 2**31 - 1, 8, 2, zlib.compress(b"x")), False
    yield "png cut short", lambda: png[: len(png) // 2], False
    yield "webp with place", lambda: _saved(_image(), "WEBP", exif=_exif(), xmp=MARK), True
    yield "webp that moves", lambda: _frames("WEBP"), True
    yield "webp cut short", lambda: webp[: len(webp) // 2], False
    yield "webp of 256 megapixels", lambda: webp[:26] + struct.pack("<HH", 16_000, 16_000) + webp[30:], False
    yield "gif and tiff renamed", lambda: _saved(_image(), random.Random(0).choice(("GIF", "TIFF"))), False
    yield (
        "svg and heic renamed",
        lambda: b"\0\0\0\x18ftypheic<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        False,
    )
    yield "nothing at all", lambda: b"", False


def segments(jpeg: bytes) -> list[int]:
    """Return the markers of a JPEG up to its pixels."""
    found, at = [], 2
    while at < len(jpeg) and (not found or found[-1] != 0xDA):
        found.append(jpeg[at + 1])
        at += 2 + struct.unpack(">H", jpeg[at + 2 : at + 4])[0]
    return found
