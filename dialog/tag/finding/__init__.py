"""Searching in Swedish, without a database: stems, compounds, what somebody looks for, and where it stands in a text."""

from dialog.tag.finding.asking import Search, as_fts5, found_in, read_search
from dialog.tag.finding.marking import marked
from dialog.tag.finding.reading import GAP, Entry, entry, entry_of

__all__ = ["GAP", "Entry", "Search", "as_fts5", "entry", "entry_of", "found_in", "marked", "read_search"]
