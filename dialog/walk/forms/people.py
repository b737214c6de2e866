"""Who does what on a walk, how many walk by category, and the groups."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dialog.base.texts import one_line
from dialog.walk.kinds.people import CATEGORIES, MOST_WALKERS, ROLES
from dialog.walk.kinds.plan import People, PlannedRole
from dialog.walk.kinds.route import LETTERS
from dialog.walk.models import WalkGroup
from dialog.walk.queries.walks import RoleHeld
from dialog.web.language import gettext as _

_ROWS = 6  # of one role at most


@dataclass
class PeopleForm:
    """All fields as text: a role has (account, words) rows, a category a number, a group its leader and recorder."""

    roles: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    walkers: dict[str, str] = field(default_factory=dict)
    groups: list[tuple[str, str]] = field(default_factory=list)
    group_count: str = "1"
    errors: dict[str, list[str]] = field(default_factory=dict)

    @property
    def summary(self) -> list[tuple[str, str]]:
        """Return (id of the field, sentence) for the error summary."""
        return [(name, sentence) for name, sentences in self.errors.items() for sentence in sentences]

    @property
    def letters(self) -> str:
        """Return the letters of so many groups as were asked for; one where that is no number."""
        return LETTERS[: int(self.group_count)] if self.group_count.isdecimal() else LETTERS[:1]

    def plan(self, accounts: Mapping[str, Sequence[uuid.UUID]]) -> People | None:
        """Return the plan that the form tells, or None when `errors` says what is wrong. `accounts`: who may hold each role."""
        roles = [
            PlannedRole(role, account, "" if account else words)
            for role, rows in self.roles.items()
            for chosen, words in rows
            if (account := _known(chosen, accounts[role])) is not None or words
        ]
        walkers = {category: self._number(category, typed) for category, typed in self.walkers.items() if typed}
        if not self.errors and sum(walkers.values()) > MOST_WALKERS:
            self.errors["walkers-resident"] = [_("Det kan vara högst %(n)s vandrare.", n=MOST_WALKERS)]
        if self.group_count not in {str(n) for n in range(1, len(LETTERS) + 1)}:
            self.errors["group_count"] = [_("Skriv ett heltal från %(low)s till %(high)s.", low=1, high=len(LETTERS))]
        if self.errors:
            return None
        groups = [
            (letter, *(self.groups[n] if n < len(self.groups) else ("", "")))
            for n, letter in enumerate(LETTERS[: int(self.group_count)])
        ]
        return People(roles, {category: n for category, n in walkers.items() if n}, groups)

    def _number(self, category: str, typed: str) -> int:
        if typed.isascii() and typed.isdigit() and len(typed) <= 3 and int(typed) <= MOST_WALKERS:
            return int(typed)
        self.errors[f"walkers-{category}"] = [
            _("Skriv ett heltal från %(low)s till %(high)s.", low=0, high=MOST_WALKERS)
        ]
        return 0


def _known(chosen: str, known: Sequence[uuid.UUID]) -> uuid.UUID | None:
    try:
        account_id = uuid.UUID(chosen) if chosen else None
    except ValueError:
        return None
    return account_id if account_id in known else None


def people_of(
    roles: Mapping[str, Sequence[RoleHeld]], walkers: Mapping[str, int], groups: Sequence[WalkGroup]
) -> PeopleForm:
    """Return the form of a walk's people as they stand."""
    held = {role: [(str(one.account_id or ""), one.words) for one in roles.get(role, ())] for role in ROLES}
    return PeopleForm(
        held,
        {category: str(walkers.get(category, "")) for category in CATEGORIES},
        [(group.leader_words, group.recorder_words) for group in groups],
        str(len(groups) or 1),
    )


def people_sent(sent: Mapping[str, Any]) -> PeopleForm:
    """Return the form as somebody filled it in."""

    def line(name: str, most: int = 120) -> str:
        return one_line(sent.get(name, ""))[:most]

    roles = {}
    for role in ROLES:
        rows = [(line(f"{role}-{n}-account", 40), line(f"{role}-{n}-words")) for n in range(_ROWS)]
        roles[role] = [row for row in rows if any(row)]
    groups = [(line(f"group-{letter}-leader"), line(f"group-{letter}-recorder")) for letter in LETTERS]
    return PeopleForm(
        roles, {category: line(f"walkers-{category}", 8) for category in CATEGORIES}, groups, line("group_count", 4)
    )
