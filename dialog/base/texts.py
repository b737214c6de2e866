"""Text as it comes in: which encoding a file is in, and what no database or log should hold."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Literal

from dialog.base.i18n import N_
from dialog.base.problems import Problem

#: Control characters but tab and line feed, marks that turn the direction of text, and half surrogate pairs.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)


def decoded(data: bytes) -> str:
    """Return a file's text: UTF-8 (with or without a byte-order mark), UTF-16 with one, else Windows-1252.

    Raises Problem("invalid") when it is none of them.
    """
    encodings = ["utf-16"] if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Problem("invalid", N_("Filen är inte text som vi kan läsa. Spara den i UTF-8."), rows=[])


#: Marks that may follow on one letter (Unicode's stream-safe text, UAX #15 § 13). No writing needs more.
_MOST_MARKS = 30


def normal(text: str, form: Literal["NFC", "NFKD"] = "NFC") -> str:
    """Return a text in a normal form, without the marks past thirty on one letter.

    Putting marks in order takes time as the square of how many follow on each other, with the whole process standing still: a
    single text of half a million would hold the site for minutes.
    """
    if text and max(text) >= "\u0300":
        text = "".join(_with_few_marks(text))
    return unicodedata.normalize(form, text)


def _with_few_marks(text: str) -> Iterator[str]:
    run = 0
    for letter in text:
        run = run + 1 if unicodedata.combining(letter) else 0
        if run <= _MOST_MARKS:
            yield letter


def clean(text: str) -> str:
    """Return what a person wrote, in NFC, with lines ended alike and without control and direction marks."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return normal(_UNWANTED.sub("", text)).strip()


def one_line(text: str) -> str:
    """Return a text on one line, for names and words about places."""
    return " ".join(clean(text).split())
