"""The site's own texts. Written by `operations.save_fields`; read by every page."""

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from dialog.people.kinds import Field, SiteTexts, missing
from dialog.people.kinds.fields import ON
from dialog.people.models import SiteField

_GIVEN = select(SiteField.__table__.c.key, SiteField.__table__.c.lang, SiteField.__table__.c.value)


_FLAG = select(SiteField.__table__.c.value).where(SiteField.key == bindparam("flag"), SiteField.lang == "sv")


def texts_given(db: Session) -> dict[str, dict[str, str]]:
    """Return what the municipality has written: key → language → text."""
    db.flush()
    given: dict[str, dict[str, str]] = {}
    for key, lang, value in db.connection().execute(_GIVEN):
        given.setdefault(key, {})[lang] = value
    return given


def site(db: Session, lang: str) -> SiteTexts:
    """Return the site's texts in a language."""
    return SiteTexts(lang, texts_given(db))


def is_on(db: Session, flag: str) -> bool | None:
    """Return what is kept beside the texts (`kinds.fields`); None where nobody has set it yet."""
    db.flush()
    found = db.connection().execute(_FLAG, {"flag": flag}).scalar()
    return None if found is None else found == ON


def missing_fields(db: Session, *, law_only: bool = True) -> list[Field]:
    """Return the fields that are empty: those that the law wants before a survey is published, or all."""
    return missing(texts_given(db), law_only=law_only)
