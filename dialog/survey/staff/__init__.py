"""Pages behind sign-in where surveys are made: /admin/enkater. Each module holds the views of one part."""

from dialog.survey.staff import arranging, paper, preview, questions, surveys, waves
from dialog.survey.staff.door import bp

__all__ = ("arranging", "bp", "paper", "preview", "questions", "surveys", "waves")
