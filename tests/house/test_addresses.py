"""No address vanishes: those in `addresses.txt` stand on QR codes, in letters and in bookmarks.

A line is a method and a rule. Add a line for a new page; never take one away without a redirect and a line in CHANGELOG.md.
"""

import re
from pathlib import Path

from flask import Flask

_CONVERTER = re.compile(r"<[^:<>]+:")
KNOWN = Path(__file__).with_name("addresses.txt")


def test_every_address_that_was_once_given_out_is_still_answered(app: Flask) -> None:
    answered = {
        f"{method} {_CONVERTER.sub('<', rule.rule)}"
        for rule in app.url_map.iter_rules()
        for method in rule.methods or ()
    }
    rows = KNOWN.read_text(encoding="utf-8").splitlines()
    known = [row for row in rows if row and not row.startswith("#")]
    assert known == sorted(set(known), key=lambda row: (row.split()[1], row)), "kept in order"
    assert [row for row in known if row not in answered] == []
