"""What a plan is made of, on its way from a form to the database. Pure: the forms fill these in, the operations keep them."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Facts:
    """What a walk is called, when and where people meet, and what the archive needs."""

    title: str
    starts_at: datetime
    gathering_words: str
    slug: str = ""
    purpose: str = ""
    minutes: int = 90
    gathering: tuple[float, float] | None = None
    good_to_know: str = ""
    district_id: uuid.UUID | None = None
    registry_number: str = ""
    return_words: str = ""


#: What an invitation says of why, until somebody writes it better. In Swedish, as what staff write is; kept with the walk.
PURPOSE = (
    "Vi går för att se hur platserna känns: var det är tryggt, var det är otryggt och varför. "
    "Det ni säger går vidare till dem som råder över platserna, och svaren står i protokollet."
)


@dataclass(frozen=True)
class PlannedStop:
    """A stop in the order of the way; `id` where it is one that was there before."""

    name: str
    position: tuple[float, float] | None = None
    id: uuid.UUID | None = None


@dataclass(frozen=True)
class PlannedRole:
    """Somebody with a role: an account, or words."""

    role: str
    account_id: uuid.UUID | None = None
    words: str = ""


@dataclass(frozen=True)
class People:
    """Who does what, how many walk by category, and the groups' leaders and recorders in words, by letter."""

    roles: list[PlannedRole] = field(default_factory=list)
    walkers: dict[str, int] = field(default_factory=dict)
    groups: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Route:
    """The way and its stops."""

    route: dict[str, Any] | None
    stops: list[PlannedStop]


@dataclass(frozen=True)
class PaperLine:
    """A line of the protocol. `item_id` was made with the form, so that a second press makes no second remark."""

    item_id: uuid.UUID
    feeling: str
    stop_id: uuid.UUID | None = None
    place_words: str = ""
    text: str = ""
    agreeing: int = 1
    checklist: dict[str, int] = field(default_factory=dict)
