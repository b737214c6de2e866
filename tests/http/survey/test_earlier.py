"""What came of earlier surveys, on the start page and on the address of a survey that is over."""

from datetime import timedelta

from dialog.base.clock import today
from tests.sessions import open_session
from tests.surveys import TEXTS

TOLD = {"sv": "Vi har satt upp ljus i tunneln.", "en": "We have put up lights in the tunnel."}


def test_the_start_page_says_when_it_will_be_told_and_then_what_came_of_it(client, build):
    assert "Det här blev det" not in client.get("/").text
    survey = build.survey(state="closed")
    page = client.get("/")
    assert "Det här blev det av tidigare enkäter" in page.text and "Vi svarar på webbplatsen i mars." in page.text
    survey.texts = {**TEXTS, "outcome": TOLD}
    survey.version += 1
    build.db.commit()
    said = client.get("/").text
    assert TOLD["sv"] in said and "Vi svarar på webbplatsen i mars." not in said
    assert TOLD["en"] in client.get("/en/").text
    assert TOLD["sv"] in client.get("/enkat/trygghet").text


def test_a_survey_whose_last_day_is_past_is_over_and_one_that_is_open_is_not(client, build):
    build.survey(slug="over", closes_on=today() - timedelta(days=1))
    build.survey(slug="oppen", title={"sv": "Den som är öppen"})
    page = client.get("/")
    assert len(page.find("section[aria-labelledby=earlier-title] h3")) == 1
    assert "Den som är öppen" not in page.find("section[aria-labelledby=earlier-title]")[0].text_content()


def test_staff_write_what_came_of_it_once_it_has_been_open(client, build):
    build.survey(slug="nytt", state="draft")
    survey = build.survey(state="closed")
    open_session(client, build.account("coordinator"))
    assert not client.get("/admin/enkater/nytt/uppgifter").find("textarea[name=outcome-sv]")
    assert "Berätta för invånarna vad svaren ledde till" in client.get("/admin/enkater/trygghet").text
    form = client.get("/admin/enkater/trygghet/uppgifter").form("/uppgifter")
    form.set("outcome-sv", TOLD["sv"])
    client.submit(form)
    build.db.refresh(survey)
    assert survey.texts["outcome"] == {"sv": TOLD["sv"]}
