"""A flood of sign-ins waits in a short queue; those past it are told at once and hold no thread that residents need."""

import threading
from concurrent.futures import ThreadPoolExecutor, as_completed

import pytest

from dialog.base.problems import Problem
from dialog.people.operations import passwords
from tests.conftest import OWN_HASHER


def test_only_a_few_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    go_on = threading.Event()

    class Slow:
        def hash(self, _password: str) -> str:
            go_on.wait(60)
            return "done"

    monkeypatch.setattr(passwords, "_HASHER", Slow())
    monkeypatch.setattr(passwords, "_LONGEST_QUEUE", 60.0)
    with ThreadPoolExecutor(20) as pool:
        tries = [pool.submit(passwords.hash_password, "x") for _ in range(20)]
        refused = [
            t for _, t in zip(range(14), as_completed(tries, timeout=60), strict=False)
        ]  # who is not waits for us
        go_on.set()
    assert all(isinstance(_fault(t), Problem) for t in refused)
    assert [t.result() for t in tries if t not in refused] == ["done"] * 6
    assert passwords.hash_password("x") == "done"


def test_one_costs_what_rfc_9106_asks() -> None:
    assert OWN_HASHER.hash("x").startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def _fault(attempt) -> BaseException | None:
    return attempt.exception(timeout=10)
