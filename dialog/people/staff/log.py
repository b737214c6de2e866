"""The log: who read, changed and exported what, and why. Reading it is itself a line in it."""

import base64
import binascii
import uuid
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from flask import request, url_for

from dialog.people.kinds import ACTIONS, ROLE_WORDS, action_words
from dialog.people.models import AuditEntry
from dialog.people.operations import record_audit
from dialog.people.queries import LogFilter, accounts, log_page, log_people
from dialog.people.staff import bp
from dialog.web.language import gettext as _
from dialog.web.pages import page
from dialog.web.security import signed_in, staff
from dialog.web.transaction import db, write


@bp.get("/admin/logg")
@staff("admin")
def log() -> Any:
    """Show the log, newest first, by person, action and period."""
    wanted, problems = read_filter(request.args)
    me = signed_in()
    if wanted.before is None and wanted.after is None:
        write(lambda d: record_audit(d, me, "log.read"))
    found = log_page(db(), wanted)
    names = {str(account.id): account.name for account in accounts(db())}
    rows = [_row(entry, names) for entry in found.entries]
    asked = {k: v for k, v in request.args.items() if k in ("person", "vad", "fran", "till") and v}
    return page(
        "people/staff/log.html",
        rows=rows,
        asked=asked,
        people=[(str(key), who) for key, who in log_people(db())],
        actions=sorted(((code, _(words)) for code, words in ACTIONS.items()), key=lambda pair: pair[1]),
        page_errors=problems,
        older=_link(asked, fore=found.entries[-1]) if found.has_older and found.entries else None,
        newer=_link(asked, efter=found.entries[0]) if found.has_newer and found.entries else None,
        first_page=url_for("people_staff.log"),
    )


def _row(entry: AuditEntry, names: dict[str, str]) -> dict[str, Any]:
    """Return an entry with its codes in words; what is known by a name is shown by it."""
    is_account = entry.object_kind == "account"
    why = (
        ", ".join(_(ROLE_WORDS[c].name) if c in ROLE_WORDS else c for c in entry.why.split(", "))
        if is_account
        else entry.why
    )
    which = names.get(entry.object_id, entry.object_id) if is_account else entry.object_id
    return {"entry": entry, "did": _(action_words(entry.action)), "which": which, "why": why}


def read_filter(args: Any) -> tuple[LogFilter, list[tuple[str, str]]]:
    """Read a filter from a query string; what cannot be read is said and left out."""
    wanted, problems = LogFilter(), []
    person, action = args.get("person", ""), args.get("vad", "")
    if person:
        try:
            wanted = replace(wanted, account_id=uuid.UUID(person))
        except ValueError:
            problems.append(("person", _("Välj en person i listan.")))
    if action:
        wanted = replace(wanted, action=action[:60].replace("\0", ""))
    first, last = _day(args.get("fran", "")), _day(args.get("till", ""))
    for name, day in (("fran", first), ("till", last)):
        if day is None and args.get(name, "").strip():
            problems.append((name, _("Skriv dagen så här: 2026-11-30.")))
    before, after = _place(args.get("fore")), _place(args.get("efter"))
    return replace(wanted, first=first, last=last, before=before, after=after), problems


def _day(written: str) -> date | None:
    try:
        day = date.fromisoformat(written.strip())
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2200 else None


def _link(asked: dict[str, str], **place: AuditEntry) -> str:
    (name, entry), *_rest = place.items()
    packed = base64.urlsafe_b64encode(f"{entry.at.isoformat()} {entry.id}".encode()).decode().rstrip("=")
    return url_for("people_staff.log") + "?" + urlencode(asked | {name: packed})


def _place(packed: str | None) -> tuple[datetime, uuid.UUID] | None:
    if not packed or len(packed) > 200:
        return None
    try:
        moment, key = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)).decode().split(" ")
        at = datetime.fromisoformat(moment)
        return (at, uuid.UUID(key)) if at.tzinfo is not None and 2000 <= at.year <= 2200 else None
    except (ValueError, binascii.Error):
        return None
