"""What a PDF takes to typeset: a hundred to a thousand remarks handed over to one who asked for them, and a protocol with its map.

Processor time of the process, in seconds, and bytes; nothing bare does the same. The words are the bench's own, 160 letters a remark.
"""

import time
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from dialog.figures.exchange.assessing import Part
from dialog.figures.operations import handing_over
from dialog.figures.queries.disclosures import Left, Request
from dialog.walk.forms import files
from dialog.walk.kinds import document, drawing, map_file, pasting
from tests.bench.table import ROUNDS, Row, spread

SIZES = (100, handing_over.MOST_AS_PDF)
POINTS = 60
SAID = "Lamporna i gångtunneln är trasiga och buskarna skymmer sikten, så många går en omväg på kvällen. "
DAY = date(2026, 11, 19)


def measure(folder: Path) -> list[Row]:
    """Return a row for each size of a disclosure, and for a protocol as PDF and as Word."""
    picture = drawing.draw(_ROUTE, _STOPS, (59.33, 18.05), [])
    assert picture is not None
    drawn = map_file.svg(picture, "", "200 m", "N")
    template, given = files._TEMPLATE.read_bytes(), {"map": drawn.encode()}
    png = {"map": map_file.png(drawn, picture.width, picture.height)}
    what = f"a protocol of {POINTS} points"
    return [
        *(_row(f"{n:,} remarks handed over, {n // 5:,} stretches masked, PDF", partial(_disclosed, n)) for n in SIZES),
        _row(f"{what} with its map, PDF", lambda seed: document.pdf(_protocol(seed), template, given)),
        _row(f"{what} without a map, PDF", lambda seed: document.pdf(_protocol(seed, has_map=False), template, {})),
        _row(f"{what} with its map, Word, the map drawn before", lambda seed: pasting.word(_protocol(seed), png)),
        _row("the map for Word, the first time", lambda seed: _first_png(drawn, picture)),
    ]


def _disclosed(n: int, seed: int) -> bytes:
    told = handing_over.paper_words([_left(number, seed) for number in range(n)], _request(n), "Kommunen")
    return document.typeset(told, handing_over._TEMPLATE.read_bytes())


def _first_png(drawn: str, picture: drawing.Picture) -> bytes:
    map_file.png.cache_clear()
    return map_file.png(drawn, picture.width, picture.height)


def _row(what: str, make: Callable[[int], bytes]) -> Row:
    """Measure with other words each round: the typesetter keeps what it has set before."""
    taken, made = [], b""
    for seed in range(ROUNDS):
        begun = time.process_time()
        made = make(seed)
        taken.append(time.process_time() - begun)
    return Row("–", what, f"{spread(taken, 's', 2)}, {len(made) / 1024:.0f} KiB", "–", "–")


_STOPS = [(n, f"Stopp {n}", 59.33 + 0.001 * n, 18.05 + 0.002 * (n % 3)) for n in range(1, 9)]
_ROUTE = {"type": "LineString", "coordinates": [(lng, lat) for _, _, lat, lng in _STOPS]}


def _left(n: int, seed: int) -> Left:
    parts = [Part("text", 0, 9, "anklagelse")] if n % 5 == 0 else []
    return Left(
        n, f"{seed}{n} {SAID * 2}", "", "Gångtunneln", "", "unsafe", 202646, "enkät", DAY, "Anna", "Centrum", parts
    )


def _request(n: int) -> Request:
    at = datetime(2026, 11, 19, 12, tzinfo=UTC)
    return Request(uuid.UUID(int=1), 1, "KS 2026/1", "Trygghet i Centrum", "", at, "Anna", at, "Anna", n, n)


def _protocol(seed: int, *, has_map: bool = True) -> document.Document:
    points = [
        document.Row(str(n), [f"{seed}{n} {SAID}", f"Föreslagen åtgärd: {seed} {SAID}"], "Brist, Belysning och mörker", "Kommunen: gator", ["Ja", f"{seed}{n} {SAID}"], ["Öppen"], True)
        for n in range(1, POINTS + 1)
    ]  # fmt: skip
    parts = [document.Part(f"Stopp {n // 6}: Torget", points[n : n + 6]) for n in range(0, POINTS, 6)]
    words: dict[str, object] = {
        "columns": ["Nr", "Iakttagelse", "Slag", "Ansvarig", "Beslut", "Läge"],
        "page": "Sida",
    }
    way = document.Picture("map", "Karta över vandringen", "Cirklar är stopp.") if has_map else None
    return document.Document("Protokoll", "Kommunen", "", "", ["Torsdag"], parts, words, way, "Stopp: 1 Torget.")
