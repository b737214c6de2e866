"""`/admin/export`: remarks, responses and walks as files. The password is asked for again, the reason and the choice stand in the log.

Raw text goes to who may read it, a walk's to who coordinates it too (TRUST D16); the others get the masked edition.
"""

from collections.abc import Callable, Iterator
from typing import Any

from flask import request
from werkzeug.wrappers import Response

from dialog.base.problems import Problem
from dialog.base.texts import one_line
from dialog.figures.exchange.writing import FORMATS
from dialog.figures.operations import (
    KEPT_FOR,
    Outgoing,
    codebook_out,
    hold_still,
    remarks_out,
    responses_out,
    walks_out,
)
from dialog.figures.queries.outgoing_walks import asked_walks
from dialog.figures.queries.responses import asked_waves
from dialog.figures.queries.results import ResponseCut
from dialog.figures.staff import bp
from dialog.figures.staff.asked import as_allowed, asked, filter_choices, may_open, reads_texts
from dialog.people.operations import record_audit
from dialog.tag.queries import RemarkFilter, read_known
from dialog.web.language import gettext as _
from dialog.web.pages import page, show_date
from dialog.web.security import signed_in, staff
from dialog.web.transaction import database, db, write

EXPORTERS = ("coordinator", "tagger", "analyst")
LONGEST_REASON = 300


@bp.get("/admin/export")
@staff(*EXPORTERS)
def choose_export() -> Response:
    """Ask what is to be taken out; the filter of the address is the inbox's."""
    what = asked(with_words=True)
    return _choose(422 if what.faults else 200, what.chosen, page_errors=what.faults)


def _choose(status: int, chosen: RemarkFilter, **facts: Any) -> Response:
    waves = asked_waves(db())
    return page(
        "figures/staff/export.html",
        status,
        chosen=chosen,
        choices=filter_choices(),
        waves=[(f"{w.slug}/{w.number}", _("%(slug)s, omgång %(number)s", slug=w.slug, number=w.number)) for w in waves],
        walks=[(walk.slug, f"{walk.title}, {show_date(walk.held_on)}") for walk in asked_walks(db())],
        may_read=reads_texts(),
        may_read_walks=_reads_walks(),
        days=KEPT_FOR.days,
        **({"page_errors": [], "reason": "", "kind": "csv", "wanted": ""} | facts),
    )


@bp.post("/admin/export/synpunkter")
@staff(*EXPORTERS, confirm=True)
def export_remarks() -> Response:
    """Send the remarks that the filter chooses."""
    chosen, faults = read_known(db(), request.form)
    # What accuses somebody is masked in every edition, so nobody finds it by its masked words here; nor anything in the masked edition.
    is_shut = not may_open(chosen.queue)
    chosen = as_allowed(chosen)
    chosen = chosen.seen("few" if _full() else "masked") if reads_texts() else chosen
    errors = _reason_errors("varfor")
    errors += [(name, _("Urvalet går inte att läsa. Rätta det eller töm fältet.")) for name in faults]
    if is_shut:
        errors.append(("", _("Den kön läser bara den som har en roll för det. Här är alla synpunkter.")))
    if errors:
        return _choose(422, chosen, page_errors=errors, reason=request.form.get("varfor", ""), kind=_kind())
    # What was searched for can itself be somebody's words: the log tells that there was a search.
    told = (chosen.without_words().query() + (" ord" if chosen.words else "")).removeprefix("?")
    return _send("remarks", told, "varfor", lambda reading: remarks_out(reading, _kind(), chosen, full=_full()))


@bp.post("/admin/export/svar")
@staff(*EXPORTERS, confirm=True)
def export_responses() -> Response:
    """Send the responses to a wave, or to all."""
    wanted = request.form.get("omgang", "")
    waves = [wave for wave in asked_waves(db()) if wanted in ("", f"{wave.slug}/{wave.number}")]
    errors = _reason_errors("varfor-svar")
    if not waves:
        errors.append(("omgang", _("Det finns inga svar att ta ut. Välj en enkät som har publicerats.")))
    if errors:
        reason = request.form.get("varfor-svar", "")
        return _choose(
            422, RemarkFilter(), page_errors=errors, reason_responses=reason, kind_responses=_kind(), wanted=wanted
        )
    told = wanted or "alla"
    return _send(
        "responses",
        told,
        "varfor-svar",
        lambda reading: responses_out(reading, _kind(), waves, ResponseCut(), full=_full()),
    )


@bp.post("/admin/export/vandringar")
@staff(*EXPORTERS, confirm=True)
def export_walks() -> Response:
    """Send the points of a walk, or of all."""
    wanted = request.form.get("vandring", "")
    errors = _reason_errors("varfor-vandringar")
    if not asked_walks(db(), wanted):
        errors.append(("vandring", _("Vandringen finns inte. Välj en i listan.")))
    if errors:
        more = {"reason_walks": request.form.get("varfor-vandringar", ""), "kind_walks": _kind(), "wanted_walk": wanted}
        return _choose(422, RemarkFilter(), page_errors=errors, **more)
    full = _reads_walks() and request.form.get("utgava") == "hel"

    def make(reading: Any) -> Outgoing:
        return walks_out(reading, _kind(), asked_walks(reading, wanted), full=full)

    return _send("walks", wanted or "alla", "varfor-vandringar", make)


def _reads_walks() -> bool:
    """Say whether the signed-in person may read what was said on every walk (TRUST D16)."""
    return reads_texts() or signed_in().has("coordinator")


@bp.get("/admin/export/kodbok")
@staff(*EXPORTERS)
def export_codebook() -> Response:
    """Send what columns and codes of a wave's responses mean, or of all waves'. Nothing in it is anybody's answer."""
    wanted = request.args.get("omgang", "")
    waves = [wave for wave in asked_waves(db()) if wanted in ("", f"{wave.slug}/{wave.number}")]
    if not waves:
        raise Problem("not_found")
    response = Response(b"".join(codebook_out(waves)), content_type=FORMATS["csv"])
    response.headers["Content-Disposition"] = 'attachment; filename="kodbok.csv"'
    return response


def _kind() -> str:
    kind = request.form.get("format", "csv")
    if kind not in FORMATS:
        raise Problem("invalid", _("Välj ett format i listan."))
    return kind


def _full() -> bool:
    return reads_texts() and request.form.get("utgava") == "hel"


def _reason_errors(field: str) -> list[tuple[str, str]]:
    if not one_line(request.form.get(field, "")):
        return [(field, _("Skriv varför du tar ut filen, till exempel ”Underlag till trygghetsrådet i mars”."))]
    if len(request.form[field]) > LONGEST_REASON:
        return [(field, _("Skriv kortare: högst 300 tecken."))]
    return []


def _send(what: str, told: str, reason: str, make: Callable[[Any], Outgoing]) -> Response:
    """Note in the log, then send in parts from one reading transaction, which ends when the last part has left."""
    db().rollback()
    with database().reading() as counting:
        about = make(counting).about
    by, why = signed_in(), f"{one_line(request.form[reason])} [{about.edition}{'; ' + told if told else ''}]"
    kind = _kind()  # asked here: the writer's thread knows of no request
    write(lambda d: record_audit(d, by, f"export.{what}", what, kind, why, about.count))
    reading = database().reading()
    try:
        hold_still(reading)
        made = make(reading)
    except BaseException:
        reading.close()
        raise
    response = Response(_until_sent(made, reading), content_type=made.content_type)
    response.call_on_close(reading.close)
    response.headers["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return response


def _until_sent(made: Outgoing, reading: Any) -> Iterator[bytes]:
    try:
        yield from made.parts
    finally:
        reading.close()
