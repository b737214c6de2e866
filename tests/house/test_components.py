"""Draws each component as a page would and looks at what came out: labels, order, ids, escaping, no inline code."""

from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader
from lxml import html
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    EmailField,
    FileField,
    Form,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    widgets,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from dialog.web import pages
from dialog.web.language import gettext, ngettext

FOLDER = Path(__file__).parents[2] / "templates"
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def draw() -> Any:
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    environment.filters |= {"num": pages.show_number, "date": pages.show_date, "week": pages.show_week}

    def drawn(component: str, call: str, **facts: Any) -> Any:
        macro = component if component == "field" else call.split("(")[0].strip("{ ")
        source = f'{{% from "components/{component}.html" import {macro} %}}<main>{call}</main>'
        document = html.fragment_fromstring(environment.from_string(source).render(facts))
        for element in document.iter():
            assert not [a for a in element.attrib if a == "style" or a.startswith("on")]
            assert element.tag != "script"
        ids = document.xpath("//@id")
        assert len(ids) == len(set(ids))
        for value in document.xpath("//@aria-describedby | //@aria-labelledby | //@for"):
            assert set(value.split()) <= set(ids)
        return document

    return drawn


def test_an_error_stands_between_hint_and_field_and_is_tied_to_it(draw: Any) -> None:
    found = draw("input", "{{ input('n', 'Antal', 'tre', 'number', 'Ett tal.', ['Skriv ett tal'], unit='gånger') }}")
    label, hint, error, unit = found[0]
    assert (label.get("for"), hint.text, error.text) == ("n", "Ett tal.", "Skriv ett tal")
    field = unit.find("input")
    assert field.get("aria-describedby").split() == ["n-hint", "n-error", "n-unit"]
    assert field.get("aria-invalid") == "true"


def test_a_number_that_is_no_number_is_not_lost(draw: Any) -> None:
    """type=number would send an empty answer for "tre", and the page could not show it again."""
    field = draw("input", "{{ input('n', 'Antal', 'tre', 'number') }}").find(".//input")
    assert (field.get("type"), field.get("inputmode"), field.get("value")) == ("text", "decimal", "tre")


def test_a_password_is_never_given_back(draw: Any) -> None:
    assert draw("input", "{{ input('p', 'Lösenord', 'hemligt', 'password') }}").find(".//input").get("value") is None


@pytest.mark.parametrize("call", ["input('a', h, h, hint=h, errors=[h])", "textarea('a', h, h, h, [h])"])
def test_what_people_write_is_text(draw: Any, call: str) -> None:
    found = draw(call.split("(")[0], "{{ " + call + " }}", h=HOSTILE)
    assert found.find(".//label").text == HOSTILE


def test_a_text_comes_back_as_it_was_with_its_first_line_break(draw: Any) -> None:
    assert draw("textarea", "{{ textarea('t', 'Text', t) }}", t="\nrad").find(".//textarea").text == "\n\nrad"


def test_choices_are_rows_and_the_first_takes_the_errors_link(draw: Any) -> None:
    call = "{{ choices('q', 'Fråga', [(1, 'Ja'), (2, 'Nej', 'Eller kanske')], 2, apart=[('dk', 'Vet ej')], errors=['Välj']) }}"
    found = draw("choices", call)
    rows = found.xpath("//label[@class='choice']")
    assert [row.find("input").get("id") for row in rows] == ["q", "q-2", "q-apart-1"]
    assert [row.find("input").get("value") for row in rows if row.find("input").get("checked") is not None] == ["2"]
    assert len(found.xpath("//div[@class='choices']")) == 2
    assert found.find(".//fieldset").get("aria-describedby") == "q-error"


def test_several_can_be_chosen(draw: Any) -> None:
    found = draw("choices", "{{ choices('q', 'Fråga', [('a', 'A'), ('b', 'B'), ('ab', 'AB')], ['a', 'b'], True) }}")
    assert found.xpath("//input[@checked]/@value") == ["a", "b"]
    assert set(found.xpath("//input/@type")) == {"checkbox"}


def test_a_matrix_is_a_question_for_each_row(draw: Any) -> None:
    rows = [{"name": "m1", "label": "Skräp", "value": "2"}, {"name": "m2", "label": "Klotter", "value": None}]
    found = draw("matrix", "{{ matrix('m', 'Problem?', rows, [('1', 'Litet'), ('2', 'Stort')]) }}", rows=rows)
    assert found.xpath("//fieldset/fieldset/legend/text()") == ["Skräp", "Klotter"]
    assert found.xpath("//input[@checked]/@name") == ["m1"]


class Sample(Form):
    name = StringField("Namn", [InputRequired(), Length(max=80)], description="Som andra ser det")
    email = EmailField("E-post", [Optional()])
    password = PasswordField("Lösenord")
    age = IntegerField("Antal")
    text = TextAreaField("Text")
    district = SelectField("Stadsdel", choices=[SelectChoice("1", "Araby"), SelectChoice("2", "Öster")])
    channel = RadioField("Kanal", choices=[SelectChoice("web", "Webben"), SelectChoice("paper", "Papper")])
    roles = SelectMultipleField(
        "Roller",
        choices=[SelectChoice("a", "A"), SelectChoice("b", "B")],
        option_widget=widgets.CheckboxInput(),
        widget=widgets.ListWidget(prefix_label=False),
    )
    active = BooleanField("Öppet")
    file = FileField("Fil")


def test_a_form_field_becomes_the_component_that_suits_it(draw: Any) -> None:
    form = Sample(MultiDict({"age": "tre", "district": "2", "channel": "paper", "roles": "b", "active": "y"}))
    form.validate()
    found = draw("field", "{% for one in form %}{{ field(one) }}{% endfor %}", form=form)
    assert found.xpath("//select/option[@selected]/@value") == ["2"]
    assert found.xpath("//input[@checked]/@value") == ["paper", "b", "y"]
    assert found.xpath("//input[@name='age']/@value") == ["tre"]
    assert found.xpath("//input[@type='file']/@value") == []
    assert found.xpath("//input[@name='name']/@maxlength") == ["80"]
    assert found.xpath("//*[@class='optional']/parent::label/@for") == ["email"]


def test_bars_start_at_zero_and_say_when_there_are_too_few(draw: Any) -> None:
    rows = [("Ja", 75, 0.75), ("Nej", None, None), ("Kanske", 25, 0.25, 0.2, 0.3)]
    found = draw("bars", "{{ bars('b', 'Fråga', rows, 100) }}", rows=rows)
    assert found.xpath("//rect[not(@class)]/@width") == ["75.00%", "25.00%"]
    assert found.xpath("//line/@x1") == ["20.00%"]
    assert found.xpath("//ul//span[@class='few']/text()") == ["färre än fem"]
    assert found.xpath("//td[@colspan=3]/text()") == ["färre än fem"]
    assert [cell.text for cell in found.xpath("//tbody/tr/td[3]")] == [None, "20,0 % till 30,0 %"]
    assert "100 svar" in found.find(".//h3").text_content()


def test_bars_without_any_answers_can_be_drawn(draw: Any) -> None:
    draw("bars", "{{ bars('b', 'Fråga', [('Ja', 0, None), ('Nej', 0, 0)], 0, full=False) }}")


def test_a_table_writes_numbers_in_their_column_and_hides_the_few(draw: Any) -> None:
    found = draw("table", "{{ table('T', [('A', False), ('B', True)], [['x', 1234], ['y', None]]) }}")
    assert found.xpath("//td[@class='number']")[0].text == "1\N{NO-BREAK SPACE}234"
    assert found.xpath("//td[@class='number']")[1].text_content() == "färre än fem"
    assert found.xpath("//th[@scope='row']/text()") == ["x", "y"]


def test_shape_and_word_stand_beside_colour(draw: Any) -> None:
    words = [draw("feeling", "{{ feeling('" + f + "') }}").text_content().strip() for f in ("unsafe", "safe", "mixed")]
    assert words == ["Otrygg", "Trygg", "Blandat"]
    found = draw("focus_area", "{{ focus_area('Belysning', 'Be', 'hexagon', 9, note='Brist') }}")
    assert found.find(".//svg").get("aria-hidden") == "true"
    assert "Belysning" in found.text_content()


def test_the_summary_leads_to_the_fields_and_has_the_focus(draw: Any) -> None:
    found = draw("error_summary", "{{ error_summary([('a', 'Skriv ett namn'), ('', 'Filen är tom')]) }}")
    assert found.xpath("//a/@href") == ["#a"]
    assert found[0].get("autofocus") is not None and found[0].get("tabindex") == "-1"


@pytest.mark.parametrize("path", sorted((FOLDER / "components").glob("*.html")), ids=lambda path: path.stem)
def test_a_component_opens_with_what_it_is(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith("{# ") and "{% macro " in text
    assert len(text.splitlines()) <= 120
