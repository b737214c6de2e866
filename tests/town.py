"""A small but whole set of data: two districts, remarks tagged and not, a survey that is answered, one that is a draft, people at work.

`fill_town` makes it through the rooms' own operations; `ARGUMENTS` says what then stands in an address, by endpoint.
"""

import json
import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from dialog.figures.models import AnswerPublication
from dialog.figures.operations import disclosing
from dialog.people.kinds import FIELDS, By
from dialog.people.models import Partner, SiteField
from dialog.people.operations import open_session
from dialog.remark.operations import place_again
from dialog.survey.models import Survey
from dialog.survey.operations import submit_response
from dialog.survey.queries import questionnaire_of
from dialog.survey.questionnaire import fill
from dialog.tag.kinds import TagChoice
from dialog.tag.models import SampledRemark, SecondReading
from dialog.tag.operations import tag_many, tag_remark
from dialog.tag.operations.together import draw_sample, read_second
from dialog.tag.queries import RemarkFilter, candidates
from dialog.walk.kinds.plan import PaperLine
from dialog.walk.models import Walk, WalkRemark, WalkTablet
from dialog.walk.operations import paper, running
from tests.build import Builder
from tests.publications import again, answer, choice, publish, publish_answers_of, tell
from tests.walks import make_walk

ROLES = {
    "everything": ("admin", "coordinator", "tagger", "analyst", "trusted_reader"),
    "analyst": ("analyst",),
    "tagger": ("tagger",),
}
SPOT = {"type": "Point", "coordinates": [14.75, 56.85]}
FORM = {
    "q-evening": ["rather_safe"],
    "q-avoids": ["yes"],
    "q-often": ["2"],
    "q-where-geometry": [json.dumps(SPOT)],
    "q-tell": ["Mörkt i tunneln."],
}


@dataclass(frozen=True)
class Town:
    """Sessions by role, and what an address needs: by endpoint, or by its blueprint."""

    tokens: dict[str, str]
    arguments: dict[str, dict[str, Any]]

    def needs(self, endpoint: str) -> dict[str, Any]:
        """Return the arguments of an endpoint's address."""
        return self.arguments.get(endpoint, self.arguments.get(endpoint.partition(".")[0], {}))


def fill_town(build: Builder) -> Town:
    """Fill an empty site."""
    db = build.db
    people = {name: build.account(*held, name=name.title()) for name, held in ROLES.items()}
    by = By("Tagger", people["tagger"].id)
    told = {"access_assessed": "2026-11-01", "access_status": "partly"}
    for text in FIELDS:
        if text.law:
            db.merge(SiteField(key=text.key, lang="sv", value=told.get(text.key, "Ifyllt")))
    partner = Partner(slug="parken", name="Parkförvaltningen")
    db.add(partner)
    remarks = _remarks(build)
    for remark in remarks[:6]:
        tag_remark(db, by, remark.id, 1, [TagChoice("belysning", "brist")])
    police = RemarkFilter(source="polis")
    batch = tag_many(db, by, police, candidates(db, police).digest, [TagChoice("inbrott", "positiv")])
    reader, twice = By("Everything", people["everything"].id), SampledRemark.remark_id
    sample_id = draw_sample(db, by, RemarkFilter(), reader.account_id, "3")
    once, again, *_ = db.scalars(select(twice).where(SampledRemark.sample_id == sample_id))
    read_second(db, reader, sample_id, once, [TagChoice("narkotika", "brist")])
    reading_id = db.scalars(select(SecondReading.id)).one()
    asked_for = disclosing.start(db, by, "KS 2026/117", "Alla synpunkter", RemarkFilter())
    opened, draft = _surveys(build)
    tell(build, 40, week=202640)
    public = publish(build, choice(202636, 202645))
    earlier, answers = _published_twice(build, build.survey("tva-omgangar"), by)
    walk, over = make_walk(db, state="planned", is_announced=True), walked(build, by)
    item_id = db.scalars(select(WalkRemark.item_id).where(WalkRemark.walk_id == over.id)).one()
    tablet = WalkTablet(walk_id=walk.id, number=1, token_hash="a" * 64)
    db.add(tablet)
    db.flush()
    disclosed = {"disclosure_id": asked_for.id, "remark_id": remarks[0].id}
    section = draft.waves[0].sections[1]
    of_draft = {"slug": "utkast", "section_id": section.id, "question_id": section.questions[0].id}
    arguments = {
        "survey_public": {"slug": opened.slug},
        "survey_staff": of_draft,
        "survey_staff.closing": {"slug": opened.slug},
        "survey_staff.paper_form": {"slug": opened.slug},
        "figures_staff": {"slug": opened.slug},
        "figures_staff.publication": {"slug": public.slug},
        **{f"figures_staff.{name}": disclosed for name in ("disclosure", "assess")},
        "figures_public": {"slug": public.slug, "other": public.slug},
        **{
            f"figures_public.{name}": {"slug": answers.slug, "other": earlier.slug}
            for name in ("show_answers", "answer_picture", "answers_file", "compare_answers")
        },
        "figures_staff.answer_publication": {"slug": answers.slug},
        "figures_public.theme": {"slug": "belysning"},
        "figures_staff.theme_text": {"slug": "belysning"},
        "tag_staff": {"slug": "belysning", "remark_id": remarks[6].id, "batch_id": batch, "stance": "brist"},
        **{f"tag_staff.{name}": {"sample_id": sample_id, "remark_id": again} for name in ("read_next", "read_again")},
        "tag_staff.disagreement": {"reading_id": reading_id},
        "place_staff": {"kind": "regso"},
        "walk_public": {"slug": walk.slug, "code": walk.join_code},
        "walk_staff": {"slug": walk.slug, "deed": "starta", "tablet_id": tablet.id},
        **{
            f"walk_staff.{name}": {"slug": over.slug, "number": 1, "item_id": item_id}
            for name in ("protocol", "point", "new_point", "owners", "compare", "choose_merge")
        },
        "people_staff": {"account_id": people["tagger"].id, "group": "help", "partner_id": partner.id},
    }
    return Town({name: open_session(db, p.id, p.name, p.email) for name, p in people.items()}, arguments)


def walked(build: Builder, by: By) -> Walk:
    """Return a walk that is over, with a remark in its protocol, made after another."""
    db = build.db
    walk = make_walk(db, state="open", is_announced=True, previous_id=make_walk(db, state="closed").id)
    paper.key_in(db, by, walk, [PaperLine(uuid.uuid4(), "unsafe", text="Mörkt vid trappan.", place_words="Trappan")])
    return running.step(db, by, walk.id, walk.version, "close")


def _remarks(build: Builder) -> list[Any]:
    build.district("1", "Väster", west=14.70)
    build.district("2", "Öster", west=14.85)
    at = {"lat": 56.85, "lng": 14.75, "geometry": SPOT}
    remarks = [build.remark(f"Det är mörkt på plats {n}.", feeling="unsafe", **at) for n in range(7)]
    remarks.append(build.remark("Fint och ljust.", feeling="safe", week=202640))
    remarks.append(build.remark("Polisen syns.", source="polis"))
    place_again(build.db)
    return remarks


def _published_twice(build: Builder, survey: Survey, by: By) -> list[AnswerPublication]:
    """Return what was answered to two waves of a survey, as it was published."""
    published = []
    for _wave in range(2):
        if published:
            survey.waves[0].state = "closed"
            again(build, survey)
        answer(build, survey, 8)
        published.append(publish_answers_of(build, survey, by))
    return published


def _surveys(build: Builder) -> tuple[Survey, Survey]:
    opened, draft = build.survey("oppen"), build.survey("utkast", state="draft")
    filled = fill(questionnaire_of(build.db, opened.waves[0].id), FORM)
    for _n in range(8):
        visit = {"visit_id": uuid.uuid4(), "visit_secret": "s" * 24}
        submit_response(build.db, wave_id=opened.waves[0].id, filled=filled, **visit, channel="web", lang="sv")
    return opened, draft
