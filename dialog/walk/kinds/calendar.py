"""A calendar file for one walk (RFC 5545). Pure.

The hour is written in UTC: one moment, the same in every calendar program, whatever it knows of Swedish summer time.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_LINE = 75  # octets, the line feed not counted


@dataclass(frozen=True)
class Event:
    """What stands in the calendar."""

    uid: str
    title: str
    starts_at: datetime
    minutes: int
    place: str
    about: str
    url: str
    #: When the file was made, and how many times the walk has been changed.
    made_at: datetime
    version: int = 0
    position: tuple[float, float] | None = None


def calendar_file(event: Event) -> bytes:
    """Return the file, UTF-8, lines ended with CRLF and folded."""
    rows = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Trygghetsdialog//SV",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{escaped(event.uid)}",
        f"DTSTAMP:{_moment(event.made_at)}",
        f"SEQUENCE:{event.version}",
        f"DTSTART:{_moment(event.starts_at)}",
        f"DTEND:{_moment(event.starts_at + timedelta(minutes=event.minutes))}",
        f"SUMMARY:{escaped(event.title)}",
        f"LOCATION:{escaped(event.place)}",
        *([f"GEO:{event.position[0]:.6f};{event.position[1]:.6f}"] if event.position else []),
        f"DESCRIPTION:{escaped(event.about)}",
        f"URL:{event.url}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{folded(row)}\r\n" for row in rows).encode()


def escaped(text: str) -> str:
    """Return a text as a value: backslash, semicolon, comma and line ends escaped (RFC 5545 § 3.3.11)."""
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def folded(row: str) -> str:
    """Return a line in parts of at most 75 octets, never cut within a sign (RFC 5545 § 3.1)."""
    parts: list[str] = []
    part = ""
    for sign in row:
        if len((part + sign).encode()) > _LINE - (1 if parts else 0):
            parts.append(part)
            part = ""
        part += sign
    return "\r\n ".join([*parts, part])


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
