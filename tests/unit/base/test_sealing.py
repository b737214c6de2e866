"""D9: what a tablet seals is opened by the site that the walk belongs to, by no other, and not after a bit has changed."""

import json
import shutil
import subprocess
import uuid
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialog.base.keys import Keys
from dialog.base.sealing import CannotOpen, decode, encode, new_pair, open_item, parts_of, seal_item

KEYS = Keys("the secret of one municipality, long enough")
PUBLIC, PRIVATE = new_pair(KEYS)
JS = Path(__file__).parents[2] / "js" / "seal_item.mjs"


@given(st.binary(max_size=2000), st.uuids(version=4), st.integers(1, 10**6))
@settings(max_examples=60, deadline=None)
def test_what_was_sealed_is_opened_and_only_as_what_it_was_sealed_as(
    data: bytes, item: uuid.UUID, revision: int
) -> None:
    about = f"{item}/{revision}"
    sealed = seal_item(PUBLIC, data, about)
    assert open_item(KEYS, PUBLIC, PRIVATE, sealed, about) == data
    with pytest.raises(CannotOpen):
        open_item(KEYS, PUBLIC, PRIVATE, sealed, f"{item}/{revision + 1}")


@given(st.data())
@settings(max_examples=80, deadline=None)
def test_a_changed_bit_anywhere_cannot_be_opened(data: st.DataObject) -> None:
    body = bytearray(b"".join(seal_item(PUBLIC, b"otrygg i tunneln", "a/1")))
    at = data.draw(st.integers(0, len(body) * 8 - 1))
    body[at // 8] ^= 1 << at % 8
    with pytest.raises(CannotOpen):
        open_item(KEYS, PUBLIC, PRIVATE, parts_of(bytes(body)), "a/1")


@given(st.binary(max_size=300))
@settings(max_examples=80, deadline=None)
def test_what_was_never_sealed_cannot_be_opened(body: bytes) -> None:
    with pytest.raises(CannotOpen):
        open_item(KEYS, PUBLIC, PRIVATE, parts_of(body), "a/1")


def test_another_walk_and_another_site_cannot_open() -> None:
    sealed = seal_item(PUBLIC, b"x", "a/1")
    other = new_pair(KEYS)
    with pytest.raises(CannotOpen):
        open_item(KEYS, *other, sealed, "a/1")
    with pytest.raises(CannotOpen):  # the private key itself opens under no other secret
        open_item(Keys("the secret of another municipality, as long"), PUBLIC, PRIVATE, sealed, "a/1")


@given(st.binary(max_size=100))
def test_base64url_goes_there_and_back(data: bytes) -> None:
    assert decode(encode(data)) == data == decode(encode(data) + "=" * (-len(encode(data)) % 4))


@pytest.mark.parametrize("text", ["a", "å", "+/+/", "ab cd", "a\n", "AA==BB"])
def test_what_is_no_base64url_is_refused(text: str) -> None:
    with pytest.raises(CannotOpen):
        decode(text)


def test_what_a_browser_seals_is_opened_here() -> None:
    node = shutil.which("node")
    assert node, "Node is part of what the tests need (start.py sets it up)"
    items = [{"id": str(uuid.uuid4()), "revision": n, "text": f"Mörkt i tunneln 🌧 {n}"} for n in (1, 2, 77)]
    done = subprocess.run(
        [node, str(JS)],
        input=json.dumps({"public_key": PUBLIC, "items": items}),
        capture_output=True,
        text=True,
        check=True,
    )
    told = json.loads(done.stdout)
    for item, sealed in zip(items, told["remarks"], strict=True):
        key, iv, data = (decode(sealed["sealed"][name]) for name in ("key", "iv", "data"))
        opened = open_item(KEYS, PUBLIC, PRIVATE, (key, iv, data), f"{item['id']}/{item['revision']}")
        assert json.loads(opened) == {"feeling": "unsafe", "text": item["text"]}
    photo = open_item(KEYS, PUBLIC, PRIVATE, parts_of(decode(told["photo"])), items[0]["id"])
    assert photo == bytes(range(256)) * 4
