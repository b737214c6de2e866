"""Builders: one method a noun, sensible defaults, committed so that a request of the test sees it."""

import uuid
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from dialog.base.clock import now, this_week
from dialog.base.keys import weekly_number
from dialog.people.models import Account, AccountRole
from dialog.place.models import District, DistrictKind
from dialog.remark.guard import looked_at
from dialog.remark.listeners import arrived
from dialog.remark.models import Masking, Remark
from dialog.survey.kinds import wording_of
from dialog.survey.models import Question, Section, Survey, Wave
from tests import surveys


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
        """A square district of the kind regso."""
        if self.db.get(DistrictKind, "regso") is None:
            self.db.add(DistrictKind(slug="regso", name="RegSO"))
            self.db.flush()
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
        made = Remark(id=uuid.uuid4(), text=text, source=source, week=week, number=weekly_number(week), **more)
        self.db.add(made)
        self.db.flush()
        row = {c.name: getattr(made, c.name) for c in Remark.__table__.columns}
        row["has_personal_data"] = any(map(looked_at, (made.text, made.suggestion, made.place_words)))
        arrived.tell(self.db, rows=[row], districts=[[]])
        return self._save(made)  # type: ignore[no-any-return]

    def mask(self, remark: Remark, name: str, begins: int, ends: int, state: str = "masked") -> None:
        """Somebody has masked a stretch of a remark's words, or shown it."""
        by = self.account("tagger")
        self._save(
            Masking(remark_id=remark.id, version=1, field=name, begins=begins, ends=ends, state=state, account_id=by.id)
        )

    def survey(
        self,
        slug: str = "trygghet",
        *,
        state: str = "open",
        sections: list[dict[str, Any]] | None = None,
        closes_on: date | None = None,
        **more: Any,
    ) -> Survey:
        """A survey with one wave (by default open) of every kind of question; `tests/surveys.py` has the questions."""
        facts: dict[str, Any] = {
            "title": {"sv": "Trygg i Öster", "en": "Safe in Öster"},
            "texts": surveys.TEXTS,
            "languages": ["sv", "en"],
            "police_reads": True,
            "registry_number": "KS 2026/123",
            "retention_decision": "KS 2026/4 § 12",
        }
        survey = Survey(slug=slug, **facts | more)
        moment = now()
        wave = Wave(number=1, state="draft", closes_on=closes_on)  # questions are only added to a draft
        survey.waves = [wave]
        self.db.add(survey)
        self.db.flush()
        for at, section in enumerate(sections if sections is not None else surveys.spec()):
            made = Section(wave_id=wave.id, position=at, title=section["title"], intro=section["intro"])
            wave.sections.append(made)
            self.db.flush()
            for n, definition in enumerate(section["questions"]):
                question = Question(wave_id=wave.id, position=n, **definition)
                question.wording = wording_of(question)
                made.questions.append(question)
        self.db.flush()
        wave.state = state
        wave.published_at = None if state == "draft" else moment
        wave.closed_at = moment if state == "closed" else None
        return self._save(survey)  # type: ignore[no-any-return]
