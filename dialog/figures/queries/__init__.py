"""Questions that count. Comes before: `tag/queries` (which remarks). Goes to: the staff's pages of figures and the map."""

from dialog.figures.queries.counts import Count, Counts, Cut, counts
from dialog.figures.queries.map import Cell, Mark, View, cells

__all__ = ["Cell", "Count", "Counts", "Cut", "Mark", "View", "cells", "counts"]
