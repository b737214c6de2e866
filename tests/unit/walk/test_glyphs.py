"""Letters of a PDF: what the fonts are said to show they show, and one letter that they lack takes no other with it."""

import unicodedata

from dialog.walk.kinds import glyphs


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
