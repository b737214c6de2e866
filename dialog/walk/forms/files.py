"""A protocol's files as answers: PDF and Word, of the inner edition or everyone's, with the released photos alone where everyone reads it."""

from pathlib import Path

from flask import Response

from dialog.walk.forms.telling_protocol import document_of
from dialog.walk.forms.way import way_of
from dialog.walk.kinds.covering import covered
from dialog.walk.kinds.document import pdf
from dialog.walk.kinds.pasting import word
from dialog.walk.models import Protocol, Walk
from dialog.walk.queries.protocol import AtStop, photo_files
from dialog.web import pages
from dialog.web.language import gettext as _
from dialog.web.transaction import db

KINDS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_TEMPLATE = Path(__file__).parents[1] / "kinds" / "protocol.typ"
#: The longest side of a photo in a file, pixels; and where there are more than so many.
_SIDE, _MANY, _SMALL_SIDE = 900, 60, 560


def protocol_file(
    folder: Path, walk: Walk, protocol: Protocol, stops: list[AtStop], edition: str, kind: str, *, is_inner: bool
) -> Response:
    """Return a protocol as a file of a kind, "pdf" or "docx"; `folder` is where the photos are. The inner edition has those that are not released too."""
    address = pages.whole_address(f"/vandring/{walk.slug}")
    sender = pages.site().municipality or _("Trygghetsdialog")
    way = way_of(walk, kind)
    document = document_of(walk, protocol, stops, edition, sender, address, way, is_inner=is_inner)
    shown, photos = {picture.file for part in document.stops for picture in part.photos}, dict(way.files)
    side = _SIDE if len(shown) <= _MANY else _SMALL_SIDE
    for photo_id, (name, cells) in photo_files(db(), walk.id, is_inner=is_inner).items():
        if f"{photo_id}.jpg" in shown and (folder / name).is_file():
            photos[f"{photo_id}.jpg"] = covered((folder / name).read_bytes(), cells, side)
    for part in document.stops:
        part.photos[:] = [picture for picture in part.photos if picture.file in photos]
    if kind == "pdf":
        data = pdf(document, _TEMPLATE.read_bytes(), photos)
    else:
        data = word(document, photos)
    response = Response(data, mimetype=KINDS[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="protokoll-{walk.slug}.{kind}"'
    return response
