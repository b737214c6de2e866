"""What everybody knows of remarks before a single number is told: the questions that they came from.

A question says which feeling its remarks have, and only some questions ask for a place. So where all of a survey's places are unsafe
ones, remarks with a district and remarks that are unsafe are nearly the same: their difference are those few who pointed outside all
districts. The method (`suppression`) is given it as numbers that were told: none there are. Comes before: `tally.py`. Goes to:
`operations/planning.py`.
"""

import uuid
from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from dialog.figures.publishing.choice import Choice
from dialog.figures.queries.tally import CHANNELS, FEELINGS, SURVEY
from dialog.figures.suppression import NOWHERE, Population, Seen
from dialog.figures.suppression.population import Where
from dialog.remark.models import Remark
from dialog.survey.models import Survey, Wave
from dialog.survey.queries import questionnaire_of

#: What residents tell of a place without a survey has a feeling: the form asks for it.
_BY_THE_MAP = "plats"


def known_to_all(
    db: Session, choice: Choice, counted: Population, stretches: Sequence[tuple[int, int]], told: Sequence[Seen] = ()
) -> list[Seen]:
    """Return that there are none of the kinds of remarks that no question gives; what there is all the same (staff have mended a
    place) is not known to be none, nor what there was when it was `told` before: nothing could stand beside both.
    """
    week = frozenset(counted.dimensions["week"])
    placed = frozenset(counted.dimensions[choice.place]) - {NOWHERE}
    found: list[dict[str, frozenset[str]]] = [
        {"week": week, "source": frozenset({_BY_THE_MAP}), "feeling": frozenset({NOWHERE})}
    ]
    of_surveys = {"week": week, "source": frozenset(f"{SURVEY}:{channel}" for channel in CHANNELS)}
    feelings = _feelings(db, counted, stretches)
    for dialogue in counted.dimensions.get("dialogue", (NOWHERE,)):
        at_places, at_all = feelings.get(dialogue, (frozenset(), frozenset()))
        of_it = of_surveys | ({"dialogue": frozenset({dialogue})} if "dialogue" in counted.dimensions else {})
        found.append(of_it | {"feeling": frozenset(FEELINGS) - at_all})
        found.append(of_it | {"feeling": at_all - at_places, choice.place: placed})
    none = [
        where
        for where in found
        if all(where.values()) and not counted.count(where, None) and not any(is_some(one, where) for one in told)
    ]
    return [Seen("", f"none {at}", where, None, 0) for at, where in enumerate(none)]


def is_some(told: Seen, where: Where) -> bool:
    """Tell whether a number that was told says that there were some of a kind."""
    return told.n > 0 and all(name in told.where and told.where[name] <= values for name, values in where.items())


def _feelings(
    db: Session, counted: Population, stretches: Sequence[tuple[int, int]]
) -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """Return by survey (NOWHERE: those that are not told apart, if there are any) the feelings of its remarks with a place, and of all."""
    within = or_(*(Remark.week.between(first, last) for first, last in stretches))
    origins = select(Remark.origin_id).where(Remark.source == SURVEY, Remark.origin_id.is_not(None), within)
    waves = select(Survey.slug, Wave.id).join(Wave, Wave.survey_id == Survey.id).where(Wave.id.in_(origins))
    of: dict[str, list[uuid.UUID]] = {}
    for slug, wave in db.execute(waves):
        of.setdefault(slug if slug in counted.dimensions.get("dialogue", ()) else NOWHERE, []).append(wave)
    found = {}
    for dialogue, ids in of.items():
        asked = [one for id_ in ids if (one := questionnaire_of(db, id_)) is not None]
        questions = [question for one in asked for question in one.questions if question.is_remark]
        at_places, at_all = (
            frozenset(q.feeling or NOWHERE for q in questions if not is_place or q.kind == "place")
            for is_place in (True, False)
        )
        found[dialogue] = at_places, at_all
    return found
