"""What the PDF's own fonts cannot show, put in signs that they can. A PDF/UA file that lacked a letter would not be made at all. Pure.

The fonts hold Latin, Greek, Cyrillic, Hebrew and everyday Arabic letters and many signs, not emoji or Chinese. Comes before: `kinds/document.py`.
"""

import re
import unicodedata
from collections import deque
from functools import lru_cache

#: What the fonts surely show, first and last; `tests/unit/walk/test_glyphs.py` asks them.
SURE = (
    (0x0000, 0x04FF),  # Latin, phonetic and combining signs, Greek, Cyrillic
    (0x0590, 0x05FF),  # Hebrew
    (0x0621, 0x063A), (0x0641, 0x0652),  # Arabic
    (0x1E00, 0x1FFF),  # more Latin and Greek
    (0x2000, 0x2040), (0x2070, 0x20C0),  # punctuation, small digits, currencies
    (0x2190, 0x23FF),  # arrows, mathematics
)  # fmt: skip
#: Stands for a letter that cannot be shown.
MISSING = "□"
#: So often are the fonts asked for one document, some 4 ms each; letters that are still unknown then are lost, and no others.
_MOST_ASKED = 400
_TRIED = b'#set document(title: "x")\n#set text(lang: "sv")\n#sys.inputs.letters'


def showable(text: str) -> str:
    """Return a text in letters that the fonts can show: a letter as its plain likeness where it has one, else as a square."""
    odd = {letter for letter in text if not is_sure(letter)}
    plain = {letter: unicodedata.normalize("NFKC", letter) for letter in odd}
    shown = _shown(odd | {likeness for words in plain.values() for likeness in words if not is_sure(likeness)})
    instead = {
        letter: next(
            (words for words in (letter, plain[letter]) if all(is_sure(one) or one in shown for one in words)), MISSING
        )
        for letter in odd
    }
    return re.sub(f"{MISSING}+", MISSING, "".join(instead.get(letter, letter) for letter in text))


def is_sure(letter: str) -> bool:
    """Say whether the fonts show a letter, without asking them."""
    return any(first <= ord(letter) <= last for first, last in SURE) and unicodedata.category(letter) != "Cn"


def _shown(letters: set[str]) -> set[str]:
    """Return those that the fonts show: many are asked about at once, and by halves where one of them is missing."""
    waiting, shown, asked = deque(["".join(sorted(letters))] if letters else []), set[str](), 0
    while waiting and asked < _MOST_ASKED:
        group = waiting.popleft()
        asked += 1
        if _shows(group):
            shown |= set(group)
        elif len(group) > 1:
            waiting += [group[: len(group) // 2], group[len(group) // 2 :]]
    return shown


@lru_cache(maxsize=2000)
def _shows(letters: str) -> bool:
    import typst

    try:
        typst.compile(
            _TRIED, format="pdf", ignore_system_fonts=True, sys_inputs={"letters": " ".join(letters)}, pdf_standards="ua-1"
        )  # fmt: skip
    except BaseException as error:
        if not is_lacking(error):
            raise
        return False
    return True


def is_lacking(error: BaseException) -> bool:
    """Say whether a fault of the typesetter may come of letters that its fonts lack: it says so, or breaks down over them (Arabic)."""
    return "could not be displayed" in str(error) or type(error).__name__ == "PanicException"
