"""Learning from what the staff decided: a linear model for each focus area, blended with the vocabulary by what it has earned.

Pure: no database, no HTTP; numpy and scipy alone. From texts with decisions (`operations/learning.py`) to `Learned`, which
`queries/suggesting.py` reads texts with. How, and where it ends: `docs/decisions/learned-from-decisions.md`.
"""

from dialog.tag.learning.blending import blend
from dialog.tag.learning.earning import Lesson, learn
from dialog.tag.learning.judging import WAYS
from dialog.tag.learning.model import Learned, kept, opened
from dialog.tag.learning.samples import Said, Sample
from dialog.tag.suggesting.measuring import Figures

__all__ = ["WAYS", "Figures", "Learned", "Lesson", "Said", "Sample", "blend", "kept", "learn", "opened"]
