"""Figures for staff: counts of remarks, results of a survey, and the map. Who may not read texts sees no group under five."""

from flask import Blueprint

bp = Blueprint("figures_staff", __name__)

from dialog.figures.staff import (  # noqa: E402 -- they put their routes on bp
    answers,  # noqa: F401
    comparing,  # noqa: F401
    counts,  # noqa: F401
    cutting,  # noqa: F401
    disclosing,  # noqa: F401
    disclosures,  # noqa: F401
    exporting,  # noqa: F401
    importing,  # noqa: F401
    map,  # noqa: A004, F401
    publishing,  # noqa: F401
    results,  # noqa: F401
    themes,  # noqa: F401
)
