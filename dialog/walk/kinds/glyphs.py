"""What the PDF's own fonts cannot show, put in signs that they can. A PDF/UA file that lacked a letter would not be made at all. Pure.

The fonts hold Latin, Greek, Cyrillic, Hebrew and Arabic letters and many signs, not emoji or Chinese. Comes before: `kinds/document.py`.
"""

import re
import unicodedata
from functools import lru_cache

#: Latin letters, which the fonts surely show.
_SURE = 0x180
#: Stands for a letter that cannot be shown.
MISSING = "□"
#: So many unknown letters of a text are asked about, some 25 ms each the first time; a text of more loses them all.
_MOST_ASKED = 60
_TRIED = b'#set document(title: "x")\n#set text(lang: "sv")\n#sys.inputs.letter'


def showable(text: str) -> str:
    """Return a text in letters that the fonts can show: a letter as its plain likeness where it has one, else as a square."""
    odd = sorted({letter for letter in text if ord(letter) >= _SURE})
    known = {letter: _instead(letter) if len(odd) <= _MOST_ASKED else MISSING for letter in odd}
    return re.sub(f"{MISSING}+", MISSING, "".join(known.get(letter, letter) for letter in text))


@lru_cache(maxsize=2000)
def _instead(letter: str) -> str:
    plain = unicodedata.normalize("NFKC", letter)
    return next((one for one in (letter, plain) if _shows(one)), MISSING)


def _shows(letters: str) -> bool:
    import typst

    try:
        typst.compile(
            _TRIED, format="pdf", ignore_system_fonts=True, sys_inputs={"letter": letters}, pdf_standards="ua-1"
        )
    except typst.TypstError:
        return False
    return True
