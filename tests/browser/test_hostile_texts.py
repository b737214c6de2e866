"""TRUST S5 in a browser: hostile texts in the inbox, on a remark's page and on the map do nothing there; and the two pages of files."""

from typing import Any

import pytest

from tests.trust.hostile import PAGES


@pytest.fixture
def signed_in(site: Any, visit_as: Any) -> Any:
    account = site.build(lambda build: build.account("admin", name="<img src=x onerror=alert(1)>"))

    def open_page(path: str, **how: Any) -> Any:
        page = visit_as(account, "/admin", **how)
        page.on("dialog", lambda dialog: (site.faults.append("a dialog opened"), dialog.dismiss()))
        page.goto(site.url + path)
        return page

    return open_page


def test_s5_nothing_happens_in_inbox_remark_and_map(site: Any, signed_in: Any) -> None:
    def make(build: Any) -> list[Any]:
        build.district()
        made = []
        for n, payload in enumerate(PAGES):
            lat, lng = 56.85 + n // 9 * 0.0004, 14.75 + n % 9 * 0.0008
            geometry = {"type": "Point", "coordinates": [lng, lat]}
            made.append(
                build.remark(
                    payload,
                    week=202640 + n % 4,
                    suggestion=payload,
                    place_words=payload,
                    lat=lat,
                    lng=lng,
                    geometry=geometry,
                )
            )
        return made

    remarks = site.build(make)
    page = signed_in("/admin/synpunkter")
    page.wait_for_load_state("networkidle")
    for remark in remarks[::12]:
        page.goto(f"{site.url}/admin/synpunkter/{remark.id}")
        page.wait_for_load_state("networkidle")
    seen = 0
    for week in range(202640, 202644):  # so few at a time that each stands for itself on the map
        page.goto(f"{site.url}/admin/karta?fran={week}&till={week}")
        page.locator("a.map-link").first.wait_for()
        seen += page.locator("a.map-link").count()
        page.locator("a.map-link").first.hover(force=True)
        page.evaluate("new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(seen)))")
    assert seen == len(PAGES)
    assert site.faults == []


def test_the_pages_of_files_are_whole_when_narrow(site: Any, signed_in: Any) -> None:
    site.build(lambda build: (build.district(), build.survey()))
    page = signed_in("/admin/export", width=320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.goto(f"{site.url}/admin/import")
    page.locator("select#source").select_option("polis")
    rows = "text;känsla;lat;lng\nMörkt;otrygg;56,85;14,75\nBra;fel;;\n".encode()
    page.locator("#file").set_input_files({"name": "a.csv", "mimeType": "text/csv", "buffer": rows})
    page.get_by_role("button", name="Visa vad som läses in").click()
    page.get_by_role("button", name="Läs in 1 synpunkt och hoppa över resten").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.get_by_role("button", name="Läs in 1 synpunkt och hoppa över resten").click()
    page.get_by_text("1 synpunkt är inläst").wait_for()
