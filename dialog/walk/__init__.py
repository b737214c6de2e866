"""Walks: planned, walked together in the dark and rain, written up, and walked again."""


def wire() -> None:
    """Go away with a remark that is erased."""
    from dialog.remark.listeners import taken_back
    from dialog.walk.operations.forgetting import forget_remarks

    taken_back.listen(forget_remarks)
