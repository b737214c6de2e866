"""Verbs that write accounts, sessions, links, the log, who can be responsible, and the site's own texts."""

from dialog.people.operations.accounts import (
    add_account,
    change_account,
    change_own,
    choose_password,
    make_link,
    set_active,
    use_link,
)
from dialog.people.operations.audit import record_audit
from dialog.people.operations.partners import add_partner, rename_partner, set_partner_active
from dialog.people.operations.passwords import hash_password, verify_password
from dialog.people.operations.sessions import (
    begin_attempt,
    confirm_session,
    end_other_sessions,
    end_session,
    open_session,
    prolong,
)
from dialog.people.operations.site import save_fields, set_example, set_flag

__all__ = [
    "add_account",
    "add_partner",
    "begin_attempt",
    "change_account",
    "change_own",
    "choose_password",
    "confirm_session",
    "end_other_sessions",
    "end_session",
    "hash_password",
    "make_link",
    "open_session",
    "prolong",
    "record_audit",
    "rename_partner",
    "save_fields",
    "set_active",
    "set_example",
    "set_flag",
    "set_partner_active",
    "use_link",
    "verify_password",
]
