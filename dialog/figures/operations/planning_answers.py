"""What a publication of answers would show, what not and why (TRUST D6). Writes nothing.

Comes before: `queries/answer_parts.py` and `publishing/answers.py`. Goes to: `operations/publishing_answers.py`.
"""

import hashlib
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from dialog.base.clock import SWEDISH, week_of
from dialog.base.keys import keyed_hash
from dialog.figures.operations.showing import CHANNEL_WORDS
from dialog.figures.publishing.answers import Judged, Key, judge_answers
from dialog.figures.publishing.lines import Line, lines_of, with_those_before
from dialog.figures.publishing.told import ShownAnswers, shown_answers
from dialog.figures.queries.answer_parts import counted, weeks_of
from dialog.figures.queries.answer_publications import told_earlier
from dialog.figures.queries.beside_answers import Crowded, crowded_by
from dialog.survey.models import Wave
from dialog.survey.questionnaire import Questionnaire


@dataclass(frozen=True)
class AnswerChoice:
    """A publication of answers to be: a wave, its lines, and the last week that is counted (year × 100 + week)."""

    wave_id: uuid.UUID
    lines: tuple[str, ...]
    until: int


@dataclass(frozen=True)
class AnswerPlan:
    """What would be published: what would be seen, what would not and why. `shown` None: nothing may be."""

    choice: AnswerChoice
    lines: Sequence[Line]
    since: int
    shown: ShownAnswers | None
    hidden: Mapping[Key, str]
    #: Addresses of publications in whose way a number stands.
    clashes: Sequence[str]
    digest: str
    told: Mapping[Key, int] = field(default_factory=dict)
    #: Publications of the survey's remarks beside which the answers would tell too much.
    crowded: Crowded = field(default_factory=Crowded)

    @property
    def is_refused(self) -> bool:
        """Whether nothing may be published."""
        return self.shown is None


def plan_answers(db: Session, asked: Questionnaire, choice: AnswerChoice) -> AnswerPlan:
    """Work out what a publication of answers would show; writes nothing."""
    every = lines_of(asked)
    lines = with_those_before(every, choice.lines)
    since = _first_week(db, choice)
    crowded = crowded_by(db, asked, choice.until)
    earlier = told_earlier(db, choice.wave_id)
    if crowded.whole:
        judged = Judged({}, {})
    else:
        untils = sorted({choice.until, *(told.until for told in earlier.values())})
        secret = keyed_hash(db, "publication", "which of equals is hidden").encode()
        found = counted(db, choice.wave_id, every, untils)
        chosen = {line.key for line in lines}
        judged = judge_answers(
            every, chosen, found, choice.until, earlier, secret=secret, by_channel=not crowded.channels
        )
    shown = None if judged.is_refused else shown_answers(lines, judged.shown, CHANNEL_WORDS)
    if shown is not None and all(line.is_hidden for line in shown.lines):
        shown = None  # how many answered is told with something or not at all
    written = json.dumps([str(choice), sorted((*key, n) for key, n in judged.shown.items())])
    digest = hashlib.sha256(written.encode()).hexdigest()[:32]
    clashes = sorted(set(judged.clashes.values()) - {""})
    return AnswerPlan(choice, lines, since, shown, judged.hidden, clashes, digest, judged.shown, crowded)


def _first_week(db: Session, choice: AnswerChoice) -> int:
    """Return the week that the wave opened: when the first answered would tell of them. What was counted as of an earlier week is told of too."""
    opened = db.scalar(select(Wave.published_at).where(Wave.id == choice.wave_id))
    weeks: list[int] = [choice.until, *(weeks_of(db, choice.wave_id) or ())]
    if opened is not None:
        weeks.append(week_of(opened.astimezone(SWEDISH).date()))
    return min(weeks)
