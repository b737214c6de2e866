"""Where answers and remarks of the same people have room beside each other, in all that was ever told of them."""

from collections import Counter
from typing import Any

from dialog.figures.publishing.answers import WHOLE, Told
from dialog.figures.publishing.beside import Answers, Remarks
from dialog.survey.questionnaire import Question, compile_wave
from tests.surveys import as_wave, choice, question, when, words

LONG, SHORT = (202630, 202645), (202630, 202640)


def boxes(*questions: dict) -> list[Question]:
    """Questions that remarks come from; "a" says who is asked those that follow."""
    first = question("a", "one", "A?", options={"choices": [choice("x", "X"), choice("y", "Y")]})
    sections = [{"title": words("Ett"), "intro": {}, "questions": [first, *questions]}]
    return [one for one in compile_wave(as_wave(sections)).questions if one.is_remark]


FREE = question("free", "text", "Berätta?")
UNSAFE = question("unsafe", "text", "Var är det otryggt?", options={"feeling": "unsafe"})
FOLLOWS = question("follows", "place", "Var?", condition=when("a", "x"))


def told(*ends: tuple[int, int]) -> list[Told]:
    return [Told(until, {WHOLE: n}) for until, n in ends]


def room(ends: list[tuple[int, int]], remarks: list[tuple[int, int]], *weeks: tuple[int, int, int]) -> list[bool]:
    """Say whether there is room for each of some remarks; `weeks`: how many answered in one, and how many of them said something."""
    responses = [(week, "web", answered) for week, answered, _ in weeks]
    given = [(week, "web", "free", n) for week, _, n in weeks]
    answers = Answers(boxes(FREE), responses, given, told=told(*ends))
    return [found.whole for _, found in answers.rooms([Remarks("", *period, False) for period in remarks])]


def in_one_week(
    answered: int, given: dict[str, int], *questions: dict, drift: int = 0, period: tuple[int, int] = SHORT, **more: Any
) -> bool:
    """Say whether there is room where all answered in a week, beside remarks told of a period, `drift` more than there are now."""
    more = {"told": told((202640, answered)), **more}
    counts = [(202635, "web", code, n) for code, n in given.items()]
    answers = Answers(boxes(*questions), [(202635, "web", answered)], counts, **more)
    ((_, found),) = answers.rooms([Remarks("", *period, False, frozenset({drift}))])
    return found.whole


def test_what_is_told_of_two_periods_tells_of_the_weeks_between() -> None:
    weeks = (202635, 50, 41), (202643, 10, 9)
    assert room([(202640, 50), (202645, 60)], [SHORT, LONG], *weeks) == [True, False]
    assert room([(202645, 60)], [LONG], *weeks) == [True]
    assert room([(202645, 60)], [LONG, SHORT], *weeks) == [False, True]


def test_time_is_cut_both_where_remarks_and_where_answers_begin_and_end() -> None:
    weeks = (202635, 50, 40), (202642, 10, 9), (202644, 20, 10)
    assert room([(202640, 50), (202645, 80)], [LONG], *weeks) == [True]
    assert room([(202640, 50), (202645, 80)], [LONG, (202630, 202643)], *weeks) == [False, False]


def test_what_was_told_before_some_took_theirs_back_is_held_beside_what_is_left() -> None:
    assert room([(202640, 58)], [SHORT], (202635, 58, 58)) == [True]
    assert room([(202640, 60)], [SHORT], (202635, 58, 58)) == [False]


def test_between_two_weeks_that_were_told_up_to_it_counts_what_either_told_too_much() -> None:
    weeks = (202635, 50, 40), (202643, 10, 4)
    assert room([(202640, 50), (202645, 60)], [LONG], *weeks) == [True]
    assert room([(202640, 52), (202645, 60)], [LONG], *weeks) == [False]


def test_what_is_told_of_other_weeks_is_in_nobodys_way() -> None:
    weeks = (202635, 50, 49), (202643, 10, 9)
    assert room([(202640, 50)], [(202641, 202645)], *weeks) == [True]
    assert room([(202640, 50)], [LONG], *weeks) == [False]
    assert room([], [LONG], *weeks) == []


def test_remarks_that_were_told_and_taken_back_since_were_left_empty_by_fewer() -> None:
    assert in_one_week(60, {"free": 54}, FREE)
    assert in_one_week(60, {"free": 54}, FREE, drift=1)
    assert not in_one_week(60, {"free": 54}, FREE, drift=2)
    assert not in_one_week(60, {"free": 54}, FREE, drift=2, told=[], wanted=[202640])
    # Those who are gone may have said it in weeks that the answers were not told of.
    assert not in_one_week(58, {"free": 58}, FREE, drift=2, period=LONG, told=told((202640, 60)))


def test_those_who_answered_in_other_weeks_are_left_where_nobody_left_a_question_empty() -> None:
    for few, enough in ((1, False), (4, False), (5, True)):
        weeks = (202635, 60, 60), (202643, few, 0)
        assert room([(202645, 60 + few)], [SHORT], *weeks) == [enough]
    assert room([(202640, 60), (202645, 64)], [SHORT], *weeks) == [False]
    assert room([(202640, 60)], [SHORT], *weeks) == [True], "they have not been told of"


def test_there_must_be_room_for_ten_where_a_place_is_fine() -> None:
    for left, enough in ((9, False), (10, True)):
        counts = [(202635, "web", "free", 60 - left)]
        answers = Answers(boxes(FREE), [(202635, "web", 60)], counts, told=told((202640, 60)))
        ((_, found),) = answers.rooms([Remarks("", *SHORT, False, smallest=10)])
        assert found.whole is enough


def test_there_must_be_room_among_the_questions_of_each_feeling() -> None:
    assert in_one_week(40, {"unsafe": 30, "free": 30}, UNSAFE, FREE)
    assert not in_one_week(40, {"unsafe": 38, "free": 10}, UNSAFE, FREE)
    assert not in_one_week(40, {"unsafe": 10, "free": 38}, UNSAFE, FREE), "all less those with a feeling"


def test_who_was_asked_a_question_that_follows_and_left_it_empty_is_one_of_those_who_did() -> None:
    asked = [(202635, "follows", 25)]
    assert in_one_week(40, {"follows": 20}, FOLLOWS, asked=asked)
    assert in_one_week(40, {"follows": 20}, FOLLOWS, asked=asked, period=LONG, wanted=[202645]), "nobody since"
    assert not in_one_week(40, {"follows": 21}, FOLLOWS, asked=asked)
    assert not in_one_week(40, {"follows": 20}, FOLLOWS)
    assert not in_one_week(40, {"follows": 20}, FOLLOWS, asked=asked, drift=-1), "as many were told then as now"
    assert not in_one_week(40, {"follows": 20}, FOLLOWS, asked=asked, told=told((202640, 39)))
    assert not in_one_week(40, {"follows": 20, "free": 38}, FOLLOWS, FREE, asked=asked), "others were asked the other"


def by_channel(paper: int, wrote: int, told_paper: int = 0) -> tuple[bool, bool]:
    numbers = {WHOLE: 50 + paper, ("", "paper"): told_paper or paper}
    responses = [(202635, "web", 50), (202635, "paper", paper)]
    given = [(202635, "web", "free", 30), (202635, "paper", "free", wrote)]
    answers = Answers(boxes(FREE), responses, given, told=[Told(202640, numbers)])
    ((_, found),) = answers.rooms([Remarks("", *SHORT, True)])
    return found.whole, found.channels


def test_there_must_be_room_in_each_channel_that_is_told() -> None:
    assert by_channel(10, 5) == (True, True)
    assert by_channel(10, 7) == (True, False)
    assert by_channel(10, 5, told_paper=9) == (True, False), "one more has come since"
    assert by_channel(4, 2) == (True, True), "so few are not told by channel"


def test_it_is_known_whether_channels_were_told() -> None:
    answers = Answers(boxes(FREE), [], [], told=told((202640, 50)))
    assert not answers.tells_channels
    one = Told(202640, Counter({WHOLE: 50, ("", "paper"): 7, ("a", "x"): 5}))
    assert Answers(boxes(FREE), [], [], told=[one]).tells_channels
    assert not Answers(boxes(FREE), [], [], told=[Told(202640, {WHOLE: 50, ("a", "x"): 5})]).tells_channels
