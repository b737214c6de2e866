"""The tablet's door (`docs/decisions/what-a-tablet-sends.md`): join a walk, send what was said there, undo it, send photos. JSON under /api/v1.

No cookie, no login: a token of the tablet's own, of which only a keyed hash is kept. Every answer is JSON, what goes wrong is
problem+json (RFC 9457), and nothing is answered before it is committed. Comes before: the tablet's page. Goes to: operations/.
"""

import re
import uuid
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from flask import Blueprint, Response, abort, current_app, jsonify, request, url_for

from dialog.base.i18n import N_
from dialog.base.keys import new_token
from dialog.base.problems import Problem
from dialog.base.settings import Settings
from dialog.walk.kinds.incoming import LARGEST_REMARK, LARGEST_SYNC, MOST_AT_ONCE, Unreadable, parse, read_uuid
from dialog.walk.models import Walk
from dialog.walk.operations.arriving import Ready, Result, readied, take_in
from dialog.walk.operations.joining import go_with, join
from dialog.walk.operations.photos import LARGEST, SEALED_MORE, Sent, receive
from dialog.walk.operations.undoing import undo_item
from dialog.walk.queries.offline import offline_of
from dialog.walk.queries.tablets import frame_of, group_with, tablet_with
from dialog.walk.queries.walks import walk_by_code
from dialog.web import errors
from dialog.web.language import gettext as _
from dialog.web.limits import Limit
from dialog.web.security import everyone
from dialog.web.transaction import database, write

bp = Blueprint("walk_sync", __name__, url_prefix="/api/v1/walks/<code>")

#: A school's tablets join at once behind one address; whoever guesses codes, or joins without end, does not go on.
joins, wrong_codes = Limit(400, 600), Limit(200, 600)
_STATUS = {"created": 201, "updated": 200, "unchanged": 200, "conflict": 409, "gone": 410, "refused": 422, "held": 202}
_SENTENCES = {
    "conflict": N_("Något annat har redan kommit in som samma revision av synpunkten."),
    "gone": N_("Synpunkten har tagits tillbaka eller gallrats."),
    "refused": N_("Något i synpunkten behöver rättas."),
}
_BEARER = re.compile(r"(?i:Bearer) +([A-Za-z0-9_-]{43})")  # the scheme's name in any case (RFC 9110)
_SMALL = 4096


class NotWithUs(Exception):
    """The token is nobody's on this walk: unknown, another walk's, or revoked."""


@bp.post("/join")
@everyone
def join_walk(code: str) -> Response:
    """Let a tablet be with a walk: its token, the walk's public key, and all that is needed without a network."""
    if joins.is_reached() or wrong_codes.is_reached():
        raise Problem("too_many")
    with database().reading() as db:
        walk = walk_by_code(db, code)
        if walk is None:
            wrong_codes.count()
            raise Problem("not_found", N_("Ingen vandring har den koden."))
        offline = offline_of(db, walk)
    joins.count()
    token = new_token()
    joined = write(partial(join, walk_id=walk.id, written=code, token=token, group_letter=_group()))
    answer = {"token": token, "public_key": walk.public_key, "tablet": {"number": joined.number}}
    return _told(answer | {"walk": offline | _on_this_site(offline)}, 201)


def _on_this_site(offline: Mapping[str, Any]) -> dict[str, Any]:
    """Return the words of the choices in the language asked for, and where the map is."""
    choices = {
        name: [{"code": code, "words": _(words)} for code, words in known.items()]
        for name, known in offline["categories"].items()
    }
    settings: Settings = current_app.extensions["dialog.settings"]
    package = url_for("place_public.package") if settings.map.endswith(".pmtiles") else None
    return {
        "categories": choices,
        "map": {"package": package, "settings": url_for("place_public.map_settings"), "bounds": offline["bounds"]},
    }


def _group(*, must: bool = False) -> str | None:
    """Return the letter of the group that the tablet goes with, None for none. Problem: invalid, where it `must` say and does not."""
    sent = _sent(_SMALL) if request.content_length else None
    letter = sent.get("group", "") if isinstance(sent, dict) else ""
    is_read = letter is None or (isinstance(letter, str) and len(letter) == 1 and letter.isalpha())
    if must and not is_read:
        raise Problem("invalid", N_("Skriv gruppens bokstav, eller null för ingen."), fields={"group": []})
    return letter if is_read else None


@bp.route("/tablet", methods=["GET", "PUT"])
@everyone
def tablet(code: str) -> Response:
    """Tell a tablet what its walk is by now, and its group; with PUT it says which group it goes with."""
    walk, tablet_id = _knocking(code)
    if request.method == "PUT":
        write(partial(go_with, walk_id=walk.id, tablet_id=tablet_id, group_letter=_group(must=True)))
    with database().reading() as db:
        told, offline = group_with(db, tablet_id), offline_of(db, walk)
    return _told({"tablet": told, "walk": offline | _on_this_site(offline)}, 200)


@bp.put("/remarks/<written>")
@everyone
def put_remark(code: str, written: str) -> Response:
    """Take in one remark, once however often it is sent."""
    walk, tablet_id = _knocking(code)
    raw = _sent(LARGEST_REMARK)
    if isinstance(raw, dict) and read_uuid(raw.get("id")) != _id(written):
        return _wrong(422, N_("Synpunktens id är ett annat än adressens."), written, {"id": []})
    (result,) = _taken(walk, tablet_id, [raw])
    status = _STATUS[result.status]
    if status < 300:
        return _told(_result(result), status)
    return _wrong(status, _SENTENCES[result.status], written, result.problems)


@bp.delete("/remarks/<written>")
@everyone
def delete_remark(code: str, written: str) -> Response:
    """Undo what this tablet sent, until the walk is closed."""
    walk, tablet_id = _knocking(code)
    item_id = read_uuid(written)
    if item_id is None:
        raise Problem("not_found")
    write(partial(undo_item, walk_id=walk.id, tablet_id=tablet_id, item_id=item_id))
    return Response(status=204)


@bp.post("/sync")
@everyone
def sync(code: str) -> Response:
    """Take in a batch; a bad one never stops the others."""
    walk, tablet_id = _knocking(code)
    sent = _sent(LARGEST_SYNC)
    remarks = sent.get("remarks") if isinstance(sent, dict) else None
    if not isinstance(remarks, list):
        raise Problem("invalid", N_("Skicka synpunkterna i en lista som heter remarks."))
    if len(remarks) > MOST_AT_ONCE:
        raise Problem("too_large", N_("Skicka högst 500 synpunkter på en gång."))
    return _told({"results": [_result(result) for result in _taken(walk, tablet_id, remarks)]}, 200)


@bp.put("/photos/<written>")
@everyone
def put_photo(code: str, written: str) -> Response:
    """Take in one photo, plain or sealed, before or after the remark that names it."""
    walk, tablet_id = _knocking(code)
    photo_id = _id(written)
    request.max_content_length = LARGEST + SEALED_MORE
    body = request.get_data(cache=False, parse_form_data=False)
    sent = Sent(walk, tablet_id, photo_id, written, body, request.args.get("hold") in ("1", "true"))
    try:
        status = receive(database(), sent)
    except Problem as problem:
        if problem.code not in ("invalid", "conflict", "gone", "too_large"):
            raise
        return _wrong(errors.STATUS[problem.code], problem.message, written, problem.fields)
    return _told({"id": written, "status": status}, _STATUS[status])


def _knocking(code: str) -> tuple[Walk, uuid.UUID]:
    """Return the walk and the tablet; 404 for an unknown code, 401 for a token that is nobody's on this walk."""
    shown = _BEARER.fullmatch(request.headers.get("Authorization", ""))
    with database().reading() as db:
        walk = walk_by_code(db, code)
        tablet_id = tablet_with(db, walk.id, shown[1]) if walk and shown else None
    if walk is None or tablet_id is None:
        if wrong_codes.is_reached():  # before it is told whether there is such a walk
            raise Problem("too_many")
        if walk is None:
            wrong_codes.count()
            raise Problem("not_found", N_("Ingen vandring har den koden."))
        raise NotWithUs
    if walk.state == "archived":
        raise Problem("gone", N_("Vandringen är arkiverad och tar inte emot mer."))
    return walk, tablet_id


def _id(written: str) -> uuid.UUID:
    found = read_uuid(written)
    if found is None:
        raise Problem("invalid", N_("Adressen ska sluta med ett id (UUID version 4)."), fields={"id": []})
    return found


def _sent(largest: int) -> Any:
    """Return the JSON of the request; 413 over the limit, 400 for what is none."""
    request.max_content_length = largest
    try:
        return parse(request.get_data(cache=False, parse_form_data=False))
    except Unreadable:
        abort(400)


def _taken(walk: Walk, tablet_id: uuid.UUID, raws: Sequence[Any]) -> list[Result]:
    """Open and read what was sent while nobody waits, then keep it in one unit."""
    with database().reading() as db:
        frame, stops = frame_of(db, walk)
        items: list[Ready] = readied(db, walk, frame, raws)
    return write(partial(take_in, walk=walk, tablet_id=tablet_id, stops=stops, items=items))


def _result(result: Result) -> dict[str, Any]:
    found: dict[str, Any] = {"id": result.id, "status": result.status, "problems": _in_words(result.problems)}
    if result.revision is not None:
        found["revision"] = result.revision
    if result.status in ("created", "updated", "unchanged"):
        found["missing"] = result.missing
    return found | ({"ignored": list(result.ignored)} if result.ignored else {})


def _in_words(problems: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return the reasons by field, one text for each."""
    return {name: " ".join(_(sentence) for sentence in many) for name, many in problems.items()}


def _told(body: Mapping[str, Any], status: int) -> Response:
    response = jsonify(body)
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    return response


def _wrong(
    status: int, message: str, item: str | None = None, problems: Mapping[str, Sequence[str]] | None = None
) -> Response:
    """Return problem+json: what was wrong by field, and which item it is about."""
    told = _(message) if message else ""
    words = {name: reason or told for name, reason in _in_words(problems or {}).items()}
    more = ({"id": item} if item is not None else {}) | ({"fields": words, "problems": words} if words else {})
    return errors.answer(status, told, json=more)


@bp.errorhandler(Problem)
def _problem(problem: Problem) -> Response:
    return _wrong(errors.STATUS[problem.code], problem.message, problem.facts.get("item"), problem.fields)


@bp.errorhandler(NotWithUs)
def _not_with_us(_error: NotWithUs) -> Response:
    more = {"title": _("Surfplattan är inte med på vandringen")}
    sentence = _("Gå med igen med vandringens kod. Det som inte är skickat finns kvar på surfplattan.")
    response = errors.answer(401, sentence, json=more)
    response.headers["WWW-Authenticate"] = 'Bearer realm="walk"'
    return response
