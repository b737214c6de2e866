"""Accounts, their roles, and links to choose a password. Previous stop: /admin/personal or `dialog staff add`."""

import uuid
from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from dialog.base.clock import now
from dialog.base.i18n import N_
from dialog.base.keys import keyed_hash, new_token
from dialog.base.problems import Problem
from dialog.base.texts import one_line
from dialog.base.versions import taken
from dialog.people.kinds import ROLE_WORDS, clean_email, email_problem, name_problem, password_problem
from dialog.people.models import Account, AccountRole, PasswordLink
from dialog.people.operations.audit import Actor, record_audit
from dialog.people.operations.passwords import hash_password
from dialog.people.operations.sessions import end_all_sessions, forget_failures
from dialog.people.queries.accounts import LINK_PURPOSE, account_by_email, count_admins, find_link, last_change

LINK_LASTS = timedelta(hours=72)
NOT_THERE = N_("Personen finns inte längre.")
LINK_IS_OVER = N_(
    "Länken gäller inte längre. En länk kan användas en gång, inom tre dygn. Be en administratör om en ny."
)
LAST_ADMIN = N_("Någon måste kunna sköta webbplatsen. Gör först någon annan till administratör.")


def add_account(
    db: Session, by: Actor, email: str, name: str, roles: Iterable[str], password: str | None = None
) -> Account:
    """Add a member of staff; Problem("invalid", fields=…) says what is wrong. Without a password a link is needed."""
    email, name, roles = clean_email(email), one_line(name), sorted(set(roles))
    problems = {"email": email_problem(email), "name": name_problem(name), "roles": _roles_problem(roles)}
    if problems["email"] is None and account_by_email(db, email) is not None:
        problems["email"] = N_("Det finns redan någon med den adressen.")
    if password is not None:
        problems["password"] = password_problem(password, email, name)
    _raise(problems)
    account = Account(email=email, name=name, roles=[AccountRole(role=role) for role in roles])
    if password is not None:
        account.password_hash = hash_password(password)
    db.add(account)
    db.flush()
    record_audit(db, by, "account.add", "account", account.id, why=", ".join(roles))
    return account


def change_account(
    db: Session, by: Actor, account_id: uuid.UUID, version: int, name: str, roles: Iterable[str]
) -> None:
    """Change a person's name and roles; Problem("conflict", by=, name=, roles=) when somebody else was first."""
    name, roles = one_line(name), sorted(set(roles))
    _raise({"name": name_problem(name), "roles": _roles_problem(roles)})
    if "admin" not in roles:
        _lock_admins(db)
    account = _take(db, account_id, version)
    if "admin" not in roles and account.is_active and count_admins(db, but=account_id) == 0:
        raise Problem("invalid", LAST_ADMIN, fields={"roles": [LAST_ADMIN]})
    account.name = name
    account.roles = [role for role in account.roles if role.role in roles]
    held = {role.role for role in account.roles}
    account.roles.extend(AccountRole(role=role) for role in roles if role not in held)
    db.flush()
    record_audit(db, by, "account.change", "account", account_id, why=", ".join(roles))


def set_active(db: Session, by: Actor, account_id: uuid.UUID, version: int, *, active: bool) -> None:
    """Shut a person out, and end what they have open; or let them in again."""
    if not active:
        _lock_admins(db)
    account = _take(db, account_id, version)
    if not active and count_admins(db, but=account_id) == 0:
        raise Problem("invalid", LAST_ADMIN, fields={"": [LAST_ADMIN]})
    account.is_active = active
    if not active:
        end_all_sessions(db, account_id)
        db.execute(delete(PasswordLink).where(PasswordLink.account_id == account_id))
    db.flush()
    record_audit(db, by, "account.open" if active else "account.stop", "account", account_id)


def change_own(db: Session, by: Actor, language: str, *, has_shortcuts: bool) -> None:
    """Change one's own language and whether single keys do things."""
    db.execute(
        update(Account).where(Account.id == by.account_id).values(language=language, has_shortcuts=has_shortcuts)
    )
    record_audit(db, by, "account.own", "account", by.account_id or "")


def make_link(db: Session, by: Actor, account_id: uuid.UUID) -> str:
    """Make a link that lets its holder choose a password once, and return its token. An earlier one ends."""
    # Locked, so that of two links made at once the later ends the earlier.
    account = db.get(Account, account_id, with_for_update={"key_share": True}, populate_existing=True)
    if account is None or not account.is_active:
        raise Problem("not_found", NOT_THERE)
    db.execute(delete(PasswordLink).where(PasswordLink.account_id == account_id))
    db.execute(delete(PasswordLink).where(PasswordLink.expires_at < now() - LINK_LASTS))
    token = new_token()
    db.add(
        PasswordLink(
            token_hash=keyed_hash(db, LINK_PURPOSE, token), account_id=account_id, expires_at=now() + LINK_LASTS
        )
    )
    forget_failures(db, account.email)
    record_audit(db, by, "account.link", "account", account_id)
    return token


def use_link(db: Session, token: str, password_hash: str) -> Account:
    """Let a link's holder have the password whose hash was made; the link is used up and all sessions end."""
    link = find_link(db, token)
    used = (
        update(PasswordLink)
        .where(PasswordLink.token_hash == keyed_hash(db, LINK_PURPOSE, token), PasswordLink.used_at.is_(None))
        .values(used_at=now())
    )
    account = db.get(Account, link.account_id) if link is not None else None
    if account is None or not account.is_active or db.execute(used).rowcount != 1:  # type: ignore[attr-defined]
        raise Problem("gone", LINK_IS_OVER)
    choose_password(db, account, password_hash)
    end_all_sessions(db, account.id)
    forget_failures(db, account.email)
    return account


def choose_password(db: Session, account: Account, password_hash: str) -> None:
    """Keep a new password's hash; a link that is still out ends with the old one. Hash it before the transaction begins, since that is slow by design."""
    account.password_hash = password_hash
    db.execute(delete(PasswordLink).where(PasswordLink.account_id == account.id, PasswordLink.used_at.is_(None)))
    record_audit(db, _Self(account), "account.password", "account", account.id)


class _Self:
    def __init__(self, account: Account) -> None:
        self.account_id: uuid.UUID | None = account.id
        self.name = account.name


def _lock_admins(db: Session) -> None:
    """Let whoever takes administrators away do it one at a time: of two who take each other, one is left."""
    admins = select(Account.id).join(AccountRole, AccountRole.account_id == Account.id)
    db.execute(
        admins.where(AccountRole.role == "admin").order_by(Account.id).with_for_update(key_share=True, of=Account)
    )


def _take(db: Session, account_id: uuid.UUID, version: int) -> Account:
    was_first = taken(db, Account, version, Account.id == account_id)
    account = db.get(Account, account_id, populate_existing=True)
    if account is None:
        raise Problem("not_found", NOT_THERE)
    if not was_first:
        raise Problem("conflict", by=last_change(db, "account", account_id), account=account)
    return account


def _roles_problem(roles: list[str]) -> str | None:
    if not roles:
        return N_("Välj minst en roll.")
    return None if all(role in ROLE_WORDS for role in roles) else N_("Välj bland rollerna som visas.")


def _raise(problems: dict[str, str | None]) -> None:
    fields = {name: [problem] for name, problem in problems.items() if problem}
    if fields:
        raise Problem("invalid", next(iter(fields.values()))[0], fields=fields)
