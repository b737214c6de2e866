"""A large WebP made small while it is decoded: Pillow's own decoder wants the whole picture in memory several times over.

Used in the process that draws photos again (`base/redraw.py`) and nowhere else. It asks the very libwebp that Pillow has loaded, by
its plain C interface (webp/decode.h, ABI 2): a row at a time for lossy pictures, four bytes a pixel for lossless ones.
"""

import ctypes
import re
from pathlib import Path
from typing import Any

_ABI = 0x0209
_RGBA, _OK = 1, 0
_ASKED = ("WebPGetFeaturesInternal", "WebPInitDecoderConfigInternal", "WebPDecode", "WebPFreeDecBuffer")


class _Features(ctypes.Structure):
    _fields_ = [
        ("width", ctypes.c_int), ("height", ctypes.c_int), ("has_alpha", ctypes.c_int), ("has_animation", ctypes.c_int),
        ("format", ctypes.c_int), ("pad", ctypes.c_uint32 * 5),
    ]  # fmt: skip


class _Rgba(ctypes.Structure):
    _fields_ = [("rgba", ctypes.c_void_p), ("stride", ctypes.c_int), ("size", ctypes.c_size_t)]


class _Yuva(ctypes.Structure):  # never used: it is what makes the union as large as it is
    _fields_ = [("planes", ctypes.c_void_p * 4), ("strides", ctypes.c_int * 4), ("sizes", ctypes.c_size_t * 4)]


class _Pixels(ctypes.Union):
    _fields_ = [("rgba", _Rgba), ("yuva", _Yuva)]


class _Buffer(ctypes.Structure):
    _fields_ = [
        ("colorspace", ctypes.c_int), ("width", ctypes.c_int), ("height", ctypes.c_int),
        ("is_external_memory", ctypes.c_int), ("u", _Pixels), ("pad", ctypes.c_uint32 * 4), ("private", ctypes.c_void_p),
    ]  # fmt: skip


class _Options(ctypes.Structure):
    _fields_ = [
        ("bypass_filtering", ctypes.c_int), ("no_fancy_upsampling", ctypes.c_int), ("use_cropping", ctypes.c_int),
        ("crop", ctypes.c_int * 4), ("use_scaling", ctypes.c_int), ("scaled_width", ctypes.c_int),
        ("scaled_height", ctypes.c_int), ("use_threads", ctypes.c_int), ("dithering_strength", ctypes.c_int),
        ("flip", ctypes.c_int), ("alpha_dithering_strength", ctypes.c_int), ("pad", ctypes.c_uint32 * 5),
    ]  # fmt: skip


class _Config(ctypes.Structure):
    _fields_ = [("input", _Features), ("output", _Buffer), ("options", _Options)]


def library() -> Any:
    """Return the libwebp that Pillow has loaded, or None where it cannot be found (then Pillow decodes alone)."""
    maps = Path("/proc/self/maps")
    found = re.search(r"/\S*/libwebp[-.][^/\s]*", maps.read_text()) if maps.exists() else None
    if found is None:
        return None
    try:
        loaded = ctypes.CDLL(found[0])
    except OSError:
        return None
    return loaded if all(hasattr(loaded, name) for name in _ASKED) else None


def measured(loaded: Any, data: bytes) -> tuple[int, int] | None:
    """Return the width and height of a WebP that is one picture; None for any other file, and for an animation."""
    features = _Features()
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        return None
    loaded.WebPGetFeaturesInternal.argtypes = [ctypes.c_char_p, ctypes.c_size_t, ctypes.c_void_p, ctypes.c_int]
    status = loaded.WebPGetFeaturesInternal(data, len(data), ctypes.byref(features), _ABI)
    return (features.width, features.height) if status == _OK and not features.has_animation else None


def exif_of(data: bytes) -> bytes:
    """Return the EXIF of a WebP file, or nothing."""
    at = 12
    while at + 8 <= len(data):
        name, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        if name == b"EXIF":
            return data[at + 8 : at + 8 + size]
        at += 8 + size + size % 2
    return b""


def shrunk(loaded: Any, data: bytes, size: tuple[int, int]) -> Any:
    """Return the picture made so large, RGBA. MemoryError, ValueError."""
    from PIL import Image

    config = _Config()
    if not loaded.WebPInitDecoderConfigInternal(ctypes.byref(config), _ABI):
        raise ValueError("another libwebp than this was written for")
    options, output = config.options, config.output
    options.use_scaling, options.scaled_width, options.scaled_height = 1, *size
    pixels = bytearray(4 * size[0] * size[1])
    written = (ctypes.c_char * len(pixels)).from_buffer(pixels)
    output.colorspace, output.is_external_memory = _RGBA, 1
    output.u.rgba.rgba = ctypes.cast(written, ctypes.c_void_p)
    output.u.rgba.stride, output.u.rgba.size = 4 * size[0], len(pixels)
    loaded.WebPDecode.argtypes = [ctypes.c_char_p, ctypes.c_size_t, ctypes.c_void_p]
    status = loaded.WebPDecode(data, len(data), ctypes.byref(config))
    loaded.WebPFreeDecBuffer(ctypes.byref(output))
    if status == 1:
        raise MemoryError
    if status != _OK:
        raise ValueError("broken")
    return Image.frombuffer("RGBA", size, pixels, "raw", "RGBA", 0, 1)
