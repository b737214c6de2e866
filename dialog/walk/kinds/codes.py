"""The short code that joins a tablet to a walk: typed with cold fingers, read aloud in the dark.

No vowels, so that it spells nothing; none of the signs that are taken for another (0 and O, 1 and I and L, 2 and Z, 5 and S, 8
and B). 22 signs in 8 places are 35 bits: enough beside a limit on wrong tries, since a code opens nothing but a door to
send through, and only while its walk is planned or open.
"""

import secrets

ALPHABET = "cdfghjkmnpqrtvwxy34679"
LENGTH = 8

#: Purposes of keyed hashes (`base.keys.keyed_hash`).
TOKEN_PURPOSE = "walk-token"  # noqa: S105 -- the name of a purpose
ITEM_PURPOSE = "walk-item"


def new_code() -> str:
    """Return a code drawn at random."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def show_code(code: str) -> str:
    """Write a code in two groups of four."""
    return f"{code[:4]}-{code[4:]}"


def read_code(written: str) -> str | None:
    """Return the code in what somebody wrote (spaces, hyphens and capitals do not matter), or None if it is none."""
    code = "".join(sign for sign in written[:40].lower() if not sign.isspace() and sign not in "-–·.")
    return code if len(code) == LENGTH and all(sign in ALPHABET for sign in code) else None
