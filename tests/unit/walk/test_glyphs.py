"""Letters of a PDF: what the fonts are said to show they show, and one letter that they lack takes no other with it."""

import re
import unicodedata
from pathlib import Path

import pytest
import typst

from dialog.walk.kinds import document, drawing, glyphs, map_file
from dialog.walk.kinds.ground import Ground, Label

TEMPLATE = Path(document.__file__).with_name("protocol.typ").read_bytes()


def test_what_is_surely_shown_is() -> None:
    for first, last in glyphs.SURE:
        letters = [chr(n) for n in range(max(first, 0x20), last + 1)]
        assert glyphs._shows("".join(one for one in letters if unicodedata.category(one) not in ("Cn", "Cc")))


def test_one_missing_letter_takes_no_other_with_it() -> None:
    known = "".join(chr(n) for n in range(0x531, 0x557)) + "".join(chr(n) for n in range(0x1E00, 0x1E80)) + "پچگ"
    assert glyphs.showable(f"Ж{known} 🙂 שלום 漢字 ㎡") == f"Ж{known} □ שלום □ m2"


def test_past_the_limit_only_what_is_not_known_is_lost(monkeypatch) -> None:
    monkeypatch.setattr(glyphs, "_MOST_ASKED", 3)
    odd = "".join(chr(n) for n in range(0x531, 0x536))
    assert glyphs.showable(f"Привет {odd} 漢字語文書") == f"Привет {odd} □"


class PanicException(BaseException):
    """As the typesetter's own: not an `Exception`."""


def made(*said: str) -> bytes:
    rows = [document.Row("1", list(said), "Brist", "Fastighetsägarföreningen", ["Ja"], ["Öppen"])]
    words: dict[str, object] = {"columns": ["Nr", "", "", "", "", ""], "page": "Sida"}
    return document.pdf(
        document.Document("Protokoll", "Kommunen", "", "", [], [document.Part("Torget", rows)], words), TEMPLATE, {}
    )


@pytest.mark.parametrize("street", ["Ки́їв", "שָׁלוֹם", "سَلَام", "x\u0303 a\u0489"])
def test_marks_in_a_streets_name_do_not_keep_the_map_from_being_made(street: str) -> None:
    ground = Ground([], [Label(90, 90, 0, street)])
    picture = drawing.draw(None, [(1, "Torget", 56.9, 14.8)], (56.9, 14.802), [], lambda frame, taken: ground)
    assert picture is not None
    way = document.Picture("map", "Karta", "Ruter är samlingsplatsen.")
    told = document.Document("Protokoll", "Kommunen", "", "", [], [], {"columns": [""] * 6, "page": "Sida"}, way)
    drawn = map_file.svg(picture, street, "200 m", "N")
    assert document.pdf(told, TEMPLATE, {"map": drawn.encode()}).startswith(b"%PDF")


def test_a_typesetter_that_breaks_down_over_a_letter_is_asked_again_without_it(monkeypatch) -> None:
    told, real = [], typst.compile

    def compiled(*args, **more):
        told.append(more["sys_inputs"].get("data", ""))
        if "🙂" in told[-1]:
            raise PanicException("index out of bounds")
        return real(*args, **more)

    monkeypatch.setattr(typst, "compile", compiled)
    assert made("Mörkt 🙂 här").startswith(b"%PDF")
    assert "Mörkt □ här" in told[-1]

    def ended(*args, **more):
        raise KeyboardInterrupt

    monkeypatch.setattr(typst, "compile", ended)
    with pytest.raises(KeyboardInterrupt):
        made("Mörkt")


def test_long_words_and_long_points_stay_on_the_paper() -> None:
    assert pages_of(made(*["https://exempel.se/" + "a/b" * 320] * 4)) == 3, "an address that is parted takes lines"
    assert pages_of(made(*["Lampa"] * 100)) == 3, "a list goes on however short its lines"
    assert pages_of(made("Mörkt vid tunneln. " * 53, "Föreslagen åtgärd: " + "tänd lampan. " * 75)) == 2, (
        "a long point goes on"
    )


def pages_of(pdf: bytes) -> int:
    return int(re.findall(rb"/Type/Pages/Count (\d+)", pdf)[-1])
