"""Every table's noun is in the glossary: a word comes there before it comes into the code."""

import re

from dialog.app import wire
from dialog.base.db import Base
from tests.house.files import read


def test_every_model_is_in_the_glossary() -> None:
    wire()
    told = set(re.findall(r"`(\w+)`", read("docs/glossary.md")))
    assert sorted({mapper.class_.__name__ for mapper in Base.registry.mappers} - told) == []
