"""Whether a remark speaks of a lack (brist), praises (positiv) or proposes (forslag), by the clause around the words found."""

from itertools import pairwise

from dialog.tag.suggesting.matching import Hit
from dialog.tag.suggesting.words import Word

_PRAISE = frozenset(
    "bra tack fint fin fina toppen suverän suveränt fantastiskt superfin superbra mysig mysigt härlig härligt nöjd nöjda glad tryggt trygg lugnt "
    "skillnad förbättrats snyggt rent vackert vacker perfekt utmärkt kanon jättebra jättefin jättefint uppskattar fortsätt skönt".split()
)
_PROPOSE = frozenset(
    "borde behövs behöver önskar önskas vill sätt bygg inför ordna fixa ta åtgärda åtgärdas skulle förslag fler mer kontroll genomföra kommer "
    "kunde vore snälla måste öppna sanering underhåll förebygga bör placera flytta montera klipp".split()
)
_SPOIL = frozenset(
    "inte ej aldrig ingen inga ingenting dåligt dålig mindre saknas saknar mörkt otrygg otryggt trasig problem värst".split()
)
#: "För" before these, or after thanks, is no "too much".
_FOR_WHOM = frozenset(
    "att den det de dem er oss mig dig alla allt vår vårt våra era ert min mitt mina sin sitt sina hela barn barnen nya nytt ny en ett".split()
)
_THANKS = frozenset("tack tackar tacka".split())
_BUT = frozenset("men fast dock däremot inget ingenting".split())


def polarity_of(found: list[Hit], words: list[Word]) -> str:
    """Return brist, positiv or forslag for a focus area by the sentences its words stand in; the whole text where none do."""
    sentences = {words[place].sentence for hit in found for place in hit.places}
    mine = [word for word in words if not sentences or word.sentence in sentences]
    lows = {word.low for word in mine}
    is_spoilt = bool(lows & _SPOIL) or any(
        _is_too(words, i) for i, word in enumerate(words) if not sentences or word.sentence in sentences
    )
    if found and all(hit.field == "wanted" for hit in found) and _thanks_for(mine):
        return "positiv"
    if lows & _PRAISE and not is_spoilt and not lows & {"borde", "behövs", "skulle", "vore"}:
        return "positiv"
    if lows & _PROPOSE and not lows & (_SPOIL | {"för"}):
        return "forslag"
    return "brist"


def _is_too(words: list[Word], i: int) -> bool:
    """Tell whether a word is "för" as in "för mörkt", not as in "tack för lamporna" or "bra för oss"."""
    if words[i].low != "för" or (i > 0 and words[i - 1].low in _THANKS):
        return False
    return i + 1 == len(words) or words[i + 1].low not in _FOR_WHOM


def _thanks_for(words: list[Word]) -> bool:
    """Tell whether the sentence gives thanks for something, without a but: what is wanted has come."""
    said = [word.low for word in words]
    return any(a in _THANKS and b == "för" for a, b in pairwise(said)) and not _BUT.intersection(said)
