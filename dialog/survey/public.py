"""A survey as residents meet it: /enkat/<slug> is introduction, all questions and one POST on one page.

The page of an open survey is drawn once for each wave and language and sent from memory, with the visit's two hidden values
put in at the end of the form (`web/prepared.py`). Next stop: `operations.submit_response`.
"""

from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from markupsafe import Markup

from dialog.base.geo import GeometryProblem
from dialog.base.problems import Problem
from dialog.place.queries import remembered_of
from dialog.remark.asking import ask_about, decided, is_asked_first, question
from dialog.remark.operations import Accepted
from dialog.survey import operations, queries
from dialog.survey.forms.introduction import introduction, readers
from dialog.survey.forms.sheet import draw, paragraphs, say
from dialog.survey.forms.written import words_of
from dialog.survey.queries import Asked
from dialog.survey.questionnaire import Filled, Questionnaire, fill
from dialog.web import pages, prepared
from dialog.web.forms import Visit, new_visit, sent_visit
from dialog.web.language import direction, in_words, language
from dialog.web.language import gettext as _
from dialog.web.receipts import drawn_receipt
from dialog.web.security import everyone
from dialog.web.transaction import database, db, write

bp = Blueprint("survey_public", __name__)

_PLACE = "<!--visit-->"
_HIDDEN = f'<input type="hidden" name="{Visit.ID_FIELD}" value="%s"><input type="hidden" name="{Visit.SECRET_FIELD}" value="%s">'
_shelf: prepared.Shelf[prepared.Prepared] = prepared.Shelf()
_thanks: prepared.Shelf[prepared.Prepared] = prepared.Shelf()


@bp.get("/enkat/<slug:slug>")
@everyone
def answer(slug: str) -> Response:
    """Show a survey to be answered, or say why it cannot be."""
    asked = queries.survey_at(database(), slug)
    if asked is None or not asked.is_open:
        return _stopped(asked)
    site = pages.site()
    key = (database(), asked.wave_id, language(), prepared.whence(), _is_stand())
    page = _shelf.get(key, (asked, site), lambda: prepared.prepare(_drawn(asked, _questions(asked)), _PLACE))
    # Going back finds the same visit, a new visit never; at a stand, nothing at all.
    return page.answer(_hidden(new_visit()).encode(), "no-store" if _is_stand() else "private, no-cache")


@bp.post("/enkat/<slug:slug>")
@everyone
def send(slug: str) -> Response:
    """Take in the answers, once however often they are sent; with what is wrong told and all that was typed kept."""
    site = database()
    asked = queries.survey_at(site, slug)
    questionnaire = queries.questionnaire_at(site, asked.wave_id) if asked is not None else None
    if asked is None or questionnaire is None or asked.state == "draft":
        return _stopped(None)
    values = decided(request.form)
    filled = fill(questionnaire, values.to_dict(flat=False))
    if questionnaire.has_place:
        filled.problems += queries.problems_of_places(remembered_of(site).bounds, questionnaire, filled)
    visit = sent_visit()
    asks = ask_about(words_of(questionnaire, filled), values) if not filled.problems else None
    if is_asked_first(values) or (asks is not None and visit is not None):
        return question(asks, values, action=_send_to(asked), is_stand=_is_stand())
    if filled.problems or visit is None:
        return _again(asked, questionnaire, filled, visit)
    lang, channel = language(), "tablet" if _is_stand() else "web"
    try:
        accepted = write(
            lambda session: operations.submit_response(
                session,
                wave_id=asked.wave_id,
                filled=filled,
                visit_id=visit.id,
                visit_secret=visit.secret,
                channel=channel,
                lang=lang,
            )
        )
    except GeometryProblem:  # the districts are others than when we looked
        filled.problems += queries.problems_of_places(remembered_of(site).bounds, questionnaire, filled)
        return _again(asked, questionnaire, filled, visit)
    except Problem as problem:
        return _refused(asked, problem)
    return _received(asked, accepted)


@bp.get("/enkat/<slug:slug>/utskrift")
@everyone
def paper(slug: str) -> Response:
    """Show the survey as a form to print and fill in with a pen."""
    asked = queries.survey_at(database(), slug)
    if asked is None or asked.state == "draft":
        return _stopped(None)
    told = introduction(asked, pages.site(), language(), is_paper=True)
    return pages.page("survey/public/paper.html", **_facts(asked, _questions(asked), None) | {"told": told})


def _questions(asked: Asked) -> Questionnaire:
    questionnaire = queries.questionnaire_of(db(), asked.wave_id)
    assert questionnaire is not None
    return questionnaire


def _drawn(
    asked: Asked,
    questionnaire: Questionnaire,
    filled: Filled | None = None,
    hidden: str = _PLACE,
    *,
    is_whole: bool = True,
) -> str:
    facts = _facts(asked, questionnaire, filled)
    if not is_whole:
        facts["page_errors"].append(("", _("Sidan kom inte med helt och hållet. Skicka en gång till.")))
    return render_template("survey/public/answer.html", hidden=Markup(hidden), **facts)  # noqa: S704 -- made by us


def _facts(asked: Asked, questionnaire: Questionnaire, filled: Filled | None) -> dict[str, Any]:
    lang, site = language(), pages.site()
    sheet = draw(questionnaire, lang, filled)
    return {
        "title": say(asked.title, lang),
        "slug": asked.slug,
        "minutes": asked.minutes,
        "closes_on": asked.closes_on,
        "told": introduction(asked, site, lang),
        "readers": readers(asked, site, lang),
        "sheet": sheet,
        "page_errors": sheet.errors,
        "is_stand": _is_stand(),
        "here": _here(asked),
        # Not the page's own address: a browser forgets what it keeps of an address that it has sent a form to, and going
        # back would then find a new form with a new id.
        "send_to": _send_to(asked),
        "address": pages.whole_address(f"/enkat/{asked.slug}"),
        "map_urls": {
            "config": url_for("place_public.map_settings"),
            "search": url_for("place_public.search"),
            "describe": url_for("place_public.here"),
        },
        "direction": direction(),
    }


def _send_to(asked: Asked) -> str:
    return url_for(".send", slug=asked.slug, monter=1 if _is_stand() else None, svar=1)


def _hidden(visit: Visit) -> str:
    return _HIDDEN % (visit.id, visit.secret)


def _is_stand() -> bool:
    """Say whether a tablet is handed from one to the next: nothing of the page may stay in it."""
    return request.args.get("monter") == "1"


def _here(asked: Asked) -> str:
    return url_for(".answer", slug=asked.slug, monter=1 if _is_stand() else None)


def _again(asked: Asked, questionnaire: Questionnaire, filled: Filled, visit: Visit | None) -> Response:
    page = _drawn(asked, questionnaire, filled, _hidden(visit or new_visit()), is_whole=visit is not None)
    response = Response(page, status=422, content_type="text/html; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response


def _received(asked: Asked, accepted: Accepted) -> Response:
    key = (database(), asked.wave_id, language(), prepared.whence(), _is_stand(), accepted.is_new)
    page = _thanks.get(key, (asked, pages.site()), lambda: _drawn_thanks(asked, is_new=accepted.is_new))
    return page.answer(drawn_receipt(accepted.code), "no-store")


def _drawn_thanks(asked: Asked, *, is_new: bool) -> prepared.Prepared:
    lang = language()
    page = render_template(
        "survey/public/received.html",
        receipt=Markup(_PLACE),  # noqa: S704 -- made by us
        is_new=is_new,
        title=say(asked.title, lang),
        thanks=paragraphs(asked.texts.get("thanks"), lang),
        answer_back=paragraphs(asked.texts.get("answer_back"), lang),
        is_stand=_is_stand(),
        here=_here(asked),
    )
    return prepared.prepare(page, _PLACE)


def _refused(asked: Asked, problem: Problem) -> Response:
    """Say why answers were not taken in: the wave has closed meanwhile, they were taken back, or others came before."""
    if problem.facts.get("is_closed"):
        return _stopped(asked, status=409)
    if problem.code == "gone":
        heading = _("Svaren har tagits tillbaka")
        told = [_("De här svaren har skickats och sedan tagits tillbaka. De sparas inte igen.")]
    elif problem.code == "conflict":
        heading = _("Du har redan skickat svar från den här sidan")
        told = [
            _("Det du skickade först gäller och räknas. Det du skickade nu är annorlunda och har inte sparats."),
            _("Vill du ändra dina svar? Ta tillbaka dem med din kvittokod och svara sedan på nytt."),
        ]
    else:
        raise problem
    status = 410 if problem.code == "gone" else 409
    return _stop(status, heading, told, again=_here(asked) if asked.is_open else None)


def _stopped(asked: Asked | None, status: int | None = None) -> Response:
    """Say why a survey cannot be answered now: it has closed, has not opened, or never was."""
    if asked is None:
        heading = _("Enkäten finns inte")
        told = [_("Adressen kan vara felskriven, eller så har enkäten tagits bort.")]
        return _stop(404, heading, told, surveys=True)
    if not asked.has_closed:
        return _stop(404, _("Enkäten har inte öppnat än"), [_("Kom tillbaka lite senare.")], surveys=True)
    told = [_("Den tar inte emot fler svar. Tack till alla som har svarat.")]
    if status == 409:
        told.insert(
            0,
            _(
                "Enkäten stängde medan du svarade, så dina svar har inte sparats. Gå tillbaka om du vill spara en egen kopia."
            ),
        )
    told += paragraphs(asked.texts.get("outcome") or asked.texts.get("answer_back"), language())
    return _stop(status or 200, _("Enkäten ”%(title)s” har stängt", title=in_words(asked.title)[0]), told, surveys=True)


def _stop(status: int, heading: str, told: list[str], *, surveys: bool = False, again: str | None = None) -> Response:
    with database().reading() as session:
        others = queries.open_surveys(session) if surveys else []
    facts = {"heading": heading, "paragraphs": told, "surveys": others, "again": again}
    response = pages.page("survey/public/stopped.html", status, **facts)
    response.headers["Cache-Control"] = "no-store"
    return response
