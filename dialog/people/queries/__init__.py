"""Questions about staff, sign-in, the log, who can be responsible and the site's own texts. Next stop: the pages."""

from dialog.people.queries.accounts import (
    account_by_id,
    accounts,
    find_link,
    find_session,
    last_change,
)
from dialog.people.queries.health import is_alive
from dialog.people.queries.log import LogFilter, LogPage, done_to, log_page, log_people
from dialog.people.queries.partners import all_partners, partner_by_id, partners
from dialog.people.queries.site import is_on, missing_fields, site, texts_given

__all__ = [
    "LogFilter",
    "LogPage",
    "account_by_id",
    "accounts",
    "all_partners",
    "done_to",
    "find_link",
    "find_session",
    "is_alive",
    "is_on",
    "last_change",
    "log_page",
    "log_people",
    "missing_fields",
    "partner_by_id",
    "partners",
    "site",
    "texts_given",
]
