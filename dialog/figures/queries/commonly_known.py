"""What everybody knows of remarks before a single number is told: the questions that they came from.

A question says which feeling its remarks have, and only some questions ask for a place. So where all of a survey's places are unsafe
ones, remarks with a district and remarks that are unsafe are nearly the same: their difference are those few who pointed outside all
districts. The method (`suppression`) is given it as numbers that were told: none there are. Comes before: `tally.py`. Goes to:
`operations/planning.py`.
"""

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from dialog.figures.publishing.choice import Choice
from dialog.figures.queries.tally import CHANNELS, FEELINGS, SURVEY
from dialog.figures.suppression import NOWHERE, Population, Seen
from dialog.figures.suppression.population import Where
from dialog.remark.models import Remark
from dialog.survey.models import Survey, Wave
from dialog.survey.queries import questionnaire_of

#: What residents tell of a place without a survey, and on a walk, has a feeling: the form asks for it.
_ALWAYS_WITH_FEELING = ("plats", "vandring")


def known_to_all(
    db: Session, choice: Choice, counted: Population, stretches: Sequence[tuple[int, int]], told: Sequence[Seen] = ()
) -> list[Seen]:
    """Return that there are none of the kinds of remarks that no question gives; what there is all the same (staff have mended a
    place) is not known to be none, nor what there was when it was `told` before: nothing could stand beside both.

    Which questions there are depends on the weeks: a second wave may ask of safe places where the first asked of unsafe ones. A way in
    that nothing came by (no tablets, no telephone) is taken to be known for that.
    """
    placed = frozenset(counted.dimensions[choice.place]) - {NOWHERE}
    by_weeks: dict[tuple[tuple[str, frozenset[str]], ...], set[str]] = {}

    def none_of(week: str, where: dict[str, frozenset[str]]) -> None:
        if all(where.values()) and not counted.count(where | {"week": frozenset({week})}, None):
            by_weeks.setdefault(tuple(where.items()), set()).add(week)

    for first, last in stretches:
        for source in _ALWAYS_WITH_FEELING:
            none_of(str(first), {"source": frozenset({source}), "feeling": frozenset({NOWHERE})})
        of_surveys = {"source": frozenset(f"{SURVEY}:{channel}" for channel in CHANNELS)}
        feelings = _feelings(db, counted, first, last)
        for dialogue in counted.dimensions.get("dialogue", (NOWHERE,)):
            at_places, at_all = feelings.get(dialogue, (frozenset(), frozenset()))
            of_it = of_surveys | ({"dialogue": frozenset({dialogue})} if "dialogue" in counted.dimensions else {})
            none_of(str(first), of_it | {"feeling": frozenset(FEELINGS) - at_all})
            none_of(str(first), of_it | {"feeling": at_all - at_places, choice.place: placed})
    unused = frozenset(counted.dimensions["source"]) - counted.used("source")
    found: list[dict[str, frozenset[str]]] = [{"source": unused}] if unused else []
    found += [dict(kind) | {"week": frozenset(weeks)} for kind, weeks in by_weeks.items()]
    none = [where for where in found if not any(is_some(one, where) for one in told)]
    return [Seen("", f"none {at}", where, None, 0) for at, where in enumerate(none)]


def is_some(told: Seen, where: Where) -> bool:
    """Tell whether a number that was told says that there were some of a kind."""
    return told.n > 0 and all(name in told.where and told.where[name] <= values for name, values in where.items())


def _feelings(
    db: Session, counted: Population, first: int, last: int
) -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """Return by survey (NOWHERE: those that are not told apart, if there are any) the feelings that its remarks of some weeks have: of
    those with a place, and of all.
    """
    of_it = (Remark.source == SURVEY, Remark.origin_id.is_not(None), Remark.week.between(first, last))
    origins = select(Remark.origin_id).where(*of_it)
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
