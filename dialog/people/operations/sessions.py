"""Sign-in: an attempt is counted before the password is looked at, and a session is opened after. Next stop: `queries.find_session`.

Only the keyed hash of a session's token is kept. The account's own throttle is a keyed hash of the address that was
given, whether or not there is such an account, so that neither answer nor table tells which there are.
"""

import uuid
from dataclasses import dataclass

from sqlalchemy import delete, or_, update
from sqlalchemy.orm import Session

from dialog.base.clock import now
from dialog.base.i18n import N_
from dialog.base.keys import keyed_hash, new_token
from dialog.base.problems import Problem
from dialog.base.versions import insert_for
from dialog.people.kinds import By, delay_after
from dialog.people.kinds.rules import FORGOTTEN_AFTER, MOST_TRIES
from dialog.people.models import LoginSession, SignInThrottle
from dialog.people.operations.audit import Actor, record_audit
from dialog.people.queries.accounts import IDLE, TOKEN_PURPOSE, WHOLE, account_by_email

_THROTTLE_PURPOSE = "sign-in throttle"
HELD_BACK = N_("Det har blivit för många försök med den adressen. Vänta en stund och försök igen.")


@dataclass(frozen=True)
class Attempt:
    """A try that may be made: what the password is to be held against (None: nobody, but the work is done)."""

    account_id: uuid.UUID | None
    password_hash: str | None
    name: str = ""


def begin_attempt(db: Session, email: str) -> Attempt:
    """Count a try for a cleaned address and return what to compare with.

    Counted as a failure beforehand, so that many at once are no way around. Problem("too_many", seconds=…) while the address waits.
    """
    moment = now()
    db.execute(delete(SignInThrottle).where(SignInThrottle.wait_until < moment - FORGOTTEN_AFTER))
    key = keyed_hash(db, _THROTTLE_PURPOSE, email)
    row = {"email_hash": key, "failures": 0, "wait_until": moment}
    # Two first tries at once are no fault, nor is a sign-in that forgets the failures meanwhile.
    while (throttle := db.get(SignInThrottle, key, with_for_update=True)) is None:
        db.execute(insert_for(db, SignInThrottle).values(row).on_conflict_do_nothing())
    if throttle.wait_until is not None and throttle.wait_until > moment:
        raise Problem("too_many", HELD_BACK, seconds=int((throttle.wait_until - moment).total_seconds()) + 1)
    throttle.failures += 1
    throttle.wait_until = moment + delay_after(throttle.failures)
    if throttle.failures == MOST_TRIES:
        record_audit(db, By("–"), "account.held_back", count=throttle.failures)
    account = account_by_email(db, email)
    db.flush()
    if account is None or not account.is_active:
        return Attempt(None, None)
    return Attempt(account.id, account.password_hash, account.name)


def forget_failures(db: Session, email: str) -> None:
    """Let an address be tried afresh: after a sign-in, or when an administrator has made a new link."""
    db.execute(delete(SignInThrottle).where(SignInThrottle.email_hash == keyed_hash(db, _THROTTLE_PURPOSE, email)))


def open_session(db: Session, account_id: uuid.UUID, name: str, email: str, *, instead_of: str = "") -> str:
    """Open a session and return its token, made new whatever the browser held; the one it held ends."""
    moment = now()
    ended = or_(LoginSession.seen_at < moment - IDLE, LoginSession.started_at < moment - WHOLE)
    db.execute(delete(LoginSession).where(ended))
    if instead_of:
        _end(db, keyed_hash(db, TOKEN_PURPOSE, instead_of))
    forget_failures(db, email)
    token = new_token()
    db.add(
        LoginSession(
            token_hash=keyed_hash(db, TOKEN_PURPOSE, token),
            account_id=account_id,
            started_at=moment,
            seen_at=moment,
            confirmed_at=moment,
        )
    )
    record_audit(db, By(name, account_id), "account.sign_in", "account", account_id)
    return token


def prolong(db: Session, token_hash: str) -> None:
    """Note that something was done, so that the half hour begins again."""
    db.execute(update(LoginSession).where(LoginSession.token_hash == token_hash).values(seen_at=now()))


def confirm_session(db: Session, token_hash: str, email: str) -> None:
    """Note that the password was just given again."""
    forget_failures(db, email)
    db.execute(
        update(LoginSession).where(LoginSession.token_hash == token_hash).values(seen_at=now(), confirmed_at=now())
    )


def end_session(db: Session, by: Actor, token_hash: str) -> None:
    """End a session: a copy of its cookie opens nothing from now on."""
    _end(db, token_hash)
    record_audit(db, by, "account.sign_out", "account", by.account_id or "")


def end_other_sessions(db: Session, by: Actor, token_hash: str) -> int:
    """End all of a person's sessions but this one; return how many there were."""
    ended = delete(LoginSession).where(LoginSession.account_id == by.account_id, LoginSession.token_hash != token_hash)
    count = int(db.execute(ended).rowcount)  # type: ignore[attr-defined]
    record_audit(db, by, "account.end_sessions", "account", by.account_id or "", count=count)
    return count


def end_all_sessions(db: Session, account_id: uuid.UUID) -> None:
    """End every session of a person: they were shut out, or the password changed by a link."""
    db.execute(delete(LoginSession).where(LoginSession.account_id == account_id))


def _end(db: Session, token_hash: str) -> None:
    db.execute(delete(LoginSession).where(LoginSession.token_hash == token_hash))
