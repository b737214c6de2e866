"""The code book: what belongs to a focus area, what does not, and examples. Each version is a row that is added; the newest stands."""

from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from dialog.base.i18n import N_
from dialog.base.problems import Problem
from dialog.base.texts import clean
from dialog.people.operations import record_audit
from dialog.tag.models import CodebookEntry, FocusArea
from dialog.tag.operations.deciding import Person

LONGEST = 3_000  # characters of each text
PARTS = ("belongs", "not_here", "examples")


def write_entry(db: Session, by: Person, slug: str, version: int, texts: Mapping[str, Mapping[str, str]]) -> int:
    """Keep a new version of a focus area's entry and return its number. `texts`: for each of PARTS the text in each language.

    Raises Problem: not_found, invalid (`fields`: "<part>_<language>"), conflict when somebody else has written since.
    """
    area_id = db.scalar(select(FocusArea.id).where(FocusArea.slug == slug))
    if area_id is None:
        raise Problem("not_found")
    kept = {part: {code: clean(text) for code, text in texts.get(part, {}).items()} for part in PARTS}
    faults = {f"{part}_{code}" for part in PARTS for code, text in kept[part].items() if len(text) > LONGEST}
    if faults:
        sentence = N_("Texten är för lång. Skriv högst 3 000 tecken.")
        raise Problem("invalid", sentence, fields={name: [sentence] for name in faults})
    newest = db.scalar(select(func.max(CodebookEntry.version)).where(CodebookEntry.focus_area_id == area_id)) or 0
    if newest != version:
        raise _conflict()
    words = {part: {code: text for code, text in kept[part].items() if text} for part in PARTS}
    try:
        with db.begin_nested():
            db.add(CodebookEntry(focus_area_id=area_id, version=version + 1, account_id=by.account_id, **words))
            db.flush()
    except IntegrityError:
        raise _conflict() from None
    record_audit(db, by, "area.codebook", "focus_area", slug)
    return version + 1


def _conflict() -> Problem:
    return Problem(
        "conflict", N_("Någon annan har ändrat kodboken sedan du öppnade sidan. Deras text står överst, din i fälten.")
    )
