"""Invented surveys for S12: answers that come and are taken back between publications, and an attacker who has every number told.

The survey has a question with choices, one that follows from it, and one where several may be chosen: all that couples answers to
one another. Nothing here looks at how the product judges; the attacker knows the questions, which all do.
"""

import random
from collections import Counter
from dataclasses import dataclass, field

from dialog.figures.publishing.answers import WHOLE, Counted, Judged, Told, judge_answers
from dialog.figures.publishing.lines import ASKED_OF, GIVEN, Line, lines_of, with_those_before
from dialog.survey.questionnaire import compile_wave
from tests.surveys import as_wave, choice, question, when, words
from tests.trust.attacking import Attacker, Finding, Number

CHANNELS = ["paper", "web"]
OPTIONS = ["x", "y"]


@dataclass(frozen=True)
class Response:
    """What somebody answered: "-" is no answer, "?no_answer" that they would rather not."""

    week: int
    channel: str
    first: str
    second: str
    several: frozenset[str]


@dataclass
class Wave:
    """A survey's wave, with what has been told of it."""

    rng: random.Random
    is_required: bool
    is_exclusive: bool
    wanted: tuple[str, ...]
    responses: list[Response] = field(default_factory=list)
    told: dict[str, Told] = field(default_factory=dict)
    verdicts: list[Judged] = field(default_factory=list)

    @property
    def lines(self) -> list[Line]:
        """The lines of the survey."""
        alone = {"is_exclusive": True} if self.is_exclusive else {}
        asked = [
            question("first", "one", "Ett?", is_required=self.is_required,
                     options={"choices": [choice(c, c.upper()) for c in "abc"], "no_answer": True}),
            question("second", "one", "Två?", condition=when("first", *self.wanted),
                     options={"choices": [choice(c, c.upper()) for c in "de"]}),
            question("several", "several", "Tre?", options={"choices": [choice("x", "X"), choice("y", "Y", **alone)]}),
        ]  # fmt: skip
        return lines_of(compile_wave(as_wave([{"title": words("En"), "intro": {}, "questions": asked}])))

    def answer(self, many: int, week: int) -> None:
        """Let some answer, most as most do."""
        r = self.rng
        for _ in range(many):
            first = r.choices(["a", "b", "c", "?no_answer", "-"], [9, 5, r.random() * 2, 1, 1])[0]
            if first == "-" and self.is_required:
                first = "b"
            second = r.choices(["d", "e", "-"], [5, 2, 1])[0] if first in self.wanted else "-"
            several = frozenset(option for option in OPTIONS if r.random() < (0.7 if option == "x" else 0.25))
            if self.is_exclusive and len(several) == 2:
                several = frozenset("x")
            self.responses.append(Response(week, r.choices(CHANNELS, [1, 6])[0], first, second, several))

    def counted(self, untils: list[int]) -> Counted:
        """Count the responses by the stretches that publications make."""

        def stretch(week: int) -> int:
            return min((until for until in untils if week <= until), default=0)

        answers: dict[str, Counter[tuple[int, str]]] = {line.key: Counter() for line in self.lines}
        for one in self.responses:
            values = {"first": one.first, "second": one.second, "several": "+".join(sorted(one.several)) or "-"}
            for key, value in values.items():
                if value != "-":
                    answers[key][stretch(one.week), value] += 1
        return Counted(Counter((stretch(one.week), one.channel) for one in self.responses), answers)

    def publish(self, until: int, keys: list[str]) -> None:
        """Tell what may be told; it is known for ever."""
        chosen = {line.key for line in with_those_before(self.lines, keys)}
        untils = sorted({until, *(told.until for told in self.told.values())})
        verdict = judge_answers(self.lines, chosen, self.counted(untils), until, self.told, secret=b"secret")
        if not verdict.is_refused:
            self.told[str(len(self.told))] = Told(until, verdict.shown)
        self.verdicts.append(verdict)

    def numbers(self) -> list[Number]:
        """Return all that was told, as whoever knows the questions reads it."""
        found = []
        for told in self.told.values():
            weeks = frozenset(str(week) for week in range(1, told.until + 1))
            for (line, part), n in told.numbers.items():
                where, option = {"week": weeks}, None
                if (line, part) == WHOLE:
                    pass
                elif not line:
                    where["channel"] = frozenset({part})
                elif line == "several":
                    option = "+".join(OPTIONS) if part == GIVEN else part
                elif part.startswith(ASKED_OF):
                    where[line] = frozenset(self.wanted)
                else:
                    where[line] = frozenset("abcde") if part == GIVEN else frozenset({part})
                found.append(Number(where, option, n))
        return found

    def attack(self) -> list[Finding]:
        """Let the attacker try, also as one of those who answered."""
        spans = [until.until for until in self.told.values()]
        weeks = [str(week) for week in range(1, max(spans, default=1) + 1)]
        dimensions = {
            "week": weeks, "channel": CHANNELS,
            "first": ["a", "b", "c", "?no_answer", *([] if self.is_required else ["-"])], "second": ["d", "e", "-"],
        }  # fmt: skip

        def can_be(cell: dict[str, str], several: frozenset[str]) -> bool:
            is_asked = cell["second"] == "-" or cell["first"] in self.wanted
            return is_asked and not (self.is_exclusive and len(several) == 2)

        attacker = Attacker(dimensions, OPTIONS, can_be=can_be)
        inside = [one for one in self.responses if one.week <= max(spans, default=0)]
        some = self.rng.sample(inside, min(1, len(inside)))
        own = [((str(o.week), o.channel, o.first, o.second), o.several) for o in some]
        return attacker.attack(self.numbers(), own=own)


def live(seed: int) -> Wave:
    """Let a wave be answered for some weeks and be told of some times, with answers taken back and late in between."""
    r = random.Random(seed)
    wave = Wave(r, r.random() < 0.5, r.random() < 0.4, r.choice([("a",), ("a",), ("c",), ("a", "c")]))
    wave.answer(r.choice([12, 30, 60, 200]), 1)
    keys = ["first", "second", "several"]
    until = 1
    for _ in range(r.choice([1, 2, 2, 3])):
        wave.publish(until, r.sample(keys, r.choice([1, 2, 3, 3])))
        if r.random() < 0.6:
            until += 1
            wave.answer(r.choice([0, 1, 3, 8, 40]), until)
        for _ in range(r.choice([0, 0, 1, 2])):
            wave.responses.pop(r.randrange(len(wave.responses)))
        wave.answer(
            r.choice([0, 0, 1, 2]), r.randint(1, until)
        )  # keyed in late by staff, or a week too far: counted all the same
    return wave
