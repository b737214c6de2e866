"""A municipality's own words for a focus area: added and removed entries. Each version is a row that is added; the newest stands.

Comes before: `queries/wording.py`, which shows what they would do. Goes to: `queries/suggesting.py`, from the next remark that is shown.
"""

from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from dialog.base.i18n import N_
from dialog.base.problems import Problem
from dialog.base.texts import clean
from dialog.people.operations import record_audit
from dialog.tag.models import AreaWords, FocusArea
from dialog.tag.operations.deciding import Person
from dialog.tag.suggesting.wording import PARTS, faults, tidy


def checked_words(words: Mapping[str, str]) -> dict[str, str]:
    """Return words as they are kept; Problem("invalid") with the entries that cannot be read, by part (`fields`)."""
    cleaned = {name: clean(words.get(name, "")) for name in PARTS}
    wrong = {name: found for name, said in cleaned.items() if (found := faults(said, is_removed=name == "removed"))}
    if wrong:
        raise Problem("invalid", N_("Några ord går inte att läsa."), fields=wrong)
    return tidy(cleaned)


def write_words(db: Session, by: Person, slug: str, version: int, words: Mapping[str, str]) -> int:
    """Keep a new version of a focus area's own words and return its number.

    Raises Problem: not_found, invalid (`fields`: part → entries), conflict when somebody else has written since.
    """
    area_id = db.scalar(select(FocusArea.id).where(FocusArea.slug == slug, FocusArea.state == "active"))
    if area_id is None:
        raise Problem("not_found")
    made = checked_words(words)
    newest = db.scalar(select(func.max(AreaWords.version)).where(AreaWords.focus_area_id == area_id)) or 0
    if newest != version:
        raise _conflict()
    try:
        with db.begin_nested():
            db.add(AreaWords(focus_area_id=area_id, version=version + 1, words=made, account_id=by.account_id))
            db.flush()
    except IntegrityError:
        raise _conflict() from None
    record_audit(db, by, "area.words", "focus_area", slug)
    return version + 1


def _conflict() -> Problem:
    return Problem("conflict", N_("Någon annan har ändrat orden sedan du öppnade sidan. Pröva dina igen mot deras."))
