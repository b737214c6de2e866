"""Whether a survey's answers and its remarks can be told beside each other: the same people said both. Pure.

A remark comes from a question in words or of a place, one at most from each. Who knows how many remarks a survey gave, and how many
answered, knows how many such questions were left empty. That tells of few only where few were left: then one of the two is not told.
Where enough were left, whatever else is told of a remark can belong to any five of those who answered alike.
"""

from collections.abc import Mapping, Sequence

from dialog.figures.suppression import SMALLEST
from dialog.survey.questionnaire import Question


def has_room(
    answered: int, given: Mapping[str, int], questions: Sequence[Question], k: int = SMALLEST, *, more: int = 0
) -> bool:
    """Say whether enough left some of these questions empty, of so many who answered; `given` is by code.

    Enough is `k` for each of the questions, so that five can have left all of them. None at all is enough too, where everyone was asked.
    Who was not asked a question that follows is not counted as leaving it empty: how many were asked it can be told with the answers.
    `more` are remarks beyond `given` that were told.
    """
    left = sum(answered - given.get(q.code, 0) for q in questions if not q.condition) - more
    if left >= k * len(questions):
        return True
    return left == 0 and not any(q.condition for q in questions)


def follow_ups_have_room(
    asked: Mapping[str, int],
    given: Mapping[str, int],
    questions: Sequence[Question],
    k: int = SMALLEST,
    *,
    less: int = 0,
) -> bool:
    """Say whether enough of those who were asked left each of some questions that follow from an answer empty.

    They cannot be told from those who were not asked. `asked` and `given` are by code; a question that it is not known of counts as
    asked of nobody. `less` is how many fewer it may have been when it was told.
    """
    return all(asked.get(q.code, 0) - given.get(q.code, 0) - less >= k * len(questions) for q in questions)
