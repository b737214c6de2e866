"""D21: what is kept is told of in docs/privacy.md: every table, every column that residents' words reach, every file."""

import re
from pathlib import Path

from dialog.app import create_app, wire
from dialog.base.commands import open_database
from dialog.base.db import Base
from dialog.base.settings import read_settings
from dialog.base.upkeep import Upkeep
from tests.house.files import read
from tests.page import PageClient
from tests.servers import make_database

DOCUMENT = "docs/privacy.md"


def told() -> set[str]:
    return set(re.findall(r"`([\w.-]+)`", read(DOCUMENT)))


def test_d21_every_table_is_told_of_and_no_other() -> None:
    wire()
    tables = set(Base.metadata.tables)
    assert sorted(tables - told()) == []
    headings = set(re.findall(r"^### `(\w+)`", read(DOCUMENT), re.MULTILINE))
    assert headings <= tables


def test_d21_every_column_that_residents_words_reach_is_told_of_under_its_table() -> None:
    wire()
    parts = re.split(r"^#{2,3} ", read(DOCUMENT), flags=re.MULTILINE)
    for table in Base.metadata.sorted_tables:
        if table.dialect_options["sqlite"]["with_rowid"] is not False:
            continue
        part = next((part for part in parts if part.startswith(f"`{table.name}`")), "")
        named = set(re.findall(r"`(\w+)`", part))
        assert sorted({column.name for column in table.columns} - named) == [], table.name


def test_d21_every_file_of_the_data_folder_is_told_of(tmp_path: Path) -> None:
    settings = read_settings({"DIALOG_DATA_DIR": str(tmp_path)}, tmp_path)
    assert make_database("sqlite", tmp_path, "kept") == settings.database_url
    database = open_database(settings)
    client = PageClient(create_app(settings, database))
    form = client.get("/plats").form("/plats")
    code = client.submit(form.fill(feeling="unsafe", text="Mörkt", place_words="Tunneln")).words("#receipt-code")
    client.post("/kvitto/ta-tillbaka", {"kod": code, "bekrafta": "ja"})
    Upkeep(database.tend, settings.data_dir / "upkeep.txt", is_soon=True).look()
    kept = {path.name for path in tmp_path.rglob("*") if path.is_file()}
    database.close()
    assert {"dialog.sqlite", "secret.key", "tombstones.txt", "upkeep.txt"} <= kept
    assert sorted(kept - told()) == []
