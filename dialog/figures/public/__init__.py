"""What everyone sees of the figures: the published map, the focus areas and the open data. Frozen publications, never live counts."""

from flask import Blueprint

bp = Blueprint("figures_public", __name__)

from dialog.figures.public import (  # noqa: E402 -- they put their routes on bp
    answers,  # noqa: F401
    data,  # noqa: F401
    map,  # noqa: A004, F401
    themes,  # noqa: F401
)
