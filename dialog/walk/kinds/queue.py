"""A tablet's queue as a file (docs/offline.md): carried by hand where there is no network, sealed as it lay on the tablet. Pure.

Comes before: the tablet's page, "Spara kön som en fil". Goes to: `walk/operations/loading.py`.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dialog.base.i18n import N_
from dialog.base.problems import Problem
from dialog.base.sealing import CannotOpen, decode
from dialog.walk.kinds.codes import read_code
from dialog.walk.kinds.incoming import Unreadable, parse, read_uuid

FORMAT = "dialog-walk-queue/1"
LARGEST_FILE = 12 * 1024 * 1024  # bytes; a photo of 8 MiB, sealed and in base64
MOST_ITEMS = 5000


@dataclass(frozen=True)
class QueuedPhoto:
    """A photo as it lay on the tablet; `written` is its id as it was written, which the sealing is bound to."""

    id: uuid.UUID
    written: str
    body: bytes


@dataclass
class Queue:
    """What a file holds: remarks as the door takes them, photos, and what is neither: (id or number, reason)."""

    tablet: int | None
    remarks: list[dict[str, Any]] = field(default_factory=list)
    photos: list[QueuedPhoto] = field(default_factory=list)
    faults: list[tuple[str, str]] = field(default_factory=list)


def read_queue(data: bytes, codes: set[str]) -> Queue:
    """Return what a file of the walk with these codes holds. Problem("invalid") for what is no such file; one bad item spoils itself alone."""
    if len(data) > LARGEST_FILE:
        raise Problem(
            "too_large", N_("Filen är större än 12 MB. Spara kön igen på surfplattan: den delas då i flera filer.")
        )
    try:
        sent = parse(data)
    except Unreadable:
        sent = None
    items = sent.get("items") if isinstance(sent, dict) and sent.get("format") == FORMAT else None
    if not isinstance(sent, dict) or not isinstance(items, list) or len(items) > MOST_ITEMS:
        raise Problem("invalid", N_("Filen är ingen kö från en surfplatta, eller så har den skadats på vägen."))
    if not isinstance(sent.get("code"), str) or read_code(sent["code"]) not in codes:
        raise Problem("invalid", N_("Filen hör till en annan vandring. Läs in den på den vandringens sida."))
    tablet = sent.get("tablet")
    queue = Queue(tablet if isinstance(tablet, int) and not isinstance(tablet, bool) else None)
    for number, item in enumerate(items, start=1):
        _sort(queue, str(number), item)
    return queue


def _sort(queue: Queue, number: str, item: Any) -> None:
    item_id = read_uuid(item.get("id")) if isinstance(item, dict) else None
    if item_id is None:
        queue.faults.append((number, N_("Den har inget giltigt id.")))
    elif item.get("kind") == "remark":
        queue.remarks.append({name: item.get(name) for name in ("id", "revision", "sealed")} | {"hold": True})
    elif item.get("kind") == "photo":
        body = _body(item.get("sealed"))
        if body is None:
            queue.faults.append((item["id"], N_("Fotot går inte att läsa: något av det förseglade fattas.")))
        else:
            queue.photos.append(QueuedPhoto(item_id, item["id"], body))
    else:
        queue.faults.append((item["id"], N_("Den är varken en synpunkt eller ett foto.")))


def _body(sealed: Any) -> bytes | None:
    """Return key, iv and data one after the other, as the door takes a sealed photo."""
    parts = [sealed.get(name) for name in ("key", "iv", "data")] if isinstance(sealed, Mapping) else []
    texts = [part for part in parts if isinstance(part, str) and part.isascii()]
    if len(texts) != 3:
        return None
    try:
        return b"".join(decode(text) for text in texts)
    except CannotOpen:
        return None
