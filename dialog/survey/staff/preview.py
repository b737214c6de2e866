"""The draft as the one who answers will see it, in each language. It is drawn by the same parts; nothing can be sent."""

from typing import Any

from flask import Response, g, request, url_for

from dialog.survey.forms.introduction import introduction, readers
from dialog.survey.forms.sheet import draw, say
from dialog.survey.models import Survey, Wave
from dialog.survey.overview import latest_of
from dialog.survey.queries import Asked
from dialog.survey.questionnaire import compile_wave
from dialog.survey.staff.door import bp, found
from dialog.web import pages
from dialog.web.language import LANGUAGES, OfferedLanguage, direction, language
from dialog.web.security import staff
from dialog.web.transaction import db

MAP_VIEWS = {"config": "place_public.map_settings", "search": "place_public.search", "describe": "place_public.here"}


@bp.get("/admin/enkater/<slug:slug>/forhandsvisning")
@staff("coordinator", "analyst")
def preview(slug: str) -> Response:
    """Show the draft (or the newest wave) as a resident sees it; `sprak` says in which language."""
    row = found(slug)
    wave = latest_of(db(), row.survey)
    wanted = request.args.get("sprak", language())
    g.language = wanted if wanted in LANGUAGES else "sv"  # from here on the whole page speaks it
    lang, site = g.language, pages.site()
    asked = asked_of(row.survey, wave)
    offered = [
        OfferedLanguage(code, name, url_for(".preview", slug=slug, sprak=code), code == lang)
        for code, name in LANGUAGES.items()
    ]
    return pages.page(
        "survey/staff/preview.html", survey=row.survey, wave=wave, title=say(asked.title, lang), minutes=asked.minutes,
        closes_on=asked.closes_on, told=introduction(asked, site, lang), readers=readers(asked, site, lang),
        sheet=draw(compile_wave(wave), lang), map_urls=map_urls(), languages=offered, slug=slug, direction=direction(),
    )  # fmt: skip


def asked_of(survey: Survey, wave: Wave) -> Asked:
    """Return a survey with one of its waves as the resident's side knows it."""
    facts: dict[str, Any] = {}
    for name in Asked.__dataclass_fields__:
        facts[name] = getattr(survey, name, None) if hasattr(survey, name) else getattr(wave, name, None)
    return Asked(**facts | {"survey_id": survey.id, "wave_id": wave.id})


def map_urls() -> dict[str, str]:
    """Return the addresses that a map on the page asks."""
    return {name: url_for(view) for name, view in MAP_VIEWS.items()}
