"""Requests as nobody means them: pages that were really read, with hostile values put into their addresses, forms and headers.

`harvest` opens every page that links lead to and takes down each route's real addresses and forms, so that most of what is
sent gets past the door. `Fuzzer` then changes them, the same way again for a seed.
"""

import io
import json
import random
import sys
from collections import deque
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit

from flask import Flask
from lxml import html
from werkzeug.routing import Rule

Fields = list[tuple[str, str]]
MOST_PAGES = 600
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
_DEEP = 30_000  # levels: json.loads gives up with RecursionError
WORDS = (
    "", " ", "\0", "a\0b", "\ud800", "x" * 20_000, "9" * 400, "-1", "0", "1e309", "NaN", "-Infinity", "٣", "²", "½", "१", "2026-02-30", "0000-00-00",
    "9999-12-31", "0001-01-01", "202699", "2026-W60", "2026-W53", "' OR 1=1 --", "%", "%s", "%(n)s", "{}", "{{7*7}}", "[]", "null", "true", "\\", "../../etc/passwd",
    "<script>alert(1)</script>", "=cmd|' /C calc'!A0", "\u202eabc", "é" * 4000, "👩‍👩‍👧", "\r\nSet-Cookie: a=b", "//evil.example", "https://evil.example/", "/\\evil",
    "2147483648", "9223372036854775808", "-9223372036854775809", "1.5", "1,5", "0x10", "on", "ja", "sv", "en", "xx", "plats", "unsafe", "other", "dont_know",
    '{"type":"Point","coordinates":[14.8,56.8]}', '{"type":"Point","coordinates":[1e400,NaN]}', '{"type":"Point","coordinates":[[14.8]]}',
    '{"type":"Polygon","coordinates":[[[0,0],[1,1],[1,0],[0,1],[0,0]]]}', '{"type":"LineString","coordinates":[[14.8,56.8]]}', '{"type":"Point"}',
    '{"type":["Point"],"coordinates":{}}', "[" * _DEEP, '{"a":' * _DEEP, "00000000-0000-4000-8000-000000000000", "00000000-0000-0000-0000-000000000000",
)  # fmt: skip
PATHS = (
    "9" * 30,
    "-1",
    "0",
    "%00",
    "..",
    "a" * 300,
    "%ff%fe",
    "é",
    "%2e%2e%2f",
    "NaN",
    "0" * 36,
    "x y",
    "%0d%0aA:b",
    "ÅÄÖ",
    ".",
    "1e9",
    "%F0%9F%98%80",
)
HEADERS = (
    ("HTTP_RANGE", "bytes=5-1"), ("HTTP_RANGE", "bytes=0-99999999999999999999"), ("HTTP_RANGE", "bytes=a-b,,"), ("HTTP_IF_RANGE", '"x'),
    ("HTTP_IF_NONE_MATCH", '"'), ("HTTP_IF_NONE_MATCH", "W/,*,,\xff"), ("HTTP_IF_MODIFIED_SINCE", "Thu, 99 Foo 99999 99:99:99 GMT"),
    ("HTTP_ACCEPT", ";q=NaN,*/*;q=1e400"), ("HTTP_ACCEPT", "application/json"), ("HTTP_ACCEPT_LANGUAGE", "xx;q=-1,,;"), ("HTTP_ACCEPT_ENCODING", "gzip;q=x"),
    ("HTTP_COOKIE", "__Host-dialog=" + "x" * 43), ("HTTP_COOKIE", "=;;;\xff=\xff; __Host-dialog=\xe9"), ("HTTP_COOKIE", "a" * 9000),
    ("HTTP_REFERER", "http://[::1"), ("HTTP_ORIGIN", "http://[::1"), ("HTTP_HOST", "[::1"), ("HTTP_HOST", "evil.example:99999"), ("HTTP_HOST", ""),
    ("HTTP_X_HTTP_METHOD_OVERRIDE", "DELETE"), ("HTTP_X_FORWARDED_FOR", "a,b,\xff"), ("HTTP_TRANSFER_ENCODING", "chunked"), ("HTTP_CONTENT_ENCODING", "gzip"),
    ("HTTP_X_CSRF_TOKEN", "\xe9\xff"), ("HTTP_SEC_FETCH_SITE", "odd"), ("HTTP_USER_AGENT", ""), ("HTTP_AUTHORIZATION", "Bearer \xff"), ("HTTP_X_REQUESTED_WITH", "fetch"),
    ("CONTENT_LENGTH", "-5"), ("CONTENT_LENGTH", "x"), ("CONTENT_LENGTH", "99999999999999"), ("CONTENT_TYPE", "text/html; charset=\xff"),
)  # fmt: skip


@dataclass
class Answer:
    """What came back, and how long it took in seconds."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name), "")


@dataclass
class Request:
    """A request as it goes into the application."""

    method: str
    path: str
    query: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    def send(self, app: Flask) -> Answer:
        """Hand it to the application as a server does, and read the answer to its end."""
        raw = self.path.encode("utf-8", "surrogateescape").decode("latin-1")
        environ: dict[str, Any] = {
            "REQUEST_METHOD": self.method, "SCRIPT_NAME": "", "PATH_INFO": raw, "QUERY_STRING": self.query, "SERVER_NAME": "localhost",
            "SERVER_PORT": "80", "HTTP_HOST": "localhost", "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1", "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(self.body), "wsgi.errors": sys.stderr, "wsgi.multithread": False,
            "wsgi.multiprocess": False, "wsgi.run_once": False, "CONTENT_LENGTH": str(len(self.body)), **self.headers,
        }  # fmt: skip
        told: list[Any] = []
        parts = app.wsgi_app(environ, lambda status, headers, _fault=None: told.extend((status, headers)))
        try:
            body = b"".join(parts)
        finally:
            if hasattr(parts, "close"):
                parts.close()
        return Answer(int(told[0].split()[0]), told[1], body)

    def curl(self) -> str:
        """Write it so that a person can send it again."""
        words = [
            "curl",
            "-X",
            self.method,
            repr(f"http://localhost{quote(self.path)}" + (f"?{self.query[:300]}" if self.query else "")),
        ]
        for name, value in self.headers.items():
            words += ["-H", repr(f"{name.removeprefix('HTTP_').replace('_', '-').title()}: {value[:200]}")]
        return " ".join(words + (["--data-binary", repr(self.body[:1500])] if self.body else []))


@dataclass
class Harvest:
    """What was found on the site's own pages: values for each route, forms for each, names of fields and parameters."""

    values: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    forms: dict[str, list[Fields]] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)

    def note(self, app: Flask, path: str, method: str = "GET", fields: Fields | None = None) -> None:
        """Take down an address, and the form that is sent to it."""
        adapter = app.url_map.bind("localhost")
        plain = path.removeprefix("/en") or "/"
        try:
            rule, values = adapter.match(plain, method=method, return_rule=True)
        except Exception:  # no such address, or not for this method
            return
        if values not in self.values.setdefault(rule.rule, []):
            self.values[rule.rule].append(dict(values))
        if fields:
            self.forms.setdefault(rule.rule, []).append(fields)
            self.names = sorted({*self.names, *(name for name, _ in fields)})


def harvest(app: Flask, cookie: str, begin: list[str]) -> Harvest:
    """Follow the links of the site as one who may see all, and return what stands there."""
    found, waiting, seen = Harvest(), deque(begin), set(begin)
    while waiting and len(seen) < MOST_PAGES:
        address = waiting.popleft()
        parts = urlsplit(address)
        answer = Request("GET", parts.path, parts.query, {"HTTP_COOKIE": cookie}).send(app)
        found.note(app, parts.path, "GET", parse_qsl(parts.query, keep_blank_values=True))
        if answer.status != 200 or not answer.header("content-type").startswith("text/html"):
            continue
        document = html.document_fromstring(answer.body.decode())
        for form in document.xpath("//form"):
            target = urlsplit(urljoin(address, form.get("action") or address))
            sent = [*parse_qsl(target.query), *((str(k), str(v)) for k, v in form.form_values())]
            sent += [(str(e.get("name")), "") for e in form.xpath(".//*[@name]") if e.get("name") not in dict(sent)]
            found.note(
                app, target.path, form.get("method", "get").upper(), [(k, v) for k, v in sent if k != "csrf_token"]
            )
        for link in document.xpath("//a/@href | //*/@data-url | //link/@href | //script/@src"):
            target = urlsplit(urljoin(address, link))
            found.note(app, target.path)
            where = target.path + (f"?{target.query}" if target.query else "")
            if (
                not target.netloc
                and where not in seen
                and target.path.startswith("/")
                and not target.path.startswith("/static")
            ):
                seen.add(where)
                waiting.append(where)
    return found


class Fuzzer:
    """Makes requests for routes; the same for a seed."""

    def __init__(self, app: Flask, found: Harvest, ids: list[str], seed: int) -> None:
        self.app, self.found, self.ids, self.dice = app, found, ids, random.Random(seed)
        #: Headers and bodies as tablets send them, for the routes under /api.
        self.tablets: list[tuple[str, bytes]] = []

    def request(self, rule: Rule, method: str, cookie: str, token: str) -> Request:
        """Return a request for a route, as whoever has the cookie; with the right token most of the time."""
        dice = self.dice
        path = self._path(rule)
        if dice.random() < 0.08 and not path.startswith(("/admin", "/static", "/api")):
            path = "/en" + path
        made = Request(method, path, headers={"HTTP_COOKIE": cookie} if cookie else {})
        fields = self._fields(rule)
        if rule.rule.startswith("/api/") and method in UNSAFE:
            self._knock(made, rule)
        elif method in UNSAFE:
            if dice.random() < 0.96:
                fields.append(("csrf_token", token))
                if dice.random() < 0.6:
                    made.headers["HTTP_X_CSRF_TOKEN"] = token
            self._fill(made, fields)
        elif fields and dice.random() < 0.8:
            made.query = self._encoded(fields)
        if dice.random() < 0.2:
            name, value = dice.choice(HEADERS)
            if name != "HTTP_COOKIE" or dice.random() < 0.4:
                made.headers[name] = value
        return made

    def _knock(self, made: Request, rule: Rule) -> None:
        """Make it a tablet's request: with its token most of the time, and what it sends changed in a few places."""
        dice = self.dice
        token, body = dice.choice(self.tablets)
        if dice.random() < 0.95:
            made.headers["HTTP_AUTHORIZATION"] = f"Bearer {token}"
        made.headers["CONTENT_TYPE"] = dice.choice(("application/json", "image/jpeg", "application/octet-stream", ""))
        item_id = made.path.rsplit("/", 1)[-1].encode()
        body = body.replace(b"ITEM", item_id if len(item_id) == 36 else b"00000000-0000-4000-8000-000000000000")
        if rule.rule.endswith("/sync"):
            body = b'{"remarks": [' + b", ".join([body] * dice.randint(0, 4)) + b"]}"
        for _ in range(dice.choice((0, 0, 1, 1, 2, 5))):
            at = dice.randrange(len(body)) if body else 0
            value = dice.choice(WORDS)[:300].encode("utf-8", "surrogatepass")
            body = (
                body[:at]
                + dice.choice((value, json.dumps(value.decode("utf-8", "replace")).encode(), b""))
                + body[at + dice.randint(0, 9) :]
            )
        made.body = body if dice.random() < 0.9 else self._json([("id", self._value())])

    def _path(self, rule: Rule) -> str:
        dice, known = self.dice, self.found.values.get(rule.rule, [])
        values = dict(dice.choice(known)) if known else {}
        hostile = dice.random() < 0.05
        path = ""
        for is_argument, part in rule._trace:
            if not is_argument:
                path += part.removeprefix("|")
            elif hostile:
                path += dice.choice(PATHS)
            else:
                path += str(values.get(part) or self._for(rule, part))
        return path

    def _for(self, rule: Rule, name: str) -> str:
        kind = type(rule._converters[name]).__name__
        if kind == "SmallNumberConverter":
            return str(self.dice.randint(0, 20))
        return self.dice.choice([one for one in self.ids if ("-" in one and len(one) == 36) == (kind == "IdConverter")])

    def _fields(self, rule: Rule) -> Fields:
        dice, forms = self.dice, self.found.forms.get(rule.rule, [])
        fields = list(dice.choice(forms)) if forms else []
        for _ in range(dice.choice((0, 1, 1, 2, 3, 8))):
            act, at = dice.random(), dice.randrange(len(fields)) if fields else -1
            if act < 0.55 and fields:
                fields[at] = (fields[at][0], self._value())
            elif act < 0.65 and fields:
                fields.pop(at)
            elif act < 0.75 and fields:
                fields.insert(at, (fields[at][0], self._value()))
            elif self.found.names:
                fields.append((dice.choice(self.found.names), self._value()))
        if dice.random() < 0.01:
            fields += [(f"x{n}", "") for n in range(3500)]
        return fields

    def _value(self) -> str:
        return self.dice.choice(WORDS) if self.dice.random() < 0.75 else self.dice.choice(self.ids)

    def _encoded(self, fields: Fields) -> str:
        if self.dice.random() < 0.04:
            return self.dice.choice(("%ED%A0%80=%ff", "&&==&a", "%", "a=%00&a=%u1234", "q=" + "%C3%A5" * 3000))
        return urlencode(fields, errors="surrogatepass")

    def _fill(self, made: Request, fields: Fields) -> None:
        act, dice = self.dice.random(), self.dice
        if act < 0.70:
            made.headers["CONTENT_TYPE"], made.body = (
                "application/x-www-form-urlencoded",
                self._encoded(fields).encode(),
            )
        elif act < 0.88:
            made.headers["CONTENT_TYPE"], made.body = "multipart/form-data; boundary=b", self._multipart(fields)
        elif act < 0.95:
            made.headers["CONTENT_TYPE"], made.body = "application/json", self._json(fields)
        elif act < 0.995:
            made.headers["CONTENT_TYPE"], made.body = (
                dice.choice(("text/plain", "", "application/xml", "a/b/c;;=", "multipart/form-data")),
                b"a=b&\xff",
            )
        else:
            made.headers["CONTENT_TYPE"], made.body = (
                "application/x-www-form-urlencoded",
                b"a=" + b"x" * dice.choice((3_000_000, 9_600_000)),
            )

    def _multipart(self, fields: Fields) -> bytes:
        parts = []
        for name, value in fields:
            disposition = f'form-data; name="{name.replace(chr(34), "")}"'
            odd = self.dice.random()
            if odd < 0.04:
                disposition = "form-data"  # a part without a name
            elif odd < 0.06:
                disposition = 'form-data; filename="x"'
            elif odd < 0.14:
                disposition += '; filename="../å\\x.csv"\r\nContent-Type: text/csv'
            parts.append(
                f"--b\r\nContent-Disposition: {disposition}\r\n\r\n{value}\r\n".encode("utf-8", "surrogatepass")
            )
        end = b"" if self.dice.random() < 0.05 else b"--b--\r\n"
        return b"".join(parts) + end

    def _json(self, fields: Fields) -> bytes:
        if self.dice.random() < 0.5:
            return self.dice.choice(
                (
                    b"[" * _DEEP,
                    b'{"a":' * _DEEP,
                    b'{"a":NaN}',
                    b'"\\ud800"',
                    b"{",
                    b"",
                    b"\xff",
                    b"1e999",
                    b"[1" + b",1" * 50_000 + b"]",
                )
            )
        return json.dumps(dict(fields)).encode()
