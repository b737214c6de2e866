"""Suggestions on the desk: what is shown and to whom, what is sent back, and what becomes of each is kept with the decision."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from dialog.remark.models import Remark
from dialog.tag.models import FocusArea, SuggestedArea, Tagging
from dialog.tag.suggesting import Suggestion, suggest
from tests.build import Builder
from tests.page import Page, PageClient
from tests.unit.tag.test_weights import ROWS

TEXT = "Det är mörkt vid skolan, belysningen är trasig. Jag har aldrig sett droger här."


def by_examples(slug: str) -> tuple[str, Suggestion]:
    """A text that is told without the words of its topic, and what the shipped examples make of it."""
    return next(
        (text, one)
        for text in ROWS
        for one in suggest(text).suggestions
        if one.slug == slug and one.is_taught and one.score >= 0.7
    )


def desk(client: PageClient, remark: Remark) -> Page:
    return client.get(f"/admin/synpunkter/{remark.id}")


def decide(client: PageClient, remark: Remark, deed: str = "spara", **chosen: object) -> None:
    form = desk(client, remark).form(f"/admin/synpunkter/{remark.id}")
    for name, value in chosen.items():
        form.set(name.replace("__", "-"), value)
    client.submit(form, button=("beslut", deed))


def kept(db: Session) -> dict[str, str]:
    db.expire_all()
    rows = db.execute(
        select(FocusArea.slug, SuggestedArea.verdict).join(FocusArea, FocusArea.id == SuggestedArea.focus_area_id)
    )
    return {row.slug: row.verdict for row in rows}


def test_a_suggestion_shows_its_words_and_what_is_denied_apart(client: PageClient, build: Builder) -> None:
    remark = build.remark(TEXT)
    client.sign_in(build.account("tagger"))
    page = desk(client, remark)
    assert [one.get("data-suggestion") for one in page.find("[data-suggestion]")] == ["belysning"]
    assert "säker: ”mörkt”, ”belysningen”" in page.words("[data-suggestion]")
    assert [mark.text_content() for mark in page.find("mark.because")] == ["mörkt", "belysningen"]
    assert "sägs inte vara ett problem: Narkotika (”aldrig”, ”droger”)" in page.words("[data-suggested]")
    assert not page.find("[name=fokus][checked]")


def test_another_language_and_no_words_are_said(client: PageClient, build: Builder) -> None:
    finnish = build.remark("Täällä on öisin liian pimeä ja pelottava tunneli, en uskalla mennä")
    unknown = build.remark("Jag vet inte riktigt vad jag ska säga om saken")
    client.sign_in(build.account("tagger"))
    assert "verkar vara på finska. Läs själv eller ta hjälp av tolk." in desk(client, finnish).words("[data-suggested]")
    assert "Vet inte." in desk(client, unknown).words("[data-suggested]")
    scene, one = by_examples("narkotika")
    said = desk(client, build.remark(scene)).words("[data-suggestion=narkotika]")
    assert f"lärt av exempel, inte av ordlistan: ”{one.because[0]}”" in said


def test_only_those_who_read_texts_see_suggestions(client: PageClient, build: Builder) -> None:
    remark = build.remark(TEXT)
    client.sign_in(build.account("analyst"))
    page = desk(client, remark)
    assert not page.find("[data-suggested]")


def test_what_becomes_of_a_suggestion_is_kept(client: PageClient, build: Builder, db: Session) -> None:
    client.sign_in(build.account("tagger"))
    decide(client, build.remark(TEXT), "godta")
    assert kept(db) == {"belysning": "accepted"}
    assert db.scalars(select(Tagging.polarity)).one() == "brist"
    version = db.scalars(select(SuggestedArea.version)).one()
    assert len(version) == 8
    refused = build.remark("Klottret på skolan är fult")
    decide(client, refused, fokus=["ovrigt"])
    changed = build.remark("Det ligger skräp överallt")
    decide(client, changed, fokus=["nedskrapning"], hallning__nedskrapning="forslag")
    assert kept(db) == {"belysning": "accepted", "skadegorelse-klotter": "refused", "nedskrapning": "changed"}


def test_what_was_shown_is_kept_and_nothing_else_that_is_sent(client: PageClient, build: Builder, db: Session) -> None:
    remark = build.remark(TEXT)
    client.sign_in(build.account("tagger"))
    form = desk(client, remark).form(f"/admin/synpunkter/{remark.id}")
    form.set("forslag", ["belysning brist 9.99", "finns-inte brist 0.80", "inbrott brist 0.80", "<b>"])
    form.set("fokus", ["belysning"])
    client.submit(form, button=("beslut", "spara"))
    assert kept(db) == {"inbrott": "refused"}


def test_what_is_decided_gets_no_new_suggestion(client: PageClient, build: Builder) -> None:
    remark = build.remark(TEXT)
    client.sign_in(build.account("tagger"))
    decide(client, remark, fokus=["belysning"])
    assert not desk(client, remark).find("[data-suggested]")
