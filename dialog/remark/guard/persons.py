"""Names that no list holds, or that are words too, by where they stand: who does what only a person does, whose brother, whose stairs.

In Swedish a capital in the middle of a sentence is a name, of a person, a place or a firm. Which of them the words around tell.
From `names.py`, which knows the names in the lists.
"""

import re
from collections.abc import Callable

from dialog.remark.guard.doings import (
    ALONG,
    BEGINS,
    DOES,
    DOES_TOO,
    FAMILY,
    FIRM,
    HARMS,
    KIN,
    OWNS,
    PERSON,
    is_noun,
)
from dialog.remark.guard.kinds import Find
from dialog.remark.guard.lists import (
    CAP,
    is_first,
    is_known,
    is_last,
    is_place,
    is_place_after,
    is_sure_last,
    lists,
    may_be_name,
)

_APPOSED = re.compile(rf"\b(?P<who>(?i:{PERSON}))\s(?P<name>{CAP}(?:\s{CAP})?)")
#: "Tränaren i innebandyn, Jonte, skriker".
_COMMAS = re.compile(
    rf"\b(?i:{PERSON}|vår \w+|min \w+)\b[^.!?,\n]{{0,40}},\s(?P<name>{CAP}(?:\s{CAP})?),\s(?=[a-zåäö]+(?:r|de|te|s)\b)"
)
_BETWEEN_COMMAS = re.compile(rf",\s{CAP}(?:\s{CAP})?,\s")
_DOING = re.compile(rf"(?P<name>{CAP}(?:\s{CAP})?)\s(?P<does>{DOES}|{DOES_TOO})\b")
_WHOSE = re.compile(
    rf"(?<![\w-])(?P<name>{CAP}s)\s(?:(?:äldre|yngre|lilla|stora|nya|gamla|jävla|förbannade|bortskämda|jobbiga|äldsta|yngsta|vuxna|snälla|skällande|arga|två|tre)\s)?(?:(?P<kin>{KIN})|{OWNS})\b"
)
_ASKED = re.compile(
    rf"(?i:\b(?:prata|pratat|pratade|snacka|snackade|snackat) med|\bsäg (?:åt|till)|\bsa (?:åt|till)|\bfråga|\btacka|\bhälsa till|\b(?:misstänker|anmälde)|\bdet (?:är|var|e|va)(?: alltid| bara| säkert)?)\s(?P<name>{CAP}(?:\s{CAP})?)(?=(?P<after>[^.!?\n]{{0,30}}))"
)
#: "Säger Besnik på hörnet".
_SAID = re.compile(
    rf"(?i:\b(?:säger|sa|sade|berättar|berättade|hette|heter|tycker|tyckte|menar|undrar|frågade|svarade|skrek|ropade|hälsar))\s(?P<name>{CAP}(?:\s{CAP})?)"
)
#: "En Wójcik som jobbar där", "den där Kjellgren".
_SUCH = re.compile(
    rf"\b(?i:den där|den dära|denne|en viss|han|hon|en) (?P<name>{CAP}(?:\s{CAP})?)(?P<who>\ssom\s(?:bor|jobbar|heter|{DOES}))?"
)
_NEXT_TO = re.compile(
    rf"(?P<name>{CAP})\s(?:i|på)\s(?:grannhuset|andra våningen|tredje våningen|bottenvåningen|ettan|tvåan|trean|fyran|femman|\d{{1,3}}:?an|(?:nummer|nr) \w+|kiosken|macken|hörnet|uppgången|porten)\b"
)
#: "Såg Ebbot stå där": whom one saw do something.
_SEEN = re.compile(
    rf"(?i:\b(?:såg|sett|ser|hörde|hört|mötte|känner igen)) (?P<name>{CAP}(?:\s{CAP})?) (?:stå|sitta|gå|komma|springa|sälja|slå|skrika|dricka|röka|kasta|köra|ligga|langa|spruta|klottra|tända|hota|sparka|smyga|sno|ta|göra|bryta|hoppa)\b"
)
#: "Gökberk och hans kusin", whether it is in a list or not.
_WITH_KIN = re.compile(
    rf"(?P<name>{CAP}) (?:och|å|o|&) (?:hans|hennes|deras) (?:\w+ )?(?:{KIN}|gäng|vän|vänner|kamrat|kamrater|familj|barn|bröder|syskon|hund|fru|man)\b"
)
#: "Hos Hedlunds": at somebody's home.
_AT_HOME = re.compile(rf"\b[Hh]os (?P<name>{CAP}s)\b")
#: Names that are words too, where they begin a sentence and do what no word does: "Bo ringde", "Per hjälper".
_WORD_FIRST = re.compile(
    r"(?:^|(?<=[.!?]\s))(?P<name>Per|Bo|Hans|Björn|Stig|Sten|Tim|Tom|Jack|Klara|Iris|Max|Saga|Stella|Svea|Sixten|Lova|Frej|Dag|Liv|My|Lo|Bror|Ville)\s(?:ringde|ringer|brukar|jobbar|jobbade|tycker|tror|sa|berättar|hjälper|hjälpte|såg|hörde|skottar|hämtar|hämtade|skjutsar|promenerar|undrar|vågar|cyklar|hälsar|pratade|och jag|å jag|o jag|(?:kom|gick) hem|(?:har|hade) (?:sagt|ringt|sett|hört|flyttat|slutat))\b"
)
#: A signature: the last line, two words with capitals.
_SIGNED = re.compile(rf"(?:\n|[.!?]\s+)(?P<name>{CAP}\s{CAP})\s*$")
_BEFORE = re.compile(r"([\w:’'-]+),?[\s\"”]+$")
_AT = frozenset(
    "i på vid från mot bakom utanför mellan hos genom längs runt kring över under nära norr söder öster väster till ica coop av the of and".split()
)
_CAPITAL = re.compile(CAP)


def find(text: str) -> list[Find]:
    """Return names by where they stand; some may be found by the lists too."""
    capitals = list(_CAPITAL.finditer(text))
    if not capitals:
        return []
    if not any(word_before(text, m.start()) or is_known(m[0]) or BEGINS.match(text, m.end()) for m in capitals):
        return [
            Find("namn", *m.span("name")) for m in ALONG.finditer(text) if _along(text, m)
        ]  # as most texts: one capital, where it begins
    found: list[re.Match[str]] = []
    has_commas = bool(_BETWEEN_COMMAS.search(text))
    for pattern, is_meant in _RULES:
        if pattern is _COMMAS and not has_commas:
            continue
        found += (m for m in pattern.finditer(text) if is_meant(text, m) and not is_place_after(text, m.end("name")))
    return [Find("namn", *_own(text, m)) for m in found]


def _own(text: str, m: re.Match[str]) -> tuple[int, int]:
    """Return where the name stands, without a first word that only begins the sentence and a second that is no name."""
    head, _, tail = m["name"].partition(" ")
    start, end = m.start("name"), m.end("name")
    if tail and not may_be_name(head):
        return start + len(head) + 1, end
    return start, end - len(tail) - 1 if tail and not may_be_name(tail) else end


def word_before(text: str, start: int) -> str:
    """Return the word before in its sentence, "" where the sentence begins."""
    if text[max(0, start - 2) : start] in ("", ". ", "! ", "? "):  # as nearly always
        return ""
    before = _BEFORE.search(text[max(0, start - 30) : start])
    return before[1] if before else ""


def _is_within(text: str, m: re.Match[str]) -> bool:
    """Tell whether the name stands inside its sentence, not after a word of place nor after another name."""
    before = word_before(text, m.start("name"))
    return bool(before) and before.lower() not in _AT and not before[0].isupper() and not before[0].isdigit()


def _is_at(text: str, m: re.Match[str]) -> bool:
    return word_before(text, m.start("name")).lower() in _AT


def all_may(m: re.Match[str]) -> bool:
    return all(may_be_name(part) for part in m["name"].split()) and not m["name"].isupper()


def _apposed(text: str, m: re.Match[str]) -> bool:
    head = m["name"].split()[0]
    return may_be_name(head) and not head.isupper() and (not FIRM.match(m["who"]) or is_first(head) or is_last(head))


def _does(text: str, m: re.Match[str]) -> bool:
    head, _, tail = m["name"].partition(" ")
    is_sure = bool(re.fullmatch(DOES, m["does"]))
    if (not tail and not may_be_name(head)) or _is_at(text, m) or m["name"].isupper():
        return False
    last = tail or head
    if _is_within(text, m):
        return all_may(m) and (is_sure or (is_known(last) and not last.endswith("s") and last not in lists().starts))
    if tail:
        return may_be_name(tail) and is_sure and (is_known(head) or is_known(tail))
    if is_sure_last(head) or (is_sure and is_known(head) and not head.endswith("s")):
        return True
    return bool(HARMS.fullmatch(m["does"])) and not is_noun(head)


def _whose(text: str, m: re.Match[str]) -> bool:
    name = m["name"].removesuffix("s")
    if not may_be_name(name) or name in ("Han", "Den", "Det", "Dera", "Sverige") or (_is_at(text, m) and not m["kin"]):
        return False
    if name not in lists().starts and (is_known(name) or (m["kin"] and is_last(name))):
        return True
    return bool(m["kin"]) and _is_within(text, m) and not name.endswith(("en", "et", "na"))


def _asked(text: str, m: re.Match[str]) -> bool:
    head, _, tail = m["name"].partition(" ")
    if not all_may(m) or head.isupper():
        return False
    if is_known(head) and not head.endswith("s"):
        return bool(re.match(r"\s*(?:$|[,.]|som|på|i|och|å|vad|om|så|hur)", m["after"]))
    if re.match(r"(?i:prata|snacka|säg|sa |fråga|hälsa)", m[0]) and re.match(
        r"(?:\s(?:på|i|hos|som|vad|om|så)\b|[.,!?]|\s*$)", m["after"]
    ):
        return True
    is_of_doing = bool(re.match(rf"\s(?:som|och \w+ som)\s(?:alltid\s|brukar\s|har\s)?(?:{DOES})\b", m["after"]))
    return is_of_doing or (bool(tail) and is_sure_last(tail))


def _said(text: str, m: re.Match[str]) -> bool:
    head, _, tail = m["name"].partition(" ")
    return may_be_name(head) and not head.isupper() and not (tail and is_place(tail))


def _such(text: str, m: re.Match[str]) -> bool:
    if not all_may(m):
        return False
    return bool(m["who"]) or (not m[0].startswith(("en ", "En ", "han ", "hon ")) and is_known(m["name"].split()[-1]))


def _next_to(text: str, m: re.Match[str]) -> bool:
    return may_be_name(m["name"]) and not _is_at(text, m) and (is_known(m["name"]) or _is_within(text, m))


def _at_home(text: str, m: re.Match[str]) -> bool:
    return may_be_name(m["name"]) and (is_sure_last(m["name"].removesuffix("s")) or is_first(m["name"]))


def _at_family(text: str, m: re.Match[str]) -> bool:
    return all_may(m) and (is_known(m["name"]) or is_last(m["name"]))


def _with_kin(text: str, m: re.Match[str]) -> bool:
    if not all_may(m) or _is_at(text, m):
        return False
    return _is_within(text, m) or not is_noun(m["name"])


def _along(_text: str, m: re.Match[str]) -> bool:
    return may_be_name(m["name"]) and not m["name"].isupper() and (is_known(m["name"]) or not is_noun(m["name"]))


def _may_all(_text: str, m: re.Match[str]) -> bool:
    return all_may(m)


def _always(_text: str, _m: re.Match[str]) -> bool:
    return True


def _commas(text: str, m: re.Match[str]) -> bool:
    return all_may(m) or (is_known(m["name"].split()[-1]) and m["name"] not in lists().other)


_RULES: tuple[tuple[re.Pattern[str], Callable[[str, re.Match[str]], bool]], ...] = (
    (_APPOSED, _apposed),
    (_COMMAS, _commas),
    (_DOING, _does),
    (_WHOSE, _whose),
    (_ASKED, _asked),
    (_SAID, _said),
    (_SUCH, _such),
    (_NEXT_TO, _next_to),
    (_AT_HOME, _at_home),
    (_WORD_FIRST, _always),
    (_SEEN, _may_all),
    (_WITH_KIN, _with_kin),
    (_SIGNED, _may_all),
    (ALONG, _along),
    (FAMILY, _at_family),
)
