"""`/admin/utlamnanden/<id>`: a request for public documents is assessed remark by remark, by those who may read them all.

Comes before: `staff/disclosures.py`, where it starts and leaves as a file. Goes to: `operations/disclosing.py`.
"""

import uuid
from typing import Any

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from dialog.base.i18n import N_
from dialog.base.problems import Problem
from dialog.base.texts import one_line
from dialog.figures.exchange.assessing import POINT, USUAL, Part, words
from dialog.figures.operations import disclosing
from dialog.figures.operations.handing_over import MOST_AS_PDF
from dialog.figures.queries.disclosures import PER_PAGE, assessed, assessed_many, ids_after, request_of
from dialog.figures.staff import bp
from dialog.figures.staff.asked import reads_all
from dialog.people.operations import record_audit
from dialog.remark.guard.law import LAWS
from dialog.remark.guard.taking import INSTEAD, Stretch, marked
from dialog.web.errors import STATUS
from dialog.web.language import gettext as _
from dialog.web.pages import page
from dialog.web.security import signed_in, staff
from dialog.web.transaction import db, read_on, write

LABELS = {"text": N_("Text"), "suggestion": N_("Förslag"), "place_words": N_("Plats"), POINT: N_("Kartpunkt")}


@bp.get("/admin/utlamnanden/<id:disclosure_id>")
@staff("trusted_reader")
def disclosure(disclosure_id: uuid.UUID) -> Response:
    """Show a request and a page of its remarks."""
    return _shown(disclosure_id)


def _shown(disclosure_id: uuid.UUID, status: int = 200, errors: Any = ()) -> Response:
    reads_all()
    found = request_of(db(), disclosure_id)
    is_waiting = request.args.get("visa") == "kvar"
    ids = ids_after(db(), disclosure_id, _id("efter"), only_waiting=is_waiting)
    rows = assessed_many(db(), disclosure_id, ids[:PER_PAGE])
    after = ids[PER_PAGE - 1] if len(ids) > PER_PAGE else None
    response = page(
        "figures/staff/disclosure.html", status, found=found, rows=[(one, _parts(one, found)) for one in rows], labels=_labels(),
        next_url=url_for(".disclosure", disclosure_id=disclosure_id, efter=after, visa="kvar" if is_waiting else None) if after else None,
        most_as_pdf=MOST_AS_PDF, is_waiting=is_waiting, reason=request.form.get("varfor", "") if errors else "", clean=[one for one in rows if not one.parts and one.decided_on is None], page_errors=list(errors),
    )  # fmt: skip
    _log(disclosure_id, count=len(rows))
    return response


def _id(name: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.args.get(name, ""))
    except ValueError:
        return None


def _labels() -> dict[str, str]:
    return {name: _(label) for name, label in LABELS.items()}


def _parts(one: Any, found: Any) -> list[tuple[str, list[tuple[str, bool]]]]:
    """Return the fields of a remark, each cut into what is proposed or decided to be masked and what is not; of what has been handed
    over, the fields as they left.
    """
    if found.delivered_at is not None:
        return [(name, [(text, False)]) for name, text in one.left.items() if text]
    return [
        (
            name,
            marked(
                text,
                [
                    Stretch(p.start, len(text) if name == POINT else p.end)
                    for p in one.parts
                    if p.field == name and p.law
                ],
            ),
        )
        for name, text in one.texts.items()
        if text
    ]


def _log(disclosure_id: uuid.UUID, remark_id: uuid.UUID | None = None, count: int | None = None) -> None:
    """Log that texts were read (TRUST S16)."""
    by, why = signed_in(), f"utlamnande {disclosure_id}"
    read_on()
    if remark_id is not None:
        write(lambda session: record_audit(session, by, "remark.read", "remark", remark_id, why))
    elif count:
        write(lambda session: record_audit(session, by, "remark.list", "remark", why=why, count=count))


@bp.get("/admin/utlamnanden/<id:disclosure_id>/<id:remark_id>")
@staff("trusted_reader")
def assess(disclosure_id: uuid.UUID, remark_id: uuid.UUID) -> Response:
    """Show a remark with each stretch that is proposed, and its words, to be decided on."""
    return _assessing(disclosure_id, remark_id)


def _assessing(disclosure_id: uuid.UUID, remark_id: uuid.UUID, status: int = 200, errors: Any = ()) -> Response:
    reads_all()
    found, one = request_of(db(), disclosure_id), assessed(db(), disclosure_id, remark_id)
    sent = request.form if errors else {}
    stretches = [
        {
            "key": p.key, "label": _(LABELS[p.field]), "kind": _(INSTEAD[p.kind]) if p.kind in INSTEAD else "",
            "words": one.texts.get(POINT, "") if p.field == POINT else one.texts.get(p.field, "")[p.start : p.end],
            "law": sent.get(f"lag-{p.key}", p.law), "why": sent.get(f"ord-{p.key}", p.why),
        }
        for p in one.parts
    ]  # fmt: skip
    tokens = [(name, words(name, text)) for name, text in one.texts.items() if text and name != POINT]
    facts = {
        "laws": LAWS,
        "more": (sent.get("lagrum") or USUAL, sent.get("varfor", "")),
        "labels": _labels(),
        "has_point": POINT in one.texts,
        "parts": _parts(one, found),
    }
    response = page(
        "figures/staff/disclosed_remark.html", status, found=found, one=one, stretches=stretches, tokens=tokens,
        page_errors=list(errors), added=request.args.get("klart", ""), **facts,
    )  # fmt: skip
    _log(disclosure_id, remark_id)
    return response


@bp.post("/admin/utlamnanden/<id:disclosure_id>/<id:remark_id>")
@staff("trusted_reader")
def decide_remark(disclosure_id: uuid.UUID, remark_id: uuid.UUID) -> Any:
    """Keep what was decided and go to the next, or mask a stretch more and stay."""
    reads_all()
    form, key = request.form, (disclosure_id, remark_id)
    version = int(form.get("version", "")[:9]) if form.get("version", "").isdecimal() else 0
    choices = {
        name.removeprefix("lag-"): (value, form.get(f"ord-{name.removeprefix('lag-')}", ""))
        for name, value in form.items()
        if name.startswith("lag-")
    }
    try:
        if "maska" in form:
            disclosing.add_part(db(), signed_in(), key, version, _wanted(form), choices)
            return redirect(
                url_for(".assess", disclosure_id=disclosure_id, remark_id=remark_id, klart="maskat") + "#ord", 303
            )
        disclosing.decide(db(), signed_in(), key, version, choices)
    except Problem as problem:
        if problem.code not in ("invalid", "conflict"):
            raise
        read_on()
        return _assessing(disclosure_id, remark_id, STATUS[problem.code], [("", _(problem.message))])
    waiting = ids_after(db(), disclosure_id, remark_id, only_waiting=True, most=1) or ids_after(
        db(), disclosure_id, None, only_waiting=True, most=1
    )
    if waiting:
        return redirect(url_for(".assess", disclosure_id=disclosure_id, remark_id=waiting[0]), 303)
    return redirect(url_for(".disclosure", disclosure_id=disclosure_id), 303)


def _wanted(form: Any) -> Part:
    name, _colon, stretch = form["maska"].partition(":")
    start, _colon, end = stretch.partition(":")
    places = [int(one[:6]) if one.isdecimal() else -1 for one in (start, end)]
    return Part(name, places[0], places[1], "", form.get("lagrum", ""), one_line(form.get("varfor", ""))[:300])


@bp.post("/admin/utlamnanden/<id:disclosure_id>/klara")
@staff("trusted_reader")
def decide_clean(disclosure_id: uuid.UUID) -> Any:
    """Note that the remarks of a page without any proposal have been read and leave as they are."""
    reads_all()
    versions: dict[uuid.UUID, int] = {}
    for sent in request.form.getlist("synpunkt")[:PER_PAGE]:
        key, _colon, version = sent.partition(":")
        try:
            versions[uuid.UUID(key)] = int(version[:9])
        except ValueError:
            raise Problem("invalid") from None
    try:
        disclosing.decide_clean(db(), signed_in(), disclosure_id, versions)
    except Problem as problem:
        if problem.code != "conflict":
            raise
        read_on()
        return _shown(disclosure_id, 409, [("", _(problem.message))])
    return redirect(url_for(".disclosure", disclosure_id=disclosure_id, visa="kvar"), 303)


@bp.post("/admin/utlamnanden/<id:disclosure_id>/lage")
@staff("trusted_reader", confirm=True)
def turn_disclosure(disclosure_id: uuid.UUID) -> Any:
    """Freeze what is handed over, or open it again."""
    reads_all()
    form = request.form
    version = int(form.get("version", "")[:9]) if form.get("version", "").isdecimal() else 0
    try:
        if "oppna" in form:
            disclosing.reopen(db(), signed_in(), disclosure_id, version, form.get("varfor", ""))
        else:
            disclosing.deliver(db(), signed_in(), disclosure_id, version)
    except Problem as problem:
        if problem.code not in ("invalid", "conflict"):
            raise
        read_on()
        return _shown(disclosure_id, STATUS[problem.code], [("varfor" if "oppna" in form else "", _(problem.message))])
    return redirect(url_for(".disclosure", disclosure_id=disclosure_id), 303)
