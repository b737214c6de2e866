"""What a map says of its source: the municipality's own words, else whom the package or the tiles come from."""

from dataclasses import replace
from pathlib import Path

import pytest

from dialog.people.models import SiteField
from tests.apps import make_app
from tests.page import PageClient

PACKAGE = Path(__file__).parents[3] / "dialog/demo/data/helsingfors-centrum.pmtiles"


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ("", ""),
        (str(PACKAGE), "© OpenStreetMap-bidragsgivare"),
        ("https://tile.openstreetmap.org/{z}/{x}/{y}.png", "© OpenStreetMap-bidragsgivare"),
        ("https://kartor.example.se/{z}/{x}/{y}.png", "Karta från kartor.example.se"),
    ],
)
def test_a_map_names_its_source(database, settings, chosen, said) -> None:
    client = PageClient(make_app(replace(settings, map=chosen), database))
    assert client.get("/karta/installning.json").json["attribution"] == said


def test_the_municipality_words_its_source_itself(database, settings, db) -> None:
    db.add(SiteField(key="map_source", lang="sv", value="© Exempelkommunen"))
    db.commit()
    client = PageClient(make_app(replace(settings, map="https://kartor.example.se/{z}/{x}/{y}.png"), database))
    assert client.get("/karta/installning.json").json["attribution"] == "© Exempelkommunen"
