"""Publishes the example's figures twice, a season apart, as a coordinator would: what spring and autumn told, to be compared."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from dialog.base import clock
from dialog.figures.operations.planning import plan_publication
from dialog.figures.operations.publishing import publish_figures
from dialog.figures.publishing.choice import Choice
from dialog.figures.queries.tally import offered
from dialog.people.kinds import By

SOURCES = ("enkat", "plats", "telefon")
SEASONS = {
    **dict.fromkeys((3, 4, 5), ("våren", "spring")),
    **dict.fromkeys((6, 7, 8), ("sommaren", "summer")),
    **dict.fromkeys((9, 10, 11), ("hösten", "autumn")),
    **dict.fromkeys((12, 1, 2), ("vintern", "winter")),
}


def publish(db: Session, by: By) -> int:
    """Publish both seasons that the survey was asked in; return how many could be: a small example may have too few."""
    now, made = clock.now(), 0
    for first, last, published in ((33, 27, 24), (10, 1, 0)):
        made += _publish(
            db, by, now - timedelta(weeks=first), now - timedelta(weeks=last), now - timedelta(weeks=published)
        )
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
