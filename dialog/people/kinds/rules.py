"""Rules for addresses, names, passwords and repeated tries. Sentences are msgids; the door translates them."""

import re
import unicodedata
import uuid
from dataclasses import dataclass
from datetime import timedelta

from dialog.base.i18n import N_
from dialog.base.texts import normal

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200  # a longer one would only cost work
MOST_TRIES = 12
LONGEST_WAIT = timedelta(minutes=15)
#: Failures are forgotten when nobody has tried for so long.
FORGOTTEN_AFTER = timedelta(hours=24)
_FREE_TRIES = 5
_LONGEST_EMAIL = 300  # characters that are looked at; more than an address can have
_EMAIL = re.compile(r"[^@\s\x00-\x1f\x7f\"(),:;<>\[\]\\]{1,64}@(?:[\w-]{1,63}\.)+[\w-]{2,63}")
_COMMON = (
    "lösenord",
    "losenord",
    "password",
    "qwerty",
    "asdfgh",
    "sommar",
    "vinter",
    "välkommen",
    "valkommen",
    "admin",
)


@dataclass(frozen=True)
class By:
    """Who did something, for the log, where it was not a signed-in person: a command, or nobody known."""

    name: str
    account_id: uuid.UUID | None = None


def clean_email(written: str) -> str:
    """Return an address as it is kept: without spaces around it, in small letters."""
    return normal(written.strip()[:_LONGEST_EMAIL]).lower()


def email_problem(email: str) -> str | None:
    """Say what is wrong with a cleaned address, or None."""
    if not email:
        return N_("Skriv en e-postadress.")
    if len(email) > 254 or not _EMAIL.fullmatch(email):
        return N_("Skriv en hel e-postadress, till exempel anna.berg@kommunen.se.")
    return None


def name_problem(name: str) -> str | None:
    """Say what is wrong with a name, or None."""
    if not name.strip():
        return N_("Skriv ett namn.")
    if len(name) > 120:
        return N_("Skriv ett kortare namn, högst 120 tecken.")
    if any(unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") for c in name):
        return N_("Skriv namnet med vanliga tecken.")
    return None


def password_problem(password: str, *about: str) -> str | None:
    """Say what is wrong with a new password, or None. `about`: the address and name that it must not repeat.

    Length is what makes a password hard to guess; no digits or signs are asked for.
    """
    if len(password) < SHORTEST_PASSWORD:
        return N_("Välj ett längre lösenord: minst 12 tecken. Några ord efter varandra går bra.")
    if len(password) > LONGEST_PASSWORD:
        return N_("Välj ett kortare lösenord: högst 200 tecken.")
    if any(unicodedata.category(c) in ("Cc", "Cs") for c in password):
        return N_("Välj ett lösenord utan styrtecken, till exempel radbrytningar.")
    folded = password.casefold()
    if len(set(folded)) < 5:
        return N_("Välj ett lösenord med fler olika tecken: det här är lätt att gissa.")
    if _mostly(folded, *(part for text in about for part in re.split(r"[@\s.]+", text) if len(part) > 3)):
        return N_("Välj ett lösenord som inte bygger på ditt namn eller din adress.")
    if any(_mostly(folded, word) for word in _COMMON) or folded in "01234567890123456789":
        return N_("Välj ett annat lösenord: det här hör till dem som prövas först.")
    return None


def _mostly(password: str, *words: str) -> bool:
    """Say whether some words make up the better half of a password."""
    left = password
    for word in words:
        left = left.replace(word.casefold(), "")
    return left != password and len(left) <= SHORTEST_PASSWORD // 2


def delay_after(failures: int) -> timedelta:
    """Return how long to wait after so many failures in a row: nothing, then doubling, then a quarter of an hour."""
    if failures < _FREE_TRIES:
        return timedelta(0)
    if failures >= MOST_TRIES:
        return LONGEST_WAIT
    return timedelta(seconds=2 ** (failures - _FREE_TRIES))


def slug_of(name: str) -> str:
    """Return a name as part of an address: small letters, digits and hyphens, at most 60; "del" where nothing is left."""
    plain = normal(name.casefold(), "NFKD").encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-") or "del"
