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
from dialog.tag.queries.taught import FEWEST_TAUGHT, is_time_to_learn, taught

if TYPE_CHECKING:
    from dialog.tag import learning
else:
    learning = Lazy("dialog.tag.learning")

LONGEST = 600  # seconds that it may take beside a server; it needs thirty for 50,000 remarks


def train(database: Database) -> dict[str, Any] | None:
    """Learn from the decisions of a site, keep it as a new version and return its facts; None with too few to learn from."""
    with database.reading() as db:
        rows, suggester = taught(db), Suggester(db, is_learned=False)
    if len(rows) < FEWEST_TAUGHT:
        return None

    def say(i: int) -> "learning.Said":
        made = suggester.read(rows[i].text).reading
        scores = {one.slug: one.score for one in made.suggestions if one.because}
        return learning.Said(scores, frozenset(made.negated), made.lang == "sv")

    lesson = learning.learn([learning.Sample.of(row.text, row.areas) for row in rows], say)
    facts: dict[str, Any] = {
        "decisions": len(rows),
        "judged": lesson.judged,
        "shares": {
            slug: weighing.share for slug, weighing in zip(lesson.learned.areas, lesson.learned.weighings, strict=True)
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
    return True
