"""Small groups are not shown, and cannot be worked out (TRUST D6). Pure: no database, no HTTP.

`hidden` is for pages inside the house. What is published is judged by `judge`: against itself, and against everything that
was ever published. Why it is safe, and where it is not, stands in docs/decisions/0013-nothing-can-be-worked-out.md.
"""

from dialog.figures.suppression.beside import Clash
from dialog.figures.suppression.cells import merged_squares
from dialog.figures.suppression.inside import SMALLEST, hidden
from dialog.figures.suppression.judging import Verdict, judge
from dialog.figures.suppression.population import AREA, JOINED, NOWHERE, Figure, Population, Seen, made_of, tables

#: Where a geography has anything finer than 500 m (`place.queries.is_fine`).
SMALLEST_FINE = 10

__all__ = [
    "AREA",
    "JOINED",
    "NOWHERE",
    "SMALLEST",
    "SMALLEST_FINE",
    "Clash",
    "Figure",
    "Population",
    "Seen",
    "Verdict",
    "hidden",
    "judge",
    "made_of",
    "merged_squares",
    "tables",
]
