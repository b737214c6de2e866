"""Passwords as argon2id hashes. The work is done outside any transaction, and only so many at a time."""

import threading
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

from dialog.base.problems import Problem

#: 64 MiB and three passes each (RFC 9106): two at a time, so that a flood of sign-ins takes neither memory nor cores.
_HASHER = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
_AT_ONCE = threading.BoundedSemaphore(2)
#: Those who may wait for their turn. The rest are told at once, or a flood of sign-ins would take every thread that residents need.
_IN_QUEUE = threading.BoundedSemaphore(6)
_LONGEST_QUEUE = 5.0  # seconds


def hash_password(password: str) -> str:
    """Return the argon2id hash of a password; Problem("unavailable") when too many are being made."""
    with _Turn():
        return _HASHER.hash(password)


def verify_password(password_hash: str | None, password: str) -> bool:
    """Say whether a password fits a hash. Without one the same work is done, so that the time tells nothing."""
    with _Turn():
        try:
            _HASHER.verify(password_hash or _nobodys(), password)
        except (VerificationError, InvalidHashError):
            return False
    return password_hash is not None


@cache
def _nobodys() -> str:
    return _HASHER.hash("nobody has this password, and nobody is let in by it")


class _Turn:
    def __enter__(self) -> None:
        if not _IN_QUEUE.acquire(blocking=False):
            raise Problem("unavailable")
        if not _AT_ONCE.acquire(timeout=_LONGEST_QUEUE):
            _IN_QUEUE.release()
            raise Problem("unavailable")

    def __exit__(self, *_error: object) -> None:
        _AT_ONCE.release()
        _IN_QUEUE.release()
