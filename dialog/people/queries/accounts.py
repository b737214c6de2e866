"""Who works here and who is signed in. Written by `operations`; read by every request of staff."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from dialog.base.clock import now
from dialog.base.keys import keyed_hash
from dialog.people.models import Account, AccountRole, AuditEntry, LoginSession, PasswordLink

IDLE = timedelta(minutes=30)
WHOLE = timedelta(hours=12)
#: How long a password counts as just given, for what asks for it again (roles, exports).
FRESH = timedelta(minutes=15)
TOKEN_PURPOSE, LINK_PURPOSE, CSRF_PURPOSE = "session", "password link", "csrf"


_account: Any = Account.__table__.c
_role: Any = AccountRole.__table__.c
_session: Any = LoginSession.__table__.c
#: A row for each role; in Core and made once, since every request of staff asks it.
_OPEN = (
    select(
        *(_account.id, _account.name, _account.email, _account.language, _account.has_shortcuts, _role.role),
        *(_session.started_at, _session.seen_at, _session.confirmed_at),
    )
    .join_from(LoginSession.__table__, Account.__table__, _account.id == _session.account_id)
    .outerjoin(AccountRole.__table__, _role.account_id == _account.id)
    .where(_session.token_hash == bindparam("token_hash"), _account.is_active)
)


@dataclass(frozen=True)
class SignedIn:
    """A session that is open, and whose it is."""

    #: Its id, name, email, language and has_shortcuts.
    account: Any
    roles: frozenset[str]
    token_hash: str
    csrf: str
    seen_at: datetime
    ends_at: datetime
    most_ends_at: datetime
    is_fresh: bool

    @property
    def seconds_left(self) -> int:
        """Return how long the session lasts if nothing more is done."""
        return max(0, int((self.ends_at - now()).total_seconds()))

    @property
    def most_seconds(self) -> int:
        """Return how long the session can last, whatever is done."""
        return max(0, int((self.most_ends_at - now()).total_seconds()))


def find_session(db: Session, token: str) -> SignedIn | None:
    """Return whose session a token opens, or None when there is none, it has ended, or the person was shut out."""
    token_hash = keyed_hash(db, TOKEN_PURPOSE, token)
    rows = db.connection().execute(_OPEN, {"token_hash": token_hash}).all()
    if not rows:
        return None
    found = rows[0]
    ends_at = min(found.seen_at + IDLE, found.started_at + WHOLE)
    if ends_at <= now():
        return None
    return SignedIn(
        found,
        frozenset(row.role for row in rows if row.role is not None),
        token_hash,
        keyed_hash(db, CSRF_PURPOSE, token),
        found.seen_at,
        ends_at,
        found.started_at + WHOLE,
        found.confirmed_at + FRESH > now(),
    )


def account_by_email(db: Session, email: str) -> Account | None:
    """Return the account of a cleaned address, or None."""
    return db.scalar(select(Account).where(Account.email == email))


def account_by_id(db: Session, account_id: uuid.UUID) -> Account | None:
    """Return one account, or None."""
    return db.get(Account, account_id)


def accounts(db: Session) -> list[Account]:
    """Return all accounts, those in use first, by name."""
    return list(db.scalars(select(Account).order_by(Account.is_active.desc(), func.lower(Account.name), Account.id)))


def count_admins(db: Session, *, but: uuid.UUID) -> int:
    """Return how many can administer the site beside one account."""
    return (
        db.scalar(
            select(func.count())
            .select_from(Account)
            .join(AccountRole, AccountRole.account_id == Account.id)
            .where(AccountRole.role == "admin", Account.is_active, Account.id != but)
        )
        or 0
    )


def find_link(db: Session, token: str) -> PasswordLink | None:
    """Return a link that can still be used, or None."""
    link = db.get(PasswordLink, keyed_hash(db, LINK_PURPOSE, token))
    return link if link is not None and link.used_at is None and link.expires_at > now() else None


def last_change(db: Session, kind: str, object_id: object) -> str:
    """Return who last changed a thing, by the log; "" when the log does not tell."""
    return (
        db.scalar(
            select(AuditEntry.who)
            .where(AuditEntry.object_kind == kind, AuditEntry.object_id == str(object_id))
            .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
            .limit(1)
        )
        or ""
    )
