"""The settings of delivery at their bounds, and what is done where nothing is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sealog.delivery.settings import load_delivery
from sealog.errors import SettingError

if TYPE_CHECKING:
    from pathlib import Path

LIMITS = {"SEALOG_SPOOL_LIMIT_MIB": "limit", "SEALOG_MEMORY_LIMIT_MIB": "memory_limit"}


def test_without_settings_records_stay_in_memory_within_64_mebibytes(tmp_path: Path) -> None:
    made = load_delivery({"XDG_STATE_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)})
    assert (made.durability, made.chosen, made.key_named) == ("memory", False, False)
    assert (made.limit, made.memory_limit, made.exit_seconds) == (512 << 20, 64 << 20, 2.0)
    assert made.folder == tmp_path / "sealog" / "spool"


def test_a_folder_asks_for_the_spool(tmp_path: Path) -> None:
    made = load_delivery({"SEALOG_SPOOL_DIR": str(tmp_path)})
    assert (made.durability, made.chosen, made.folder) == ("spool", True, tmp_path)


@pytest.mark.parametrize(("said", "durability"), [("SYNC ", "sync"), ("memory", "memory"), (" spool", "spool")])
def test_what_is_asked_for_is_done(said: str, durability: str) -> None:
    made = load_delivery({"SEALOG_DURABILITY": said, "SEALOG_SPOOL_DIR": "x"})
    assert (made.durability, made.chosen) == (durability, True)


@pytest.mark.parametrize("name", LIMITS)
@pytest.mark.parametrize(("text", "size"), [("1", 1 << 20), ("0.5", 1 << 19), ("2048", 2 << 30)])
def test_a_limit_is_a_number_of_mebibytes(name: str, text: str, size: int) -> None:
    assert getattr(load_delivery({name: text}), LIMITS[name]) == size


@pytest.mark.parametrize("name", [*LIMITS, "SEALOG_EXIT_SECONDS"])
@pytest.mark.parametrize("text", ["0", "-1", "inf", "nan", "much"])
def test_what_is_no_number_above_0_is_named(name: str, text: str) -> None:
    with pytest.raises(SettingError, match=f"^{name} must be a number above 0$"):
        load_delivery({name: text})


def test_the_key_may_not_lie_in_the_spool(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="SEALOG_SPOOL_KEY_FILE lies in SEALOG_SPOOL_DIR"):
        load_delivery({"SEALOG_SPOOL_DIR": str(tmp_path), "SEALOG_SPOOL_KEY_FILE": str(tmp_path / "deep" / "key")})
    beside = load_delivery({"SEALOG_SPOOL_DIR": str(tmp_path / "a"), "SEALOG_SPOOL_KEY_FILE": str(tmp_path / "key")})
    assert (beside.key_file, beside.key_named) == (tmp_path / "key", True)
    off = load_delivery({"SEALOG_SPOOL_DIR": str(tmp_path), "SEALOG_SPOOL_KEY_FILE": "off"})
    assert (off.key_file, off.key_named) == (None, True)
