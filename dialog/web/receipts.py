"""A receipt code as a page shows it. Drawn once a language with blanks, since each who sends something waits for it.

Comes before: `templates/components/receipt.html`. Goes to: the pages that thank, put in their one open place (`web/prepared.py`).
"""

from functools import lru_cache

from flask import get_template_attribute

from dialog.base.keys import show_receipt
from dialog.web.language import language

#: Stand for the groups of the code in what is kept.
_BLANKS = tuple(f"GROUP{n}OF6" for n in range(6))


def drawn_receipt(code: str) -> bytes:
    """Return the part of a page that holds a receipt code, in the language of the request."""
    drawn = _with_blanks(language())
    for blank, group in zip(_BLANKS, show_receipt(code).split(), strict=True):
        drawn = drawn.replace(blank, group)
    return drawn.encode()


@lru_cache(maxsize=16)
def _with_blanks(_language: str) -> str:
    return str(get_template_attribute("components/receipt.html", "receipt")("-".join(_BLANKS)))
