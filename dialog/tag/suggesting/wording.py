"""What an entry of the vocabulary may look like when somebody writes one on a page. Pure; from the page of words, to `vocabulary.changed`."""

import re
from collections.abc import Mapping

from dialog.tag.suggesting.vocabulary import FIELDS, entries

#: What a municipality writes of a focus area: entries of each field that are added, and shipped ones that are not used.
PARTS = (*FIELDS, "removed")
MOST_ENTRIES = 500
LONGEST_ENTRY = 400  # characters
_MOST_WORDS = 12
_FORM = re.compile(r"\*?[^\W_](?:[^\W_]|[-:'’&])*\*?")
_GAPS = ("..", "...")


def faults(written: str, *, is_removed: bool = False) -> list[str]:
    """Return the entries that cannot be read, as they are written; all of them where there are too many.

    What is removed need not be readable: it is only looked for among the shipped ones.
    """
    found = list(entries(written))
    if len(found) > MOST_ENTRIES:
        return found
    return [entry for entry in found if len(entry) > LONGEST_ENTRY or not (is_removed or is_entry(entry))]


def is_entry(entry: str) -> bool:
    """Say whether an entry can be read: words in a row, each with alternatives, stars and gaps; no word so short that it fits most."""
    parts = entry.split()
    if len(entry) > LONGEST_ENTRY or not 1 <= len(parts) <= _MOST_WORDS or parts[0] in _GAPS or parts[-1] in _GAPS:
        return False
    forms = [form for part in parts if part not in _GAPS for form in part.split("|")]
    return all(_FORM.fullmatch(form) and len(form.strip("*")) >= _least(form) for form in forms)


def _least(form: str) -> int:
    """Return how many letters a form must have: an open end fits many words, two fit more."""
    return {0: 1, 1: 2, 2: 3}[form.startswith("*") + form.endswith("*")]


def tidy(words: Mapping[str, str]) -> dict[str, str]:
    """Return what was written as it is kept: each entry once, in small letters, with commas between; empty parts left out."""
    made = {name: ", ".join(dict.fromkeys(entries(words.get(name, "")))) for name in PARTS}
    return {name: said for name, said in made.items() if said}
