"""Addresses of dwellings: a street with a number where somebody lives, a flat, "grannen i 12:an"; told from streets as places."""

import re

from dialog.remark.guard.kinds import Find, holds, sentence_around, spans

_STREET = r"(?<!\w)(?:[A-ZÅÄÖ][\wåäöé:.]*\s){0,2}?[A-ZÅÄÖ]?[\wåäöé]*(?:gatan|gata|vägen|väg|stigen|stig|gränd|gränden|torget|backen|allén|allé|leden|rundeln|ringen|plan|slingan|kroken|svängen|vretsvägen)"
_NUMBERED = re.compile(
    rf"(?P<street>{_STREET})\s(?P<number>\d{{1,3}}(?:\s?[A-Ha-h](?![\wåäö]))?)(?!\s?(?:km|m\b|meter|st\b|gånger|års|%|kr|:|\.\d|-\d|och \d|fordon|bilar|personer|minuter|timmar|dagar|år|månader))(?:,?\s(?:lgh\s?)?\d{{4}})?(?![\d])"
)
_DWELLING = re.compile(
    r"\bbor\b|bodde|\bboende på|lägenhet|\blgh\b|\bhemma\b|\bporten\b|\bport \w|trappuppgång|uppgång|\bvåning|\bvån\b|\btrappor\b|familj|grann[ea]|\b(?:mannen|kvinnan|killen|tjejen|gubben|paret|han|hon|hyresgäst\w*|ägaren|personen|dom|tanten) (?:i|på|som)|villan|kvarten|knarkarkvart|adress|\bhus nr|radhus|hyr|vi på|jag på|min trapp|mitt hus|\bvår|\bmin\b",
    re.I,
)
#: What people do in a dwelling, not on a street.
_LIVED = re.compile(
    r"knark|drog|lang(?:ar|as|ning)|dealar|hasch|slår|misshandl|festar|fester|fest\b|hembränt|inbrott|bordell|skriker",
    re.I,
)
_BY_THE_ROAD = re.compile(
    r"(?:vid|utanför|framför|korsningen|mellan|hållplats(?:en)?|mittemot|nära|efter|längs|bakom|bredvid|lampa\w*|stolp\w*|höjd med|till|buss\w*)\s+$",
    re.I,
)
_HOUSE_ON = re.compile(
    rf"\b(?:hus(?:et)?|nummer|nr|port(?:en)?|uppgång|radhus(?:et)?|villan?)\s(?:nr\s)?(?P<n>\d{{1,3}}\s?[A-Ha-h]?)\s(?:på|i|vid)\s{_STREET}",
    re.I,
)
_FLAT = re.compile(
    r"\b(?:lgh|lägenhet(?:en)?|lägenhetsnummer)\.?\s?(?:nr\.?\s?)?\d{1,4}\b|\b(?:mannen|kvinnan|killen|paret|familjen|han|hon|grannen|grannarna|gubben|dom|de|tjejen|tanten|hyresgästen|hyresgästerna|folket|snubben|dem|några|nån)\s(?:som bor\s)?(?:på|i|högst upp på)\s(?:våning|vån\.?|plan|trappa|port|uppgång|hus|nummer|nr|villa)\s?\w{1,4}\b",
    re.I,
)
_NEIGHBOUR = re.compile(
    r"\b(?:grannen|grannarna|grannfamiljen|mannen|kvinnan|killen|killarna|paret|familjen|gubben|tanten|tjejen|han|hon|dom|de|dem|snubben|hyresgästen|sonen|folket|ägaren|pojken)\s(?:som bor(?:de)?\s)?(?:på plan \d+\s|(?:högst|längst) (?:upp|ner|ned|bort|in)\s|där\s)?(?:i|på)\s"
    r"(?:\d{1,3}\s?(?::an|an|:n|[A-H])(?!\w)|(?:ettan|tvåan|trean|fyran|femman|sexan|sjuan|åttan|nian|tian|elvan|tolvan)\b|(?:första|andra|tredje|fjärde|femte|översta|nedersta)\s(?:våningen|trappan|uppgången|huset)\b|(?:(?:det|den)\s)?(?:röda|gula|vita|gröna|blå|svarta|grå|rosa|bruna)\s(?:huset|villan|radhuset|stugan)|lägenheten\s(?:ovanför|under|bredvid|mittemot|intill)|hörnhuset)",
    re.I,
)
_NEXT_DOOR = re.compile(
    r"\b(?:min granne|grannen|mannen|kvinnan|killen|paret|familjen)\s(?:ovanför|under oss|under mig|mittemot|vägg i vägg|tvärs över|närmast|bredvid oss|bredvid mig)\b",
    re.I,
)
_DIGIT = re.compile(r"\d")
_NEXT_DOOR_NEEDS = ("ovanför", "under", "mittemot", "vägg i vägg", "tvärs över", "närmast", "bredvid")


def find(text: str) -> list[Find]:
    """Return addresses of dwellings, and neighbours by their door."""
    has_digit, is_near = bool(_DIGIT.search(text)), holds(text.lower(), _NEXT_DOOR_NEEDS)
    found = [
        *(spans("adress", _HOUSE_ON.finditer(text)) if has_digit else ()),
        *spans("adress", _FLAT.finditer(text)),
        *spans("adress", _NEIGHBOUR.finditer(text)),
        *(spans("adress", _NEXT_DOOR.finditer(text)) if is_near else ()),
    ]
    numbered = [m for m in _NUMBERED.finditer(text) if _is_dwelling(text, m)] if has_digit else []
    return found + spans("adress", numbered)


def _is_dwelling(text: str, m: re.Match[str]) -> bool:
    """A street with a number is a dwelling where somebody lives there, or the number has a letter; not where a lamp stands by it."""
    start, end = sentence_around(text, m.start(), m.end())
    if m["street"].lower().strip() in ("väg", "riksväg", "länsväg", "plan", "torget", "vägen", "gatan"):
        return False
    says_home = bool(_DWELLING.search(text[start : m.start()] + " | " + text[m.end() : end]))
    if says_home:
        return True
    if _BY_THE_ROAD.search(text[start : m.start()]):
        return False
    return m["number"][-1].isalpha() or bool(_LIVED.search(text[start:end]))
