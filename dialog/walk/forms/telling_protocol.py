"""The protocol put in words for a file: every choice of words and dates of `kinds/document.py`'s pages is made here."""

from dialog.walk.forms.way import Way
from dialog.walk.kinds.document import Document, Part, Picture, Row
from dialog.walk.kinds.people import CATEGORIES, ROLES
from dialog.walk.kinds.protocol import DECISIONS, KINDS, STATES
from dialog.walk.models import Protocol, Walk
from dialog.walk.queries.protocol import AtStop, Point, Shown
from dialog.walk.queries.walks import roles_of, walkers_of
from dialog.web import pages
from dialog.web.language import gettext as _
from dialog.web.transaction import db


def document_of(
    walk: Walk,
    protocol: Protocol,
    stops: list[AtStop],
    edition: str,
    sender: str,
    address: str,
    way: Way,
    *,
    is_inner: bool,
) -> Document:
    """Return a walk's protocol in words; `edition` says who it is for. The inner one has photos that are not released too, and says so."""
    moment = pages.show_moment(walk.starts_at)
    facts = [
        f"{moment[:1].upper()}{moment[1:]}, {walk.gathering_words}",
        walk.purpose.strip(),
        *(present(walk) if is_inner else ()),
        _("Diarienummer %(number)s.", number=walk.registry_number) if walk.registry_number else "",
        edition,
        _("Slutmöte: %(words)s", words=protocol.meeting_words) if protocol.meeting_words else "",
        _("Foton som inte är släppta ska inte lämnas vidare: ingen har sett efter om de visar ansikten eller skyltar.")
        if is_inner and any(not photo.is_released for stop in stops for point in stop.points for photo in point.photos)
        else "",
        "" if stops else _("Protokollet har inga punkter än."),
    ]
    return Document(
        title=_("Protokoll: %(title)s", title=walk.title),
        sender=sender,
        about=edition,
        footer=address,
        facts=[fact for fact in facts if fact],
        stops=[_part(stop, is_inner=is_inner) for stop in stops],
        words={
            "columns": [_("Nr"), _("Iakttagelse"), _("Slag"), _("Ansvarig"), _("Beslut"), _("Läge")],
            "page": _("Sida"),
        },
        way=way.picture,
        way_words=way.words,
    )


def present(walk: Walk) -> list[str]:
    """Say who led the walk and wrote, and how many walked, by category: for the inner edition, since few of a kind can be told apart."""
    roles, walkers = roles_of(db(), walk.id), walkers_of(db(), walk.id)
    led = [
        _("%(role)s: %(names)s", role=_(ROLES[role]), names=", ".join(one.name for one in roles[role]))
        for role in ROLES
        if roles.get(role)
    ]
    counted = [f"{_(CATEGORIES[one])} {walkers[one]}" for one in CATEGORIES if walkers.get(one)]
    walked = _("Vandrare: %(n)s (%(counted)s)", n=sum(walkers.values()), counted=", ".join(counted)) if counted else ""
    return [f"{words}." for words in (*led, walked) if words]


def _part(stop: AtStop, *, is_inner: bool) -> Part:
    name = _("Stopp %(n)s: %(name)s", n=stop.number, name=stop.name) if stop.number else _("Längs vägen")
    photos = [
        _picture(point.number, photo)
        for point in stop.points
        for photo in point.photos
        if photo.is_released or is_inner
    ]
    return Part(name, [_row(point) for point in stop.points], photos)


def _picture(number: int, photo: Shown) -> Picture:
    file = f"{photo.photo_id}.jpg"
    if photo.is_released:
        caption = _("Punkt %(n)s: %(words)s", n=number, words=photo.alternative)
        return Picture(file, photo.alternative, caption)
    nobody = _("Foto till punkt %(n)s. Ingen har beskrivit vad det visar än.", n=number)
    return Picture(file, nobody, _("Punkt %(n)s: fotot är inte släppt", n=number))


def _row(point: Point) -> Row:
    said = [line for line in point.observation.split("\n") if line.strip()]
    if point.measure:
        said.append(_("Föreslagen åtgärd: %(measure)s", measure=point.measure))
    if point.agreeing and point.agreeing > 1:
        said.append(_("%(n)s håller med", n=point.agreeing))
    sort = _(KINDS[point.kind])
    if point.focus_area:
        sort = f"{sort}, {pages.words(point.focus_area)}"
    decided = [_(DECISIONS[point.decision])] if point.decision else [_("Inget beslut än")]
    if point.reason:
        decided.append(point.reason)
    state = [_(STATES[point.state])]
    if point.is_late:
        state.insert(0, _("Försenad"))
    if point.case_number:
        state.append(_("ärende %(number)s", number=point.case_number))
    if point.due_on:
        state.append(_("klart senast %(day)s", day=pages.show_date(point.due_on)))
    owner = point.owner or _("Ingen än")
    return Row(str(point.number), said, sort, owner, decided, state, bool(point.decision), point.is_late)
