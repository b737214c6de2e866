"""Surveys, waves and questions; what was answered."""


def wire() -> None:
    """Say what a receipt for a response leads to, and put the open surveys on the start page."""
    from dialog.remark.listeners import TARGETS, Target
    from dialog.survey import operations
    from dialog.survey.queries import open_surveys
    from dialog.web import sections

    TARGETS["response"] = Target(
        erase=operations.erase_response, story=operations.remarks_of, has_decision=operations.has_decision
    )
    sections.add("home", 10, lambda db: sections.Section("survey/public/home.html", {"surveys": open_surveys(db)}))
