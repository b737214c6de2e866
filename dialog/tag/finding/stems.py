"""The stem of a Swedish word: what its inflected forms share, so that `gatorna` is found by `gata`. Own rules, no word list.

From `reading.py` (words of a text) and `asking.py` (words that are looked for); both go through the same function, so a
stem need not be a word, only the same for all forms of one. å, ä and ö are letters of their own and are never a or o.
"""

import re
from functools import lru_cache
from importlib import resources

LONGEST = 40  # letters of a word that are looked at; PostgreSQL's index takes no longer ones than some hundred
_VOWEL = re.compile("[aeiouyåäöéüæø]")

#: Endings, longest first; what is left has three letters and a vowel.
_ENDINGS = sorted(
    """heternas heterna hetens heter heten het arnas ernas ornas enas arna erna orna arens arnes aren arne ena andes anden ande
    endet enden ende ades aste ades ade ats ans ens ets ars ors ers ast are ad at an ar er en et or as es a e""".split(),
    key=len,
    reverse=True,
)
#: Words that end as if they were inflected: et, en, an, or, er and so on belong to the word itself.
_WHOLE = re.compile(
    ".*(?:staket|plats|raket|paket|planet|magnet|trumpet|tapet|trottoar|(?:al|il|iv|ic|rs|ns|[gt]u)itet|internet|motor|traktor|dator|kontor|doktor|rektor|faktor|sektor"
    "|professor|terror|mentor|reaktor|ambulans|instans|distans|balans|brigad|promenad|barrikad|fasad|rad|grad|stad|pappers"
    "|kamrat|soldat|advokat|automat|klimat|format|resultat|privat|elefant|restaurant|trafikant|sommar|hammar)"
)
_OF_WHOLE = ("", "ernas", "erna", "arna", "ens", "ets", "en", "et", "er", "ar", "n", "s", "t")
_NEVER = re.compile("[^\\W\\d]*\\d")


@lru_cache(maxsize=1)
def _irregular() -> dict[str, str]:
    """Return forms that no rule joins: a line of `irregular.txt` is a stem and its forms; after "=" words that stay as they are."""
    found: dict[str, str] = {}
    for line in resources.files(__package__).joinpath("irregular.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        if line.startswith("="):
            found.update((word, word) for word in line[1:].split())
        else:
            first, *forms = line.split()
            found.update((form, first) for form in (first, *forms))
    return found


@lru_cache(maxsize=16_384)
def stem(low: str) -> str:
    """Return the stem of a word in small letters."""
    irregular = _irregular()
    if low in irregular:
        return irregular[low]
    if len(low) < 4 or _NEVER.match(low):
        return low
    return _evened(_cut(low))


def _cut(low: str) -> str:
    """Return a word without its ending."""
    for ending in _OF_WHOLE:
        left = low.removesuffix(ending)
        if (left != low or not ending) and _WHOLE.fullmatch(left):
            return left
    if re.search("[lro]n$", low) and re.search("(?:el|er|or)n$", low) and len(low) > 5:  # cykeln, vintern, motorn
        return low[:-1] if low.endswith(("eln", "orn")) else low[:-3]
    for ending in _ENDINGS:
        if low.endswith(ending):
            left = low[: -len(ending)]
            if len(left) >= 3 and _VOWEL.search(left):
                return left
    if len(low) > 5 and re.search("[bdfghjklmnprvåäöo]s$", low) and not low.endswith(("ans", "ens")):
        return _cut(low[:-1]) if low.endswith(("ings", "hets")) else low[:-1]  # kommuns, tryggs
    return low


def _evened(left: str) -> str:
    """Return a stem made the same for cykel and cykl-ar, mörk-er and mörkr-et, tom and tomm-a, trasig and trasig-t."""
    if len(left) > 3 and re.search("(?:[bdgkptvf]|nn)l$", left):
        left = left[:-1] + "el"
    elif len(left) > 3 and re.search("(?:[bdgkptvfsn]|ll)r$", left) and not left.endswith("ndr"):
        left = left[:-1]
    if len(left) > 3 and left[-2:] in ("mm", "nn"):
        left = left[:-1]
    if len(left) > 4 and re.search("(?:g|rk|lm|rm|sam|gn|lt|bb|pp|vn)t$", left) and not left.endswith("ltt"):
        left = left[:-1]
    return left
