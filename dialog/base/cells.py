"""What a spreadsheet would take for a formula, and how it is made plain text (TRUST D17). Pure.

A cell that begins with = + - @ (also full-width, small, raised and lowered, which some programs read as those), a tab or a
line break, or with one of them after blanks, gets an apostrophe before it; so does one that begins with apostrophes and then
that, so that `plain` gives back exactly what `guarded` was given (CSV injection, OWASP).
"""

import re

_SIGNS = "=+\\-@＝＋－＠﹦﹢﹣﹫⁼⁺⁻₌₊₋"
_UNSEEN = "\\s\u00ad\u200b-\u200f\u2060\ufeff\u0000-\u001f"
_ACTIVE = re.compile(f"'*(?:[\t\r\n]|[{_UNSEEN}]*[{_SIGNS}])")
_GUARDED = re.compile(f"'+(?:[\t\r\n]|[{_UNSEEN}]*[{_SIGNS}])")

is_active = _ACTIVE.match
#: What most texts begin with; asked first, since a site's every text passes here.
HARMLESS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖabcdefghijklmnopqrstuvwxyzåäö0123456789")


def guarded(text: str) -> str:
    """Return a text as a cell may hold it."""
    return f"'{text}" if _ACTIVE.match(text) else text


def plain(text: str) -> str:
    """Return what `guarded` was given."""
    return text[1:] if _GUARDED.match(text) else text
