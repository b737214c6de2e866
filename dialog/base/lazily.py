"""Libraries that are loaded when something of them is first asked for: a server starts without them (`docs/speed.md`, G15).

shapely brings numpy with it: a third of all that a start would load, and no page needs it before somebody has shown a place. A
server loads it a moment after its start (`app._warm_up`).
"""

import importlib
from typing import TYPE_CHECKING, Any

__all__ = ["Lazy", "shapely"]


class Lazy:
    """Stands for a module."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        found = getattr(importlib.import_module(self._name), name)
        setattr(self, name, found)
        return found


if TYPE_CHECKING:
    import shapely
    import shapely.errors
    import shapely.geometry
else:
    shapely = Lazy("shapely")
