"""The blueprint, and what the room's staff pages share: the filter of the address, who may read, what is logged."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import Blueprint, request, url_for

from dialog.people.operations import record_audit
from dialog.remark.queries import concerns_of, is_accusing
from dialog.tag import queries
from dialog.tag.filters import RemarkFilter
from dialog.web.language import gettext as _
from dialog.web.security import signed_in
from dialog.web.transaction import db, write_beside

bp = Blueprint("tag_staff", __name__)


def may_read() -> bool:
    """Say whether the person may read what was written: taggers and admins alone (TRUST D16)."""
    return signed_in().has("tagger")


def may_read_accusations() -> bool:
    """Say whether the person may also read what accuses somebody who can be pointed out: a role of its own beside tagger."""
    return may_read() and signed_in().has("trusted_reader")


def may_read_this(remark_id: uuid.UUID) -> bool:
    """Say whether the person may read all the words of a remark."""
    return may_read() and (may_read_accusations() or not is_accusing(db(), remark_id))


def as_seen(rows: list[queries.Row]) -> list[queries.Row]:
    """Return rows of a list as the person may see them: as they are written, masked, or masked where they accuse somebody."""
    if may_read_accusations():
        return rows
    if not may_read():
        return queries.masked(db(), rows)
    told = concerns_of(db(), [row.id for row in rows])
    few = {remark_id for remark_id, kinds in told.items() if "accusation" in kinds}
    return queries.masked(db(), rows, only=few) if few else rows


def chosen_filter() -> tuple[RemarkFilter, list[tuple[str, str]]]:
    """Return the address's filter, and what in it could not be read as (field, sentence) for the page."""
    chosen, faults = queries.read_known(db(), request.args)
    sentences = {
        "week": _("Skriv veckan som år och vecka, till exempel 2026-47."),
        "order": _("Perioden slutar före den börjar. Byt plats på veckorna."),
        "long": _("Sökningen är för lång. Skriv högst 120 tecken."),
        "choice": _("Ett val i adressen finns inte. Välj i listan i stället."),
        "box": _("Kartrutan i adressen går inte att läsa. Gå tillbaka till kartan och välj på nytt."),
    }
    fields = {"fran", "till", "ord", "lage", "fokus", "kalla", "omrade", "kansla", "hallning", "person"}
    wrong = [(name if name in fields else "", sentences[fault]) for name, fault in faults.items()]
    if chosen.queue and not (may_read_accusations() if chosen.queue == "utpekad" else may_read()):
        wrong.append(("", _("Den kön läser bara den som har en roll för det. Här är alla synpunkter.")))
        chosen = replace(chosen, queue="")
    if not may_read():
        return chosen.masked(), wrong
    return (chosen if may_read_accusations() else chosen.seen("few")), wrong


def remark_url(remark_id: uuid.UUID, chosen: RemarkFilter, **more: Any) -> str:
    """Return the address of a remark within a filter."""
    return url_for("tag_staff.thing", remark_id=remark_id) + chosen.query(**more)


def list_url(chosen: RemarkFilter, **more: Any) -> str:
    """Return the address of the list with a filter."""
    return url_for("tag_staff.inbox") + chosen.query(**more)


def log_reading(
    chosen: RemarkFilter,
    rows: int,
    remark_id: uuid.UUID | None = None,
    also: Callable[[Any], None] | None = None,
) -> None:
    """Log that texts were read (TRUST S16): how many in a list and by which filter, and which remark was opened.

    Masked texts are texts. `also` is done in the same writing. Never what stands in them, nor the words that were looked for. Call it when the page has read what it needs.
    """
    begin_log(chosen, rows, remark_id, also)()


def begin_log(
    chosen: RemarkFilter,
    rows: int,
    remark_id: uuid.UUID | None = None,
    also: Callable[[Any], None] | None = None,
) -> Callable[[], None]:
    """Begin to log as `log_reading` does, and return how to wait until it is kept: the page is drawn meanwhile, and answered after."""
    if not rows and remark_id is None:
        return lambda: None
    person, why = signed_in(), chosen.without_words().query() + (" (ord)" if chosen.words else "")

    def unit(session: Any) -> None:
        if rows:
            record_audit(session, person, "remark.list", "remark", why=why, count=rows)
        if remark_id is not None:
            record_audit(session, person, "remark.read", "remark", str(remark_id))
        if also is not None:
            also(session)

    return write_beside(unit)
