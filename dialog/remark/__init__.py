"""Remarks: what people said, however it came; receipts for what residents send themselves, and taking back."""


def wire() -> None:
    """Let `place` know who must hear of new districts, and say what a receipt for a remark leads to."""
    from dialog.place.listeners import districts_changed
    from dialog.remark import operations, queries
    from dialog.remark.listeners import TARGETS, Target

    districts_changed.listen(operations.place_again)
    TARGETS["remark"] = Target(
        erase=operations.erase_remark,
        story=lambda _db, remark_id: [remark_id],
        has_decision=lambda db, _remark_id: queries.has_decision(db),
    )
