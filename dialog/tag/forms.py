"""What the desk and the vocabulary's pages send, read into what operations take. Shape and messages, no decisions."""

import re
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from wtforms import BooleanField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its types
from wtforms.validators import InputRequired, Length

from dialog.tag.kinds import COLOURS, POLARITIES, SHAPES, Suggested, TagChoice
from dialog.web.forms import StaffForm
from dialog.web.language import LANGUAGES, lazy

AREA, STANCE, DENIED = "fokus", "hallning-", "nekad-"


def read_choices(form: Any, prefix: str = "") -> list[TagChoice]:
    """Return the focus areas that a form has chosen, each with its polarity and whether it is denied."""
    found = []
    for slug in form.getlist(prefix + AREA)[:80]:
        stance = form.get(f"{prefix}{STANCE}{slug}", "")
        denied = bool(form.get(f"{prefix}{DENIED}{slug}"))
        found.append(TagChoice(slug, stance if stance in POLARITIES else None, denied))
    return found


def read_suggested(form: Any) -> list[Suggested]:
    """Return what the page suggested, as it was shown: `slug polarity score`, each beside the version. What is not so is passed over."""
    version = form.get("forslag-version", "")
    if not re.fullmatch(r"[0-9a-f]{8}(-\d{1,9})?", version, re.ASCII):
        return []
    found = {}
    for written in form.getlist("forslag")[:80]:
        match = re.fullmatch(r"([a-z0-9-]{1,80}) (brist|positiv|forslag) ([01]\.\d{2})", written, re.ASCII)
        if match and float(match[3]) <= 1:
            found[match[1]] = Suggested(match[1], float(match[3]), match[2], version)
    return list(found.values())


def with_suggested(choices: Sequence[TagChoice], suggested: Iterable[Suggested]) -> list[TagChoice]:
    """Return the choices with what was suggested added, for the one who accepts all of it."""
    chosen = {choice.slug for choice in choices}
    return [*choices, *(TagChoice(one.slug, one.polarity) for one in suggested if one.slug not in chosen)]


def read_number(written: str | None) -> int:
    """Return a version as it was sent, or -1, which no version is."""
    return int(written) if written and written.isascii() and written.isdigit() and len(written) < 10 else -1


def read_id(written: str | None) -> uuid.UUID | None:
    """Return an id as it was sent, or None."""
    try:
        return uuid.UUID(written or "")
    except ValueError:
        return None


def read_shown(written: str | None) -> tuple[uuid.UUID | None, int]:
    """Return the remark that the desk's script has gone on to, with the version that it shows: `id version`."""
    remark_id, _space, version = (written or "").partition(" ")
    return read_id(remark_id), read_number(version)


SHAPE_WORDS = {
    "circle": lazy("Cirkel"),
    "square": lazy("Kvadrat"),
    "diamond": lazy("Ruter"),
    "triangle": lazy("Triangel"),
    "hexagon": lazy("Sexhörning"),
    "pill": lazy("Rundad rektangel"),
}
COLOUR_WORDS = dict(
    zip(
        COLOURS,
        (
            *(lazy("Blå"), lazy("Olivgrön"), lazy("Magenta"), lazy("Brun"), lazy("Petrolblå"), lazy("Rosa")),
            *(lazy("Mörkgrön"), lazy("Lila"), lazy("Ockra"), lazy("Skiffergrå"), lazy("Marinblå"), lazy("Vinröd")),
        ),
        strict=True,
    )
)


class AreaForm(StaffForm):
    """A focus area. The names and descriptions have a field for each language, made in `area_form`."""

    bokstaver = StringField(
        lazy("Bokstäver"),
        [InputRequired(lazy("Skriv två eller tre bokstäver, till exempel Be.")), Length(max=3, message=lazy("Skriv högst tre bokstäver."))],
        description=lazy("Två eller tre bokstäver som står i formen, till exempel Be för Belysning."),
    )  # fmt: skip
    form = SelectField(lazy("Form"), choices=[SelectChoice(shape, SHAPE_WORDS[shape]) for shape in SHAPES])
    farg = SelectField(lazy("Färg"), coerce=int, choices=[SelectChoice(*one) for one in COLOUR_WORDS.items()])
    under = SelectField(lazy("Ligger under"), validate_choice=True, default="")
    ansvarig = SelectField(lazy("Ansvarig"), default="")
    kanslig = BooleanField(
        lazy("Känsligt"), description=lazy("Visas aldrig på ett kvitto och aldrig på en karta för allmänheten.")
    )
    tyst = BooleanField(
        lazy("Berätta aldrig på ett kvitto"),
        description=lazy("Kvittot kan läsas av någon annan än den som skrev. Känsliga fokusområden berättas aldrig."),
    )
    version = IntegerField()


def area_form(data: dict[str, Any] | None, parents: Iterable[Any], partners: Sequence[Any], in_words: Any) -> AreaForm:
    """Return the form with a name and a description for each language; `data` fills it, None reads what was sent."""

    class Form(AreaForm):
        pass

    for code, own_name in LANGUAGES.items():
        required = [InputRequired(lazy("Skriv ett namn på svenska."))] if code == "sv" else []
        longest = Length(max=80, message=lazy("Namnet är för långt. Skriv högst 80 tecken."))
        setattr(Form, f"namn_{code}", StringField(lazy("Namn"), [*required, longest], render_kw={"lang": code}))
        setattr(
            Form,
            f"beskrivning_{code}",
            TextAreaField(
                lazy("Vad hör hit?"),
                [Length(max=600, message=lazy("Beskrivningen är för lång. Skriv högst 600 tecken."))],
                render_kw={"lang": code},
                description=own_name if code != "sv" else "",
            ),
        )
    made = Form(formdata=None, data=data) if data is not None else Form()
    made.under.choices = [SelectChoice(""), *(SelectChoice(area.slug, in_words(area.name)) for area in parents)]
    made.ansvarig.choices = [SelectChoice(""), *(SelectChoice(str(partner.id), partner.name) for partner in partners)]
    return made
