"""What is drawn in fewer steps is the same to the letter as what Jinja draws by itself, in the language that is asked for."""

from typing import Any

from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader
from jinja2 import Environment as Plain
from markupsafe import Markup

from dialog.web.drawing import Environment, shown

MACROS = """
{% macro row(text, mark=false, note='') %}<b{% if mark %} class="m"{% endif %}>{{ text }}{{ _("Ett <i>ord</i>") }}{{ note }}</b>{% endmacro %}
{% macro box(title) %}<p title="{{ title }}">{{ caller() }}{{ varargs|join(",") }}</p>{% endmacro %}
"""
PAGE = """{% from "macros.html" import row, box %}
{% for text in texts %}{{ row(text) }}{{ row(text, note=text) }}{{ row(text, true, _("Källa: %(source)s", source=text)) }}{{ loop.index }}{% endfor %}
{% call box(_("100 %%"), texts[0], 1) %}{{ texts|join(", ") }}{{ missing_name }}{{ none }}{{ 1.5 }}{{ texts[0].upper() }}{% endcall %}
<i data-a="{{ _("Ett ord") ~ texts[0] }}">{{ marked(texts[0]) }}</i>
{{ _("Ett <i>ord</i>") ~ " & " ~ 2 }}{{ (_("Ett <i>ord</i>") ~ " &")|upper }}{% set both = "<" ~ (_("Ett <i>ord</i>") if true else "") %}{{ both }}"""
LETTER = """{{ _("Ett <i>ord</i>") }} & {{ _("Källa: %(source)s", source=texts[0]) }} {{ _("Ett <i>ord</i>") ~ "<" }}"""
ENGLISH = {
    "Ett <i>ord</i>": "A <i>word</i>",
    "Källa: %(source)s": "Source: %(source)s",
    "100 %%": "all of it",
    "Ett ord": "A word",
}


def _environment(kind: type[Any], said: Any) -> Any:
    loader = DictLoader({"macros.html": MACROS, "page.html": PAGE, "letter.txt": LETTER})
    options = {
        "loader": loader,
        "autoescape": lambda name: name is None or not name.endswith(".txt"),
        "extensions": ["jinja2.ext.i18n"],
    }
    made = kind(Flask("a"), **options) if kind is Environment else kind(**options)
    made.install_gettext_callables(said, said, newstyle=True)
    made.globals["marked"] = lambda text: Markup("<mark>{}</mark>").format(text)
    return made


def _drawn(environment: Any, texts: list[str]) -> list[str]:
    return [environment.get_template(name).render(texts=texts) for name in ("page.html", "letter.txt")]


@given(st.lists(st.text(alphabet="aå<>&'\"% "), min_size=1, max_size=3))
def test_a_page_is_the_same_as_jinja_draws_it_in_each_language(texts: list[str]) -> None:
    now = ["sv"]
    words = {"sv": dict[str, str](), "en": ENGLISH}
    quick = _environment(Environment, lambda sentence: words[now[0]].get(sentence, sentence))
    quick.speak("sv", lambda: now[0], lambda code, sentence: words[code].get(sentence, sentence))
    for code in ("sv", "en", "sv"):
        now[0] = code
        plain = _environment(Plain, lambda sentence, code=code: words[code].get(sentence, sentence))
        wanted = _drawn(plain, texts)
        assert _drawn(quick, texts) == wanted
    assert "A <i>word</i>" not in wanted[0] and "Ett <i>ord</i>" in wanted[0]


def test_a_page_asks_for_no_sentence_while_it_is_drawn() -> None:
    quick = _environment(Environment, str)
    quick.speak("sv", lambda: "sv", lambda _code, sentence: sentence)
    page, macros = (quick.compile(source, "page.html", raw=True) for source in (PAGE, MACROS))
    assert "resolve('_')" not in page + macros and "shown(" in page and "DirectMacro(environment" in macros


def test_what_is_shown_is_escaped_unless_it_is_markup() -> None:
    assert shown("<b>") == "&lt;b&gt;"
    assert shown(Markup("<b>")) == "<b>"
    assert shown(3) == "3"
    assert shown(None) == "None"
