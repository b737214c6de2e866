"""Which language a page is in. Swedish stands at the plain address; others under /en/…; staff have that of their account.

The prefix is taken off before routing and given back to `url_for` as the script root, so that no view knows of it.
The Swedish sentence is the msgid: without a catalogue the page is Swedish.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.support import NullTranslations, Translations
from flask import Flask, g, has_app_context, has_request_context, request
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from dialog.base.i18n import N_
from dialog.web.security import identity

FOLDER = Path(__file__).parents[2] / "translations"
SOURCE = "sv"
#: The languages whose catalogues are complete, in the order they are offered, each by its own name.
LANGUAGES = {"sv": "Svenska", "en": "English"}
#: The same within a sentence ("saknar text på engelska"), to be translated.
WITHIN_A_SENTENCE = {"sv": N_("svenska"), "en": N_("engelska")}
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "ckb"})


@dataclass(frozen=True)
class OfferedLanguage:
    """One choice in a page's list of languages."""

    code: str
    name: str
    url: str
    current: bool


class LanguagePrefix:
    """WSGI middleware: moves a leading /en from the path to the script root."""

    def __init__(self, app: Callable[..., Iterable[bytes]]) -> None:
        self._app = app

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        code, _, rest = path[1:].partition("/")
        if code in LANGUAGES and code != SOURCE and not rest.startswith(("admin", "static/", "api/")):
            environ["dialog.root"] = environ.get("SCRIPT_NAME", "")
            environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + "/" + code
            environ["PATH_INFO"] = "/" + rest
            environ["dialog.language"] = code
        return self._app(environ, start_response)


def init_app(app: Flask) -> None:
    """Put the middleware in place and give templates their words."""
    app.wsgi_app = LanguagePrefix(app.wsgi_app)  # type: ignore[method-assign]
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    app.jinja_env.globals["ngettext"] = _ngettext_on_pages
    app.jinja_env.globals["named_language"] = named
    app.jinja_env.speak(SOURCE, language, lambda code, sentence: catalogue(code).ugettext(sentence))  # type: ignore[attr-defined]


def language() -> str:
    """Return the code of the language of this request (Swedish outside of one)."""
    code: str | None = g.get("language") if has_app_context() else None  # asked for each sentence: few steps
    if code is None:
        if not has_request_context():
            return SOURCE
        code = g.language = _choose()
    return code


def written_in(code: str) -> None:
    """Let what is drawn from here on in this request be in a language, whatever that of the account: a document has its own."""
    g.language = code


def _choose() -> str:
    if request.path.startswith("/admin"):
        person = identity()
        return person.language if person is not None and person.language in LANGUAGES else SOURCE
    code: str = request.environ.get("dialog.language", SOURCE)
    return code


def named(code: str) -> str:
    """Return a language's name as it stands within a sentence: engelska, English; nothing for one that the site lacks."""
    return gettext(WITHIN_A_SENTENCE[code]) if code in WITHIN_A_SENTENCE else ""


def direction(code: str | None = None) -> str:
    """Return "rtl" or "ltr"."""
    return "rtl" if (code or language()) in RIGHT_TO_LEFT else "ltr"


def root() -> str:
    """Return what stands before every address of the site, in whatever language: nothing, where it has a name of its own."""
    environ = request.environ
    return str(environ.get("dialog.root", environ.get("SCRIPT_NAME", "")))


def offered() -> list[OfferedLanguage]:
    """Return the same page in every language that the site has."""
    if request.path.startswith("/admin"):  # staff have the language of their account
        return []
    here = language()
    return [
        OfferedLanguage(code, name, f"{root()}{'' if code == SOURCE else '/' + code}{request.path}", code == here)
        for code, name in LANGUAGES.items()
    ]


@lru_cache(maxsize=32)
def catalogue(code: str) -> NullTranslations:
    """Return the words of a language; Swedish has none of its own."""
    if code == SOURCE:
        return NullTranslations()
    return Translations.load(str(FOLDER), [code])


def _chosen(message: str) -> str:
    return catalogue(language()).ugettext(message)


def _chosen_by_number(singular: str, plural: str, number: int) -> str:
    return catalogue(language()).ungettext(singular, plural, number)


def gettext(message: str, **variables: Any) -> str:
    """Return a sentence in the language of this request, with its named variables filled in."""
    return _chosen(message) % variables if variables else _chosen(message)


def ngettext(singular: str, plural: str, number: int, **variables: Any) -> str:
    """Return the sentence that fits the number, in the language of this request; %(num)s is the number, as 1 234."""
    said = in_figures(number)
    return _chosen_by_number(singular, plural, number) % {"num": said, "n": said, **variables}


@pass_eval_context
def _ngettext_on_pages(context: EvalContext, singular: str, plural: str, number: int, **variables: Any) -> str:
    """Return the sentence that fits the number, escaped as pages are."""
    sentence, said = _chosen_by_number(singular, plural, number), in_figures(number)
    return (Markup(sentence) if context.autoescape else sentence) % {"num": said, "n": said, **variables}  # noqa: S704 -- our own words


def in_figures(number: int) -> str:
    """Write a whole number as it is read in the language of this request: 1 234 in Swedish, 1,234 in English."""
    if -1000 < number < 1000:  # nearly all: few steps
        return str(number)
    return f"{number:,}" if language() != SOURCE else f"{number:,}".replace(",", "\N{NO-BREAK SPACE}")


def lazy(message: str) -> Any:
    """Return a sentence that is translated when it is shown, for what is written once at import."""
    from babel.support import LazyProxy

    return LazyProxy(gettext, message, enable_cache=False)


def in_words(texts: dict[str, str] | None, code: str | None = None) -> tuple[str, str]:
    """Return a text that the municipality has given per language, and the language it is in (Swedish when it lacks)."""
    texts = texts or {}
    wanted = code or language()
    if texts.get(wanted, "").strip():
        return texts[wanted], wanted
    return texts.get(SOURCE, ""), SOURCE
