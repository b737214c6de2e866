"""A protocol as PDF (PDF/UA-1), of plain words that somebody has already chosen: no database, no network, no files but its photos.

What is written goes into the PDF as JSON, never as Typst; photos as files in an
empty folder of ours, which is gone when it is made. Goes to: `staff/files.py`, `public/protocol.py`; as Word in `kinds/pasting.py`.
"""

import json
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from dialog.walk.kinds.glyphs import is_lacking, showable


@dataclass(frozen=True)
class Row:
    """A point as it is printed; several lines in a cell are several paragraphs."""

    number: str
    observation: list[str]
    sort: str
    owner: str
    decision: list[str]
    state: list[str]
    #: The first line of the decision is one; the first of the state says that it is late.
    is_decided: bool = False
    is_late: bool = False


@dataclass(frozen=True)
class Picture:
    """A photo: the name of its bytes, what it shows, and which point it belongs to."""

    file: str
    alternative: str
    caption: str


@dataclass(frozen=True)
class Part:
    """A stop with its points."""

    name: str
    points: list[Row]
    photos: list[Picture] = field(default_factory=list)


@dataclass(frozen=True)
class Document:
    """A protocol in words, ready to be printed."""

    title: str
    sender: str
    about: str
    footer: str
    facts: list[str]
    stops: list[Part]
    #: {"columns": six headings, "page": "Sida"}
    words: dict[str, object]
    #: The map of the walk, and in words what it shows: the stops with their names.
    way: Picture | None = None
    way_words: str = ""


def pdf(document: Document, template: bytes, photos: Mapping[str, bytes]) -> bytes:
    """Return the document as PDF/UA-1."""
    return typeset(asdict(document), template, photos)


def typeset(told: object, template: bytes, photos: Mapping[str, bytes] | None = None) -> bytes:
    """Return a template filled with words as PDF/UA-1. Typst sees a folder with the photos and nothing else.

    Letters that its fonts lack become signs that they have (`glyphs.showable`).
    """
    words, photos = json.dumps(told, ensure_ascii=False), photos or {}
    try:
        return _compiled(words, template, photos)
    except BaseException as error:
        if not is_lacking(error):
            raise
        return _compiled(showable(words), template, photos)


def _compiled(words: str, template: bytes, photos: Mapping[str, bytes]) -> bytes:
    """Photos come as files, by numbers that are ours: through the inputs each of their bytes would take some fifty."""
    import typst

    with tempfile.TemporaryDirectory() as folder:
        names = {name: f"/{n}" for n, name in enumerate(photos)}
        for name, path in names.items():
            Path(folder + path).write_bytes(photos[name])
        made: bytes = typst.compile(  # type: ignore[call-overload]  # one kind of path at a time, say its types
            template,
            root=folder,
            format="pdf",
            ignore_system_fonts=True,
            sys_inputs={"data": words, "photos": json.dumps(names)},
            pdf_standards="ua-1",
            package_path=folder,
            package_cache_path=folder,
        )
    return made
