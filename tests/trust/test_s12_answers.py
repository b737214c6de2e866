"""S12 for answers: nothing is worked out of what publications of a survey tell, over waves that go on and answers that go. More: `soak s12`."""

import pytest

from dialog.figures.publishing import answers
from dialog.figures.suppression import Verdict
from tests.trust.answered import live

SEEDS = range(16)


def test_nothing_is_worked_out_of_published_answers() -> None:
    waves = [live(seed) for seed in SEEDS]
    assert {seed: found for seed, wave in enumerate(waves) if (found := wave.attack())} == {}
    told = [told for wave in waves for told in wave.told.values()]
    assert len(told) > 15 and sum(len(one.numbers) for one in told) > 90  # and much is told all the same
    assert min(n for one in told for n in one.numbers.values()) >= 5


@pytest.mark.parametrize("forgets", ["what was told before", "all but the smallest"])
def test_the_attacker_finds_what_is_told_with_less_care(monkeypatch: pytest.MonkeyPatch, forgets: str) -> None:
    thorough = answers.judge

    def judge(population, figures, earlier, k, **more) -> Verdict:
        if forgets == "what was told before":
            now = [seen for seen in earlier if not seen.publication]
            return thorough(population, figures, now, k, **more)
        n = {figure.key: population.count(figure.where, figure.area) for figure in figures}
        return Verdict({key: m for key, m in n.items() if m >= k}, {key: "few" for key, m in n.items() if m < k})

    monkeypatch.setattr(answers, "judge", judge)
    assert any(live(seed).attack() for seed in SEEDS)
