"""The names that are known, and the questions asked of one word: is it a name, a place, or neither.

From `names.toml`, read once; to `names.py` (names that are known) and `persons.py` (names by where they stand).
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

UPPER = "A-ZÅÄÖÉÜÓÍÁŠŽČĆŞÇİØÆ"
#: A word with a capital, also of two parts ("Al-Hassan", "Gun-Britt").
CAP = rf"[{UPPER}][\wåäöéü]+(?:[-’'][{UPPER}]?\w+)?"
_TWO = re.compile(rf"{CAP} {CAP}")
WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
#: Endings that say a place, a shop or a house; and an office, a company or a society. Looked at as endings, which is quicker than a rule of them all.
_PLACES = tuple(
    "gatan gata vägen väg stigen stig gränd gränden torget torg plats platsen plan planen skolan skola gymnasiet gymnasium "
    "förskola parken park kyrka kyrkan kyrkogård backen backe allé allén bron hamn hamnen stad strand by gården gård kulle "
    "hus huset kiosk kiosken café cafe kafé kafe grill grillen pizzeria pizza bageri livs krog bar bro pub konditori salong "
    "affär butik bil bilar bygg hall hallen arena kapell minne staty skog berg sjö sjön äng udde parkering parkeringen "
    "värld museum stiftelse gym åkeri måleri trafik buss hörna hörnan skivbutik terrass fabrik kvarn glass kaviar verkstad "
    "station marknad center centrum lada galleri galleriet förlag tjänst tjänsten minnesfond".split()
)
_OFFICES = tuple(
    "bolaget verket kontoret förvaltningen nämnden föreningen föreningar kommun kommunen myndigheten kassan hemmet boendet "
    "huset banken bank buss taxi trafiken kyrkan skolan mässan gruppen hjälpen klubben partiet domstolen sjukhuset "
    "centralen dagarna festivalen".split()
)
#: Of the first, those that surnames end in, too.
_AS_PLACES = ("berg", "skog", "sjö", "strand", "hall", "stad", "äng", "by", "park", "gård", "udde")
#: After the name of a town: "Vilhelmina kommun".
TOWN_WORDS = frozenset("kommun kommuns stad stads län församling pastorat".split())
#: Endings of surnames; some places have them too.
_ENDS = re.compile(
    rf"[{UPPER}][a-zåäöé]+(?:sson|ström|berg|lund|qvist|kvist|gren|dahl|mark|stedt|blad|holm|vall|feldt|hammar|skog|ander|elius|lin|lén|ell|ling|ović|ic|ski|nen)s?"
)
#: Endings that no place, shop or society has: a surname in any list or none.
_SURE_ENDS = re.compile(
    rf"[{UPPER}][a-zåäöé]+(?:sson|qvist|kvist|quist|ström|gren|dahl|stedt|feldt|ovic|ević|evic|ović|owski|ewski|wicz|czyk|shvili|enko)"
)


@dataclass(frozen=True, slots=True)
class Lists:
    """What `names.toml` holds. `sure` are first names and nothing else, `known` with those that are words or places too."""

    sure: frozenset[str]
    known: frozenset[str]
    #: First names that are words too, and a person's wherever they have a capital inside a sentence.
    within: frozenset[str]
    #: Those of them that may begin a sentence: names of places or firms too, and no words.
    begins: frozenset[str]
    #: Names in small letters, too: "det var kevin".
    small: frozenset[str]
    #: Names in small letters where something beside says that a person is meant.
    any_small: frozenset[str]
    #: What a word in small letters must be, perhaps without an s, to be of any name; nearly no word is.
    lowered: frozenset[str]
    last: frozenset[str]
    #: Surnames that are no words.
    sure_last: frozenset[str]
    other: frozenset[str]
    starts: frozenset[str]
    #: Two words each, of figures in history, politics and books.
    public: frozenset[str]


@cache
def lists() -> Lists:
    """Return the lists, read once."""
    text = resources.files(__package__).joinpath("names.toml").read_text(encoding="utf-8")
    told = {name: frozenset(words.split()) for name, words in tomllib.loads(text).items()}
    sure = (told["first"] | told["given"]) - told["doubtful"]
    return Lists(
        sure=sure,
        known=sure | told["doubtful"],
        within=told["doubtful"] - told["places"],
        begins=told["begins"],
        small=frozenset(
            name.lower() for name in (told["first"] & sure - told["small"]) | told["small_too"] if "-" not in name
        ),
        any_small=frozenset(name.lower() for name in told["first"] | told["doubtful"] if len(name) > 2),
        lowered=frozenset(name.lower() for name in sure | told["small_too"]),
        last=told["last"] | told["last_words"],
        sure_last=told["last"] - told["first"] - told["doubtful"],
        other=told["other"],
        starts=told["starts"],
        public=frozenset(name.replace("_", " ") for name in told["public"]),
    )


def is_first(word: str) -> bool:
    """Tell whether a word is a first name or one with an s, whatever else it may be."""
    known = lists()
    return word in known.known or (word.endswith("s") and word[:-1] in known.sure) or is_double(word)


def is_double(word: str) -> bool:
    """Tell whether a word is two first names with a hyphen ("Lars-Göran")."""
    a, hyphen, b = word.partition("-")
    known = lists().known
    return bool(hyphen) and a in known and b.removesuffix("s") in known


def is_last(word: str) -> bool:
    """Tell whether a word may be a surname."""
    last = lists().last
    return word in last or (word.endswith("s") and word[:-1] in last) or bool(_ENDS.fullmatch(word))


def is_sure_last(word: str) -> bool:
    """Tell whether a word is a surname and nothing else, by the list or its ending."""
    return word in lists().sure_last or bool(_SURE_ENDS.fullmatch(word))


def is_known(word: str) -> bool:
    """Tell whether a word is in a list of names, first or last, perhaps with an s."""
    known, bare = lists(), word.removesuffix("s")
    is_listed = any(one in known.known or one in known.last for one in (word, bare))
    return is_listed or is_double(word) or is_sure_last(bare)


def ends_as_place(word: str) -> bool:
    """Tell whether a word ends as a place, a shop or a house does, perhaps with an s: "Stinas kafé", "Karin Boyes gata"."""
    low = word.lower()
    bare = low.removesuffix("s")
    if bare.endswith(("gäng", "iväg")) or (
        bare.endswith("bar") and bare[-4:-3] == "b"
    ):  # no meadow; "jobbar" is no bar
        return False
    return low.endswith(_PLACES) or bare.endswith(_PLACES)


def is_place(word: str) -> bool:
    """Tell whether a word is of a place, a shop or an office."""
    low = word.lower()
    return ends_as_place(low) or low.endswith(_OFFICES) or (low[-1:] == "s" and low[:-1].endswith(_OFFICES))


def may_be_name(word: str) -> bool:
    """Tell whether a word with a capital may be somebody's name: nothing says that it is not."""
    known = lists()
    bare = word.removesuffix("s")
    if "_" in word or word[-1].isdigit():
        return False
    if not known.other.isdisjoint({word, bare}) or word in known.starts or not word[0].isupper():
        return False
    return not is_place(word) and not (word.isupper() and len(word) < 4)


def may_be_family(word: str) -> bool:
    """Tell whether a word after "fru" or "familjen" may be a surname that ends as places do: "Silfverberg", "Rydsjö"."""
    known = lists()
    return (
        word[0].isupper()
        and word.lower().endswith(_AS_PLACES)
        and known.other.isdisjoint({word, word.removesuffix("s")})
        and word not in known.starts
    )


def may_follow(word: str) -> bool:
    """Tell whether a word after a first name may be the surname: some end as places do ("Ståhlberg")."""
    return word[0].isupper() and word not in lists().starts and (is_last(word) or may_be_name(word))


def is_begun(word: str) -> bool:
    """Tell whether a word in no list that begins a sentence is a noun by its ending ("Chauffören"), and no first name."""
    return word.endswith(("en", "et", "na", "are", "ar", "er", "or", "ade", "ande"))


def is_public(text: str, start: int) -> bool:
    """Tell whether somebody whom everybody knows stands here: "Kalle Anka", "Olof Palmes"."""
    two = _TWO.match(text, start)
    return bool(two and (two[0] in lists().public or (two[0][-1] == "s" and two[0][:-1] in lists().public)))


def is_place_after(text: str, end: int) -> bool:
    """Tell whether the word after makes a place of a name: "Stinas kafé", "Karin Boyes gata"."""
    after = WORD.match(text, end + 1) if text[end : end + 1] in (" ", "-") else None
    return bool(after and (ends_as_place(after[0]) or after[0] in TOWN_WORDS))
