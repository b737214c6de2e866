"""What somebody looks for, read from what they wrote: `belysning cykel`, `"gång- och cykelväg"`, `-park`.

From the filter's field `ord`; to `queries/filtering.py` as SQL and to `marking.py`. Anything can be written: what holds no
letter and no digit is passed over, and a quotation mark without its fellow reaches to the end.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from dialog.tag.finding.reading import GAP, words

MOST_TERMS = 12
_TERM = re.compile('(?P<no>(?:(?<=\\s)|^)[-–−])?(?:["”“](?P<said>[^"”“]*)["”“]?|(?P<word>[^\\s"”“]+))')


@dataclass(frozen=True)
class Search:
    """What must be there and what must not: each a stem, or several that stand in a row."""

    wanted: tuple[tuple[str, ...], ...] = ()
    unwanted: tuple[tuple[str, ...], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.wanted or self.unwanted)


@lru_cache(maxsize=256)
def read_search(written: str) -> Search:
    """Read what somebody looks for; an empty search where there is no word in it."""
    wanted: dict[tuple[str, ...], None] = {}
    unwanted: dict[tuple[str, ...], None] = {}
    for found in _TERM.finditer(written):
        stems = tuple(word.stem for word in words(found["said"] or found["word"] or ""))
        if stems and len(wanted) + len(unwanted) < MOST_TERMS:
            (unwanted if found["no"] else wanted)[stems] = None
    return Search(tuple(wanted), tuple(unwanted))


def found_in(texts: Iterable[str], search: Search) -> bool:
    """Say whether texts are found: the rule itself, without an index. The databases are tried against it."""
    read = [list(words(text)) for text in texts]
    return all(_stands(term, read) for term in search.wanted) and not any(_stands(t, read) for t in search.unwanted)


def _stands(term: tuple[str, ...], read: list[list]) -> bool:  # type: ignore[type-arg]
    if len(term) == 1:
        return any(term[0] == word.stem or term[0] in word.parts for text in read for word in text)
    rows = ([word.stem for word in text] for text in read)
    return any(tuple(row[i : i + len(term)]) == term for row in rows for i in range(len(row) - len(term) + 1))


def as_fts5(search: Search, *, masked: bool = False) -> str:
    """Return a search in FTS5's language; `masked`: in what those see who may not read it all. Every stem is letters and digits
    alone and within quotation marks: it cannot be syntax.
    """
    wanted = " AND ".join(_fts5(term, masked) for term in search.wanted) or f'"{GAP}"'
    if not search.unwanted:
        return wanted
    return f"({wanted}) NOT ({' OR '.join(_fts5(term, masked) for term in search.unwanted)})"


def _fts5(term: tuple[str, ...], masked: bool) -> str:
    quoted = " ".join(term)
    if len(term) == 1:
        return f'({{stems parts}} : "{quoted}")' if masked else f'"{quoted}"'
    return f'({"stems" if masked else "{stems more}"} : "{quoted}")'
