"""The guard for persons: finds what in a text points a person out. It proposes; a person decides what is masked.

Pure: no database, no HTTP. From a text; to `dialog tags suggest`. What it looks for and where it ends:
`docs/decisions/how-a-suggestion-is-made.md`.
"""

import re

from dialog.remark.guard import health, names, numbers, places
from dialog.remark.guard.kinds import Find

__all__ = ["Find", "find"]
#: Characters that are read at a time by the rules; a remark is 4,000 at most.
MOST_READ = 10_000
#: So long without a space is no person, and would take the rules long to look through.
_RUN = re.compile(r"\S{100,}")


def find(text: str) -> list[Find]:
    """Return what points a person out, in the order of the text; no two of the same kind overlap."""
    text = _RUN.sub(lambda run: " " * len(run[0]), text[:MOST_READ])
    pointed = [*numbers.find(text), *names.find(text), *places.find(text)]
    found = [*pointed, *health.find(text)]
    found += health.accusations(text, pointed)
    kept: list[Find] = []
    for one in sorted(set(found), key=lambda f: (f.start, -f.end, f.kind)):
        if not any(k.kind == one.kind and k.start < one.end and one.start < k.end for k in kept):
            kept.append(one)
    return kept
