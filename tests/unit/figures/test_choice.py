"""What a publication is about from the start: the weeks that nothing has been published about."""

import pytest

from dialog.figures.publishing.choice import usual_period


@pytest.mark.parametrize(
    ("published", "usual"),
    [
        ([], (202636, 202647)),
        ([(202610, 202620)], (202636, 202647)),
        ([(202610, 202620), (202637, 202640)], (202641, 202647)),
        ([(202637, 202647)], (202637, 202647)),
        ([(202637, 202648), (202540, 202650)], (202540, 202650)),
    ],
)
def test_it_begins_where_what_is_published_ends(published: list[tuple[int, int]], usual: tuple[int, int]) -> None:
    assert usual_period(published, 202647) == usual


def test_over_new_year() -> None:
    assert usual_period([(202540, 202552)], 202603) == (202601, 202603)
    assert usual_period([], 202603) == (202544, 202603)
