"""The vocabulary: the 16 and 12 from the start, changed by a coordinator, and what has been tagged stays true."""

import itertools

from sqlalchemy import select
from sqlalchemy.orm import Session

from dialog.tag.filters import RemarkFilter
from dialog.tag.kinds import SHAPES, free_look, keys_for, slug_for
from dialog.tag.models import FocusArea
from dialog.tag.operations import forget
from dialog.tag.queries import areas, count, grouped, told, uses
from tests.build import Builder
from tests.http.tag.test_inbox import desk, form_of, log, save
from tests.page import PageClient

URL = "/admin/fokusomraden"


def test_there_are_sixteen_and_twelve_from_the_start(db: Session) -> None:
    groups = grouped(areas(db))
    assert (len(groups), sum(len(group.finer) for group in groups)) == (16, 12)
    found = areas(db)
    assert len({(area.shape, area.colour) for area in found}) == 28
    assert len({area.code.lower() for area in found}) == 28
    for one, other in itertools.pairwise(found):
        assert one.shape != other.shape
        assert one.colour != other.colour
    assert all(area.name["en"] and area.description["sv"] and area.description["en"] for area in found)
    assert {area.slug for area in found if area.is_sensitive} == {
        "vald-i-nara-relation",
        "hatbrott",
        "social-utsatthet",
    }
    assert next(area for area in found if area.slug == "belysning").partner is not None, "who answers for it is known"


def test_taggers_read_and_coordinators_change(client: PageClient, build: Builder) -> None:
    client.sign_in(build.account("tagger"))
    assert "Belysning och mörker" in client.get(URL).words()
    for path in ("/nytt", "/belysning/andra", "/belysning/sla-ihop"):
        client.get(URL + path, status=403)
    client.sign_in(build.account("coordinator"))
    client.get(f"{URL}/finns-inte/andra", status=404)


def test_one_is_added_and_chosen(client: PageClient, build: Builder, db: Session) -> None:
    client.sign_in(build.account("coordinator", "tagger"))
    form = client.get(f"{URL}/nytt").form("/nytt")
    form.fill(namn_sv="Älgar på vägen", namn_en="Moose on the road", beskrivning_sv="Vilda djur.", bokstaver="Äl")
    page = client.submit(form)
    assert "Älgar på vägen är tillagt." in page.words()
    remark = build.remark()
    save(client, remark, "algar-pa-vagen")
    assert count(db, RemarkFilter(focus_areas=("algar-pa-vagen",))) == 1
    assert len(log(db, "area.add")) == 1


def test_what_is_wrong_is_told_at_its_field(client: PageClient, build: Builder) -> None:
    client.sign_in(build.account("coordinator"))
    form = client.get(f"{URL}/nytt").form("/nytt").fill(namn_sv="", bokstaver="B1", beskrivning_sv="Kvar")
    page = client.submit(form, status=422)
    assert "Skriv ett namn på svenska." in page.words(".error-summary")
    assert "Kvar" in page.text
    form = page.form("/nytt").fill(namn_sv="Ljus", bokstaver="be", form="diamond", farg="11")
    page = client.submit(form, status=422)
    told_ = page.words(".error-summary")
    assert "Bokstäverna används redan" in told_
    assert "har redan den formen och färgen" in told_


def test_d13_two_editors_the_second_sees_the_others_text(client: PageClient, build: Builder, db: Session) -> None:
    client.sign_in(build.account("coordinator"))
    late = client.get(f"{URL}/belysning/andra").form("/belysning").fill(namn_sv="Mitt namn")
    client.submit(client.get(f"{URL}/belysning/andra").form("/belysning").fill(namn_sv="Deras namn"))
    page = client.submit(late, status=409)
    assert "Deras namn" in page.words(".notice.alarm")
    assert page.find("#namn_sv")[0].get("value") == "Mitt namn"
    client.submit(page.form("/belysning"))
    assert db.scalar(select(FocusArea.name).where(FocusArea.slug == "belysning"))["sv"] == "Mitt namn"


def test_a_merge_is_previewed_and_old_taggings_stay_true(client: PageClient, build: Builder, db: Session) -> None:
    client.sign_in(build.account("coordinator", "tagger"))
    both, one = build.remark("båda"), build.remark("en")
    save(client, both, "inbrott", "bilbrott-cykelstold")
    save(client, one, "bilbrott-cykelstold")
    page = client.get(f"{URL}/bilbrott-cykelstold/sla-ihop?med=inbrott")
    said = page.words()
    assert "2 synpunkter om Bilbrott och cykelstöld räknas till Inbrott." in said
    assert "1 av dem handlar redan om båda" in said
    page = client.submit(page.form("/sla-ihop"))
    assert "ingår i Inbrott" in page.words()
    inbrott = next(area for area in areas(db) if area.slug == "inbrott")
    assert uses(db)[inbrott.id] == 2
    assert count(db, RemarkFilter(focus_areas=("inbrott",))) == 2
    assert "Bilbrott" in desk(client, one).words(".history"), "the history keeps what was chosen"
    assert [box.get("value") for box in desk(client, one).find('.area input[name="fokus"][checked]')] == ["bilbrott-cykelstold"]  # fmt: skip
    save(client, one, "bilbrott-cykelstold", "narkotika")  # keeping what it has is not choosing it anew
    fresh = build.remark("ny")
    form = form_of(desk(client, fresh), fresh).set("fokus", ["bilbrott-cykelstold"])
    assert "används inte längre" in client.submit(form, button=("beslut", "spara"), status=422).words()
    client.submit(client.get(URL).form("/bilbrott-cykelstold/lage"))
    assert count(db, RemarkFilter(focus_areas=("inbrott",))) == 1, "taken apart again, each is what it was"


def test_a_merge_takes_the_finer_ones_and_earlier_merges_along(client: PageClient, build: Builder, db: Session) -> None:
    client.sign_in(build.account("coordinator"))
    client.submit(client.get(f"{URL}/narkotika/sla-ihop?med=valdsbrott-ran").form("/sla-ihop"))
    client.submit(client.get(f"{URL}/valdsbrott-ran/sla-ihop?med=inbrott").form("/sla-ihop"))
    found = {area.slug: area for area in areas(db)}
    assert found["narkotika"].merged_into == found["valdsbrott-ran"].merged_into == "inbrott"
    assert found["vald-i-nara-relation"].parent_id == found["inbrott"].id


def test_retired_is_not_offered_and_can_come_back(client: PageClient, build: Builder, db: Session) -> None:
    client.sign_in(build.account("coordinator", "tagger"))
    remark = build.remark()
    client.submit(client.get(f"{URL}/belysning/andra").form("/lage"))
    assert not desk(client, remark).find("#fokus-belysning")
    form = client.get(f"{URL}/nytt").form("/nytt").fill(namn_sv="Ljus", bokstaver="Lj", form="diamond", farg="11")
    client.submit(form)
    page = client.submit(client.get(URL).form("/belysning/lage"))
    assert "ny form eller färg" in page.words()
    looks = [(a.shape, a.colour) for a in areas(db) if a.is_active]
    assert len(looks) == len(set(looks))


def test_a_receipt_never_tells_what_is_sensitive(client: PageClient, build: Builder, db: Session) -> None:
    client.sign_in(build.account("coordinator", "tagger"))
    remark = build.remark()
    save(client, remark, "belysning", "hatbrott", "sexuella-trakasserier", "narkotika", nekad__narkotika="1")
    assert [name["sv"] for name in told(db, [remark.id])] == ["Belysning och mörker"]
    client.submit(client.get(f"{URL}/hatbrott/sla-ihop?med=ovrigt").form("/sla-ihop"))
    client.submit(client.get(f"{URL}/belysning/sla-ihop?med=sexuella-trakasserier").form("/sla-ihop"))
    assert told(db, [remark.id]) == [], "neither by the way of what it went into"


def test_decisions_go_with_the_remark(client: PageClient, build: Builder, db: Session) -> None:
    client.sign_in(build.account("tagger"))
    kept, gone = build.remark(), build.remark()
    save(client, kept, "belysning")
    save(client, gone, "belysning", anteckning="om den")
    forget(db, [gone.id])
    db.flush()
    assert count(db, RemarkFilter(state="tagged")) == 1


def test_small_rules() -> None:
    assert slug_for("Åäö & annat!", []) == "aao-annat"
    assert slug_for("Ljus", ["ljus", "ljus-2"]) == "ljus-3"
    assert slug_for("!!!", []) == "fokusomrade"
    assert keys_for(12)[:11] == [*"1234567890q"]
    assert keys_for(2, finer=True) == ["x 1", "x 2"]
    assert len(keys_for(40)) == 40
    assert keys_for(40)[-1] == ""
    everything = [(shape, colour) for shape in SHAPES for colour in range(1, 13)]
    assert free_look(everything) is None
    assert free_look(everything[:-1]) == everything[-1]
