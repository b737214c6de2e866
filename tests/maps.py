"""Reads the staff map's answer as `static/js/map/squares.js` does."""

from typing import Any


def clusters(view: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the squares of an answer with their numbers and addresses."""
    told, found = view["squares"], []
    for north, east, y, x, n, *parts in zip(*told["columns"], strict=True):
        low, left = told["south"] + north * told["high"], told["west"] + east * told["wide"]
        edge = 0 if told["is_whole"] else 1
        box = (low, left, low + told["high"] - edge, left + told["wide"] - edge)
        unsafe, safe, mixed = parts or (0, 0, 0)
        found.append({
            "n": n, "unsafe": unsafe, "safe": safe, "mixed": mixed, "url": told["url"] + ",".join(f"{d / 1e6:g}" if d % 1000 == 0 else str(d / 1e6) for d in box),
            "lat": (low + (y + 0.5) * told["high"] / told["steps"]) / 1e6, "lng": (left + (x + 0.5) * told["wide"] / told["steps"]) / 1e6,
        })  # fmt: skip
    return found
