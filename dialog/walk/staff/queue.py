"""The queue of a tablet that has no network, carried here as a file and taken in as if the tablet had sent it."""

from flask import Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from dialog.base.problems import Problem
from dialog.walk.kinds.queue import LARGEST_FILE, read_queue
from dialog.walk.models import Walk
from dialog.walk.operations.loading import Loaded, load_queue
from dialog.walk.queries.walks import codes_of
from dialog.walk.staff import door
from dialog.walk.staff.door import bp, found, show
from dialog.web import errors
from dialog.web.language import gettext as _
from dialog.web.security import signed_in, staff
from dialog.web.transaction import database, db, read_on

LARGEST_FORM = 32 * 1024 * 1024  # bytes, all files together; a tablet cuts its queue in files of some 6 MB


@bp.url_value_preprocessor
def _make_room(endpoint: str | None, _values: object) -> None:
    """Let this address alone take more than a form has, before anything reads it."""
    if endpoint == f"{bp.name}.load_files":
        request.max_content_length = LARGEST_FORM


@bp.get("/admin/vandringar/<slug:slug>/ko")
@staff(*door.ROLES)
def queue(slug: str) -> Response:
    """Ask for the files."""
    return _page(found(slug))


@bp.post("/admin/vandringar/<slug:slug>/ko")
@staff(*door.ROLES)
def load_files(slug: str) -> Response:
    """Take in each file; one that is no queue says nothing of the others."""
    walk, person = found(slug), signed_in()
    codes = codes_of(db(), walk)
    read_on()  # each item is written by the writer, as what comes over the network is
    files = [(one.filename or "", one.read(LARGEST_FILE + 1)) for one in request.files.getlist("filer") if one.filename]
    if not files:
        return _page(walk, 422, page_errors=[("filer", _("Välj en fil."))])
    if walk.state == "archived":
        return _page(walk, 409, page_errors=[("", _("Vandringen är arkiverad och tar inte emot mer."))])
    taken: list[tuple[str, Loaded]] = []
    wrong: list[tuple[str, str]] = []
    for name, data in files:
        try:
            taken.append((name, load_queue(database(), person, walk, read_queue(data, codes))))
        except Problem as problem:
            wrong.append(("filer", _("%(file)s: %(reason)s", file=name, reason=_(problem.message))))
    return _page(walk, 200 if taken else 422, loaded=[_told(name, one) for name, one in taken], page_errors=wrong)


def _page(walk: Walk, status: int = 200, **facts: object) -> Response:
    return show("queue", walk, status, **{"loaded": [], "page_errors": []} | facts)


def _told(name: str, loaded: Loaded) -> dict[str, object]:
    """Return what a file brought, in numbers: new or newer, here before, held aside, taken back before; and what was refused."""
    all_of = loaded.remarks + loaded.photos
    return {
        "name": name,
        "remarks": loaded.remarks["created"] + loaded.remarks["updated"],
        "photos": loaded.photos["created"],
        "before": all_of["unchanged"],
        "held": all_of["held"],
        "gone": all_of["gone"],
        "faults": [(which, " ".join(_(sentence) for sentence in reasons)) for which, reasons in loaded.faults],
    }


@bp.errorhandler(RequestEntityTooLarge)
def _too_large(_error: RequestEntityTooLarge) -> Response:
    """Say on the page itself how much may be sent at once; nothing of what was sent has been read."""
    sentence = _("Filerna är tillsammans större än 32 MB. Läs in några åt gången.")
    if request.endpoint != f"{bp.name}.load_files":
        return errors.answer(413)
    try:
        read_on()
        return _page(found((request.view_args or {})["slug"]), 413, page_errors=[("filer", sentence)])
    except Problem:
        return errors.answer(404)
