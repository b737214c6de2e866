"""Walks: planned, walked together in the dark and rain, written up, and walked again."""


def wire() -> None:
    """Go away with a remark that is erased, sweep the photos, and name what the log tells of what was held."""
    from dialog.base.i18n import N_
    from dialog.base.upkeep import chores
    from dialog.people.kinds import name_actions
    from dialog.remark.listeners import taken_back
    from dialog.walk.operations.forgetting import forget_remarks
    from dialog.walk.operations.photos import sweep_photos

    taken_back.listen(forget_remarks)
    chores.append(sweep_photos)
    name_actions(
        {
            "walk.held_take": N_("tog in en synpunkt som väntade på vandringsledaren"),
            "walk.held_drop": N_("tog bort en synpunkt som väntade på vandringsledaren"),
        }
    )
