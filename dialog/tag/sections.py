"""Counts that a later room keeps ready, for the pages of this one. Pure: `figures` registers what it can answer by."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any

#: Called as (db, chosen: RemarkFilter): how many remarks a filter lets through, or None where that is not kept.
TOTALS: dict[str, Callable[[Any, Any], int | None]] = {}
#: Called as (db): how many remarks each focus area is counted for.
USES: dict[str, Callable[[Any], Mapping[uuid.UUID, int]]] = {}
