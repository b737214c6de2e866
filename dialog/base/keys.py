"""Keys and codes: random ids, keyed hashes, receipts, and the number that orders without telling when.

The site's secret never leaves `Keys`; each purpose has a key of its own (HKDF's expand step, RFC 5869, with HMAC-SHA-256).
A session carries the keys of its site in `db.info`, so that an operation can hash without knowing of HTTP.
"""

import base64
import hashlib
import hmac
import random
import secrets
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from sqlalchemy.orm import Session

RECEIPT_BITS = 130
RECEIPT_LENGTH = 26  # of 5 bits each
_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
_RANDOM_BITS = 44


class Keys:
    """The site's secret and the keys derived from it."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()
        self._derived = lru_cache(maxsize=32)(self._derive)

    def _derive(self, purpose: str) -> bytes:
        return hmac.digest(self._secret, purpose.encode() + b"\x01", hashlib.sha256)

    def hash(self, purpose: str, value: str | bytes) -> str:
        """Return the keyed hash of a value for one purpose, as 64 hexadecimal digits."""
        data = value.encode() if isinstance(value, str) else value
        return hmac.digest(self._derived(purpose), data, hashlib.sha256).hex()

    def key_for(self, purpose: str) -> bytes:
        """Return the key of 256 bits for one purpose, for sealing what the database keeps."""
        return self._derived(purpose)

    def receipt(self, submission: uuid.UUID, visit_secret: str) -> str:
        """Derive the receipt of a submission: 130 bits as 26 characters a-z, 2-7 (RFC 4648), always the same again."""
        digest = hmac.digest(self._derived("receipt"), submission.bytes + visit_secret.encode(), hashlib.sha256)
        return base64.b32encode(digest[:20]).decode().lower()[:RECEIPT_LENGTH]


def keys_of(db: Session) -> Keys:
    """Return the keys of the site that a session belongs to."""
    keys: Keys = db.info["keys"]
    return keys


def keyed_hash(db: Session, purpose: str, value: str | bytes) -> str:
    """Return the keyed hash of a value for one purpose, with the site's own key."""
    return keys_of(db).hash(purpose, value)


_chance: random.Random = random.SystemRandom()


@contextmanager
def drawn_from(chance: random.Random) -> Iterator[None]:
    """Draw ids and numbers from a given source for as long as the block lasts: the example is the same for a seed.

    Tokens and keys are never drawn from it.
    """
    global _chance
    before, _chance = _chance, chance
    try:
        yield
    finally:
        _chance = before


def new_id() -> uuid.UUID:
    """Return a random id (UUIDv4) that tells nothing of when it was made."""
    if isinstance(_chance, random.SystemRandom):
        return uuid.uuid4()
    return uuid.UUID(int=_chance.getrandbits(128), version=4)


def new_token() -> str:
    """Return 256 random bits, safe in an address."""
    return secrets.token_urlsafe(32)


def weekly_number(week: int) -> int:
    """Return a number that orders by ISO week and says nothing within it: the week above 44 random bits, under 2^63."""
    return week << _RANDOM_BITS | _chance.getrandbits(_RANDOM_BITS)


def lowest_number_of(week: int) -> int:
    """Return the smallest `weekly_number` that a week can have; far weeks all have the largest that a database holds."""
    return min(week << _RANDOM_BITS, 2**63 - 1)


def week_of_number(number: int) -> int:
    """Return the week of a `weekly_number`."""
    return number >> _RANDOM_BITS


def show_receipt(code: str) -> str:
    """Write a receipt in groups of four or five that can be read aloud."""
    sizes, groups, at = (4, 4, 5, 4, 4, 5), [], 0
    for size in sizes:
        groups.append(code[at : at + size])
        at += size
    return " ".join(groups)


def read_receipt(written: str) -> str | None:
    """Return the code in what a person wrote (spaces, hyphens and capitals do not matter), or None if it is none."""
    code = "".join(c for c in written.lower() if not c.isspace() and c not in "-–·.")
    return code if len(code) == RECEIPT_LENGTH and all(c in _ALPHABET for c in code) else None
