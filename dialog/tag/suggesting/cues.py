"""Kinds of words that say a topic is no problem, or that it is meant all the same: negatives, easing words, who speaks, then and now.

From `cues.txt`; to `signs.py`. Pure.
"""

from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from dialog.tag.finding.stems import stem
from dialog.tag.suggesting.words import Word

#: The same word said in another way; nothing where it only fills.
_SAME = dict(
    pair.split("=")
    for pair in "ä=är e=är o=och å=och dä=det de=det dom=de di=de ja=jag mej=mig nåt=något nå=något nån=någon int=inte ente=inte itte=inte ej=inte icke=inte va=var sen=sedan nåra=några sån=sådan inge=inget hverken=varken ha=har haru=har mä=med te=till numer=numera nä=nej nää=nej näe=nej nix=nej nope=nej aldri=aldrig alri=aldrig ju= väl= då= nog= faktiskt= liksom= typ=".split()
)


@dataclass(frozen=True)
class _Cues:
    exact: dict[str, frozenset[str]]
    beginnings: tuple[tuple[str, str], ...]
    #: Kinds of which a text must have a word to deny anything.
    denying: frozenset[str]


@cache
def _cues() -> _Cues:
    exact: dict[str, set[str]] = {}
    beginnings: list[tuple[str, str]] = []
    denying: set[str] = set()
    for line in resources.files(__package__).joinpath("cues.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        kind, words = line.split(":")
        if kind.startswith("!"):
            kind = kind[1:]
            denying.add(kind)
        for word in words.split():
            if word.endswith("*"):
                beginnings.append((word[:-1], kind))
            else:
                exact.setdefault(word, set()).add(kind)
    return _Cues({word: frozenset(kinds) for word, kinds in exact.items()}, tuple(beginnings), frozenset(denying))


@lru_cache(maxsize=20_000)
def kinds_of(low: str) -> tuple[str, ...]:
    """Return the kinds of a word in small letters, in the order of the alphabet."""
    if low.isdigit():
        return ("none", "num") if low == "0" else ("num",)
    known = _cues()
    none: frozenset[str] = frozenset()
    kinds = known.exact.get(low, none) | known.exact.get(_SAME.get(low, low), none)
    return tuple(sorted(kinds | {kind for start, kind in known.beginnings if low.startswith(start)}))


@lru_cache(maxsize=20_000)
def said(low: str) -> str:
    """Return a word as it is counted: its stem, or the word that it stands for."""
    same = _SAME.get(low, low)
    return stem(same) if len(same) > 4 else same


def is_denying(low: str) -> bool:
    """Tell whether a word is of a kind that denies or eases."""
    return not _cues().denying.isdisjoint(kinds_of(low))


def is_cued(words: list[Word], text: str) -> bool:
    """Tell whether a text has any word that denies or eases, or asks."""
    return "?" in text or any(is_denying(word.low) for word in words)
