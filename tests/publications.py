"""Builds publications: remarks enough to be told of, and figures published of them."""

import uuid
from collections.abc import Sequence
from typing import Any

from dialog.base.clock import this_week
from dialog.base.keys import weekly_number
from dialog.figures.models import AnswerPublication, Publication
from dialog.figures.operations.planning import plan_publication
from dialog.figures.operations.planning_answers import AnswerChoice, plan_answers
from dialog.figures.operations.publishing import publish_figures
from dialog.figures.operations.publishing_answers import publish_answers
from dialog.figures.publishing.choice import Choice
from dialog.figures.publishing.lines import lines_of
from dialog.people.kinds import By
from dialog.place.models import District
from dialog.remark.models import Remark
from dialog.remark.operations import place_again
from dialog.survey.models import Section, Survey, Wave
from dialog.survey.operations import submit_response
from dialog.survey.queries import questionnaire_of
from dialog.survey.questionnaire import fill
from tests.build import Builder

ADDRESS = "http://localhost/"


def tell(
    build: Builder,
    n: int,
    *,
    lng: float = 14.75,
    feeling: str | None = "unsafe",
    week: int = 202640,
    survey: Survey | None = None,
) -> None:
    """Have `n` residents tell of a place each, or answer with one."""
    way: dict[str, Any] = (
        {"source": "plats"} if survey is None else {"source": "enkat", "origin_id": survey.waves[0].id}
    )
    at = {"lat": 56.85, "lng": lng, "geometry": {"type": "Point", "coordinates": [lng, 56.85]}}
    more = [
        Remark(id=uuid.uuid4(), **way, week=week, number=weekly_number(week), feeling=feeling, text="", **at)
        for _ in range(n)
    ]
    build.db.add_all(more)
    build.db.flush()
    place_again(build.db)
    build.db.commit()


def two_districts(build: Builder) -> list[District]:
    """Make Väster and Öster, beside each other."""
    return [build.district("1", "Väster", west=14.70), build.district("2", "Öster", west=14.80)]


def choice(since: int = 202636, until: int = 202646, **more: Any) -> Choice:
    """A choice that is plain: by district and feeling, of what came by the map."""
    facts: dict[str, Any] = {"division": "regso", "sources": ("plats",), "focus_areas": ("belysning",), "detail": 1}
    return Choice(since, until, **facts | more)


def publish(build: Builder, chosen: Choice, title: str = "hösten 2026") -> Publication:
    """Publish what a choice shows."""
    plan = plan_publication(build.db, chosen)
    made = publish_figures(build.db, By("Test"), chosen, plan.digest, title={"sv": title, "en": title}, address=ADDRESS)
    build.db.commit()
    return made


def answer(
    build: Builder, survey: Survey, n: int, *, channel: str = "web", at: int = -1, **given: str | list[str]
) -> None:
    """Have `n` people answer alike."""
    asked = questionnaire_of(build.db, survey.waves[at].id)
    assert asked is not None
    form = {f"q-{code.replace('__', '-')}": one if isinstance(one, list) else [one] for code, one in given.items()}
    filled = fill(asked, {"q-evening": ["rather_safe"], "q-avoids": ["no"], **form})
    assert not filled.problems
    for _ in range(n):
        visit = {"visit_id": uuid.uuid4(), "visit_secret": "s" * 24}
        submit_response(build.db, wave_id=survey.waves[at].id, filled=filled, channel=channel, lang="sv", **visit)
    build.db.commit()


def publish_answers_of(
    build: Builder, survey: Survey, by: By | None = None, at: int = -1, keys: Sequence[str] = ()
) -> AnswerPublication:
    """Publish what was answered in a wave of a survey (the last): to all questions, or some."""
    wave = survey.waves[at]
    asked = questionnaire_of(build.db, wave.id)
    assert asked is not None
    chosen = AnswerChoice(wave.id, tuple(keys or (line.key for line in lines_of(asked))), this_week())
    plan = plan_answers(build.db, asked, chosen)
    made = publish_answers(build.db, by or By("Test"), asked, chosen, plan.digest)
    build.db.commit()
    return made


def again(build: Builder, survey: Survey) -> None:
    """Ask the same once more, one question in other words."""
    wave = Wave(number=2, state="draft", survey_id=survey.id)
    build.db.add(wave)
    build.db.flush()
    for section in survey.waves[0].sections:
        made = Section(wave_id=wave.id, position=section.position, title=section.title, intro=section.intro)
        build.db.add(made)
        build.db.flush()
        for q in section.questions:
            copy = {name: getattr(q, name) for name in ("position", "code", "kind", "text", "hint", "is_required", "options", "condition", "wording")}  # fmt: skip
            if q.code == "role":
                copy["wording"] = "other"
            build.db.add(type(q)(wave_id=wave.id, section_id=made.id, **copy))
    build.db.flush()
    wave.state = "open"
    build.db.commit()
    build.db.expire_all()
