"""Keys, the clock and the settings: what is derived, what is hidden, what stops the start."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialog.base import clock, keys
from dialog.base.problems import BadSetting
from dialog.base.settings import DESCRIBED, read_settings
from dialog.base.texts import clean

KEYS = keys.Keys("s" * 40)


@given(st.uuids(version=4), st.text(alphabet="abcXYZ019-_", min_size=16, max_size=40))
def test_s11_a_receipt_has_130_bits_and_is_the_same_again(submission: uuid.UUID, secret: str) -> None:
    code = KEYS.receipt(submission, secret)
    assert len(code) * 5 == keys.RECEIPT_BITS and set(code) <= set("abcdefghijklmnopqrstuvwxyz234567")
    assert KEYS.receipt(submission, secret) == code != KEYS.receipt(submission, secret + "x")
    assert keys.Keys("t" * 40).receipt(submission, secret) != code
    assert keys.read_receipt(f"  {keys.show_receipt(code).upper()} ") == code


@pytest.mark.parametrize("written", ["", "abc", "a" * 25, "a" * 27, "1" * 26, "å" * 26, "a" * 100_000])
def test_what_is_no_receipt_is_none(written: str) -> None:
    assert keys.read_receipt(written) is None


@given(st.integers(202001, 209952), st.integers(202001, 209952))
def test_numbers_order_by_week_and_fit(one: int, other: int) -> None:
    a, b = keys.weekly_number(one), keys.weekly_number(other)
    assert 0 < a < 2**63 and a >= keys.lowest_number_of(one)
    if one != other:
        assert (a < b) == (one < other)


def test_the_week_is_the_swedish_one() -> None:
    late_sunday = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)  # already Monday in Sweden
    with clock.held_at(late_sunday):
        assert clock.today() == date(2026, 11, 23) and clock.this_week() == 202648
    assert clock.week_of(date(2027, 1, 1)) == 202653 and clock.monday_of(202653) == date(2026, 12, 28)


def test_the_key_is_made_once_and_only_for_the_owner(tmp_path: Path) -> None:
    first, again = read_settings({}, tmp_path), read_settings({}, tmp_path)
    assert first.secret_key == again.secret_key and len(first.secret_key) >= 32
    assert (tmp_path / "data" / "secret.key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DIALOG_DATABASE_URL", "mysql://x"),
        ("DIALOG_DATABASE_URL", "sqlite:///"),
        ("DIALOG_DATABASE_URL", "postgresql+psycopg://a:b@host:port/name"),
        ("DIALOG_DATA_DIR", __file__),
        ("DIALOG_DATA_DIR", "/proc/nowhere"),
        ("DIALOG_SECRET_KEY", "short"),
        ("DIALOG_SECRET_KEY", " " * 40),
        ("DIALOG_BASE_URL", "kommunen.se"),
        ("DIALOG_BASE_URL", "https://kommunen.se:99999"),
        ("DIALOG_BASE_URL", "https://kom munen.se"),
        ("DIALOG_BASE_URL", "http://[::1"),
        ("DIALOG_BASE_URL", "https://kommunen.se/?a=1"),
        ("DIALOG_TRUSTED_PROXIES", "-1"),
        ("DIALOG_TRUSTED_PROXIES", "many"),
        ("DIALOG_TRUSTED_PROXIES", "٣"),
        ("DIALOG_MAP", "no-such.pmtiles"),
        ("DIALOG_MAP", "https://tiles.example/{z}"),
        ("DIALOG_MAP", "https://{z}/{x}/{y}.png"),
        ("DIALOG_MAP", "other.pmtiles"),
    ],
)
def test_a_bad_value_stops_the_start_with_its_name(name: str, value: str, tmp_path: Path) -> None:
    (tmp_path / "other.pmtiles").write_bytes(b"no map")
    with pytest.raises(BadSetting, match=f"^{name}"):
        read_settings({name: value}, tmp_path)


def test_a_start_that_is_killed_while_it_makes_the_key_leaves_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    def killed(handle: int) -> None:
        seen.append((tmp_path / "data" / "secret.key").exists())
        raise KeyboardInterrupt

    with monkeypatch.context() as held:
        held.setattr("os.fsync", killed)
        with pytest.raises(KeyboardInterrupt):
            read_settings({}, tmp_path)
    assert seen == [False] and not list((tmp_path / "data").iterdir())
    read_settings({}, tmp_path)
    assert [file.name for file in (tmp_path / "data").iterdir()] == ["secret.key"]


def test_of_two_that_start_at_once_both_take_the_key_that_was_first(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as many:
        found = {one.secret_key for one in many.map(lambda _: read_settings({}, tmp_path), range(16))}
    assert len(found) == 1


def test_half_a_key_is_never_taken_for_one(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "secret.key").write_text("half")
    with pytest.raises(BadSetting, match=r"^DIALOG_SECRET_KEY"):
        read_settings({}, tmp_path)


def test_what_a_killed_start_left_beside_the_key_goes_with_the_next(tmp_path: Path) -> None:
    key = read_settings({}, tmp_path).secret_key
    (left := tmp_path / "data" / "secret.abc123.half").write_text("half")
    assert read_settings({}, tmp_path).secret_key == key and not left.exists()


def test_a_command_finds_the_file_beside_pyproject_from_anywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home := tmp_path / "app").mkdir()
    (home / ".env").write_text("\ufeffexport DIALOG_DATA_DIR=ours\n", encoding="utf-8")
    (elsewhere := tmp_path / "elsewhere").mkdir()
    monkeypatch.setattr("dialog.base.settings.HOME", home)
    monkeypatch.chdir(elsewhere)
    assert read_settings({}).data_dir == home / "ours"
    (elsewhere / ".env").write_text("DIALOG_TRUSTED_PROXIES=1\n")
    assert read_settings({}).data_dir == elsewhere / "data"


def test_the_file_is_read_and_the_environment_goes_before(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("# ours\nDIALOG_TRUSTED_PROXIES = 2\nDIALOG_BASE_URL='https://x.se/'\n")
    read = read_settings({"DIALOG_TRUSTED_PROXIES": "1"}, tmp_path)
    assert (read.trusted_proxies, read.base_url) == (1, "https://x.se")


def test_every_setting_is_told_to_whoever_runs_the_site() -> None:
    manual = (Path(__file__).parents[3] / "docs" / "operations.md").read_text(encoding="utf-8")
    assert [name for name in DESCRIBED if f"`{name}`" not in manual] == []


@given(st.text())
def test_clean_text_can_be_stored_anywhere(text: str) -> None:
    found = clean(text)
    assert found == clean(found) and "\0" not in found and "\r" not in found
    found.encode("utf-8")
