"""Questions about focus areas and tagged remarks. `RemarkFilter` and `matching` are what later rooms choose remarks by."""

from dialog.tag.filters import RemarkFilter, read_filter
from dialog.tag.queries.areas import Area, AreaGroup, areas, by_slug, grouped, merge_effect, uses
from dialog.tag.queries.batches import MOST_AT_ONCE, BatchView, Candidates, batch, batches, candidates, first_ones
from dialog.tag.queries.codebook import Entry, codebook, entries
from dialog.tag.queries.filtering import area_ids, counted_as, matching
from dialog.tag.queries.history import Decided, history, latest, undone_to
from dialog.tag.queries.inbox import (
    MOST_COUNTED,
    ListPage,
    Row,
    Tagged,
    around,
    count,
    count_untagged,
    districts_of,
    how_many,
    list_page,
    next_after,
    previous_before,
    remark,
    sources,
    taggings_of,
    total,
)
from dialog.tag.queries.piles import Pile, Piles, Proposed, pile, piles
from dialog.tag.queries.suggesting import Made, Suggester, suggestions, text_of
from dialog.tag.queries.told import told

__all__ = [
    "MOST_AT_ONCE",
    "MOST_COUNTED",
    "Area",
    "AreaGroup",
    "BatchView",
    "Candidates",
    "Decided",
    "Entry",
    "ListPage",
    "Made",
    "Pile",
    "Piles",
    "Proposed",
    "RemarkFilter",
    "Row",
    "Suggester",
    "Tagged",
    "area_ids",
    "areas",
    "around",
    "batch",
    "batches",
    "by_slug",
    "candidates",
    "codebook",
    "count",
    "count_untagged",
    "counted_as",
    "districts_of",
    "entries",
    "first_ones",
    "grouped",
    "history",
    "how_many",
    "latest",
    "list_page",
    "matching",
    "merge_effect",
    "next_after",
    "pile",
    "piles",
    "previous_before",
    "read_filter",
    "remark",
    "sources",
    "suggestions",
    "taggings_of",
    "text_of",
    "told",
    "total",
    "undone_to",
    "uses",
]
