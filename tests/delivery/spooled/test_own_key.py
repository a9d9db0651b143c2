"""A generated spool key is used only where it outlives the spool."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from sealog.delivery.settings import DeliverySettings, load_delivery
from sealog.delivery.spooled import spool_key
from sealog.delivery.spooled.spool_key import no_own_key, spool_keys
from sealog.errors import KeyFileError
from sealog.spool.key_file import read_or_make

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def settings(tmp_path: Path) -> DeliverySettings:
    """Settings of a process to which nobody named a key."""
    (tmp_path / "home").mkdir()
    return load_delivery({"SEALOG_SPOOL_DIR": str(tmp_path / "spool"), "XDG_CONFIG_HOME": str(tmp_path / "home")})


@pytest.fixture(params=[False, True], ids=["outlives the spool", "goes before the spool"])
def lost_first(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether the key lies on a file system that goes before the spool's."""
    lost = bool(request.param)
    monkeypatch.setattr(spool_key, "goes_before", lambda _key, _folder: lost)
    return lost


def test_a_key_is_made_only_where_it_outlives_the_spool(settings: DeliverySettings, lost_first: bool) -> None:
    assert settings.key_file is not None
    assert (no_own_key(settings) is None) is not lost_first
    assert (spool_keys(settings, os.urandom) is None) is lost_first
    assert settings.key_file.exists() is not lost_first


@pytest.mark.usefixtures("lost_first")
def test_a_key_that_is_there_is_relied_on_wherever_it_lies(settings: DeliverySettings) -> None:
    assert settings.key_file is not None
    read_or_make(settings.key_file, os.urandom)
    assert no_own_key(settings) is None
    assert spool_keys(settings, os.urandom) is not None


@pytest.mark.usefixtures("lost_first")
def test_a_key_that_was_named_is_made_wherever_it_lies(settings: DeliverySettings) -> None:
    assert spool_keys(settings._replace(key_named=True), os.urandom) is not None


def test_a_wrong_key_is_an_error_only_where_it_was_named(settings: DeliverySettings) -> None:
    assert settings.key_file is not None
    read_or_make(settings.key_file, os.urandom)
    settings.key_file.write_text("no key")
    assert spool_keys(settings, os.urandom) is None
    with pytest.raises(KeyFileError):
        spool_keys(settings._replace(key_named=True), os.urandom)


def test_without_a_key_file_nothing_is_encrypted(settings: DeliverySettings) -> None:
    off = settings._replace(key_file=None, key_named=True)
    assert spool_keys(off, os.urandom) is None
    assert no_own_key(off) is None
