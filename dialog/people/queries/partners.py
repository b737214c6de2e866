"""Who can be responsible. Written by `operations.add_partner` and its kin; read by focus areas and the staff page."""

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from dialog.people.models import Partner


def partners(db: Session) -> list[Partner]:
    """Return those that can be chosen, by name."""
    return list(db.scalars(select(Partner).where(Partner.is_active).order_by(Partner.name)))


def all_partners(db: Session) -> list[Partner]:
    """Return all, those that can be chosen first."""
    return list(db.scalars(select(Partner).order_by(Partner.is_active.desc(), Partner.name)))


def partner_by_id(db: Session, partner_id: uuid.UUID) -> Partner | None:
    """Return one, or None."""
    return db.get(Partner, partner_id)
