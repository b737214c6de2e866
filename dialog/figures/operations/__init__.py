"""Verbs of files: remarks come in from one, remarks, responses and walks go out in one. And counts, kept and counted again."""

from dialog.figures.operations.exporting import (
    KEPT_FOR,
    Outgoing,
    codebook_out,
    hold_still,
    remarks_out,
    responses_out,
    walks_out,
)
from dialog.figures.operations.importing import Import, import_remarks, plan_import
from dialog.figures.operations.recounting import Recounted, check_counts, recount

__all__ = [
    "KEPT_FOR",
    "Import",
    "Outgoing",
    "Recounted",
    "check_counts",
    "codebook_out",
    "hold_still",
    "import_remarks",
    "plan_import",
    "recount",
    "remarks_out",
    "responses_out",
    "walks_out",
]
