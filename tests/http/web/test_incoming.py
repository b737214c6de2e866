"""What comes in that no form means: parts without names, NUL, JSON where a form is read, origins that are no address (TRUST D25)."""

from io import BytesIO
from types import SimpleNamespace

import pytest

from dialog.web import incoming
from tests.page import PageClient


def multipart(*parts: str) -> dict[str, object]:
    body = "".join(f"--b\r\nContent-Disposition: form-data{part}\r\n" for part in parts) + "--b--\r\n"
    return {"data": body.encode(), "content_type": "multipart/form-data; boundary=b"}


def test_a_part_without_a_name_is_left_out(client: PageClient) -> None:
    sent = multipart("\r\n\r\nnobody's", '; filename="x"\r\n\r\nnobody\'s', '; name="kod"\r\n\r\nabc')
    assert client.http.post("/kvitto", **sent).status_code == 422


def test_a_part_without_a_name_reaches_no_form_of_staff(client: PageClient, build) -> None:
    client.sign_in(build.account("admin"))
    token = client.get("/admin/mitt-konto").find('input[name="csrf_token"]')[0].get("value")
    sent = multipart("\r\n\r\nnobody's", f'; name="csrf_token"\r\n\r\n{token}', '; name="name"; filename="a"\r\n\r\nx')
    assert client.http.post("/admin/mitt-konto", **sent).status_code == 422
    assert client.http.post("/admin/mitt-konto", **multipart("\r\n\r\nx")).status_code == 400  # no token at all


@pytest.mark.parametrize("sent", ["1e999", "[" * 100_000, '{"name": 1}', "null", "{"])
def test_json_is_no_form(client: PageClient, build, sent: str) -> None:
    assert client.http.post("/admin/logga-in", data=sent, content_type="application/json").status_code == 422
    client.sign_in(build.account("admin"))
    token = client.get("/admin/mitt-konto").find('input[name="csrf_token"]')[0].get("value")
    headers = {"X-CSRF-Token": token}
    answer = client.http.post("/admin/mitt-konto", data=sent, content_type="application/json", headers=headers)
    assert answer.status_code == 422


def test_nul_is_left_out_of_what_is_read(client: PageClient) -> None:
    assert client.http.get("/platser/sok?q=%00Cen%00trum").status_code == 200
    page = client.post("/kvitto", {"kod": "abc\0"}, status=422)
    assert page.find('input[name="kod"]')[0].get("value") == "abc"


@pytest.mark.parametrize("origin", ["http://[::1", "http://]", "::"])
def test_an_origin_that_is_no_address_is_foreign(client: PageClient, origin: str) -> None:
    assert client.http.post("/kvitto", data={"kod": "a"}, headers={"Origin": origin}).status_code == 403


def test_a_form_has_no_more_fields_and_is_no_larger_than_ours(client: PageClient) -> None:
    many = b"&".join(b"a%d=1" % n for n in range(5000))
    plain = {"content_type": "application/x-www-form-urlencoded"}
    assert client.http.post("/plats", data=many, **plain).status_code == 413
    assert client.http.post("/plats", data={"text": "a" * 1_100_000}).status_code == 413
    assert client.http.post("/plats", data={"text": "a" * 900_000}).status_code == 422
    assert client.http.post("/admin/logga-in", data=b"kept=" + b"a" * 2_200_000, **plain).status_code == 413
    unread = BytesIO(b"a" * 3_000_000)  # who is still sending when the answer comes may never see it
    sent = client.http.post("/plats", input_stream=unread, content_length=3_000_000, **plain)
    assert (sent.status_code, unread.tell()) == (413, 3_000_000)
    longer = BytesIO(b"feeling=x" + b"a" * 1_000)  # what follows on the same connection is another request
    sent = client.http.post("/plats", input_stream=longer, environ_overrides={"CONTENT_LENGTH": "9"}, **plain)
    assert (sent.status_code, longer.tell()) == (422, 9)


def test_slow_senders_of_what_is_refused_hold_two_threads_at_most(client: PageClient) -> None:
    def send() -> tuple[int, int]:
        body = BytesIO(b"abc")
        return client.http.post("/finns-inte", input_stream=body, content_length=67_108_864).status_code, body.tell()

    with incoming._throwing_away, incoming._throwing_away:  # two whose sending is waited for
        assert send() == (404, 0)
    assert [send() for _ in range(3)] == [(404, 3)] * 3  # each frees the place that it took


def test_slow_senders_leave_threads_that_show_pages_and_say_no_at_once(
    client: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = SimpleNamespace(monotonic=lambda: 1000.0)
    monkeypatch.setattr(incoming, "time", now)
    monkeypatch.setattr(incoming, "_PATIENCE", 0.01)
    monkeypatch.setattr(incoming, "_turns", turns := incoming.Turns(1))
    waited: list[float] = []
    take = turns._free.acquire

    def acquire(blocking: bool = True, timeout: float | None = None) -> bool:
        waited.extend([] if timeout is None else [timeout])
        return take(blocking, timeout)

    monkeypatch.setattr(turns._free, "acquire", acquire)
    with turns:  # somebody whose sending is waited for
        for path, status in (("/plats", 503), ("/admin/logga-in", 503), ("/finns-inte", 404)):
            sent = client.http.post(path, data={"text": "a"})
            assert (sent.status_code, "Retry-After" in sent.headers) == (status, status == 503)
        assert client.http.post("/plats", data={"text": "a"}).status_code == 503 and client.get("/plats")
        assert waited == [0.01]  # the first; for a second after that it is said at once
        now.monotonic = lambda: 1001.5
        assert client.http.post("/plats", data={"text": "a"}).status_code == 503 and waited == [0.01] * 2
    assert client.http.post("/plats", data={"text": "a"}).status_code == 422


def test_who_asks_before_sending_is_not_told_to_send_what_is_refused(client: PageClient) -> None:
    body, first = BytesIO(b"a" * 3_000_000), {"Expect": "100-continue"}
    sent = client.http.post("/finns-inte", input_stream=body, content_length=3_000_000, headers=first)
    assert (sent.status_code, body.tell()) == (404, 0)


def test_marks_heaped_on_a_letter_hold_nobody(client: PageClient) -> None:
    heap = "a" + "\u0301\u0316" * 80_000
    assert client.http.post("/plats", data={"text": heap}).status_code == 422
    assert client.http.post("/admin/logga-in", data={"email": heap, "password": "x"}).status_code == 422
    assert client.http.post("/plats", data={"place_search": "1", "place_words": heap}).status_code == 200
    assert client.http.post("/plats", data={"place_search": "1", "place_words": "a" * 90_000}).status_code == 200
