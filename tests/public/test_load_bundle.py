"""`load_bundle` takes any path, and raises nothing but errors of the SealogError tree."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import sealog
from sealog.keys.bundle import save_bundle

if TYPE_CHECKING:
    from collections.abc import Callable


class _PathLike:
    def __init__(self, path: str | bytes) -> None:
        self._path = path

    def __fspath__(self) -> Any:
        return self._path


@pytest.mark.parametrize("form", [str, Path, os.fsencode, _PathLike, lambda path: _PathLike(os.fsencode(path))])
def test_load_bundle_takes_each_form_of_a_path(config: Path, form: Callable[[str], Any]) -> None:
    assert sealog.load_bundle(form(str(config / "bundle.json"))).tenant == "default"


@pytest.mark.parametrize(
    "path", [4711, None, 1.5, object(), _PathLike(3), "a\0b", b"a\0b", "", "/nowhere/at all", "/", b"\xff", "\udcff/x"]
)
def test_load_bundle_raises_nothing_but_errors_of_the_tree(path: Any) -> None:
    with pytest.raises(sealog.SealogError):
        sealog.load_bundle(path)


@pytest.mark.parametrize(
    "change",
    [
        ('"tenant": "default"', '"tenant": "\\ud800"'),
        ('"tenant": "default"', '"tenant": []'),
        ('"epoch": 1', '"epoch": 1e400'),
        ('"epoch": 1', f'"epoch": {"9" * 5000}'),
        ('"recipients": [', '"recipients": [[], '),
        ('"index_key": "', '"index_key": "\\u0000'),
        ("{", "[" * 100000),
        ('"', "\xff"),
    ],
    ids=lambda change: change[1][:20],
)
def test_a_spoiled_bundle_raises_nothing_but_errors_of_the_tree(config: Path, change: tuple[str, str]) -> None:
    path = config / "bundle.json"
    path.write_bytes(path.read_text().replace(*change).encode("latin-1"))
    with pytest.raises(sealog.KeyFileError):
        sealog.load_bundle(path)


@pytest.mark.parametrize("point", [bytes(32), (1).to_bytes(32, "little")], ids=["zero", "one"])
def test_a_recipient_that_nothing_can_be_sealed_to_is_refused(config: Path, point: bytes) -> None:
    bundle = sealog.load_bundle(config / "bundle.json")
    spoiled = sealog.Bundle(bundle.tenant, bundle.epoch, bundle.created, (point,), bundle.index_key)
    save_bundle(spoiled, config / "bundle.json")
    with pytest.raises(sealog.KeyFileError, match=r"recipients\[0\].public_key must be an X25519 public key"):
        sealog.load_bundle(config / "bundle.json")


def test_more_recipients_than_a_sealed_value_has_room_for_are_refused(config: Path) -> None:
    bundle = sealog.load_bundle(config / "bundle.json")
    crowded = sealog.Bundle(bundle.tenant, bundle.epoch, bundle.created, bundle.recipients * 17, bundle.index_key)
    save_bundle(crowded, config / "bundle.json")
    with pytest.raises(sealog.KeyFileError, match="at most 16 recipients"):
        sealog.load_bundle(config / "bundle.json")
