"""How an earlier room lets later ones know. A deed is told in the transaction it belongs to, so that counts stay true.

`app.wire()` does all the registering. A deed done before that is an error: better a stop than a count that is too low.
"""

from collections.abc import Callable
from typing import Any

_wired = False


class Deed:
    """One thing that happens in a room, and the functions of later rooms that must know of it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._listeners: list[Callable[..., None]] = []

    def listen(self, function: Callable[..., None]) -> None:
        """Register a function `(db, **facts)`; registering the same again changes nothing."""
        if function not in self._listeners:
            self._listeners.append(function)

    def tell(self, db: Any, **facts: Any) -> None:
        """Call every listener in the order they were registered; RuntimeError when nothing has been wired."""
        if not _wired:
            raise RuntimeError(f"{self.name} was told before app.wire() had run")
        for function in self._listeners:
            function(db, **facts)


def wired() -> None:
    """Say that every room has registered what it listens to."""
    global _wired
    _wired = True
