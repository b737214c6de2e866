"""Questions that count. Comes before: `tag/queries` (which remarks). Goes to: the staff's pages of figures and the map."""

from dialog.figures.queries.counts import Count, Counts, Cut, count_by_district, counts
from dialog.figures.queries.kept import Square, kept_total, kept_uses, stamp
from dialog.figures.queries.map import View, cells
from dialog.figures.queries.map_marks import Mark
from dialog.figures.queries.nearest import nearest

__all__ = [
    "Count",
    "Counts",
    "Cut",
    "Mark",
    "Square",
    "View",
    "cells",
    "count_by_district",
    "counts",
    "kept_total",
    "kept_uses",
    "nearest",
    "stamp",
]
