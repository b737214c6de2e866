"""What two who tag do: have a remark open, draw a sample, read it the second time, settle where they differ.

Comes before: `queries/together.py`, `queries/agreeing.py`. Goes to: `deciding.py`, since what settles is a decision as any other (TRUST R12).
"""

import re
import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, exists, func, insert, or_, select, update
from sqlalchemy.orm import Session

from dialog.base.clock import now
from dialog.base.i18n import N_
from dialog.base.keys import new_id
from dialog.base.problems import Problem
from dialog.base.versions import insert_for
from dialog.people.operations import record_audit
from dialog.remark.models import Concern, Remark
from dialog.tag.filters import RemarkFilter
from dialog.tag.kinds import TagChoice, differ, without_doubles
from dialog.tag.models import Decision, OpenRemark, SampledRemark, SecondReading, SecondTagging
from dialog.tag.operations.deciding import Person, chosen_areas, conflict, tag_remark
from dialog.tag.queries.agreeing import difference, first_choices
from dialog.tag.queries.filtering import matching
from dialog.tag.queries.history import Decided
from dialog.tag.queries.together import who_tag
from dialog.tag.together import Sample

#: How long a remark counts as open without another sign from the page, which gives one every half minute.
LEASE = timedelta(seconds=90)
LARGEST_SAMPLE = 500


def hold(db: Session, by: Person, remark_id: uuid.UUID) -> None:
    """Note that somebody has a remark open, for a while. It keeps nobody out."""
    ends_at, o = now() + LEASE, OpenRemark
    db.execute(delete(o).where(o.ends_at <= now()))
    row = {"remark_id": remark_id, "account_id": by.account_id, "ends_at": ends_at}
    made = insert_for(db, o).values(**row)
    db.execute(made.on_conflict_do_update(index_elements=["remark_id", "account_id"], set_={"ends_at": ends_at}))


def let_go(db: Session, by: Person, remark_id: uuid.UUID) -> None:
    """Note that somebody has it open no more."""
    o = OpenRemark
    db.execute(delete(o).where(o.remark_id == remark_id, o.account_id == by.account_id))


def draw_sample(db: Session, by: Person, chosen: RemarkFilter, reader_id: uuid.UUID | None, asked: str) -> uuid.UUID:
    """Draw decided remarks to be read once more by somebody else than who decided; return the sample.

    `asked`: a number, or a share ("10 %") of what could be drawn. Never what is in a sample already, has no words, or is read by few.
    """
    if reader_id not in {account_id for account_id, _name in who_tag(db)}:
        raise Problem("invalid", N_("Välj vem som ska läsa en gång till."), fields={"lasare": []})
    written = re.fullmatch(r"\s*(\d{1,4})\s*(%?)\s*", asked, re.ASCII)
    if written is None or not int(written[1]) or (written[2] and int(written[1]) > 100):
        raise Problem(
            "invalid", N_("Skriv ett antal, till exempel 50, eller en andel, till exempel 10 %."), fields={"antal": []}
        )
    if not written[2] and int(written[1]) > LARGEST_SAMPLE:
        raise Problem(
            "invalid", N_("Högst 500 kan dras på en gång. Skriv ett antal till och med 500."), fields={"antal": []}
        )
    drawn_before = select(SampledRemark.remark_id)
    few = select(Concern.remark_id).where(Concern.kind == "accusation")
    could: Any = (
        select(Remark.id, Decision.id.label("decision_id"))
        .join(Decision, Decision.remark_id == Remark.id)
        .where(Decision.is_current, Decision.outcome.in_(("tagged", "unsure")), Decision.account_id != reader_id)
        .where(*matching(chosen.without_words()), or_(Remark.text != "", Remark.suggestion != ""))
        .where(Remark.id.not_in(drawn_before), Remark.id.not_in(few))
    )
    wanted = int(written[1])
    if written[2]:
        wanted = -(-wanted * (db.scalar(select(func.count()).select_from(could.subquery())) or 0) // 100)
    start = new_id()  # the remarks' own keys are random: those that follow a random key are a random sample
    after = db.execute(could.where(Remark.id >= start).order_by(Remark.id).limit(min(wanted, LARGEST_SAMPLE))).all()
    rest = min(wanted, LARGEST_SAMPLE) - len(after)
    rows = [*after, *(db.execute(could.where(Remark.id < start).order_by(Remark.id).limit(rest)).all() if rest else [])]
    if not rows:
        raise Problem(
            "invalid",
            N_("Det finns inget att läsa en gång till: ingen annan har taggat något i urvalet."),
            fields={"antal": []},
        )
    sample_id = new_id()
    facts = {"filter": chosen.without_words().query(), "asked": asked.strip()}
    db.execute(
        insert(Sample).values(
            id=sample_id, account_id=by.account_id, reader_id=reader_id, at=now(), chosen=facts, count=len(rows)
        )
    )
    db.execute(
        insert(SampledRemark), [{"sample_id": sample_id, "remark_id": r.id, "decision_id": r.decision_id} for r in rows]
    )
    record_audit(db, by, "sample.draw", "sample", str(sample_id), count=len(rows))
    return sample_id


def close_sample(db: Session, by: Person, sample_id: uuid.UUID) -> int:
    """Let go of what has not been read of a sample, for instance one drawn by mistake; return how many. What has been read stands."""
    if db.get(Sample, sample_id) is None:
        raise Problem("not_found")
    s, r = SampledRemark, SecondReading
    is_read = exists().where(r.sample_id == s.sample_id, r.remark_id == s.remark_id)
    gone: Any = db.execute(
        delete(s).where(s.sample_id == sample_id, ~is_read), execution_options={"synchronize_session": False}
    )
    if gone.rowcount:
        record_audit(db, by, "sample.close", "sample", str(sample_id), count=gone.rowcount)
    return int(gone.rowcount)


def read_second(
    db: Session, by: Person, sample_id: uuid.UUID, remark_id: uuid.UUID, choices: Sequence[TagChoice], kind: str = "tag"
) -> bool:
    """Keep what the second reader of a sample chose, and say whether it is the same. The remark stands as it was decided.

    Problem: not_found (not theirs to read, or taken back), invalid, conflict (read already).
    """
    s, d = SampledRemark, Decision
    row = db.execute(
        select(s.decision_id, d.outcome, Remark.version)
        .join(Sample, Sample.id == s.sample_id)
        .join(d, d.id == s.decision_id)
        .join(Remark, Remark.id == s.remark_id)
        .where(s.sample_id == sample_id, s.remark_id == remark_id, Sample.reader_id == by.account_id)
    ).one_or_none()
    if row is None:
        raise Problem("not_found")
    chosen = without_doubles(choices) if kind == "tag" else []
    if kind == "tag" and not chosen:
        raise Problem("invalid", N_("Välj minst ett fokusområde, eller Vet ej."), fields={"fokus": []})
    is_same = _keep(db, by, remark_id, row.decision_id, row.outcome, row.version, chosen, kind, sample_id=sample_id)
    record_audit(db, by, "remark.read_second", "remark", str(remark_id))
    return is_same


def note_difference(
    db: Session,
    by: Person,
    remark_id: uuid.UUID,
    first: Decided | None,
    choices: Sequence[TagChoice],
    kind: str,
    version: int,
) -> None:
    """Let it be settled later that somebody, told of another's choice at the desk, let their own stand instead (`version`: the new one)."""
    if first is None or first.account_id in (None, by.account_id) or first.outcome == "open":
        return
    chosen = without_doubles(choices) if kind == "tag" else []
    if chosen or kind == "unsure":
        _keep(db, by, remark_id, first.id, first.outcome, version, chosen, kind, sample_id=None)


def _keep(
    db: Session, by: Person, remark_id: uuid.UUID, first_id: uuid.UUID, first_outcome: str, version: int,
    chosen: Sequence[TagChoice], kind: str, *, sample_id: uuid.UUID | None,
) -> bool:  # fmt: skip
    areas = chosen_areas(db, chosen, of=remark_id)
    outcome = "unsure" if kind == "unsure" else "tagged"
    is_same = outcome == first_outcome and not differ(first_choices(db, first_id), chosen)
    row = {
        "id": new_id(), "remark_id": remark_id, "sample_id": sample_id, "account_id": by.account_id, "at": now(),
        "outcome": outcome, "first_id": first_id, "version": version, "is_same": is_same,
    }  # fmt: skip
    made = insert_for(db, SecondReading).values(**row).on_conflict_do_nothing()
    if db.execute(made.returning(SecondReading.id)).first() is None:
        raise Problem("conflict", N_("Du har redan läst den här synpunkten. Det du valde först står kvar."))
    taggings = [
        {"reading_id": row["id"], "focus_area_id": areas[c.slug], "polarity": c.polarity, "is_negated": c.is_negated}
        for c in chosen
    ]
    if taggings:
        db.execute(insert(SecondTagging), taggings)
    return is_same


def settle(
    db: Session,
    by: Person,
    reading_id: uuid.UUID,
    version: int,
    which: str,
    choices: Sequence[TagChoice] = (),
    note: str = "",
) -> int:
    """Decide what a remark is about that two chose differently for; return its new version. What is settled counts as decided.

    `which`: "forsta" or "andra" for one of the two choices, "tredje" for `choices`, "vetej". Raises as `tag_remark`, and conflict where it is settled already.
    """
    found = difference(db, reading_id)
    if found is None:
        row = db.get(SecondReading, reading_id)
        raise conflict(db, row.remark_id) if row else Problem("not_found")
    one = {"forsta": found.first, "andra": found.second}.get(which)
    chosen = without_doubles(choices) if one is None else one.choices
    kind = "unsure" if which == "vetej" or (one is not None and one.outcome == "unsure") else "tag"
    if kind == "tag" and not chosen:
        raise Problem("invalid", N_("Välj minst ett fokusområde, eller Vet ej."), fields={"fokus": []})
    new = tag_remark(db, by, found.remark_id, version, chosen if kind == "tag" else [], kind, note)
    decided = select(Decision.id).where(Decision.remark_id == found.remark_id, Decision.version == new)
    db.execute(update(SecondReading).where(SecondReading.id == reading_id).values(settled_id=decided.scalar_subquery()))
    record_audit(db, by, "remark.settle", "remark", str(found.remark_id))
    return new
