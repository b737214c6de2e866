"""What a remark is counted as, in SQL, for those who count very many at once. Goes to: `recounting.py`, `recounting_facts.py`."""

from dialog.figures.kinds import MICRO, SAID

SAID_OF = "r.source, coalesce(r.feeling, '') AS feeling, coalesce(r.part_of_day, '') AS part_of_day"
STATE = """CASE WHEN NOT r.is_handled THEN 'open'
    WHEN EXISTS (SELECT 1 FROM taggings t WHERE t.remark_id = r.id AND t.is_current) THEN 'tagged'
    WHEN EXISTS (SELECT 1 FROM decisions d WHERE d.remark_id = r.id AND d.is_current AND d.outcome = 'unsure') THEN 'unsure'
    ELSE 'other' END"""
#: Where it lies, in millionths of a degree.
PLACE = f"CAST(round(r.lat * {MICRO}) AS BIGINT) AS y, CAST(round(r.lng * {MICRO}) AS BIGINT) AS x"
#: An area that was merged as the one it went into, and how it is spoken of.
AREA = "coalesce(f.merged_into_id, f.id)"
HOW = (
    f"CASE WHEN t.is_negated THEN '{SAID['negated']}' WHEN t.polarity IS NULL THEN '{SAID['none']}' "
    + " ".join(f"WHEN t.polarity = '{how}' THEN '{letter}'" for how, letter in SAID.items())
    + " END"
)


def whole(value: str, width: int) -> str:
    """Return whole division downwards in SQL, also of what is negative."""
    return f"({value} - {rest(value, width)}) / {width}"


def rest(value: str, width: int) -> str:
    """Return what such a division leaves, never less than nothing."""
    return f"(({value} % {width}) + {width}) % {width}"
