"""Learning from what the staff decided: a linear model for each focus area, blended with the vocabulary by what it has earned.

Pure: no database, no HTTP; numpy and scipy alone. From texts with decisions (`operations/learning.py`) to `Learned`, which
`queries/suggesting.py` reads texts with. How, and where it ends: `docs/decisions/learned-from-decisions.md`.
"""

from dialog.tag.learning.blending import blend
from dialog.tag.learning.earning import Said, Sample, Trial, learn
from dialog.tag.learning.judging import WAYS, Figures, judge
from dialog.tag.learning.model import Learned, kept, opened

__all__ = ["WAYS", "Figures", "Learned", "Said", "Sample", "Trial", "blend", "judge", "kept", "learn", "opened"]
