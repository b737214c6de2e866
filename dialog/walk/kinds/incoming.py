"""What a tablet sends, before it is known what it says: JSON, which item it is, and what no database takes. Pure.

Comes before: the tablet's page. Goes to: `kinds/said.py`, which reads the fields.
"""

import json
import math
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dialog.base.i18n import N_

MOST_REVISIONS = 2**31 - 1
DEEPEST = 20
MOST_AT_ONCE = 500
LARGEST_REMARK = 256 * 1024  # bytes; a drawn area of some thousand points
LARGEST_SYNC = 8 * 1024 * 1024
ENVELOPE = frozenset({"id", "revision", "hold", "sealed"})

Problems = dict[str, list[str]]


class Unreadable(ValueError):
    """The bytes are no JSON at all."""


class _NoNumber:
    """Stands where JSON as Python reads it had NaN, Infinity or a number of a hundred digits."""


_NO_NUMBER = _NoNumber()
_UUID4 = re.compile("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", re.I | re.A)
_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
#: What JSON gives that any database takes as it is.
_WHOLE = frozenset((int, bool))


@dataclass(frozen=True)
class Envelope:
    """Which item it is. Of `sealed` and `said` one is there; `said` is all the rest as it was sent."""

    id: uuid.UUID
    #: The id as it was written: what the sealing is bound to, and what the answer calls the item.
    written: str
    revision: int
    hold: bool
    sealed: Mapping[str, Any] | None
    said: Mapping[str, Any]


def parse(data: bytes) -> Any:
    """Return what JSON in UTF-8 says. What is no number stays behind as a mark, so that it spoils its own item alone. Unreadable."""
    try:
        return json.loads(data.decode(), parse_constant=lambda _: _NO_NUMBER, parse_int=_whole)
    except (ValueError, RecursionError) as error:
        raise Unreadable("no JSON") from error


def _whole(digits: str) -> Any:
    return int(digits) if len(digits) <= 20 else _NO_NUMBER


def read_uuid(value: Any) -> uuid.UUID | None:
    """Return a UUIDv4 in its usual writing, or None."""
    if not isinstance(value, str) or not _UUID4.fullmatch(value):
        return None
    return uuid.UUID(int=int(value.replace("-", ""), 16))


def read_envelope(raw: Any) -> tuple[Envelope | None, Problems]:
    """Return which item it is, or None with the reasons."""
    if not isinstance(raw, dict):
        return None, {"": [N_("Synpunkten är inte ett objekt.")]}
    problems: Problems = {}
    item_id, revision, hold = read_uuid(raw.get("id")), raw.get("revision"), raw.get("hold", False)
    if item_id is None:
        problems["id"] = [N_("Synpunkten har inget giltigt id (UUID version 4).")]
    if not is_whole(revision, 1, MOST_REVISIONS):
        problems["revision"] = [N_("Revisionen ska vara ett heltal från 1 och uppåt.")]
    if not isinstance(hold, bool):
        problems["hold"] = [N_("Fältet ska vara sant eller falskt.")]
    sealed = raw.get("sealed")
    if sealed is not None and not isinstance(sealed, dict):
        problems["sealed"] = [N_("Det förseglade innehållet ska ha key, iv och data.")]
    if item_id is None or problems:
        return None, problems
    said = {} if sealed is not None else {name: value for name, value in raw.items() if name not in ENVELOPE}
    return Envelope(item_id, raw["id"], raw["revision"], hold, sealed, said), {}


def canonical(said: Mapping[str, Any]) -> bytes:
    """Return what was said in a form that is the same when the same is said again, sealed or not."""
    return _ENCODER.encode(said).encode()


def as_kept(value: Any, levels: int = DEEPEST + 4) -> Any:
    """Return what was sent in a form that any database takes, for what is kept aside: what it does not is left out."""
    if _is_no_number(value) or levels == 0:
        return None
    if isinstance(value, str):
        return value.replace("\0", "").encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {as_kept(name): as_kept(part, levels - 1) for name, part in value.items()}
    return [as_kept(part, levels - 1) for part in value] if isinstance(value, list) else value


def unclean(said: Mapping[str, Any], known: frozenset[str]) -> Problems:
    """Return what no database takes, by field (those not known together): NaN, NUL, half signs, and what is nested too deep."""
    problems: Problems = {}
    for name, value in said.items():
        if name in known and (value is None or type(value) in _WHOLE):
            continue
        found = _wrong_in(name, 0) or _wrong_in(value, DEEPEST - 1)
        if found:
            problems[name if name in known else ""] = [found]
    return problems


def _wrong_in(value: Any, levels: int) -> str:
    """Return what is wrong in a value and all that it holds, or nothing."""
    if isinstance(value, str):
        return "" if _is_text(value) else N_("Texten har tecken som inte går att spara.")
    if isinstance(value, dict | list):
        if levels <= 0:
            return N_("Fältet är nästlat för djupt.")
        for part in (*value, *value.values()) if isinstance(value, dict) else value:
            if wrong := _wrong_in(part, levels - 1):
                return wrong
        return ""
    return N_("Fältet har ett tal som inte är ett tal.") if _is_no_number(value) else ""


def _is_no_number(value: Any) -> bool:
    return isinstance(value, _NoNumber) or (isinstance(value, float) and not math.isfinite(value))


def _is_text(text: str) -> bool:
    if text.isascii():
        return "\0" not in text
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in text


def is_whole(value: Any, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most
