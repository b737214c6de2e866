"""The settings, read once at start from the environment or a `.env` file. Each is described here and nowhere else.

`docs/operations.md` shows the same list; a test holds the two together. A bad value stops the start with its name.
"""

import contextlib
import os
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from dialog.base.files import sync_folder
from dialog.base.problems import BadSetting

HOME = Path(__file__).resolve().parents[2]  # where pyproject.toml is
_SHORTEST_KEY = 32

DESCRIBED = {
    "DIALOG_DATABASE_URL": "The database. Default: an SQLite file in the data folder; postgresql+psycopg://… for PostgreSQL.",
    "DIALOG_DATA_DIR": "The folder of database, photos and key. Default: ./data",
    "DIALOG_SECRET_KEY": "At least 32 characters. Made on first start and kept in the data folder, mode 600.",
    "DIALOG_BASE_URL": "The address that residents use, for links and QR codes. Default: the address of the request.",
    "DIALOG_TRUSTED_PROXIES": "How many reverse proxies of your own stand in front. Default: 0",
    "DIALOG_MAP": "A .pmtiles file, or a tile address with {z}, {x}, {y} that the site fetches from. Default: outlines and a grid.",
    "DIALOG_TEST_POSTGRES": "A PostgreSQL for the tests. Default: they start their own.",
}


@dataclass(frozen=True)
class Settings:
    """The settings of one site."""

    database_url: str
    data_dir: Path
    secret_key: str
    base_url: str = ""
    trusted_proxies: int = 0
    map: str = ""


def read_settings(environ: Mapping[str, str] | None = None, folder: Path | None = None) -> Settings:
    """Read the settings; what stands in the environment goes before the `.env` file in `folder`.

    Without a folder it is this one, or the one of pyproject.toml where only that has a `.env`: a command in cron finds the same
    site as the server. Raises BadSetting, whose message begins with the name of the setting.
    """
    if folder is None:
        folder = next((one for one in (Path.cwd(), HOME) if (one / ".env").is_file()), Path.cwd())
    given = _dotenv(folder / ".env") | {k: v for k, v in (os.environ if environ is None else environ).items() if v}
    data_dir = (folder / given.get("DIALOG_DATA_DIR", "data")).resolve()
    if data_dir.exists() and not data_dir.is_dir():
        raise BadSetting(f"DIALOG_DATA_DIR: {data_dir} is no folder")
    url = _database_url(given.get("DIALOG_DATABASE_URL") or f"sqlite:///{data_dir / 'dialog.sqlite'}")
    return Settings(
        database_url=url,
        data_dir=data_dir,
        secret_key=_secret(given.get("DIALOG_SECRET_KEY", ""), data_dir),
        base_url=_base_url(given.get("DIALOG_BASE_URL", "")),
        trusted_proxies=_proxies(given.get("DIALOG_TRUSTED_PROXIES", "0")),
        map=_map(given.get("DIALOG_MAP", ""), folder),
    )


def _dotenv(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    try:
        rows = [row.strip().removeprefix("export ") for row in path.read_text(encoding="utf-8-sig").splitlines()]
    except UnicodeDecodeError:
        raise BadSetting(f"{path} is not written in UTF-8") from None
    pairs = (row.partition("=") for row in rows if row and not row.startswith("#") and "=" in row)
    return {name.strip(): value.strip().strip("\"'") for name, _, value in pairs}


def _database_url(given: str) -> str:
    if not given.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise BadSetting("DIALOG_DATABASE_URL must begin with sqlite:/// or postgresql+psycopg://")
    try:
        url = make_url(given)
    except (ArgumentError, ValueError):  # a port that is no number; what was written may hold a password
        raise BadSetting(
            "DIALOG_DATABASE_URL cannot be read: postgresql+psycopg://user:password@host:5432/name"
        ) from None
    if url.drivername == "sqlite" and url.database in (None, "", ":memory:"):
        raise BadSetting("DIALOG_DATABASE_URL must name a file after sqlite:///")
    return given


def _secret(given: str, data_dir: Path) -> str:
    if given:
        if len(given.strip()) < _SHORTEST_KEY:
            raise BadSetting(f"DIALOG_SECRET_KEY must have at least {_SHORTEST_KEY} characters")
        return given
    path = data_dir / "secret.key"
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _make_key(path)
    except OSError as fault:
        raise BadSetting(f"DIALOG_DATA_DIR: {fault.filename}: {fault.strerror}") from None
    found = _made_key(path)
    _clear_halves(data_dir)
    return found


def _clear_halves(folder: Path) -> None:
    """Take away what starts that were killed left beside the key. Only once a whole key is there, so that who makes one just now
    and loses its own half loses nothing: it takes the key that was first.
    """
    with contextlib.suppress(OSError):  # a folder that this process only reads
        for half in folder.glob("secret.*.half"):
            half.unlink(missing_ok=True)


def _make_key(path: Path) -> None:
    """Write a new key beside, and give it its name when it is whole: a start that is killed leaves no half key behind. Of two that
    start at once, both take the one that was first.
    """
    handle, half = tempfile.mkstemp(prefix="secret.", suffix=".half", dir=path.parent)  # mode 600
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(half, path)
        except (FileExistsError, FileNotFoundError):
            pass  # another start was first, and may have cleared our half away with those left over
        except OSError:  # a file system without hard links
            Path(half).replace(path)
        sync_folder(path.parent)
    finally:
        Path(half).unlink(missing_ok=True)


def _made_key(path: Path) -> str:
    """Return the key that is there; BadSetting where it is none."""
    try:
        found = path.read_bytes().decode("ascii", "replace").strip()
    except OSError as fault:
        raise BadSetting(f"DIALOG_SECRET_KEY: {path}: {fault.strerror}") from None
    if len(found) < _SHORTEST_KEY:
        raise BadSetting(f"DIALOG_SECRET_KEY: there is no whole key in {path}; put back the one from your copy")
    return found


def _base_url(given: str) -> str:
    if given and not (_is_address(given) and not urlsplit(given).query and not urlsplit(given).fragment):
        raise BadSetting("DIALOG_BASE_URL must be a whole address, for example https://trygghet.kommunen.se")
    return given.rstrip("/")


def _is_address(given: str) -> bool:
    try:
        parts: SplitResult = urlsplit(given)
        port = parts.port
    except ValueError:
        return False
    if any(sign.isspace() or sign in "<>\"'\\" for sign in given) or parts.username is not None or port == 0:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and "{" not in parts.netloc


def _proxies(given: str) -> int:
    if not (given.isascii() and given.isdecimal()) or int(given) > 9:
        raise BadSetting("DIALOG_TRUSTED_PROXIES must be a whole number from 0 to 9")
    return int(given)


def _map(given: str, folder: Path) -> str:
    if not given:
        return ""
    if given.startswith(("https://", "http://")):
        if not _is_address(given) or not all(part in given for part in ("{z}", "{x}", "{y}")):
            raise BadSetting("DIALOG_MAP: a tile address must hold {z}, {x} and {y}")
        return given
    path = (folder / given).resolve()
    if path.suffix != ".pmtiles" or not path.is_file():
        raise BadSetting(f"DIALOG_MAP: there is no .pmtiles file at {given}")
    with path.open("rb") as file:
        if file.read(7) != b"PMTiles":
            raise BadSetting(f"DIALOG_MAP: {given} is no map package in PMTiles")
    return str(path)
