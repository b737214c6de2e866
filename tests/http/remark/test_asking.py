"""Before sending: asked once, kindly, with nothing kept and nothing lost; /plats and surveys alike."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dialog.people.models import SiteField
from dialog.remark.models import Remark
from dialog.survey.models import Answer, Response
from tests.page import Page, PageClient
from tests.surveys import good_answers

NAMED = "Kalle Andersson på Storgatan 12B säljer droger vid tunneln. Ring mig på 070-123 45 67."


def tell(client: PageClient, text: str = NAMED, status: int = 422, **more: Any) -> Page:
    form = client.get("/plats").form("/plats")
    told = {"feeling": "unsafe", "place_words": "Tunneln", "text": text, "season": ["winter", "autumn"]} | more
    filled = form.fill(**told)
    return client.submit(filled, status=status)


def test_what_shows_who_somebody_is_is_asked_about_once_and_nothing_is_kept_meanwhile(
    client: PageClient, db: Session
) -> None:
    tell(client, fraga="forst", feeling=None, status=204)  # what has faults is for the form itself to say
    tell(client, "Det är mörkt vid lampa 112.", fraga="forst", status=204)
    assert tell(client, fraga="forst").find(
        "[data-ask] [data-mend][hidden]"
    )  # what the form's own script puts on the page
    asked = tell(client)
    assert asked.h1 == "Innan du skickar" and db.scalar(select(Remark.id)) is None
    assert "112" in asked.words() and "114 14" in asked.words() and asked.words().index("112") < 200
    marked = [mark.text_content() for mark in asked.find("main mark")]
    assert any("Kalle Andersson" in part for part in marked)
    form = asked.form("/plats")
    done = client.submit(form.fill(fraga="som-det-ar"))
    assert done.h1 == "Tack, det har kommit fram"
    remark = db.scalars(select(Remark)).one()
    assert (remark.text, remark.season, remark.place_words) == (NAMED, "autumn,winter", "Tunneln")
    assert client.submit(form.fill(fraga="som-det-ar")).words("#receipt-code") == done.words("#receipt-code")
    client.submit(form.fill(**{"fraga": "utan", "utan-text": "Något annat."}), status=409)


def test_what_is_proposed_instead_can_be_sent(client: PageClient, db: Session) -> None:
    asked = tell(client, suggestion="Prata med Lisa Svensson")
    form = asked.form("/plats")
    done = client.submit(form.fill(fraga="utan"))
    assert done.h1 == "Tack, det har kommit fram"
    remark = db.scalars(select(Remark)).one()
    assert "Kalle" not in remark.text and "070" not in remark.text and "[namn]" in remark.text
    assert "Lisa" not in remark.suggestion and "tunneln" in remark.text


def test_an_ordinary_text_is_never_asked_about(client: PageClient) -> None:
    for text in ("Det är mörkt i tunneln vid Storgatan och lampa 112 är trasig.", "Buss 4 stannar inte kl 22.", "Ok"):
        tell(client, text, status=200)


def test_a_child_who_is_harmed_leads_to_the_municipalitys_own_routine(client: PageClient, db: Session) -> None:
    db.add(SiteField(key="worry_report", lang="sv", value="Mottagningen: 0470-410 00\nJouren: 0470-77 60 00"))
    db.flush()
    asked = tell(client, "Pappan på gården slår sitt barn varje kväll.")
    words = asked.words()
    assert "0470-77 60 00" in words and words.index("112") < words.index("0470-77 60 00")


def test_a_survey_asks_alike_and_all_that_was_typed_follows(client: PageClient, db: Session, build: Any) -> None:
    build.survey()
    form = client.get("/enkat/trygghet").form()
    for name, values in good_answers(tell="Grannen Kalle Andersson stör.").items():
        form.set(name, values)
    assert client.submit(form, button=("fraga", "forst"), status=422).find("[data-ask]")
    asked = client.submit(form, status=422)
    assert asked.h1 == "Innan du skickar" and db.scalar(select(Response.id)) is None
    done = client.submit(asked.form().fill(fraga="utan"))
    assert done.words("#receipt-code")
    kept = [*db.scalars(select(Remark.text)), *db.scalars(select(Answer.words))]
    assert any("[namn]" in (text or "") for text in kept) and not any("Kalle" in (text or "") for text in kept)
