"""Surveys as such: make, edit their facts, copy, take in from a file, throw away a draft."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from dialog.base.i18n import N_
from dialog.base.problems import Problem
from dialog.people.operations.audit import Actor as By
from dialog.survey.building.drafts import changed_from, fill_wave, locked_survey, log
from dialog.survey.exchange import SLUG, TAKEN_SLUGS, Document, SectionSpec
from dialog.survey.models import Response, Survey, Wave


@dataclass
class Facts:
    """What a survey is called and what those who answer are told."""

    slug: str
    title: dict[str, str]
    texts: dict[str, Any] = field(default_factory=dict)
    languages: list[str] = field(default_factory=lambda: ["sv"])
    police_reads: bool = False
    minutes: int = 5
    registry_number: str = ""
    retention_decision: str = ""
    keep_months: int = 24


def create_survey(db: Session, by: By, facts: Facts) -> Survey:
    """Make a survey with an empty draft. Problem("invalid") names the field that cannot be as it is."""
    survey = _add(db, facts)
    fill_wave(db, survey.waves[0], [SectionSpec({}, {}, [])])
    log(db, by, "survey.create", "survey", survey.id)
    return survey


def add_document(db: Session, by: By, document: Document) -> Survey:
    """Make a survey of what was read from a file, with its questions in a draft."""
    facts = Facts(**{name: getattr(document, name) for name in Facts.__dataclass_fields__})
    survey = _add(db, facts)
    fill_wave(db, survey.waves[0], document.sections)
    log(db, by, "survey.import", "survey", survey.id)
    return survey


def copy_survey(db: Session, by: By, survey: Survey, wave: Wave, slug: str, title: dict[str, str]) -> Survey:
    """Make a survey of its own with the facts and questions of another's wave. Diary number, decision and outcome do not follow."""
    facts = Facts(
        slug, title, {topic: words for topic, words in survey.texts.items() if topic != "outcome"}, list(survey.languages), survey.police_reads, survey.minutes,
        keep_months=survey.keep_months,
    )  # fmt: skip
    made = _add(db, facts)
    fill_wave(db, made.waves[0], wave.sections)
    log(db, by, "survey.copy", "survey", made.id)
    return made


def edit_survey(db: Session, by: By, survey: Survey, version: int, facts: Facts) -> None:
    """Change a survey's facts. What people were promised when they answered is never widened afterwards."""
    locked_survey(db, survey.id)
    changed_from(survey, version)
    if facts.slug != survey.slug:
        if any(wave.state != "draft" for wave in survey.waves):
            raise _wrong(
                "slug", N_("Enkäten har varit öppen. Då behåller den sin adress, så att länkar och QR-koder håller.")
            )
        _check_slug(db, facts.slug)
    if _has_answers(db, survey):
        if facts.police_reads and not survey.police_reads:
            raise _wrong(
                "police_reads",
                N_(
                    "De som redan har svarat fick veta att polisen inte läser. Gör en kopia av enkäten om polisen ska läsa svaren."
                ),
            )
        if facts.keep_months > survey.keep_months:
            raise _wrong(
                "keep_months",
                N_("De som redan har svarat fick veta hur länge svaren sparas. Tiden kan bara bli kortare."),
            )
    for name in Facts.__dataclass_fields__:
        setattr(survey, name, getattr(facts, name))
    log(db, by, "survey.edit", "survey", survey.id)


def remove_draft(db: Session, by: By, survey: Survey) -> bool:
    """Throw away the draft; the survey goes with it when nothing of it was ever published. Say whether it did."""
    locked_survey(db, survey.id)
    draft = next((wave for wave in survey.waves if wave.state == "draft"), None)
    if draft is None:
        raise Problem("not_found")
    log(db, by, "survey.remove_draft", "survey", survey.id)
    if len(survey.waves) == 1:
        db.delete(survey)
        return True
    survey.waves.remove(draft)
    return False


def _add(db: Session, facts: Facts) -> Survey:
    _check_slug(db, facts.slug)
    survey = Survey(**{name: getattr(facts, name) for name in Facts.__dataclass_fields__}, version=1)
    survey.waves.append(Wave(number=1, state="draft", version=1))
    db.add(survey)
    db.flush()
    return survey


def _check_slug(db: Session, slug: str) -> None:
    if not SLUG.fullmatch(slug) or slug in TAKEN_SLUGS:
        raise _wrong(
            "slug", N_("Skriv adressen med små bokstäver a–z, siffror och bindestreck, till exempel trygghet-2026.")
        )
    if db.scalar(select(exists().where(Survey.slug == slug))):
        raise _wrong("slug", N_("Det finns redan en enkät med den adressen. Välj en annan."))


def _has_answers(db: Session, survey: Survey) -> bool:
    statement = select(exists().where(Response.wave_id == Wave.id, Wave.survey_id == survey.id))
    return bool(db.scalar(statement)) or any(wave.state == "open" for wave in survey.waves)


def _wrong(name: str, message: str) -> Problem:
    return Problem("invalid", message, fields={name: [message]})
