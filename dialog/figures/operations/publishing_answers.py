"""A wave's answers are published, and at most withdrawn. What is published was looked at first, number by number.

Comes before: `operations/planning_answers.py`. Goes to: `models/answer_publication.py`, and from there to `/resultat` and `/data`.
"""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dialog.base.clock import now
from dialog.base.i18n import N_
from dialog.base.problems import Problem
from dialog.figures.models import AnswerPublication
from dialog.figures.operations.freezing import as_text, free_slug, one_at_a_time, withdraw
from dialog.figures.operations.planning_answers import AnswerChoice, plan_answers
from dialog.figures.operations.publishing import METHOD
from dialog.figures.publishing.answers import as_kept
from dialog.figures.publishing.told import AboutAnswers, csv_of
from dialog.people.operations import record_audit
from dialog.people.operations.audit import Actor
from dialog.survey.models import Survey, Wave
from dialog.survey.questionnaire import Questionnaire


def publish_answers(
    db: Session, by: Actor, asked: Questionnaire, choice: AnswerChoice, digest: str
) -> AnswerPublication:
    """Freeze what `plan_answers` shows; Problem where it is refused, or where it no longer is what was looked at (`digest`).

    Where just this stands published already, that publication is returned and nothing is made.
    """
    one_at_a_time(db)
    plan = plan_answers(db, asked, choice)
    if plan.shown is None:
        raise Problem("conflict", N_("De här svaren kan inte publiceras: för få har svarat, eller så röjer de för mycket bredvid det som är publicerat."))  # fmt: skip
    if plan.digest != digest:
        raise Problem("conflict", N_("Siffrorna har ändrats sedan du såg dem. Se igenom dem en gång till."))
    survey, wave_number = db.execute(
        select(Survey, Wave.number).join(Wave, Wave.survey_id == Survey.id).where(Wave.id == choice.wave_id)
    ).one()
    standing = _the_same(db, choice, as_kept(plan.told), plan.shown.as_json())
    if standing is not None:
        return standing  # the button was pressed twice
    about = AboutAnswers(survey.slug, wave_number, plan.since, choice.until, METHOD)
    data, csv_digest = csv_of(plan.shown, about)
    made = AnswerPublication(
        number=(db.scalar(select(func.max(AnswerPublication.number))) or 0) + 1,
        slug=free_slug(db, AnswerPublication, f"{survey.slug}-omgang-{wave_number}"),
        wave_id=choice.wave_id,
        survey=survey.slug,
        title=dict(survey.title),
        wave_number=wave_number,
        since=plan.since,
        until=choice.until,
        method=METHOD,
        content=plan.shown.as_json(),
        basis=as_kept(plan.told),
        csv=data,
        csv_digest=csv_digest,
        csv_size=len(data),
        published_at=now(),
        published_by_id=by.account_id,
    )
    db.add(made)
    db.flush()
    record_audit(db, by, "answers.publish", "publication", made.slug, count=plan.shown.total)
    return made


def _the_same(
    db: Session, choice: AnswerChoice, told: list[dict[str, Any]], shown: dict[str, Any]
) -> AnswerPublication | None:
    """Return the publication that stands and tells exactly this already, if there is one."""
    p = AnswerPublication
    standing = select(p).where(p.wave_id == choice.wave_id, p.until == choice.until, p.state == "published")
    rows = db.scalars(standing.order_by(p.number.desc()))
    return next((one for one in rows if as_text([one.basis, one.content]) == as_text([told, shown])), None)


def withdraw_answers(db: Session, by: Actor, slug: str, reason: str) -> AnswerPublication:
    """Withdraw a publication of answers, with a reason that everyone reads at its address; it is told no more."""
    found = db.scalar(select(AnswerPublication).where(AnswerPublication.slug == slug))
    return withdraw(db, by, found, reason, "answers.withdraw")
