"""S12 on the site itself: publications, pages and files, all put together. More of them: DIALOG_TEST_S12=200, or `soak s12`."""

import os

import pytest

from tests.trust.published import live

#: The third has districts and merges focus areas, the second has squares.
SEEDS = range(1, 1 + int(os.environ["DIALOG_TEST_S12"])) if "DIALOG_TEST_S12" in os.environ else (2, 3)


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_worked_out_of_what_the_site_has_published(build, client, seed: int) -> None:
    site = live(build, client, seed)
    assert site.numbers
    assert (site.small, site.attack()) == ([], [])
