"""Sentences about a focus area are written by one, released by another, and taken down by anyone who may release (TRUST D8).

Comes before: `figures/staff/themes.py`. Goes to: `/fokusomraden/<slug>`, where everyone reads the one released last.
"""

import uuid
from collections.abc import Mapping

from sqlalchemy.orm import Session

from dialog.base.clock import SWEDISH, now, today
from dialog.base.i18n import N_
from dialog.base.problems import Problem
from dialog.base.texts import clean
from dialog.figures.models import ThemeText
from dialog.figures.queries.themes import area_by_slug
from dialog.people.operations import record_audit
from dialog.people.operations.audit import Actor

LONGEST = 2000


def write_theme_text(db: Session, by: Actor, slug: str, texts: Mapping[str, str]) -> ThemeText:
    """Write sentences about a focus area; nobody outside reads them before they are released."""
    area = area_by_slug(db, slug)
    if area is None:
        raise Problem("not_found")
    assert by.account_id is not None
    kept = {language: text for language, written in texts.items() if (text := clean(written)).strip()}
    if not kept.get("sv"):
        raise Problem("invalid", N_("Skriv texten på svenska."), fields={"text_sv": [N_("Skriv texten på svenska.")]})
    if any(len(text) > LONGEST for text in kept.values()):
        raise Problem("invalid", N_("Skriv kortare: högst 2 000 tecken."))
    made = ThemeText(focus_area_id=area.id, text=kept, written_by_id=by.account_id, written_at=now())
    db.add(made)
    db.flush()
    record_audit(db, by, "theme.write", "focus_area", slug)
    return made


def release_theme_text(db: Session, by: Actor, slug: str, text_id: uuid.UUID) -> ThemeText:
    """Release what somebody else has written; what one has written oneself on a later day, and the log says so."""
    found = _found(db, slug, text_id)
    if found.released_at is not None or found.taken_down_at is not None:
        raise Problem("conflict", N_("Texten är redan släppt eller borttagen."))
    is_alone = found.written_by_id == by.account_id
    if is_alone and found.written_at.astimezone(SWEDISH).date() >= today():
        raise Problem(
            "conflict",
            N_("Du har skrivit texten själv. Be en kollega läsa och släppa den, eller släpp den en senare dag."),
        )
    found.released_by_id, found.released_at, found.is_alone = by.account_id, now(), is_alone
    db.flush()
    record_audit(db, by, "theme.release_alone" if is_alone else "theme.release", "focus_area", slug)
    return found


def take_down_theme_text(db: Session, by: Actor, slug: str, text_id: uuid.UUID) -> None:
    """Take a text down: one that waits is thrown away, one that is read is read no more."""
    found = _found(db, slug, text_id)
    if found.taken_down_at is None:
        found.taken_down_at = now()
        db.flush()
        record_audit(db, by, "theme.take_down", "focus_area", slug)


def _found(db: Session, slug: str, text_id: uuid.UUID) -> ThemeText:
    area = area_by_slug(db, slug)
    found = db.get(ThemeText, text_id, with_for_update=True, populate_existing=True)
    if area is None or found is None or found.focus_area_id != area.id:
        raise Problem("not_found")
    return found
