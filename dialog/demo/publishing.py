"""Publishes the example's figures twice, a season apart, as a coordinator would, and has staff sum up what was told of a few themes."""

from datetime import datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from dialog.base import clock
from dialog.demo.staffing import COORDINATOR, TAGGER
from dialog.figures.operations.planning import plan_publication
from dialog.figures.operations.planning_answers import AnswerChoice, plan_answers
from dialog.figures.operations.publishing import publish_figures
from dialog.figures.operations.publishing_answers import publish_answers
from dialog.figures.operations.themes import release_theme_text, write_theme_text
from dialog.figures.publishing.choice import Choice
from dialog.figures.publishing.lines import lines_of
from dialog.figures.queries.answer_parts import weeks_of
from dialog.figures.queries.tally import offered
from dialog.people.kinds import By
from dialog.people.models import Account
from dialog.survey.models import Wave
from dialog.survey.queries import questionnaire_of

SOURCES = ("enkat", "plats", "telefon")
#: Responses; a smaller example would have next to nothing to show.
ENOUGH = 400
SEASONS = {
    **dict.fromkeys((3, 4, 5), ("våren", "spring")),
    **dict.fromkeys((6, 7, 8), ("sommaren", "summer")),
    **dict.fromkeys((9, 10, 11), ("hösten", "autumn")),
    **dict.fromkeys((12, 1, 2), ("vintern", "winter")),
}


TEXTS = {
    "belysning": {
        "sv": "Det som nämns oftast är lampor som är släckta eller för svaga, mest längs gångvägar och vid gångtunnlar.\nMånga skriver också var det är bra upplyst, och att de väljer de vägarna på kvällen.",
        "en": "What is named most is lamps that are out or too weak, mostly along footpaths and at underpasses.\nMany also write where it is well lit, and that they choose those ways in the evening.",
    },
    "gangtunnel-gangvag": {
        "sv": "Gångtunnlar nämns för att man inte ser ut på andra sidan. Gångvägar nämns för att de är öde på kvällen.",
        "en": "Underpasses are named because one cannot see out on the other side. Footpaths are named because they are deserted in the evening.",
    },
    "trafik-hastighet": {
        "sv": "Här handlar det om bilar som kör fort förbi skolor och om mopeder på gångvägar.",
        "en": "This is about cars that drive fast past schools and about mopeds on footpaths.",
    },
}


def write_texts(db: Session) -> None:
    """Sum up a few themes: written by one of the staff a week ago, released by another the day after."""
    people = {account.email: By(account.name, account.id) for account in db.scalars(select(Account))}
    writer, releaser = people[TAGGER], people[COORDINATOR]
    for slug, text in TEXTS.items():
        with clock.held_at(clock.now() - timedelta(days=7)):
            made = write_theme_text(db, writer, slug, text)
        with clock.held_at(clock.now() - timedelta(days=6)):
            release_theme_text(db, releaser, slug, made.id)


def publish(db: Session, by: By) -> int:
    """Publish both seasons that the survey was asked in; return how many could be: a small example may have too few."""
    now, made = clock.now(), 0
    for first, last, published in ((33, 27, 24), (10, 1, 0)):
        made += _publish(
            db, by, now - timedelta(weeks=first), now - timedelta(weeks=last), now - timedelta(weeks=published)
        )
    return made


def publish_waves(db: Session, by: By) -> int:
    """Publish what was answered in each wave of each survey, some days after it was over or, where it is open, as it stands after its
    last whole week; return how many could be.
    """
    made = 0
    for wave in db.scalars(select(Wave).where(Wave.state != "draft").order_by(Wave.survey_id, Wave.number)):
        asked, weeks = questionnaire_of(db, wave.id), weeks_of(db, wave.id)
        if asked is None or weeks is None:
            continue
        ended = clock.week_of((clock.now() - timedelta(weeks=1)).astimezone(clock.SWEDISH).date())
        until = weeks[1] if wave.state == "closed" else min(weeks[1], ended)
        choice = AnswerChoice(wave.id, tuple(line.key for line in lines_of(asked)), until)
        plan = plan_answers(db, asked, choice)
        if plan.shown is None or plan.shown.total < ENOUGH:
            continue
        over = datetime.combine(clock.monday_of(until), time(10), clock.SWEDISH) + timedelta(days=11)
        with clock.held_at(min(over, clock.now())):
            publish_answers(db, by, asked, choice, plan.digest)
        made += 1
    return made


def _publish(db: Session, by: By, since: datetime, until: datetime, at: datetime) -> bool:
    found = offered(db)
    if not found.divisions:
        return False
    weeks = [clock.week_of(moment.astimezone(clock.SWEDISH).date()) for moment in (since, until)]
    areas = tuple(area.slug for area in found.areas)
    choice = Choice(weeks[0], weeks[1], found.divisions[0][0], SOURCES, areas, detail=1)
    plan = plan_publication(db, choice)
    if plan.is_refused or plan.shown is None:
        return False
    middle = since + (until - since) / 2
    swedish, english = SEASONS[middle.month]
    title = {"sv": f"{swedish} {middle.year}", "en": f"{english} {middle.year}"}
    with clock.held_at(at):
        publish_figures(db, by, choice, plan.digest, title=title, address="")
    return True
