"""The sites that are measured: districts, a survey of twenty questions of every kind, and as many remarks as a figure asks for."""

import os
import random
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, func, insert, select, text, update

from dialog.base import schema
from dialog.base.clock import now, this_week
from dialog.base.db import Database, make_engine
from dialog.base.keys import Keys, weekly_number
from dialog.figures.operations import recount
from dialog.figures.operations.packing import pack
from dialog.people.kinds.fields import PLACES_OPEN
from dialog.people.operations import set_flag
from dialog.place.models import District
from dialog.remark.models import Remark, RemarkDistrict
from dialog.tag.models import Decision, FocusArea, Tagging
from dialog.tag.operations import reindex
from tests import surveys
from tests.bench.served import SECRET
from tests.build import Builder
from tests.servers import postgres_url

SLUG = "trygghet"
WEST, SOUTH, SIDE, ACROSS = 14.6, 56.75, 0.05, 6  # six times six squares, as many as a town has districts
_AT_ONCE = 30_000
#: Where remarks come from, when it felt so and how: with their weights, so that filters have something to choose between.
_SOURCES = {"plats": 50, "enkat": 30, "vandring": 8, "kommun": 5, "polis": 4, "fastighetsagare": 3}
_WHEN = {"dark": 45, "day": 20, "dusk": 15, "dusk,dark": 10, None: 10}
_FEELINGS = {"unsafe": 50, "mixed": 20, "safe": 20, None: 10}
_STANCES = {"brist": 70, "positiv": 12, "forslag": 10, None: 8}
_TOPICS = (
    ("gar", "Hur trygg känner du dig när du går hem på kvällen?"),
    ("buss", "Hur trygg känner du dig vid busshållplatsen?"),
    ("centrum", "Hur trygg känner du dig i centrum en fredagskväll?"),
    ("park", "Hur trygg känner du dig i parken närmast dig?"),
    ("trapphus", "Hur trygg känner du dig i ditt trapphus?"),
    ("garage", "Hur trygg känner du dig i garaget eller på parkeringen?"),
    ("skola", "Hur trygg känner du dig vid skolan?"),
    ("ljus", "Hur bra är belysningen där du bor?"),
    ("granne", "Hur väl känner du dina grannar?"),
    ("polis", "Hur ofta ser du polis eller ordningsvakt?"),
)
_BEGINNINGS = (
    "Det är mörkt", "Lamporna är trasiga", "Buskarna skymmer sikten", "Det samlas folk på kvällarna", "Jag går en omväg",
    "Mopeder kör fort", "Det ligger skräp och glas", "Någon har klottrat igen", "Det känns ödsligt", "Bra att ni har röjt",
)  # fmt: skip
_PLACES = (
    "i gångtunneln vid stationen", "på vägen mellan skolan och torget", "vid busshållplatsen", "bakom affären", "i parken",
    "på parkeringen vid hyreshusen", "längs cykelvägen mot badet", "vid lekplatsen", "utanför gymnasiet", "vid återvinningen",
)  # fmt: skip
_ENDINGS = (
    "",
    ", mest på vintern",
    ", så barnen får inte gå själva",
    " sedan i somras",
    ", särskilt efter klockan nio",
    " och ingen gör något",
)


def sections(*, place: bool = True) -> list[dict[str, Any]]:
    """Return the survey's sections; without the place question where a page without a map is weighed."""
    feels = {"choices": surveys.FEELS, "dont_know": True}
    more = [surveys.question(code, "scale", words, words, options=feels) for code, words in _TOPICS]
    title = {"sv": "Olika platser", "en": "Different places"}
    found = [*surveys.spec(), {"title": title, "intro": {}, "questions": more}]
    where = next(q for section in found for q in section["questions"] if q["kind"] == "place")
    for section in found:
        section["questions"] = [q for q in section["questions"] if q is not where]
    if place:  # in the first section, so that its map is there to be opened
        found[0]["questions"].append(where | {"condition": None})
    return found


def answers(n: int) -> list[tuple[str, str]]:
    """Return the fields of a filled-in survey, the nth of them."""
    fields = surveys.good_answers(tell=f"{_BEGINNINGS[n % 10]} {_PLACES[n // 10 % 10]}.")
    fields |= {f"q-{code}": [surveys.FEELS[(n + i) % 4]["code"]] for i, (code, _) in enumerate(_TOPICS)}
    return [*_visit(), *((name, value) for name, values in fields.items() for value in values)]


def told(n: int) -> list[tuple[str, str]]:
    """Return the fields of `/plats`, filled in."""
    lng, lat = WEST + SIDE * (n % 6 + 0.5), SOUTH + SIDE * (n // 6 % 6 + 0.5)
    return [
        *_visit(), ("feeling", "unsafe"), ("place_words", "Tunneln vid stationen"),
        ("place_geometry", f'{{"type":"Point","coordinates":[{lng:.6f},{lat:.6f}]}}'),
        ("text", f"{_BEGINNINGS[n % 10]} {_PLACES[n // 10 % 10]}."), ("part_of_day", "dark"), ("days", "weekend"),
    ]  # fmt: skip


def _visit() -> list[tuple[str, str]]:
    return [("inlamning", str(uuid.uuid4())), ("besok", uuid.uuid4().hex)]


def open_site(url: str, folder: Path) -> Database:
    """Return a database of ours, with the keys that the server is started with."""
    return Database(url, Keys(SECRET), data_dir=folder)


def make(url: str, folder: Path, remarks: int = 0) -> None:
    """Make a site in an empty database."""
    schema.upgrade(url)
    database = open_site(url, folder)
    with database.writing() as db:
        build = Builder(db)
        for n in range(ACROSS * ACROSS):
            west, south = WEST + SIDE * (n % ACROSS), SOUTH + SIDE * (n // ACROSS)
            build.district(f"{n:04}", f"Område {n + 1}", west=west, south=south, size=SIDE)
        build.survey(SLUG, sections=sections())
        build.survey("utan-karta", sections=sections(place=False))
        build.account("admin", email="admin@example.se")
        set_flag(db, PLACES_OPEN, is_on=True)
        db.commit()
    fill(database.engine, remarks)
    count_again(database)
    database.close()


def count_again(database: Database) -> None:
    """Count what was put straight into the tables: after a bulk load once, rather than with each row."""
    with database.writing() as db, db.begin():
        recount(db)


def fill(engine: Engine, many: int) -> None:
    """Put remarks straight into the tables, many at once; they are spread over two years and the town."""
    dice = random.Random(many)
    with engine.execution_options(dialog_write=True).connect() as connection:
        if engine.dialect.name == "sqlite":  # while it is filled nothing is acknowledged to anybody
            for pragma in ("synchronous=OFF", "secure_delete=OFF", "cache_size=-600000"):
                connection.connection.execute(f"PRAGMA {pragma}")  # type: ignore[attr-defined]
        squares = list(connection.scalars(select(District.id).order_by(District.code)))
        at = connection.scalar(select(func.count()).select_from(Remark)) or 0
        for start in range(at, many, _AT_ONCE):
            rows = list(_rows(dice, min(_AT_ONCE, many - start), squares))
            connection.execute(insert(Remark.__table__), [row for row, _ in rows])  # type: ignore[arg-type]
            lies = [{"remark_id": row["id"], "district_id": district} for row, district in rows]
            connection.execute(insert(RemarkDistrict.__table__), lies)  # type: ignore[arg-type]
            connection.commit()
        if many:  # of empty tables PostgreSQL would learn that they are read fastest from end to end
            connection.execute(text("ANALYZE"))
        connection.commit()


def _rows(dice: random.Random, many: int, squares: list[uuid.UUID]) -> Iterator[tuple[dict[str, Any], uuid.UUID]]:
    year = this_week() // 100
    for _ in range(many):
        column, line = dice.randrange(ACROSS), dice.randrange(ACROSS)
        lng, lat = (round(low + SIDE * (cell + dice.random()), 6) for low, cell in ((WEST, column), (SOUTH, line)))
        week = (year - dice.randint(1, 2)) * 100 + dice.randint(1, 52)
        yield {
            "id": uuid.UUID(int=dice.getrandbits(128), version=4), "number": weekly_number(week), "week": week,
            "source": _drawn(dice, _SOURCES), "feeling": _drawn(dice, _FEELINGS),
            "text": f"{dice.choice(_BEGINNINGS)} {dice.choice(_PLACES)}{dice.choice(_ENDINGS)}. Någon borde titta på det.{_words(dice)}",
            "suggestion": "", "lang": "sv", "geometry": {"type": "Point", "coordinates": [lng, lat]}, "lat": lat, "lng": lng,
            "place_words": dice.choice(_PLACES), "part_of_day": _drawn(dice, _WHEN), "agreeing": 1, "is_handled": dice.random() < 0.3,
            "has_personal_data": dice.random() < 0.02, "version": 1,
        }, squares[line * ACROSS + column]  # fmt: skip


def _drawn(dice: random.Random, weights: dict[Any, int]) -> Any:
    return dice.choices(list(weights), list(weights.values()))[0]


def _words(dice: random.Random) -> str:
    """Return a common word in a tenth of the texts, and in each one that is the rarer the higher its number."""
    common = " Ny gatubelysning behövs." if dice.random() < 0.1 else ""
    return f"{common} Ovanligt{int(dice.paretovariate(0.4)) % 20_000:05}."


def tag(database: Database) -> None:
    """Give what is handled a decision: three in a hundred "vet ej", the others one or two focus areas, common and rare ones."""
    dice = random.Random(12)
    with database.engine.execution_options(dialog_write=True).connect() as connection:
        areas = list(connection.scalars(select(FocusArea.id).order_by(FocusArea.position)))
        weights = [1 / (n + 1) for n in range(len(areas))]
        last = uuid.UUID(int=0)
        while True:
            wanted = select(Remark.id).where(Remark.id > last, Remark.is_handled).order_by(Remark.id).limit(_AT_ONCE)
            ids = list(connection.scalars(wanted))
            if not ids:
                break
            last = ids[-1]
            decided = [{
                "id": uuid.UUID(int=dice.getrandbits(128), version=4), "remark_id": remark_id, "version": 2, "kind": "tag",
                "outcome": "unsure" if dice.random() < 0.03 else "tagged", "has_personal_data": False, "is_current": True, "at": now(), "note": "",
            } for remark_id in ids]  # fmt: skip
            connection.execute(insert(Decision.__table__), decided)  # type: ignore[arg-type]
            chosen = [
                (row, area)
                for row in decided
                if row["outcome"] == "tagged"
                for area in set(dice.choices(areas, weights, k=dice.choice((1, 1, 2))))
            ]
            taggings = [{
                "decision_id": row["id"], "focus_area_id": area, "remark_id": row["remark_id"], "polarity": _drawn(dice, _STANCES),
                "is_negated": dice.random() < 0.03, "is_current": True,
            } for row, area in chosen]  # fmt: skip
            connection.execute(insert(Tagging.__table__), taggings)  # type: ignore[arg-type]
            connection.execute(update(Remark).where(Remark.id.in_(ids)).values(version=2))
            connection.commit()
        connection.execute(text("ANALYZE"))
        connection.commit()
    count_again(database)


def _kept(backend: str, place: Path, name: str) -> tuple[str, Path, bool]:
    """Return the address and the folder of a site, and whether one was made there before: then it is at today's version."""
    if (place / "whole").exists():
        url = (place / "whole").read_text()
        schema.upgrade(url)
        database = open_site(url, place)
        with database.writing() as db, db.begin():
            pack(db)
        database.close()
        return url, place, True
    if backend == "sqlite":
        return f"sqlite:///{place / 'dialog.sqlite'}", place, False
    return postgres_url(name, keep=bool(os.environ.get("DIALOG_BENCH_KEEP"))), place, False


def plain(backend: str, folder: Path, size: int) -> tuple[str, Path]:
    """Return the address and the folder of a site as `make` makes it, kept as `whole` keeps its."""
    url, place, is_whole = _kept(backend, kept_folder(folder, f"plain-{backend}{size}"), f"plain{size}")
    if is_whole:
        return url, place
    make(url, place, size)
    (place / "whole").write_text(url)
    return url, place


def whole(backend: str, folder: Path, size: int) -> tuple[str, Path]:
    """Return the address and the folder of a site with remarks that are tagged, counted and can be searched.

    `DIALOG_BENCH_KEEP` names a folder where such sites are kept and used again, since a million take half an hour to fill; the
    PostgreSQL ones stay in the server that `DIALOG_TEST_POSTGRES` names.
    """
    url, place, is_whole = _kept(backend, kept_folder(folder, f"{backend}{size}"), f"bench{size}")
    if is_whole:
        return url, place
    make(url, place, size)
    database = open_site(url, place)
    with database.writing() as db, db.begin():
        reindex(db)
    tag(database)
    database.tend()
    if not database.is_sqlite:
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
    database.close()
    (place / "whole").write_text(url)
    return url, place


def kept_folder(folder: Path, name: str) -> Path:
    """Return a folder for a site: within `DIALOG_BENCH_KEEP` where that is given, else within `folder`."""
    place = Path(os.environ.get("DIALOG_BENCH_KEEP") or folder) / name
    place.mkdir(parents=True, exist_ok=True)
    return place


def count(url: str) -> int:
    """Return how many remarks a site has."""
    engine = make_engine(url)
    with engine.connect() as connection:
        found = connection.scalar(select(func.count()).select_from(Remark)) or 0
    engine.dispose()
    return found
