"""The survey of an invented town: a choice, words, and a place; asked once more in a second wave. Goes to: `both.py`."""

from dialog.survey.models import Section, Survey, Wave
from tests.build import Builder
from tests.surveys import choice, question, when, words
from tests.trust.residents import Known


def asked(build: Builder, known: Known) -> Survey:
    """Make the survey: a choice, words, and a place (of everyone, or of those who chose a)."""
    alone = {"condition": when("first", "a")} if known.follows else {}
    questions = [
        question("first", "one", "Ett?", options={"choices": [choice(c, c.upper()) for c in "abc"]}),
        question("tell", "text", "Berätta?"),
        question("where", "place", "Var?", options={"feeling": known.feelings[0]}, **alone),
    ]
    return build.survey("s", sections=[{"title": words("En"), "intro": {}, "questions": questions}])


def asked_again(build: Builder, survey: Survey, known: Known) -> None:
    """Close the first wave and open the second, which asks the same; of a place perhaps with another feeling."""
    db, first = build.db, survey.waves[0]
    first.state, first.closed_at = "closed", first.published_at
    wave = Wave(number=2, state="draft", survey_id=survey.id)
    db.add(wave)
    db.flush()
    made = Section(wave_id=wave.id, position=0, title=words("En"), intro={})
    db.add(made)
    db.flush()
    for q in first.sections[0].questions:
        copy = {n: getattr(q, n) for n in ("position", "code", "kind", "text", "hint", "is_required", "options", "condition", "wording")}  # fmt: skip
        if q.code == "where":
            copy["options"] = dict(q.options) | {"feeling": known.feelings[1]}
        db.add(type(q)(wave_id=wave.id, section_id=made.id, **copy))
    db.flush()
    wave.state, wave.published_at = "open", first.published_at
    db.commit()
    db.expire_all()
