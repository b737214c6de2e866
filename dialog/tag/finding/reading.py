"""A text as it is searched: the stem of each word in order, and the parts of its compounds (`gatubelysning`: gata, belysning).

From `operations/indexing.py`, which keeps both beside the remark, and from `marking.py`. Pure: the same text always gives
the same. A compound is cut where both sides are known words (`parts.txt`), where the joint shows by its ending (trygghets|vandring),
and at every place where a long enough last part may begin, since whoever looks for it says that it is a word.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from dialog.base.texts import normal
from dialog.tag.finding.stems import LONGEST, stem

#: Stands first in what is kept of each remark, and between its texts so that no phrase reaches from one into the next.
GAP = "·"
_MOST = 4 * LONGEST  # letters of a word, as it is written, that are looked at
_WORD = re.compile("(?:[^\\W_][\u0300-\u036f]*)+")
_VOWEL = re.compile("[aeiouyåäöéüæø]")
_CLUSTERS = """bl br dr fl fr gl gr kl kn kr pl pr sk sl sm sn sp st sv tr tv vr dj gj hj kj lj sj tj
    skr spl spr str stj skj skv""".split()
_ONSET = re.compile(f"(?:{'|'.join(sorted(_CLUSTERS, key=len, reverse=True))}|[bcdfghjklmnprstv])?[aeiouyåäöé]")
#: Endings of a first part that can stand only before another.
_JOINTS = re.compile(".{2,}(?:ings|hets|ions|skaps|itets|doms|ments|riks|ells)$")
#: What stands after a first part and is an ending, not a word: park|ering, polis|erna.
_NO_WORD = re.compile(
    "(?:er|is|iser|fier|ific)?(?:ing|ning)(?:en|ar|arna|s|ens)?$|(?:er|is)(?:a|ar|ade|at|ad|as|ats|ande|bar)$|s?(?:lig|sam|aktig|bar|lös|full"
    "|skap|het|else|inna|ist|ism|isk|ent|ans|iv|ell|eri)(?:t|a|en|er|erna|et|or|orna|s)?$|(?:[aeo]r|er)?nas?$|[aeo]?r(?:na)?s?$|[ae]n?s?$"
)
#: First parts that make another word of a short last part: upp|gång is no kind of "gång".
_PARTICLES = frozenset(
    "upp ner ned för till över under fram från bort åter sam mot med efter genom hem ihop van för miss vid".split()
)

#: Beginnings of loanwords: a prestation is no kind of "station".
_PREFIXES = frozenset("pre pro kon kom dis per sub res des int imp eks att art lit mat tra sta bei".split())

#: Short last parts that are themselves whatever stands before them, a name too: Solrosvägen, Högbergsgatan.
_PLAIN = frozenset("väg gat hus bil bro".split())


@dataclass(frozen=True, slots=True)
class Word:
    """A word where it stands, `[start:end]` in characters: its stem, and the stems of its parts if it is a compound."""

    start: int
    end: int
    stem: str
    parts: frozenset[str]


@dataclass(frozen=True)
class Entry:
    """What is kept of a remark to find it by: stems in order and parts, with spaces between; each text begins with `GAP`.

    `more` and `more_parts` are for those alone who may read all that was written: whole texts of which something is masked.
    """

    stems: str
    parts: str
    more: str = ""
    more_parts: str = ""


def lowered(shown: str) -> str:
    """Return a word as it is compared: composed, in small letters, its first letters if it is very long."""
    return normal(normal(shown).lower())[:LONGEST]


def words(text: str) -> Iterator[Word]:
    """Yield the words of a text in order."""
    for found in _WORD.finditer(text):
        yield Word(found.start(), found.end(), *_read(found[0][:_MOST]))


@lru_cache(maxsize=32_768)
def _read(shown: str) -> tuple[str, frozenset[str]]:
    """Return the stem of a word as it is written, and its parts. The caches together hold some megabytes at most."""
    low = lowered(shown)
    return stem(low), parts(low)


def entry(texts: Iterable[str]) -> Entry:
    """Return what is kept of the texts of one remark."""
    stems: list[str] = []
    more: dict[str, None] = {}
    for text in texts:
        found = [_read(shown[:_MOST]) for shown in _WORD.findall(text)]  # where a word stands is of no matter here
        stems += (GAP, *[one for one, _of in found])
        for _one, of in found:
            if of:
                more.update(dict.fromkeys(sorted(of)))
    there = set(stems)
    return Entry(" ".join(stems), " ".join(part for part in more if part not in there))


def entry_of(written: Sequence[tuple[str, Sequence[tuple[int, int]]]], unseen: Iterable[str] = ()) -> Entry:
    """Return what is kept of a remark of which something is masked: `written` are its texts, each with the stretches that are
    hidden in it (in order, none that overlap), and `unseen` texts that are hidden altogether.

    A word that is hidden in part is hidden, and no phrase reaches over what is hidden.
    """
    seen = entry(piece for text, hidden in written for piece in shown(text, hidden))
    rest = [text for text, _ in written] if any(hidden for _, hidden in written) else []
    whole = entry([*rest, *(text for text in unseen if text)])
    return Entry(seen.stems, seen.parts, whole.stems, whole.parts)


def shown(text: str, hidden: Sequence[tuple[int, int]]) -> list[str]:
    """Return the pieces of a text between what is hidden, without what is left of words that are cut."""
    if not hidden:
        return [text]
    gone = [(word.start(), word.end()) for word in _WORD.finditer(text)]
    cuts = [(s, e) for s, e in gone if any(s < end and start < e for start, end in hidden)]
    pieces, at = list[str](), 0
    for start, end in sorted([*hidden, *cuts]):
        pieces.append(text[at : max(at, start)])
        at = max(at, end)
    return [*pieces, text[at:]]


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    """Return the stems of the words that compounds are made of."""
    lines = resources.files(__package__).joinpath("parts.txt").read_text(encoding="utf-8").splitlines()
    listed = (word for line in lines if not line.startswith("#") for word in line.split())
    return frozenset(found for found in map(stem, listed) if len(found) >= 3 or found == "el")


@lru_cache(maxsize=16_384)
def parts(low: str) -> frozenset[str]:
    """Return the stems of what a word is made of, beside its own stem; nothing for a word that is no compound."""
    if len(low) < 6 or not low.isalpha():
        return frozenset()
    sure: set[str] = set()
    likely: set[str] = set()
    for cut in range(2 if low.startswith("el") else 3, len(low) - 2):
        head, tail = low[:cut], low[cut:]
        if _VOWEL.search(head) and _ONSET.match(tail):
            sure |= _sure(head, tail)
            likely |= _likely(head, tail)
    return frozenset((sure or likely) - {stem(low)})


def _sure(head: str, tail: str) -> set[str]:
    """Return the parts of a word if it is cut in two just here, where a known word or the joint tells that it is."""
    last, known = stem(tail), _known()
    first = _first_parts(head) & known
    is_joint = bool(_JOINTS.match(head))
    is_plain = len(head) >= 3 and last in _PLAIN and len(tail) > 3 and head not in _PREFIXES | _PARTICLES
    if last in known and (first or is_joint or is_plain or (len(head) > 3 < len(last) and head not in _PARTICLES)):
        return {last, *first} | parts(tail) | parts(_bare(head))
    if is_joint:
        return {last, stem(head[:-1])} | parts(tail) | parts(head[:-1])
    if any(len(one) > 4 for one in first) and len(tail) > 3 and not _NO_WORD.fullmatch(tail):
        return first
    return set()


def _likely(head: str, tail: str) -> set[str]:
    """Return the last part of a word that nobody knows the parts of, if it could be cut just here."""
    last = stem(tail)
    return (
        {last} if len(head) > 2 and head not in _PREFIXES and len(last) > 4 and not _NO_WORD.fullmatch(tail) else set()
    )


def _first_parts(head: str) -> set[str]:
    """Return what a first part may be the stem of: gatu and skol are gata and skola, stads is stad."""
    found = {stem(head), head, stem(f"{head}e")}  # väktar|bil, stolp|fot
    if len(head) > 3 and head[-1] in "suo":
        found |= {stem(head[:-1]), head[:-1]}
    return found


def _bare(head: str) -> str:
    return head[:-1] if head.endswith("s") else head
