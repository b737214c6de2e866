"""Reporting a place, going back and sending again is one remark: the browser finds the form with the id it had."""

import re

from playwright.sync_api import expect
from sqlalchemy import func, select

from dialog.remark.models import Remark


def test_sending_going_back_and_sending_again_is_one_remark(site, visit):
    page = visit("/plats")
    page.check("input[value=unsafe]")
    page.fill("textarea >> nth=0", "Mörkt vid tunneln")
    page.fill("#place_words", "Torget")
    page.get_by_role("button", name="Visa på kartan").click()
    page.get_by_role("button", name="Sätt platsen här").click()
    pin = page.locator("[name=place_geometry]")
    expect(pin).to_have_value(re.compile("Point"))
    where = pin.input_value()
    for _ in range(2):
        page.get_by_role("button", name="Skicka det jag har berättat").click()
        page.wait_for_url("**svar=1")
        page.go_back()
        # The words and the pin too, which no browser remembers on the device for another visit.
        expect(page.locator("#place_words")).to_have_value("Torget")
        expect(pin).to_have_value(where)
        expect(page.locator("[data-place-status]")).to_have_text("Platsen finns kvar på kartan.")
        assert page.input_value("textarea >> nth=0") == "Mörkt vid tunneln"
    assert visit("/plats").input_value("#place_words") == ""
    with site.database.reading() as db:
        assert db.scalar(select(func.count()).select_from(Remark)) == 1
