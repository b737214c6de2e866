"""Builders: one method a noun, sensible defaults, committed so that a request of the test sees it."""

import uuid
from typing import Any

from sqlalchemy.orm import Session

from dialog.base.clock import this_week
from dialog.base.keys import weekly_number
from dialog.people.models import Account, AccountRole
from dialog.place.models import District, DistrictKind
from dialog.remark.models import Remark


class Builder:
    """Makes data in the test's database."""

    def __init__(self, db: Session) -> None:
        self.db = db
        self._n = 0

    def _save(self, thing: Any) -> Any:
        self.db.add(thing)
        self.db.commit()
        return thing

    def account(self, *roles: str, email: str | None = None, name: str = "Test Testsson", **more: Any) -> Account:
        """A member of staff with roles (default: admin)."""
        self._n += 1
        account = Account(email=email or f"person{self._n}@example.se", name=name, **more)
        account.roles = [AccountRole(role=role) for role in roles or ("admin",)]
        return self._save(account)  # type: ignore[no-any-return]

    def district(
        self, code: str = "0001", name: str = "Centrum", *, west: float = 14.7, south: float = 56.8, size: float = 0.1
    ) -> District:
        """A square district."""
        e, n = west + size, south + size
        ring = [[west, south], [e, south], [e, n], [west, n], [west, south]]
        return self._save(
            District(kind="regso", code=code, name=name, geometry={"type": "Polygon", "coordinates": [ring]})
        )  # type: ignore[no-any-return]

    def remark(
        self, text: str = "Det är mörkt i tunneln.", *, source: str = "plats", week: int | None = None, **more: Any
    ) -> Remark:
        """A remark as the table holds it, past the operation that residents' go through."""
        week = week or this_week()
        return self._save(
            Remark(id=uuid.uuid4(), text=text, source=source, week=week, number=weekly_number(week), **more)
        )  # type: ignore[no-any-return]
