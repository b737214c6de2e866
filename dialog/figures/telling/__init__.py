"""What a publication says, in plain sentences in the reader's language; made from its frozen numbers alone."""

import itertools
from collections.abc import Callable, Sequence
from typing import TypeVar

from babel.lists import format_list
from sqlalchemy.orm import Session

from dialog.figures.publishing.choice import Choice
from dialog.figures.publishing.comparing import Pair, largest
from dialog.figures.publishing.shape import Shown
from dialog.figures.queries.publications import Heading, headings, published, stamp, standing
from dialog.web.language import gettext as _
from dialog.web.language import in_figures, in_words, language, ngettext
from dialog.web.pages import show_week
from dialog.web.prepared import Shelf

Ranked = TypeVar("Ranked")
_MOST_NAMED = 4

_told: Shelf[tuple[Heading, list[str]] | None] = Shelf(32)


def newest_told(db: Session) -> tuple[Heading, list[str]] | None:
    """Return the newest publication that stands with its sentences, or None; worked out again only when one is made."""

    def tell() -> tuple[Heading, list[str]] | None:
        there = standing(headings(db))
        return (there[0], sentences(there[0], published(db, there[0]).shown)) if there else None

    return _told.get((db.get_bind().engine, language()), stamp(db), tell)


def period(heading: Heading | Choice) -> str:
    """Say which weeks it is about."""
    return weeks_from(heading.since, heading.until)


def weeks_from(since: int, until: int) -> str:
    """Say some weeks (year × 100 + week), both ends included."""
    if since == until:
        return show_week(since)
    if since // 100 == until // 100:
        return _("vecka %(first)s–%(last)s, %(year)s", first=since % 100, last=until % 100, year=until // 100)
    return _("%(first)s till %(last)s", first=show_week(since), last=show_week(until))


def sentences(heading: Heading | Choice, shown: Shown) -> list[str]:
    """Return the two sentences that say what the map and the table show."""
    return [_how_many(heading, shown), *_where_and_what(shown)]


def _how_many(heading: Heading | Choice, shown: Shown) -> str:
    n, when = in_figures(shown.total), period(heading)
    if shown.unsafe is not None and shown.safe is not None:
        return _(
            "Av %(n)s synpunkter från %(when)s berättar %(unsafe)s om otrygghet och %(safe)s om trygghet.",
            n=n, when=when, unsafe=in_figures(shown.unsafe), safe=in_figures(shown.safe),
        )  # fmt: skip
    return _("Under %(when)s kom det in %(n)s synpunkter om trygghet och otrygghet.", n=n, when=when)


def _where_and_what(shown: Shown) -> list[str]:
    """Name the places where most feel unsafe and the themes that most speak of: two of each, or those that are as many as the second too.

    Where a number is not shown, it may be the largest: then the sentence speaks of what is shown. So it does of themes always, since
    staff choose which there are; a sensitive one is not named here, nor any that comes after it.
    """
    places = [area.name for area in _first(shown.ranked("unsafe"), lambda area: area.unsafe)]
    many = [area.name for area in _first(shown.ranked("n"), lambda area: area.n)]
    most = _first(shown.ranked_themes(), lambda theme: theme.n)
    named = itertools.takewhile(lambda theme: not theme.is_sensitive, most)
    themes = listed([_("”%(words)s”", words=in_words(dict(theme.name))[0].lower()) for theme in named])
    is_whole = shown.tells_all("unsafe" if places else "n")
    if places and themes:
        told = _("Bland det som visas är det oftast otryggt i %(places)s, och mest handlar det om %(themes)s.")
    elif many and themes:
        told = _("Bland det som visas gäller flest synpunkter %(places)s, och mest handlar det om %(themes)s.")
    elif many:
        told = _("Bland det som visas gäller flest synpunkter %(places)s.")
    elif themes:
        told = _("Bland det som visas handlar det mest om %(themes)s.")
    elif places and is_whole:
        told = _("Oftast är det otryggt i %(places)s.")
    elif places:
        told = _("Bland det som visas är det oftast otryggt i %(places)s.")
    else:
        return []
    return [told % {"places": listed(places or many), "themes": themes}]


def _first(ranked: Sequence[Ranked], number: Callable[[Ranked], int | None]) -> Sequence[Ranked]:
    """Return the two with the largest numbers. Of several with the same none is named before another: all are, or, where they are many,
    only those with more.
    """
    if len(ranked) <= 2:
        return ranked
    last = number(ranked[1])
    found = [one for one in ranked if (number(one) or 0) >= (last or 0)]
    return found if len(found) <= _MOST_NAMED else [one for one in found if number(one) != last]


def listed(words: Sequence[str]) -> str:
    """Write words as a list in a sentence: a, b och c."""
    return str(format_list(list(words), locale={"sv": "sv_SE", "en": "en_GB"}.get(language(), language())))


def changes(before: Heading, after: Heading, unsafe: Sequence[Pair], themes: Sequence[Pair], totals: Pair) -> list[str]:
    """Return sentences on what differs between two publications, more than chance alone would give."""
    told = [
        _(
            "Det kom in %(after)s synpunkter under %(when)s, mot %(before)s under %(earlier)s.",
            after=in_figures(totals.after or 0), when=period(after), before=in_figures(totals.before or 0), earlier=period(before),
        )
    ]  # fmt: skip
    none = {
        False: _("Otryggheten skiljer sig inte mer än slumpen kan ge i något område som visas."),
        True: _("Inget fokusområde som visas skiljer sig mer än slumpen kan ge."),
    }
    for is_theme, pairs in ((False, unsafe), (True, themes)):
        found = [(largest(pairs, more=more), more) for more in (True, False)]
        said = [_change(pair, is_theme=is_theme, more=more) for pair, more in found if pair is not None]
        # Of what is hidden in either nothing is known.
        told += said or ([none[is_theme]] if any(pair.change is not None for pair in pairs) else [])
    return told


def _change(pair: Pair, *, is_theme: bool, more: bool) -> str:
    name = pair.name if isinstance(pair.name, str) else in_words(dict(pair.name))[0].lower()
    n, before, after = abs(pair.change or 0), in_figures(pair.before or 0), in_figures(pair.after or 0)
    if is_theme and more:
        said = ngettext("Om ”%(name)s” kom det %(n)s synpunkt mer (från %(before)s till %(after)s).", "Om ”%(name)s” kom det %(n)s synpunkter mer (från %(before)s till %(after)s).", n, name=name, before=before, after=after)  # fmt: skip
    elif is_theme:
        said = ngettext("Om ”%(name)s” kom det %(n)s synpunkt mindre (från %(before)s till %(after)s).", "Om ”%(name)s” kom det %(n)s synpunkter mindre (från %(before)s till %(after)s).", n, name=name, before=before, after=after)  # fmt: skip
    elif more:
        said = ngettext("Otryggheten nämns oftare i %(name)s: %(n)s synpunkt fler (från %(before)s till %(after)s).", "Otryggheten nämns oftare i %(name)s: %(n)s synpunkter fler (från %(before)s till %(after)s).", n, name=name, before=before, after=after)  # fmt: skip
    else:
        said = ngettext("Otryggheten nämns mer sällan i %(name)s: %(n)s synpunkt färre (från %(before)s till %(after)s).", "Otryggheten nämns mer sällan i %(name)s: %(n)s synpunkter färre (från %(before)s till %(after)s).", n, name=name, before=before, after=after)  # fmt: skip
    return said
