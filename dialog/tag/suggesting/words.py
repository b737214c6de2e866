"""A text as words: where each stands, in which clause, and whether it is the name of a street.

From `suggest` in this folder; to `matching.py` and `negation.py`. Nothing is known here of any focus area.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache

#: Letters, also with their dots as signs of their own after them, as some systems write å, ä and ö.
_LETTERS = r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*"
_WORD = re.compile(rf"{_LETTERS}(?:[-:'’&]{_LETTERS})*-?")
_SENTENCE_END = re.compile(r"[.!?;\n()]|\s[–—-]\s|:\s")
#: Words that begin a new clause, so that a denial before them does not reach past them.
_BREAKS = frozenset("men fast fastän däremot dock trots eftersom när där medan så sedan sen tills".split())
_DENIALS = frozenset("inte ej ingen inga inget aldrig".split())
#: After these "så" says how much ("det är så mycket", "inte direkt så att") and begins nothing new.
_SO_MUCH = _DENIALS | frozenset("är var finns blir direkt precis".split())
_STREET = re.compile(
    r".{2,}(?:gatan|gata|vägen|väg|stigen|gränd|gränden|torget|torg|backen|allén|parken|leden|rundeln|plan|ringen|bron)$"
)
#: Letters of a word that are looked at.
LONGEST = 60
_PLAIN = str.maketrans("åäöéèüøæ", "aaoeeuoa")


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it stands in the text, `[start:end]` in characters, and in small letters."""

    low: str
    start: int
    end: int
    sentence: int
    clause: int
    is_name: bool


def read(text: str) -> list[Word]:
    """Return the words of a text in order."""
    words: list[Word] = []
    sentence = clause = 0
    last_end = 0
    denied = -1  # the last sentence with "inte" or the like: "utan" then means "but", not "without"
    first = True
    for found in _WORD.finditer(text):
        between = text[last_end : found.start()]
        if words and _SENTENCE_END.search(between):
            sentence, clause, first = sentence + 1, clause + 1, True
        shown = found[0]
        low = lowered(shown[:LONGEST])
        is_break = low in _BREAKS and not (low == "så" and words and words[-1].low in _SO_MUCH)
        if words and ("," in between or is_break or (low == "utan" and denied == sentence)):
            clause += 1
        is_name = not first and shown[0].isupper() and not shown.isupper() and bool(_STREET.fullmatch(low))
        words.append(Word(low, found.start(), found.end(), sentence, clause, is_name))
        last_end, first = found.end(), False
        denied = sentence if low in _DENIALS else denied
    return [_dotted(word) for word in words] if is_bare(words) else words


def is_bare(words: list[Word]) -> bool:
    """Tell whether somebody writes without å, ä and ö."""
    return len(words) >= 3 and all(
        _DOTTED.get(plain(w.low), plain(w.low)) == w.low or w.low == plain(w.low) for w in words
    )


def _dotted(word: Word) -> Word:
    return replace(word, low=_DOTTED[word.low]) if word.low in _DOTTED else word


def lowered(shown: str) -> str:
    """Return a word in small letters, composed (å in one sign), and with no letter three times in a row."""
    low = unicodedata.normalize("NFC", shown).lower().strip("-:'’&")
    return re.sub(r"([^\W\d])\1{2,}", r"\1", low) if len(low) > 3 else low


#: Small words as somebody writes them who has no å, ä and ö, where they are no other word then.
_DOTTED = {
    word.translate(_PLAIN): word
    for word in "är på för när där gå går får många någon något några nån nåt även över från också båda hög höga längs förbi kör såg rädd rädda känner behöver måste åker".split()
}


#: Spelt another way and said the same; the order matters.
_ONE_FOR_ONE = str.maketrans("åäqzw", "oeksv")
_SAID_ALIKE = (
    (re.compile(r"ssion|tion|sion|sjon|chon|shon"), "sjon"),
    (re.compile(r"skj|stj|sch|sj|ch|sh"), "sj"),
    (re.compile(r"c(?=[eiy])"), "s"),
    (re.compile(r"c"), "k"),
    (re.compile(r"^[hgdl]j"), "j"),
    (re.compile(r"([aoe])rna(s?)$"), r"\1na\2"),
    (re.compile(r"([^\W\d_])\1+"), r"\1"),
)


@lru_cache(maxsize=20_000)
def sound(low: str) -> str:
    """Return a word roughly as it is said: "klåtter" and "klotter", "stasjonen" and "stationen" are the same."""
    low = low.translate(_ONE_FOR_ONE).replace("x", "ks").replace("ph", "f").replace("th", "t")
    for pattern, instead in _SAID_ALIKE:
        low = pattern.sub(instead, low)
    return low


@lru_cache(maxsize=20_000)
def plain(low: str) -> str:
    """Return a word as somebody writes it who has no å, ä and ö."""
    return low.translate(_PLAIN)
