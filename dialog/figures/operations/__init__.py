"""Verbs of files: remarks come in from one, remarks and responses go out in one."""

from dialog.figures.operations.exporting import KEPT_FOR, Outgoing, hold_still, remarks_out, responses_out
from dialog.figures.operations.importing import Import, import_remarks, plan_import

__all__ = [
    "KEPT_FOR",
    "Import",
    "Outgoing",
    "hold_still",
    "import_remarks",
    "plan_import",
    "remarks_out",
    "responses_out",
]
