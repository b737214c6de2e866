"""Pages about a survey that later rooms have (its results, say): they register a link, the pages of a survey that has been open show it. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Link:
    """A page that takes a survey's `slug`; `label` is a msgid, `roles` who sees it."""

    endpoint: str
    label: str
    roles: tuple[str, ...]


LINKS: list[Link] = []


def add_link(endpoint: str, label: str, roles: tuple[str, ...]) -> None:
    """Show a link to a later room's page on every page about a survey; registering the same again changes nothing."""
    link = Link(endpoint, label, roles)
    if link not in LINKS:
        LINKS.append(link)
