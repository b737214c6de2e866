"""`/kvitto`: what became of what was sent, and taking it back."""

import math
import statistics
import time
import uuid
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dialog.base.keys import RECEIPT_BITS, read_receipt, show_receipt
from dialog.people.kinds import By
from dialog.people.models import SiteField
from dialog.people.operations import record_audit
from dialog.remark import operations, queries
from dialog.remark.kinds import NewRemark
from dialog.remark.models import Receipt, Remark, SetAside
from dialog.remark.sections import FATE
from tests.page import Page, PageClient

TEXT = "En alldeles särskild mening om tunneln."


@pytest.fixture
def code(db: Session) -> str:
    """The receipt of a remark that somebody has sent."""
    made = operations.submit_remark(db, uuid.uuid4(), "s" * 24, TEXT.encode(), NewRemark(text=TEXT)).code
    db.commit()
    return made


def look_up(client: PageClient, code: str, status: int = 200) -> Page:
    form = client.get("/kvitto").form("/kvitto").fill(kod=code)
    return client.submit(form, status=status)


def decide(db: Session) -> None:
    db.add(SiteField(key=queries.DECISION_FIELD, lang="sv", value="KS 2026/12"))
    db.commit()


def test_the_state_is_told_and_never_the_text(client: PageClient, db: Session, code: str) -> None:
    page = look_up(client, show_receipt(code).upper())
    assert "är inte läst än" in page.words() and TEXT not in page.text
    assert page.headers["Cache-Control"] == "no-store"
    remark = db.scalars(select(Remark)).one()
    record_audit(db, By("Anna"), "remark.list", "remark", count=1)
    db.commit()
    assert "är inte läst än" in look_up(client, code).words()
    record_audit(db, By("Anna"), "remark.read", "remark", str(remark.id))
    db.commit()
    assert "En människa har läst" in look_up(client, code).words()


def test_what_has_been_decided_on_has_been_read(client: PageClient, db: Session, code: str) -> None:
    db.scalars(select(Remark)).one().is_handled = True
    db.commit()
    assert "En människa har läst" in look_up(client, code).words()


def test_focus_areas_that_may_be_told_are_told(client: PageClient, code: str, monkeypatch: Any) -> None:
    monkeypatch.setitem(FATE, "test", lambda _db, ids: [{"sv": "Belysning", "en": "Lighting"}] * len(ids))
    assert "Belysning" in look_up(client, code).words()


def test_a_code_is_never_part_of_an_address(client: PageClient, code: str) -> None:
    page = look_up(client, code)
    assert code not in page.url
    assert all(code not in (e.get("href") or e.get("action") or "") for e in page.find("a, form"))
    asked = client.get(f"/kvitto?kod={code}")
    assert "Visa vad som har hänt" in asked.words() and code not in asked.text


def test_taking_back_is_confirmed_first_and_says_that_it_is_erased(client: PageClient, db: Session, code: str) -> None:
    decide(db)
    page = client.submit(look_up(client, code).form("/ta-tillbaka"))
    assert "tas bort för gott" in page.words() and "redan är publicerade ändras inte" in page.words()
    assert db.scalars(select(Remark.text)).one() == TEXT
    done = client.submit(page.form("/ta-tillbaka"))
    assert done.h1 == "Det är tillbakataget" and "är borta" in done.words()
    assert [db.scalar(select(func.count()).select_from(t)) for t in (Remark, Receipt, SetAside)] == [0, 0, 0]


def test_without_a_decision_it_says_that_it_is_set_aside(client: PageClient, db: Session, code: str) -> None:
    page = client.submit(look_up(client, code).form("/ta-tillbaka"))
    assert "sparas undan" in page.words()
    assert "sparas undan" in client.submit(page.form("/ta-tillbaka")).words()
    assert [db.scalar(select(func.count()).select_from(t)) for t in (Remark, Receipt, SetAside)] == [0, 0, 1]


def test_what_is_no_code_is_said_at_the_field(client: PageClient) -> None:
    for typed in ("", "abc", "a" * 27, "å" * 26, "1" * 26, "\0" * 26):
        page = look_up(client, typed, status=422)
        assert "26 tecknen" in page.words("#error-summary")


def test_s13_used_and_never_issued_receipts_answer_alike(client: PageClient, code: str) -> None:
    client.post("/kvitto/ta-tillbaka", {"kod": code, "bekrafta": "ja"})
    never = "a" * 26
    for path, more in (("/kvitto", {}), ("/kvitto/ta-tillbaka", {}), ("/kvitto/ta-tillbaka", {"bekrafta": "ja"})):
        used = client.post(path, {"kod": code, **more}, status=404)
        unreal = client.post(path, {"kod": never, **more}, status=404)
        assert used.text == unreal.text and dict(used.headers) == dict(unreal.headers)


def test_s11_a_receipt_has_130_bits_and_only_a_keyed_hash_is_kept(db: Session, code: str) -> None:
    assert RECEIPT_BITS == 130 and len(code) * math.log2(32) == 130
    kept = db.execute(select(Receipt.__table__)).one()
    assert code not in str(kept) and all(len(h) == 64 for h in kept[:3])


def test_s11_codes_use_all_their_characters_evenly(db: Session) -> None:
    keys = db.info["keys"]
    codes = {keys.receipt(uuid.uuid4(), "s" * 24) for _ in range(5000)}
    assert len(codes) == 5000 and all(read_receipt(show_receipt(c)) == c for c in codes)
    text = "".join(codes)
    counts = [text.count(c) for c in "abcdefghijklmnopqrstuvwxyz234567"]
    expected = len(text) / 32
    assert sum((n - expected) ** 2 / expected for n in counts) < 80  # chi-square, 31 degrees: p < 0.000003


def test_s11_real_and_unreal_receipts_take_the_same_time(client: PageClient, db: Session, code: str) -> None:
    """2 × 500 look-ups, interleaved: p over 0.01 (Welch, normal approximation), or a difference under 0.3 ms.

    Real: one that leads to something, and one that has been used. Timed from the request to the answer.
    """
    used = operations.submit_remark(db, uuid.uuid4(), "s" * 24, b"2", NewRemark(text="Två")).code
    operations.take_back(db, used)
    db.commit()

    def timed(one: str) -> float:
        started = time.perf_counter()
        client.http.post("/kvitto", data={"kod": one})
        return (time.perf_counter() - started) * 1000

    kinds = {"unreal": "b" * 26, "real": code, "used": used}
    times: dict[str, list[float]] = {kind: [] for kind in kinds}
    for _ in range(520):
        for kind, one in kinds.items():
            times[kind].append(timed(one))
    for kind in ("real", "used"):
        a, b = times[kind][20:], times["unreal"][20:]
        difference = abs(statistics.median(a) - statistics.median(b))
        spread = math.sqrt((statistics.variance(a) + statistics.variance(b)) / 500)
        p = math.erfc(abs(statistics.mean(a) - statistics.mean(b)) / spread / math.sqrt(2))
        assert difference < 0.3 or p > 0.01, f"{kind}: difference {difference:.3f} ms, p {p:.4f}"
