"""What is handed over to one who asked for public documents, as a file, and the log of what was masked, by which section. Pure.

The log tells field, section, kind and who decided, never the masked words. From `queries/disclosures.py`.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from dialog.figures.exchange.assessing import section
from dialog.figures.exchange.writing import Columns
from dialog.tag.filters import show_week

REMARKS = Columns(
    ("nr", "synpunkt", "forslag", "plats", "kartpunkt", "kansla", "vecka", "kalla", "omraden"),
    free=(1, 2, 3, 4, 8),
    decimals=(),
)
MASKED = Columns(("nr", "falt", "bestammelse", "slag", "provad_av", "provad"), free=(2, 4), decimals=())
_FIELDS = {"text": "synpunkt", "suggestion": "förslag", "place_words": "plats", "point": "kartpunkt"}
#: The kinds that are no words as they stand.
_KINDS = {"epost": "e-post", "regnr": "regnummer", "anvandarnamn": "användarnamn", "halsa": "hälsa"}
_FEELINGS = {"unsafe": "otrygg", "safe": "trygg", "mixed": "blandat"}
_AT_ONCE = 500


def remark_rows(found: Iterable[Any]) -> Iterator[Sequence[list[Any]]]:
    """Yield the remarks in stretches of rows."""
    yield from _stretches(
        [
            *(
                str(one.number),
                one.text,
                one.suggestion,
                one.place_words,
                one.point,
                _FEELINGS.get(one.feeling or "", ""),
            ),
            *(show_week(one.week), one.source, one.districts),
        ]
        for one in found
    )


def masked_rows(found: Iterable[Any]) -> Iterator[Sequence[list[Any]]]:
    """Yield a row for each masked stretch, in stretches of rows."""
    yield from _stretches(
        [
            str(one.number),
            _FIELDS[part.field],
            _told(part),
            _KINDS.get(part.kind, part.kind),
            one.decided_by,
            one.decided_on.isoformat(),
        ]
        for one in found
        for part in one.parts
        if part.law
    )


def fields_of(one: Any) -> list[tuple[str, str]]:
    """Return the fields of a remark as they left, each with what it is called; the text needs no name."""
    named = (("", one.text), ("Förslag", one.suggestion), ("Plats", one.place_words), ("Kartpunkt", one.point))
    return [(label, words) for label, words in named if words]


def facts_line(one: Any) -> str:
    """Return when, how it felt, by which way and where, in a line."""
    said = (show_week(one.week), _FEELINGS.get(one.feeling or "", ""), one.source, one.districts)
    return " · ".join(part for part in said if part)


def masked_lines(one: Any) -> list[str]:
    """Return a sentence for each masked stretch of a remark, and who decided when."""
    masked = [part for part in one.parts if part.law]
    lines = [
        f"Maskerat, {_FIELDS[p.field]}{f' ({_KINDS.get(p.kind, p.kind)})' if p.kind else ''}: {_told(p)}."
        for p in masked
    ]
    return [*lines, f"Prövad av {one.decided_by} {one.decided_on.isoformat()}."]


def _told(part: Any) -> str:
    return f"{section(part)}. {part.why}" if part.why and part.law != "other" else section(part)


def _stretches(rows: Iterable[list[Any]]) -> Iterator[Sequence[list[Any]]]:
    left = iter(rows)
    while part := list(islice(left, _AT_ONCE)):
        yield part
