"""Parts of an address that cannot grow out of hand: a slug, an id (UUIDv4), a small number."""

import re
import uuid

from flask import Flask
from werkzeug.routing import BaseConverter, ValidationError


class SlugConverter(BaseConverter):
    """Small letters, digits and hyphens, at most 80."""

    regex = r"[a-z0-9][a-z0-9-]{0,79}"


class IdConverter(BaseConverter):
    """A UUID in its usual writing."""

    regex = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"

    def to_python(self, value: str) -> uuid.UUID:
        return uuid.UUID(value)

    def to_url(self, value: object) -> str:
        return str(value)


class SmallNumberConverter(BaseConverter):
    """A whole number of at most seven digits: <int:…> takes any size, and the database then refuses it."""

    regex = r"\d{1,7}"

    def to_python(self, value: str) -> int:
        if not re.fullmatch(r"[0-9]{1,7}", value):
            raise ValidationError
        return int(value)


def init_app(app: Flask) -> None:
    """Make the converters known as <slug:…>, <id:…> and <number:…>."""
    app.url_map.converters |= {"slug": SlugConverter, "id": IdConverter, "number": SmallNumberConverter}
