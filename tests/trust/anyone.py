"""S12: what anyone can read of what is published, number by number. Comes before: a site's pages and files. Goes to: the attackers."""

import csv
import io
import re
from typing import Any

from tests.page import PageClient

#: What a measure of a file counts: remarks of that feeling.
FEELINGS = {"otrygg": "unsafe", "trygg": "safe"}


def rows_of(client: PageClient, address: str) -> list[dict[str, str]]:
    """Return the rows of a CSV file; each tells a number or that it is not shown."""
    said = client.http.get(address).get_data(as_text=True).lstrip("\ufeff")
    rows = list(csv.DictReader(io.StringIO(said), delimiter=";"))
    assert rows and all(row["antal"] or row["anmarkning"] == "visas inte" for row in rows)
    return rows


def others_on(client: PageClient, address: str, known: set[str]) -> list[str]:
    """Return the numbers in a page's tables that are not among those known, each with the address."""
    cells = (re.sub(r"\s", "", cell.text_content()) for cell in client.get(address).find("main td"))
    return [f"{address}: {cell}" for cell in cells if cell.isdecimal() and cell not in known]


def drawing_of(client: PageClient, slug: str) -> tuple[Any, list[str]]:
    """Return a publication's GeoJSON, and the numbers of its features."""
    drawn: Any = client.http.get(f"/data/{slug}.geojson").get_json(force=True)
    told = [str(v) for f in drawn["features"] for name, v in f["properties"].items() if name in ("alla", *FEELINGS)]
    return drawn, [value for value in told if value != "None"]
