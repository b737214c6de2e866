"""Reporting a place, going back and sending again is one remark: the browser finds the form with the id it had."""

from sqlalchemy import func, select

from dialog.remark.models import Remark


def test_sending_going_back_and_sending_again_is_one_remark(site, visit):
    page = visit("/plats")
    page.check("input[value=unsafe]")
    page.fill("textarea >> nth=0", "Mörkt vid tunneln")
    page.fill("#place_words", "Torget")
    for _ in range(2):
        page.get_by_role("button", name="Skicka det jag har berättat").click()
        page.wait_for_url("**svar=1")
        page.go_back()
        page.fill("#place_words", "Torget")  # a field that a browser must not remember on the device
        assert page.input_value("textarea >> nth=0") == "Mörkt vid tunneln"
    with site.database.reading() as db:
        assert db.scalar(select(func.count()).select_from(Remark)) == 1
