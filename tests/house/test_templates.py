"""Every template parses, is used by something, and what is a page of its own has a title."""

import re

import pytest
from flask import Flask
from jinja2 import Environment, nodes

from tests.house.files import read, tracked

TEMPLATES = [n.removeprefix("templates/") for n in tracked() if n.startswith("templates/") and n.endswith(".html")]
CODE = {name: read(name) for name in tracked() if name.startswith("dialog/") and name.endswith(".py")}
#: What the code names between quotation marks, wherever it then goes.
NAMED = {found for text in CODE.values() for found in re.findall(r'"([\w/]+\.html)"', text)}
#: Folders whose templates a room's code names by their last part alone: f"survey/staff/{template}.html".
FOLDERS = {
    (name.rsplit("/", 1)[0], f) for name, text in CODE.items() for f in re.findall(r'f"([\w/]+/)\{\w+\}\.html"', text)
}
NAMED_SHORTLY = {
    f"{folder}{word}.html"
    for home, folder in FOLDERS
    for name, text in CODE.items()
    if name.startswith(f"{home}/")
    for word in re.findall(r'"(\w+)"', text)
} & set(TEMPLATES)


def parsed(environment: Environment, name: str) -> nodes.Template:
    return environment.parse(read(f"templates/{name}"), name, name)


def leads_to(tree: nodes.Template) -> set[str]:
    """Return the templates that a template extends, includes or takes macros from."""
    kinds = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)
    constants = (c for node in tree.find_all(kinds) for c in node.template.find_all(nodes.Const))
    return {c.value for c in constants} | {
        node.template.value for node in tree.find_all(kinds) if isinstance(node.template, nodes.Const)
    }


@pytest.fixture(scope="module")
def environment() -> Environment:
    return Environment(extensions=["jinja2.ext.i18n"], autoescape=True)


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_parses_and_leads_to_templates_that_are_there(environment: Environment, name: str) -> None:
    assert leads_to(parsed(environment, name)) - set(TEMPLATES) == set()


def test_every_template_is_used(environment: Environment) -> None:
    """A component may wait for the page that will use it: it is told of in docs/design.md, and drawn by a test."""
    used = NAMED.union(NAMED_SHORTLY, *(leads_to(parsed(environment, name)) for name in TEMPLATES))
    told = set(re.findall(r"`(\w+)`", read("docs/design.md")))
    unused = [name for name in set(TEMPLATES) - used if not name.startswith("components/")]
    unknown = [name for name in set(TEMPLATES) - used - set(unused) if name[len("components/") : -5] not in told]
    assert sorted(unused + unknown) == []


def test_code_names_only_templates_that_are_there() -> None:
    assert sorted(NAMED - set(TEMPLATES)) == []


def test_every_page_has_a_title_of_its_own(environment: Environment) -> None:
    """The strict page client looks at each title as it is drawn; here is what no test may have opened."""
    trees = {name: parsed(environment, name) for name in TEMPLATES}

    def extends(name: str) -> list[str]:
        return [found.value for node in trees[name].find_all(nodes.Extends) for found in node.find_all(nodes.Const)]

    def has_title(name: str) -> bool:
        """Say whether a template, or what it extends short of the layouts, fills the block of that name."""
        own = any(block.name == "title" for block in trees[name].find_all(nodes.Block))
        return own or any(has_title(above) for above in extends(name) if not above.startswith("layouts/"))

    pages = [name for name in TEMPLATES if extends(name) and not name.startswith("layouts/")]
    assert pages
    assert [name for name in pages if not has_title(name)] == []


def test_every_template_compiles_with_the_filters_that_the_site_has(app: Flask) -> None:
    for name in TEMPLATES:
        app.jinja_env.get_template(name)
