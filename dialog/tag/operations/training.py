"""Learning from the decisions there are: read, worked out beside all transactions, kept as a new version.

Comes before: `queries/taught.py`. Goes to: `queries/suggesting.py`. Once a day, while the site is served, in a process of its own
(`train_aside`), so that nobody waits for it.
"""

import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from dialog.base.clock import now
from dialog.base.db import Database
from dialog.base.lazily import Lazy
from dialog.tag.models import LearnedModel
from dialog.tag.queries.suggesting import Suggester
from dialog.tag.queries.taught import FEWEST_TAUGHT, examples, has_come_far, is_time_to_learn, learned_facts, taught

if TYPE_CHECKING:
    from dialog.tag import learning
else:
    learning = Lazy("dialog.tag.learning")

LONGEST = 600  # seconds that it may take beside a server; it needs thirty for 50,000 remarks


def train(database: Database) -> dict[str, Any] | None:
    """Learn from the decisions of a site, keep it as a new version and return its facts; None with too few to learn from."""
    with database.reading() as db:
        many = examples(db)  # first, so that what is decided meanwhile is news to the next
        rows, suggester = taught(db), Suggester(db, is_learned=False)
    if len(rows) < FEWEST_TAUGHT:
        return None

    def say(i: int) -> "learning.Said":
        made = suggester.read(rows[i].text).reading
        scores = {one.slug: one.score for one in made.suggestions if one.because}
        return learning.Said(scores, frozenset(made.negated), made.lang == "sv")

    lesson = learning.learn([learning.Sample.of(row.text, row.areas, row.unknown) for row in rows], say)
    facts: dict[str, Any] = {
        "decisions": len(rows),
        "judged": lesson.judged,
        "shares": {
            slug: weighing.share for slug, weighing in zip(lesson.learned.areas, lesson.learned.weighings, strict=True)
        },
        # How many remarks each focus area has, and what few of them have taught: examples, found by the others, others, too many.
        "examples": dict(sorted(many.items())),
        "early": {
            slug: [one.examples, one.found, one.others, one.extra, bool(one.signs)]
            for slug, one in lesson.early.items()
        },
        "figures": {
            way: {slug: [c.right, c.extra, c.missed] for slug, c in figures.areas.items()}
            for way, figures in lesson.figures.items()
        },
    }
    with database.writing() as db, db.begin():
        keep(db, lesson.learned, facts, suggester.version)
    return facts


def keep(db: Session, learned: "learning.Learned", facts: dict[str, Any], vocabulary: str) -> int:
    """Keep what was learned as the version in use and return its number; the numbers of the earlier ones are let go of."""
    m = LearnedModel
    number = (db.scalar(select(func.max(m.number))) or 0) + 1
    db.execute(update(m).values(numbers=None))
    db.add(m(number=number, at=now(), vocabulary=vocabulary, facts=facts, numbers=learning.kept(learned)))
    db.flush()
    return number


def train_aside(database: Any) -> bool:
    """Learn again in a process of its own where it is time to (`upkeep.chores`). True: what fails is tried the next day."""
    with database.reading() as db:
        is_time = is_time_to_learn(db)
        folder = db.info.get("data_dir")
    if is_time and folder is not None:
        _learn_aside(database, folder)
    return True


_tried: dict[
    Any, int
] = {}  # the model that a site had when it was last tried here: what fails is left to the day after


def train_soon(database: Any) -> None:
    """Learn within a minute when a focus area has got its tenth example, so that a new one is helped at once (`upkeep.often`)."""
    with database.reading() as db:
        folder, model = db.info.get("data_dir"), learned_facts(db)
        is_time = model is not None and _tried.get(folder) != model.number and has_come_far(db, model.facts)
    if is_time and model is not None and folder is not None:
        _tried[folder] = model.number
        _learn_aside(database, folder)


def _learn_aside(database: Any, folder: Any) -> None:
    url = database.engine.url.render_as_string(hide_password=False)
    where = {"DIALOG_DATABASE_URL": url, "DIALOG_DATA_DIR": str(folder)}
    subprocess.run(
        [sys.executable, "-m", "dialog", "tags", "train", "--if-needed"],
        env={**os.environ, **where},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=LONGEST,
        check=False,
    )
