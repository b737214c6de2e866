"""G1, G2, G3: what residents send, with every check on, beside bare Flask that writes the same rows in one commit with FULL syncing.

An answer alone is measured beside two: one that keeps the same counts and words in that commit, which is the limit, and one that writes the answer's
own rows and nothing more.
"""

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench import served, sites
from tests.bench.load import Job, Loaded, get, post, send_all
from tests.bench.served import Server
from tests.bench.table import ROUNDS, Row, middle, ratios, spread

SURVEYS, PLACES = 150, 600  # jobs of a round
WARM_UP = 40


@dataclass
class Rounds:
    """What each round gave: jobs a second, milliseconds of processor time a job, percentiles in milliseconds."""

    rate: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    p50: list[float] = field(default_factory=list)
    p99: list[float] = field(default_factory=list)

    def add(self, seen: Loaded, cpu: float) -> None:
        self.rate.append(seen.rate)
        self.cpu.append(1000 * cpu / seen.jobs)
        self.p50.append(seen.percentile(0.5))
        self.p99.append(seen.percentile(0.99))


def survey_jobs(many: int) -> list[Job]:
    """Return the visits of people who open the survey and send it."""
    path = f"/enkat/{sites.SLUG}"
    return [(get(path), post(path, sites.answers(n))) for n in range(many)]


def place_jobs(many: int, path: str = "/plats") -> list[Job]:
    """Return answers alone: a place, why, and when."""
    return [(post(path, sites.told(n)),) for n in range(many)]


def row_jobs(many: int) -> list[Job]:
    """Return the same for the bare application, which is to write their own rows and nothing beside them."""
    return place_jobs(many, "/plats/rader")


def interleaved(measured: Sequence[tuple[Server, Callable[[int], list[Job]]]], many: int, clients: int) -> list[Rounds]:
    """Measure servers by turns, each with jobs of its own; which goes first changes from round to round."""
    found = [Rounds() for _ in measured]
    for server, make in measured:
        _measured(server, make(WARM_UP), clients)
    for n in range(ROUNDS):
        for at in range(len(measured)) if n % 2 == 0 else reversed(range(len(measured))):
            server, make = measured[at]
            found[at].add(*_measured(server, make(many), clients))
    return found


def _measured(server: Server, jobs: list[Job], clients: int) -> tuple[Loaded, float]:
    before = server.cpu()
    seen = send_all(server.port, jobs, clients)
    if set(seen.statuses) != {200}:
        raise RuntimeError(f"not all were taken in: {dict(seen.statuses)}")
    return seen, server.cpu() - before


@contextmanager
def pair(kind: str, folder: Path) -> Iterator[tuple[Server, Server]]:
    """Serve two sites that are the same: ours, and the bare one. On PostgreSQL its processes count as theirs."""
    urls, helpers = [], ()
    for name in ("ours", "bare"):
        (folder / name).mkdir(parents=True)
        if kind == "SQLite":
            urls.append(f"sqlite:///{folder / name / 'dialog.sqlite'}")
        else:
            from tests.servers import postgres_url

            urls.append(postgres_url(f"bench_{name}"))
    sites.make(urls[0], folder / "ours")
    if kind == "SQLite":
        shutil.copy(folder / "ours" / "dialog.sqlite", folder / "bare" / "dialog.sqlite")
    else:
        sites.make(urls[1], folder / "bare")
        helpers = _postmaster()
    workers = 1 if kind == "SQLite" else 2
    ours = served.ours(urls[0], folder / "ours", workers=workers, helpers=helpers)
    try:
        bare = served.bare(urls[1], folder / "bare", workers=workers, helpers=helpers)
    except BaseException:
        ours.end()
        raise
    with served.running(ours, bare):
        yield ours, bare


def _postmaster() -> tuple[int, ...]:
    """Return the PostgreSQL server that the tests have started, if it is on this machine."""
    from tests.servers import _run

    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                words = (entry / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if words[0].endswith(b"postgres") and any(_run()[:12].encode() in word for word in words):
                found.append(int(entry.name))
    return tuple(found[:1])


def measure(folder: Path) -> list[Row]:
    """Return the rows of G1, G2 and G3."""
    rows = []
    for kind in ("SQLite", "PostgreSQL"):
        with pair(kind, folder / kind) as (ours_served, bare_served):
            surveys = [(ours_served, survey_jobs), (bare_served, survey_jobs)]
            rows += _survey(kind, *interleaved(surveys, SURVEYS, 8))
            alone = [(ours_served, place_jobs), (bare_served, place_jobs)]
            ours, bare, of_rows = interleaved([*alone, (bare_served, row_jobs)], PLACES, 8)
            rows += [*_answer(kind, ours, bare, of_rows), _tail(kind, 8, ours, bare)]
            rows.append(_tail(kind, 24, *interleaved(alone, PLACES, 24)))
    return rows


def _survey(kind: str, ours: Rounds, bare: Rounds) -> list[Row]:
    share = ratios(ours.rate, bare.rate)
    cpu = ratios(ours.cpu, bare.cpu)
    what = f"survey, GET and durable POST, {kind}"
    return [
        Row("G1", f"{what}: processor time", spread(ours.cpu, "ms"), spread(bare.cpu, "ms"), "≤ 5 ms (LimeSurvey 290–400 ms)",
            middle(ours.cpu) <= 5.0),
        Row("G1", f"{what}: rate", spread(ours.rate, "/s", 0), spread(bare.rate, "/s", 0),
            f"≥ 60 % of bare: {middle(share):.0%}, at {middle(cpu):.0%} of its processor time", middle(share) >= 0.6),
    ]  # fmt: skip


def _answer(kind: str, ours: Rounds, bare: Rounds, of_rows: Rounds) -> list[Row]:
    share, cpu = ratios(ours.rate, bare.rate), ratios(ours.cpu, bare.cpu)
    of_one, of_cpu = middle(ratios(ours.rate, of_rows.rate)), middle(ratios(ours.cpu, of_rows.cpu))
    what = f"durable answer, POST /plats, {kind}"
    return [
        Row("G2", f"{what}: processor time", spread(ours.cpu, "ms", 2), spread(bare.cpu, "ms", 2),
            f"≤ 2.2 ms (ODK Central 9–15.6 ms); {middle(cpu):.0%} of bare", middle(ours.cpu) <= 2.2),
        Row("G2", f"{what}: rate", spread(ours.rate, "/s", 0), spread(bare.rate, "/s", 0), f"≥ 100 % of bare: {middle(share):.0%}",
            middle(share) >= 1.0),
        Row("G2", f"{what}: beside one that keeps neither counts nor words", spread(ours.rate, "/s", 0), spread(of_rows.rate, "/s", 0),
            f"(no goal): {of_one:.0%} of its rate, at {of_cpu:.0%} of its processor time", None),
    ]  # fmt: skip


def _tail(kind: str, clients: int, ours: Rounds, bare: Rounds) -> Row:
    ratio = [a / b for a, b in zip(ours.p99, ours.p50, strict=True)]
    bare_ratio = [a / b for a, b in zip(bare.p99, bare.p50, strict=True)]
    told = f"p99 {spread(ours.p99, 'ms')}, {middle(ratio):.1f} × p50"
    beside = f"p99 {spread(bare.p99, 'ms')}, {middle(bare_ratio):.1f} × p50"
    holds = middle(ratio) <= 5 and middle(ours.p99) <= 50
    return Row("G3", f"durable answer at {clients} clients, {kind}", told, beside, "p99 ≤ 5 × p50 and ≤ 50 ms", holds)


def load_now() -> str:
    """Return what else the machine was doing: the load of the last minute."""
    return f"{os.getloadavg()[0]:.1f}"
