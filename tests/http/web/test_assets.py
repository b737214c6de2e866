"""An address of a static file is compared with the files there are and never becomes a path: what is not there is 404, whatever it is called."""

import pytest

from dialog.web import assets
from tests.page import PageClient

ODD = (
    "a%00b",
    "a" * 3000,
    "../../pyproject.toml",
    "..%2f..%2fpyproject.toml",
    "%2e%2e/%2e%2e/start.py",
    "css",
    "css/",
    "%ff",
    ".",
)


@pytest.mark.parametrize("name", ODD, ids=lambda name: name[:24])
def test_no_odd_name_is_a_file(client: PageClient, name: str) -> None:
    assert client.http.get(f"/static/{'0' * 12}/{name}").status_code in (404, 308)


def test_what_is_not_there_takes_no_room(client: PageClient) -> None:
    client.get(f"/static/{'0' * 12}/css/resident.css")
    before = assets._read.cache_info().currsize
    for n in range(20):
        client.http.get(f"/static/{'0' * 12}/css/{n}.css")
    assert assets._read.cache_info().currsize == before


def test_a_comment_after_words_is_not_sent_and_a_string_stays() -> None:
    js, css = assets._COMMENT_AFTER[".js"], assets._COMMENT_AFTER[".css"]
    assert js.sub(b"", b'open("a; // b"); // the door\nnext();') == b'open("a; // b");\nnext();'
    for kept in (b'open("a; // b");', b"open('{ // b');", b"`, // b`", b"see(/a\\/\\/ b/);"):
        assert js.sub(b"", kept) == kept
    assert css.sub(b"", b'a { content: "/* b */" } /* c */\n') == b'a { content: "/* b */" }\n'
