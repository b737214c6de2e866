"""A text cut where what is looked for stands, so that a page can mark it: also an inflected word or a compound.

From the inbox's templates; the words are compared as `reading.py` reads them, so what is marked is what was found.
"""

import re
from collections.abc import Iterable

from dialog.tag.finding.asking import read_search
from dialog.tag.finding.reading import Word, words


def marked(text: str, written: str) -> list[tuple[str, bool]]:
    """Cut a text where the looked-for words stand: (part, is found) pairs that together are the text."""
    wanted = read_search(written).wanted
    if not wanted or not text:
        return [(text, False)]
    read = list(words(text))
    spans = sorted({span for term in wanted for span in _spans(term, read)})
    parts, at = list[tuple[str, bool]](), 0
    for start, end in spans:
        if end <= at:
            continue
        parts += [(text[at : max(start, at)], False), (text[max(start, at) : end], True)]
        at = end
    return [(part, is_found) for part, is_found in [*parts, (text[at:], False)] if part]


def marked_words(text: str, because: Iterable[str]) -> list[tuple[str, bool]]:
    """Cut a text where these very words stand, whole and as written: (part, is found) pairs that together are the text."""
    wanted = sorted(set(because), key=len, reverse=True)
    if not wanted:
        return [(text, False)]
    parts = re.split(rf"(?<!\w)({'|'.join(map(re.escape, wanted))})(?!\w)", text)
    return [(part, i % 2 == 1) for i, part in enumerate(parts) if part]


def _spans(term: tuple[str, ...], read: list[Word]) -> list[tuple[int, int]]:
    if len(term) == 1:
        return [(word.start, word.end) for word in read if term[0] == word.stem or term[0] in word.parts]
    n = len(term)
    rows = (read[i : i + n] for i in range(len(read) - n + 1))
    return [(row[0].start, row[-1].end) for row in rows if tuple(word.stem for word in row) == term]
