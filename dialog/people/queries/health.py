"""Whether the database answers. Asked by /halsa."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from dialog.people.models import SiteField


def is_alive(db: Session) -> bool:
    """Read something small from a table; what is wrong with the database is raised."""
    db.execute(select(SiteField.key).limit(1)).first()
    return True
