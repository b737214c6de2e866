"""`/plats` is opened and closed by a person, and never open before what the law wants told stands on the site.

Comes before: `remark/staff.py`. Goes to: `remark/public.py`, by the site's own texts.
"""

from sqlalchemy.orm import Session

from dialog.base.i18n import N_
from dialog.base.problems import Problem
from dialog.people.kinds.fields import PLACES_OPEN
from dialog.people.operations import record_audit, set_flag
from dialog.people.operations.audit import Actor
from dialog.people.queries import is_on, missing_fields


def open_page(db: Session, by: Actor) -> None:
    """Let residents tell of places. Problem("invalid") while a text that the law wants is empty."""
    if missing_fields(db):
        raise Problem("invalid", N_("Webbplatsen saknar uppgifter som lagen kräver. Fyll i dem först."))
    if not is_on(db, PLACES_OPEN):
        set_flag(db, PLACES_OPEN, is_on=True)
        record_audit(db, by, "remark.open_page", "site", PLACES_OPEN)


def close_page(db: Session, by: Actor) -> None:
    """Take no more places of residents' own from now on; what has come in stays."""
    if is_on(db, PLACES_OPEN) is not False:
        set_flag(db, PLACES_OPEN, is_on=False)
        record_audit(db, by, "remark.close_page", "site", PLACES_OPEN)
