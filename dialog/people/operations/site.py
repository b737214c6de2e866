"""The site's own texts are written here; every page reads them by `queries.site`."""

import re
from collections.abc import Mapping
from datetime import date
from urllib.parse import urlsplit

from sqlalchemy import delete
from sqlalchemy.orm import Session

from dialog.base.i18n import N_
from dialog.base.keys import keyed_hash
from dialog.base.problems import Problem
from dialog.base.texts import clean, one_line
from dialog.base.versions import one_at_a_time
from dialog.people.kinds import FIELDS, Field
from dialog.people.kinds.fields import EXAMPLE, LANGUAGES, OFF, ON
from dialog.people.models import SiteField
from dialog.people.operations.audit import Actor, record_audit
from dialog.people.queries.accounts import last_change
from dialog.people.queries.site import texts_given

MOST_LETTERS = 4000


def version_of(db: Session, group: str) -> str:
    """Return what changes when any text of a group does, so that two who edit at once are told apart."""
    given = texts_given(db)
    parts = [f"{f.key}\x1f{lang}\x1f{given.get(f.key, {}).get(lang, '')}" for f in _fields(group) for lang in LANGUAGES]
    return keyed_hash(db, "site version", "\x1e".join(parts))[:16]


def save_fields(
    db: Session, by: Actor, group: str, version: str | None, texts: Mapping[str, Mapping[str, str]]
) -> None:
    """Save the texts of one group: key → language → text.

    Problem("invalid", fields={"key-lang": …}) says what is wrong; Problem("conflict", by=) when somebody saved meanwhile.
    """
    fields = _fields(group)
    wanted, problems = {}, {}
    for f in fields:
        for lang in LANGUAGES[:1] if f.same else LANGUAGES:
            text = (clean if f.is_multiline else one_line)(texts.get(f.key, {}).get(lang, ""))
            if problem := _problem(f, text):
                problems[f"{f.key}-{lang}"] = [problem]
            wanted[f.key, lang] = text
    if problems:
        raise Problem("invalid", fields=problems)
    one_at_a_time(db, SiteField)
    if version is not None and version != version_of(db, group):
        raise Problem("conflict", by=last_change(db, "site", group))
    db.execute(delete(SiteField).where(SiteField.key.in_([f.key for f in fields])))
    by_key = {f.key: f for f in fields}
    db.add_all(
        SiteField(key=key, lang=lang, value=text)
        for (key, lang), text in wanted.items()
        if text and (by_key[key].law or text != by_key[key].default.get(lang))
    )
    db.flush()
    record_audit(db, by, "site.change", "site", group)


def set_example(db: Session) -> None:
    """Mark the site as the example municipality, on every page."""
    set_flag(db, EXAMPLE, is_on=True)


def set_flag(db: Session, flag: str, *, is_on: bool) -> None:
    """Set what is kept beside the texts (`kinds.fields`)."""
    db.merge(SiteField(key=flag, lang="sv", value=ON if is_on else OFF))
    db.flush()


def _fields(group: str) -> list[Field]:
    return [f for f in FIELDS if f.group == group]


def _problem(f: Field, text: str) -> str | None:
    if not text:
        return None
    if len(text) > MOST_LETTERS:
        return N_("Skriv kortare, högst 4 000 tecken.")
    check = {
        "neutral_url": _url_problem,
        "help_email": _email_problem,
        "help_phone": _phone_problem,
        "access_assessed": _day_problem,
        "security_contact": _contact_problem,
    }.get(f.key)
    if f.choices and text not in dict(f.choices):
        return N_("Välj bland svaren som visas.")
    return check(text) if check else None


def _url_problem(text: str) -> str | None:
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme != "https" or not parts.netloc or re.search(r"[\s<>\"']", text):
        return N_("Skriv en hel adress som börjar med https://, till exempel https://www.smhi.se/.")
    return None


def _email_problem(text: str) -> str | None:
    from dialog.people.kinds import email_problem

    return email_problem(text.lower())


def _phone_problem(text: str) -> str | None:
    if not re.fullmatch(r"\+?[\d][\d\s-]{2,24}", text):
        return N_("Skriv ett telefonnummer med siffror, till exempel 0470-410 00.")
    return None


def _day_problem(text: str) -> str | None:
    try:
        date.fromisoformat(text)
    except ValueError:
        return N_("Skriv dagen så här: 2026-11-30.")
    return None


def _contact_problem(text: str) -> str | None:
    return (
        None
        if not _email_problem(text) or not _url_problem(text)
        else N_("Skriv en e-postadress, eller en adress som börjar med https://.")
    )
