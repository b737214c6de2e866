"""A whole walk: three tablets, twenty remarks and six photos on each, the network taken away in the middle; each arrives exactly once."""

from collections import Counter
from typing import Any

from playwright.sync_api import Page, expect
from sqlalchemy import select

from dialog.remark.models import Remark
from dialog.walk.models import WalkGroup, WalkPhoto, WalkRemark, WalkTablet
from tests.walks import make_walk

#: What the screen does for one, done for many by the page's own modules.
MANY = """([words, n, photos]) => (async () => {
  const at = (name) => import(document.querySelector("script[type=module]").src.replace("main.js", name));
  const [{ Keeper }, { Store }, { newDraft }] = [await at("keeper.js"), await at("store.js"), await at("state.js")];
  const store = new Store();
  const [kept] = await store.walks();
  const order = Math.max(0, ...(await store.items(kept.code)).map((item) => item.order));
  const keeper = new Keeper(store, kept, { order, nowhere: "-" });
  const canvas = new OffscreenCanvas(16, 12);
  canvas.getContext("2d").fillRect(4, 4, 8, 4);
  const picture = await canvas.convertToBlob({ type: "image/jpeg" });
  for (let i = 0; i < n; i += 1) {
    const draft = newDraft({ id: crypto.randomUUID(), feeling: "unsafe", hour: "2026-11-22T18:00", stop: 1 });
    draft.text = `${words} ${i}`;
    if (i < photos) {
      draft.photos.push(crypto.randomUUID());
      await keeper.savePhoto(draft, draft.photos[0], picture);
    }
    await keeper.save(draft);
  }
})()"""


def tell(page: Page, words: str) -> None:
    page.locator("[data-feeling=safe]").click()
    expect(page.locator("[data-saved]")).to_have_text("Sparat på plattan.")
    page.locator("[data-text-field]").fill(words)
    page.locator("[data-done]").first.click()
    expect(page.locator("#walk-title")).to_be_visible()


def walked(visit: Any, code: str, name: str) -> Page:
    """Join, tell ten with a network and ten without, and open the page again as after a rest in a pocket."""
    page: Page = visit(f"/v/{code}")
    page.locator("[data-join]").click()
    expect(page.locator("[data-step=files] [data-state]")).to_contain_text("Klart")
    page.locator("[data-group]").select_option("A" if name == "Ett" else "B")
    expect(page.locator("[data-group-said]")).to_have_text("Gruppen är sparad.")
    page.locator("[data-view=ready] [data-go=walk]").click()
    expect(page.locator("#walk-title")).to_be_visible()
    tell(page, f"{name} med nät")
    page.evaluate(MANY, [f"{name} före", 9, 3])
    page.context.set_offline(True)
    tell(page, f"{name} utan nät")
    page.evaluate(MANY, [f"{name} efter", 9, 3])
    page.reload()
    expect(page.locator("[data-count]")).to_contain_text("ej skickade")
    return page


def test_three_tablets_lose_the_network_and_everything_arrives_exactly_once(
    site: Any, visit: Any, visit_as: Any
) -> None:
    def make(build: Any) -> tuple[str, str, Any]:
        build.district("1", "Centrum")
        walk = make_walk(build.db)
        build.db.add_all([WalkGroup(walk_id=walk.id, letter=letter) for letter in "AB"])
        return walk.join_code, walk.slug, build.account("coordinator")

    code, slug, person = site.build(make)
    names = ["Ett", "Två", "Tre"]
    tablets = [walked(visit, code, name) for name in names]
    for page in tablets:
        page.context.set_offline(False)
        page.locator("[data-count]").click()
        page.locator("[data-view=list] [data-send]").click()
    for page in tablets:
        expect(page.locator("[data-count]")).to_have_text("Allt är skickat", timeout=30_000)
    told = [f"{name} {when}" for name in names for when in ("med nät", "utan nät")]
    told += [f"{name} {when} {i}" for name in names for when in ("före", "efter") for i in range(9)]
    with site.database.reading() as db:
        assert Counter(db.scalars(select(Remark.text))) == Counter(told)
        named = [photo for photos in db.scalars(select(WalkRemark.photo_ids)) for photo in photos]
        assert sorted(named) == sorted(str(one) for one in db.scalars(select(WalkPhoto.photo_id))) and len(named) == 18
        assert None not in db.scalars(select(WalkPhoto.item_id)).all()
        by_tablet = Counter(db.scalars(select(WalkRemark.tablet_id)))
        assert sorted(by_tablet.values()) == [20, 20, 20] and len(db.scalars(select(WalkTablet.id)).all()) == 3
    page = visit_as(person, f"/admin/vandringar/{slug}/leda")
    expect(page.locator("#inkommet")).to_have_text("60 synpunkter")
    expect(page.locator(".came-in")).to_contain_text("Tre utan nät")
    expect(page.locator("main")).to_contain_text("Grupp A: 20 synpunkter. Grupp B: 40 synpunkter.")
    page.goto(f"{site.url}/admin/vandringar/{slug}/foton")
    expect(page.locator("main img")).to_have_count(18)
