"""Names of persons: those that are known, and those that stand after a title, kin or a signature.

The lists by themselves: `listed.py`; small letters: `small.py`; names that are in no list: `persons.py`.
"""

import re
from collections.abc import Iterable

from dialog.remark.guard import belonging, listed, persons, small
from dialog.remark.guard.kinds import Find, holds, spans
from dialog.remark.guard.lists import (
    CAP,
    UPPER,
    ends_as_place,
    is_double,
    is_first,
    is_known,
    is_last,
    is_place_after,
    is_public,
    may_be_family,
    may_be_name,
)

_TITLE = re.compile(
    rf"\b(?i:herr|fru|fröken|familjen|fam\.?|rektorn?|läraren?|lärarinnan|doktorn?|dr\.?|handläggaren?|kuratorn?|förskolläraren?|tränaren?|chefen|enhetschef(?:en)?|vaktmästare[ns]?|vicevärden?|polisen|polisman(?:nen)?|"
    rf"väktaren|busschaufför(?:en)?|chaufför(?:en)?|ordföranden?|socialsekreteraren?|fritidsledaren?|fältaren|farbror|tant|moster|faster|morbror|farfar|morfar|mormor|farmor|svärmor|svärfar|svåger|svägerskan?|kusin(?:en)?|syssling(?:en)?|bröderna|systrarna|syskonen|makarna|makan|maken|paret|grannen|grannfrun|"
    rf"(?:min|mitt|hennes|hans|vår|deras|grannens) (?:son|dotter|bror|brorson|brorsdotter|systerson|systerdotter|syster|storebror|lillebror|storasyster|lillasyster|man|fru|sambo|kompis|vän|granne|pojke|flicka|barnbarn|kollega|syssling|svärmor|svärfar|svåger|pappa|mamma|morbror|moster|faster|farbror|chef|kille|tjej|ex)|sonen|dottern|brodern|brorsan|systern|syrran|killen|kompisen|kollegan|hyresvärden|föräldern)\s+(?P<name>{CAP}(?:\s+{CAP})?)"
)
#: After these any word with a capital is a name, whether it is in the list or not.
_SURE_TITLE = re.compile(
    r"^(?:herr|fru|fröken|familjen|fam|rektorn?|läraren?|förskolläraren?|doktorn?|dr|handläggaren?|kuratorn?|tränaren?|vaktmästare[ns]?|vicevärden?|(?:buss)?chaufför(?:en)?|"
    r"socialsekreteraren?|fritidsledaren?|moster|faster|morbror|farbror|tant|svärmor|svärfar|svåger|svägerskan?|kusin|sysslingen?|granne[ns]?|grannfrun|bröderna|systrarna|syskonen|makarna|killen|kompisen|(?:min|mitt|vår)\s\w+)\b",
    re.I,
)
_CALLED = re.compile(
    rf"(?i:\bheter|vid namn|\bkallas(?: för)?|som kallas|mitt namn är|namnet är|undertecknad,?|hälsningar,?|\bmvh,?|\bhälsar|\bhälsn\.?,?|\bvh,?|(?<![\w/])//?(?=\S)|(?<=[.!?,]\s)//?\s|\bsign\.?:?|\balias|\bsmeknamnet|\bgår under namnet|\bkallar (?:honom|henne|sig|han|hon|killen|tjejen)(?: för)?)\s*(?P<name>{CAP}(?:\s+{CAP})?)(?![\w/])"
)
#: What stands before every name that a title or a greeting leads to; most texts have no such capital, and are read faster.
_CAPITAL = re.compile(f"[{UPPER}]")
_SHORTENED = re.compile(r"(?:fam|dr|hälsn|sign)\.$", re.I)
#: "mamma till Theo": any first name, also one that is a word.
_OF = re.compile(
    rf"\b(?i:mamman?|pappan?|föräldrarna|bror|brodern|syster|systern|kompis(?:en)?|sambon?|vän(?:nen)?|pojkvän(?:nen)?|flickvän(?:nen)?|granne)\s+till\s+(?P<name>{CAP}(?:\s+{CAP})?)"
)
#: "tandläkare Farzaneh Karimi": what somebody works as, and two words with capitals.
_WORKS = re.compile(
    rf"\b(?i:[a-zåäö-]*(?:läkaren?|läraren?|sköterskan?|chefen?|ledaren?|skötaren?|föraren?|mästaren?|pedagogen?|assistenten?|samordnaren?|direktören?|inspektören?|ingenjören?|handläggaren?|strategen?|terapeuten?|frisören?|prästen?|diakonen?|sekreteraren?|politikern?|kommunalrådet?))\s+(?P<name>{CAP}\s+{CAP})"
)
#: "Rosmarie, hon sitter i receptionen".
_THAT = re.compile(rf"(?<=[a-zåäö,] )(?P<name>{CAP}(?:\s+{CAP})?),\s+(?:hon|han)\b")
_IS_CALLED = re.compile(rf"(?P<name>{CAP}(?:\s+{CAP})?)\s+(?:heter|hette|kallas)\s+(?:jag|han|hon|de|hen|grannen)\b")
_INITIAL = re.compile(rf"(?<!\w)(?P<name>(?:[{UPPER}]\.\s?|[{UPPER}]-[{UPPER}]\.?\s)(?P<last>{CAP}))")
_JOINED = re.compile(r"\s(?:och|å|o|&|samt)\s")


_TAKES = frozenset(
    "med och lämnar lämna lämnat lämnade hämtar hämta hämtat följer följa följt följde skjutsar skjutsa skjutsat skickar skicka skickade kör köra körde tar ta tog".split()
)
_TAKEN_ALONG = frozenset("barnen ungarna fru frun sambon".split())
#: "Sonen till Wikander", "brorsan till Adde": kin to somebody, by whatever name.
_KIN_OF = re.compile(
    rf"\b(?i:sonen?|dottern?|grabben|pojken|barnen|ungarna|brorsan?|bror|brodern|syrran?|systern?|morsan?|farsan?|mamman?|pappan?|frun?|sambon?|exet|kusinen?|polaren?|tjejen|killen|svärsonen|barnbarnet)\s(?:till|åt)\s(?P<name>{CAP}(?:\s{CAP})?)(?!-)"
)


_KIN_OF_NEEDS = ("till", "åt")
#: Rules of what leads to a name, and what a text must hold for them.
_LEADING: tuple[tuple[re.Pattern[str], tuple[str, ...] | None], ...] = (
    (_CALLED, ("heter", "namn", "kalla", "undertecknad", "häls", "mvh", "vh", "/", "sign", "alias")),
    (_IS_CALLED, ("heter", "hette", "kallas")),
    (_THAT, (", h",)),
    (_OF, (" till ",)),
)
#: "Mvh J.K.": two letters after a greeting.
_LETTERS = re.compile(
    rf"(?i:\b(?:mvh|hälsningar|hälsn\.?|vh|hälsar|sign\.?|undertecknad),?\s|(?:[.!?]|\n)\s*/\s?)(?P<name>[{UPPER}]\.?[\s-]?[{UPPER}]\.?)\s*$"
)
#: "Kim, 13": who the writer is.
_AGED = re.compile(rf"(?:^|[.!?]\s+|\n)(?P<name>{CAP}(?:\s{CAP})?),?\s\d{{1,2}}(?:\sår)?\s*[.!]?$")
_TWO_CAPITALS = re.compile(rf"[{UPPER}]\w+(?:[-’']\w+)?\s+[{UPPER}]")


def find(text: str) -> list[Find]:
    """Return names of persons; none overlap."""
    found = [*listed.find(text), *spans("namn", (m for m in _INITIAL.finditer(text) if is_last(m["last"])), "name")]
    low = text.lower()
    if text[-3:-1].strip(" .!år").isdigit() or text[-1:].isdigit():
        found += spans("namn", (m for m in _AGED.finditer(text) if is_first(m["name"].split()[0])), "name")
    if _has_capital_within(text):
        found += spans("namn", (m for m in _TITLE.finditer(text) if _titled(text, m)), "name")
        for pattern, needs in _LEADING:
            if needs is None or holds(low, needs):
                found += spans("namn", (m for m in pattern.finditer(text) if _led_to(text, m, pattern is _OF)), "name")
        found += spans("namn", _LETTERS.finditer(text, max(0, len(text) - 30)), "name")
        if _TWO_CAPITALS.search(text):
            found += spans("namn", (m for m in _WORKS.finditer(text) if _led_to(text, m, False)), "name")
        if holds(low, _KIN_OF_NEEDS):
            found += spans("namn", (m for m in _KIN_OF.finditer(text) if _kin_of(text, m)), "name")
    found += small.find(text, low)
    found += persons.find(text)
    found = [
        one
        for one in found
        if not is_public(text, one.start) and not is_public(text, text.rfind(" ", 0, max(0, one.start - 1)) + 1)
    ]
    return _joined(text, [belonging.whole(text, one) for one in dict.fromkeys(found)])  # several rules find the same


def _has_capital_within(text: str) -> bool:
    for m in _CAPITAL.finditer(text):
        before = text[max(0, m.start() - 20) : m.start()].rstrip()  # no space is longer: `guard.find`
        if before and (before[-1] not in ".!?" or _SHORTENED.search(before, len(before) - 6)):
            return True
    return False


def _joined(text: str, found: Iterable[Find]) -> list[Find]:
    """Return names as they stand once each, and with them the one beside: "Bosse å Kenta"."""
    made: list[Find] = []
    for one in sorted(found, key=lambda f: (f.start, -f.end)):
        if made and one.start < made[-1].end:
            made[-1] = Find("namn", made[-1].start, max(made[-1].end, one.end))
        else:
            made.append(one)
    return [*made, *belonging.beside(text, made)] if _JOINED.search(text) else made


def _led_to(text: str, m: re.Match[str], is_of: bool) -> bool:
    head, *more = m["name"].split()
    if is_place_after(text, m.end("name")) or head.isupper():
        return False
    if (
        more
        and ends_as_place(more[-1])
        and not (is_first(head) and (is_last(more[-1]) or may_be_family(more[-1])))
        and not is_double(head)
    ):
        return False
    return is_first(head) or is_last(head) if is_of else may_be_name(head)


def _kin_of(text: str, m: re.Match[str]) -> bool:
    head = m["name"].split()[0]
    if not may_be_name(head) or m["name"].isupper() or is_place_after(text, m.end("name")):
        return False
    before, kin, of = persons.word_before(text, m.start()).lower(), *m[0].lower().split()[:2]
    # One takes the children to many places, and "åt" is what somebody ate.
    return is_known(head) or (of == "till" and before not in _TAKES and not (before and kin in _TAKEN_ALONG))


def _titled(text: str, m: re.Match[str]) -> bool:
    head = m["name"].split()[0]
    if not (may_be_name(head) or may_be_family(head)) or head.isupper() or is_place_after(text, m.end("name")):
        return False
    return bool(_SURE_TITLE.match(m[0])) or is_first(head) or is_last(head)
