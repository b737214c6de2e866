"""The strict page client: every page that a test opens is checked as a page, and forms are filled in as a person would.

Checked: one title, one h1, a language, unique ids, labels, no inline code, no other origin, headings in order, the headers.
"""

import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from flask import Flask
from lxml import html
from lxml.cssselect import CSSSelector
from werkzeug.test import Client, TestResponse

KEPT = Path(__file__).parents[1] / "build" / "pages"
_LABELLED = (
    "text",
    "email",
    "password",
    "number",
    "search",
    "tel",
    "url",
    "date",
    "file",
    "radio",
    "checkbox",
    "range",
)


_selector = cache(CSSSelector)
#: What is drawn by lot in an address: a page is kept once, not once for each of them.
_KEYS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=-)[0-9a-f]{8}\b")


class Page:
    """An answer, with its document."""

    def __init__(self, response: TestResponse, url: str) -> None:
        self.response = response
        self.status = response.status_code
        self.url = url
        self.text = response.get_data(as_text=True) if response.mimetype != "application/zip" else ""
        self.headers = response.headers
        self.is_html = response.mimetype == "text/html"
        self.document = html.document_fromstring(self.text) if self.is_html and self.text else None

    @property
    def json(self) -> Any:
        return self.response.get_json()

    def find(self, css: str) -> list[Any]:
        """Return the elements that a simple CSS selector finds."""
        assert self.document is not None, f"{self.url} answered {self.response.mimetype}"
        return list(_selector(css)(self.document))

    def words(self, css: str = "main") -> str:
        """Return the text of the first element found, with white space folded."""
        found = self.find(css)
        assert found, f"nothing matches {css} on {self.url}"
        return " ".join(found[0].text_content().split())

    @property
    def h1(self) -> str:
        return self.words("h1")

    def form(self, action: str | None = None) -> "Form":
        """Return the page's form (the one in main, or the one whose action ends so)."""
        forms = [f for f in self.find("main form") if f.get("method", "").lower() == "post"]
        if action is not None:
            forms = [f for f in forms if urlsplit(urljoin(self.url, f.get("action") or "")).path.endswith(action)]
        assert forms, f"no form {action or ''} on {self.url}"
        return Form(forms[0], self.url)


class Form:
    """A form as it stands on the page, with what a browser would send."""

    def __init__(self, element: Any, url: str) -> None:
        self.element = element
        self.action = urljoin(url, element.get("action") or url)
        self.values: list[tuple[str, Any]] = [(k, v) for k, v in element.form_values()]
        for button in element.xpath(".//button[@name]")[:0]:
            self.values.append((button.get("name"), button.get("value", "")))

    def fill(self, **fields: Any) -> "Form":
        """Set fields by name (write `__` for a hyphen); a list gives several values, None takes the field away."""
        for name, value in fields.items():
            self.set(name.replace("__", "-"), value)
        return self

    def set(self, name: str, value: Any) -> "Form":
        self.values = [(k, v) for k, v in self.values if k != name]
        for one in value if isinstance(value, list) else [value]:
            if one is not None:
                self.values.append((name, one))
        return self


class PageClient:
    """Opens pages on the application and checks each."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.http = Client(app)

    def get(self, path: str, *, status: int = 200, follow: bool = False, **more: Any) -> Page:
        """Open a page; `status` is what is expected."""
        return self._checked(self.http.get(path, follow_redirects=follow, **more), path, status)

    def post(self, path: str, data: Any = None, *, status: int = 200, follow: bool = False, **more: Any) -> Page:
        """Send something as a script would; for a form use `submit`."""
        return self._checked(self.http.post(path, data=data, follow_redirects=follow, **more), path, status)

    def submit(
        self, form: Form, *, button: tuple[str, str] | None = None, status: int = 200, follow: bool = True
    ) -> Page:
        """Send a form, and follow where it leads."""
        from werkzeug.datastructures import MultiDict

        parts = urlsplit(form.action)
        data = MultiDict([*form.values, *([button] if button else [])])
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        return self.post(path, data, status=status, follow=follow)

    def sign_in(self, account: Any) -> "PageClient":
        """Sign in as an account without going through the form (that has tests of its own)."""
        from tests.sessions import open_session

        open_session(self, account)
        return self

    def _checked(self, response: TestResponse, path: str, status: int) -> Page:
        for answer in (*response.history, response):  # a large form lies in a file of the test's client
            answer.request.environ["wsgi.input"].close()
        url = response.request.url if response.request else "http://localhost" + path
        page = Page(response, url)
        assert page.status == status, f"{path} answered {page.status}, not {status}: {_excerpt(page)}"
        check_headers(page)
        if page.is_html and page.text and not 300 <= page.status < 400:  # a redirect's own words are nobody's page
            check_page(page)
            _keep(page)
        return page


def _excerpt(page: Page) -> str:
    if page.document is None:
        return page.text[:400]
    return " ".join(page.document.text_content().split())[:600]


def _keep(page: Page) -> None:
    KEPT.mkdir(parents=True, exist_ok=True)
    name = _KEYS.sub("id", urlsplit(page.url).path.strip("/")).replace("/", "_") or "start"
    (KEPT / f"{name[:100]}.{page.status}.html").write_text(page.text, encoding="utf-8")


def check_headers(page: Page) -> None:
    """The headers that every answer carries."""
    policy = page.headers.get("Content-Security-Policy", "")
    assert "default-src 'none'" in policy and "unsafe" not in policy, f"{page.url}: {policy}"
    assert page.headers.get("X-Content-Type-Options") == "nosniff"
    assert page.headers.get("Referrer-Policy") == "same-origin"
    for cookie in page.headers.getlist("Set-Cookie"):
        assert cookie.startswith("__Host-") and "Secure" in cookie and "HttpOnly" in cookie, cookie


def check_page(page: Page) -> None:
    """What must be true of any page, whatever it shows."""
    d, where = page.document, page.url
    assert d is not None
    assert page.text.lstrip().lower().startswith("<!doctype html>"), where
    assert d.get("lang"), f"{where}: html has no lang"
    titles = d.xpath("/html/head/title")
    assert len(titles) == 1 and titles[0].text_content().strip(), f"{where}: title"
    assert len(d.xpath("//h1")) == 1, f"{where}: {len(d.xpath('//h1'))} h1"
    assert len(d.xpath("//main")) == 1, f"{where}: main"
    ids = d.xpath("//@id")
    doubled = {i for i, n in Counter(ids).items() if n > 1}
    assert not doubled, f"{where}: ids twice: {doubled}"
    _check_headings(d, where)
    _check_labels(d, where, set(ids))
    _check_no_inline_code(d, where)
    _check_own_origin(d, where)


def _check_headings(d: Any, where: str) -> None:
    level = 0
    for heading in d.xpath("//main//*[self::h1 or self::h2 or self::h3 or self::h4]"):
        now = int(heading.tag[1])
        assert now <= level + 1 or level == 0, (
            f"{where}: {heading.tag} after h{level}: {heading.text_content().strip()}"
        )
        level = now


def _check_labels(d: Any, where: str, ids: set[str]) -> None:
    labelled = set(d.xpath("//label/@for"))
    for field in d.xpath("//input | //select | //textarea"):
        kind = field.get("type", "text") if field.tag == "input" else "text"
        if kind not in _LABELLED:
            continue
        named = (
            field.get("id") in labelled
            or field.xpath("ancestor::label")
            or field.get("aria-label")
            or field.get("aria-labelledby")
        )
        assert named, f"{where}: no label for {field.get('name')}"
    for attribute in ("aria-describedby", "aria-labelledby", "aria-controls", "for"):
        for value in d.xpath(f"//@{attribute}"):
            for one in value.split():
                assert one in ids, f"{where}: {attribute} points at {one}, which is not there"
    for button in d.xpath("//button | //a[@href]"):
        text = button.text_content().strip() or button.get("aria-label") or button.xpath(".//svg//title | .//img/@alt")
        assert text, f"{where}: a button or link without a name: {html.tostring(button)[:200]!r}"


def _check_no_inline_code(d: Any, where: str) -> None:
    for element in d.iter():
        if not isinstance(element.tag, str):
            continue
        bad = [a for a in element.attrib if a == "style" or a.lower().startswith("on")]
        assert not bad, f"{where}: {element.tag} has {bad}"
        if element.tag == "style" or (
            element.tag == "script" and not element.get("src") and element.get("type") != "application/json"
        ):
            raise AssertionError(f"{where}: inline <{element.tag}>")
        for name in ("href", "src", "action", "formaction"):
            assert not str(element.get(name, "")).strip().lower().startswith("javascript:"), where


def _check_own_origin(d: Any, where: str) -> None:
    for element in d.xpath("//*[@src] | //link[@href] | //form[@action] | //*[@srcset]"):
        address = element.get("src") or element.get("href") or element.get("action") or element.get("srcset")
        host = urlsplit(address).netloc
        assert not host or host == urlsplit(where).netloc, f"{where}: asks another origin: {address}"
