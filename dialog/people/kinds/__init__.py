"""The pure rules of the room: roles, passwords, throttling, what the log's codes mean, which texts a site has."""

from dialog.people.kinds.actions import ACTIONS, action_words, name_actions
from dialog.people.kinds.fields import FIELDS, GROUPS, Field, SiteTexts, missing
from dialog.people.kinds.roles import OFFERED_ROLES, ROLE_WORDS, Role
from dialog.people.kinds.rules import (
    By,
    clean_email,
    delay_after,
    email_problem,
    name_problem,
    password_problem,
    slug_of,
)

__all__ = [
    "ACTIONS",
    "FIELDS",
    "GROUPS",
    "OFFERED_ROLES",
    "ROLE_WORDS",
    "By",
    "Field",
    "Role",
    "SiteTexts",
    "action_words",
    "clean_email",
    "delay_after",
    "email_problem",
    "missing",
    "name_actions",
    "name_problem",
    "password_problem",
    "slug_of",
]
