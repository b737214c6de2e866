"""Figures for staff: counts of remarks, results of a survey, and the map. Who may not read texts sees no group under five."""

from flask import Blueprint

bp = Blueprint("figures_staff", __name__)

from dialog.figures.staff import counts, map, results  # noqa: E402, F401, A004 -- they put their routes on bp
