"""Disabled epochs open nothing for a time, destroyed ones never again; the tombstone is signed."""

from __future__ import annotations

import base64
import dataclasses
import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from key_life.test_rotate import opens, sealed_with
from sealog.errors import KeyFileError, SettingError
from sealog.key_life.rotate import rotate
from sealog.key_life.status import destroy, is_signed, set_status
from sealog.keys.keyring import load_keyring_header

if TYPE_CHECKING:
    from key_life.conftest import Site

DAY = timedelta(days=1)


@pytest.fixture
def rotated(site: Site) -> tuple[Site, tuple[str, str], tuple[str, str]]:
    """A site with two epochs, and a value sealed in each."""
    old = sealed_with(site)
    rotate(site.files(DAY))
    return site, old, sealed_with(site)


def test_a_disabled_epoch_opens_nothing_until_it_is_enabled(rotated: Any) -> None:
    site, old, new = rotated
    set_status(site.files(DAY), 1, "disabled", "an inquiry")
    assert not opens(site, *old)
    assert opens(site, *new)
    assert set(site.keyring().index_keys()) == {2}
    set_status(site.files(DAY), 1, "active", "the inquiry is over")
    assert opens(site, *old)
    actions = [json.loads(line)["action"] for line in (site.folder / "audit.jsonl").read_text().splitlines()]
    assert [action for action in actions if action != "checkpoint"] == ["rotate", "disable", "enable"]
    assert site.verdict().wrong is None


def test_a_destroyed_epoch_is_gone_from_the_file_and_leaves_a_signed_tombstone(rotated: Any) -> None:
    site, old, new = rotated
    epoch = site.keyring().epochs[0]
    (stone,) = destroy(site.files(DAY), [1], "retention")
    assert not opens(site, *old)
    assert opens(site, *new)
    written = (site.folder / "keyring.json").read_text()
    for key in (epoch.private_key, epoch.index_key):
        assert base64.b64encode(key.reveal()).decode() not in written
    header = load_keyring_header(site.folder / "keyring.json")
    assert header.destroyed == (stone,)
    assert (stone.reason, stone.actor, stone.number) == ("retention", "tester", 1)
    assert is_signed(stone, header)
    for change in ({"reason": "another"}, {"number": 2}, {"destroyed": "2026-01-01"}, {"actor": "mallory"}):
        assert not is_signed(dataclasses.replace(stone, **change), header)
    assert not is_signed(stone, dataclasses.replace(header, tenant="bank"))
    assert site.verdict().wrong is None


def test_a_number_is_never_used_twice(rotated: Any) -> None:
    site, _, _ = rotated
    destroy(site.files(DAY), [], "the contract ended")
    assert rotate(site.files(DAY)).epoch == 3
    assert site.bundle().epoch == 3


def test_a_shredded_tenant_has_no_key_and_no_bundle_and_no_timer_brings_it_back(rotated: Any) -> None:
    site, old, new = rotated
    destroy(site.files(DAY), [], "the contract ended")
    assert not opens(site, *old)
    assert not opens(site, *new)
    assert not (site.folder / "bundle.json").exists()
    assert rotate(site.files(DAY * 365), only_if_due=True).why is None
    assert not (site.folder / "bundle.json").exists()
    with pytest.raises(KeyFileError, match="every epoch of tenant shop is destroyed"):
        site.keyring().bundle()
    assert site.verdict().wrong is None


def test_a_dry_run_destroys_nothing(rotated: Any) -> None:
    site, old, _ = rotated
    before = site.bytes()
    assert [stone.number for stone in destroy(site.files(DAY), [1], "retention", dry_run=True)] == [1]
    assert site.bytes() == before
    assert opens(site, *old)


@pytest.mark.parametrize(
    ("number", "complaint"), [(2, "epoch 2 is the current one"), (7, "no epoch 7; it has 1, 2"), (0, "no epoch 0")]
)
def test_what_cant_be_ended_is_refused_by_name(rotated: Any, number: int, complaint: str) -> None:
    site, _, _ = rotated
    before = site.bytes()
    for end in (
        lambda: destroy(site.files(), [number], "why"),
        lambda: set_status(site.files(), number, "disabled", "why"),
    ):
        with pytest.raises(SettingError, match=complaint):
            end()
    assert site.bytes() == before


def test_an_end_needs_a_reason_and_comes_once(rotated: Any) -> None:
    site, _, _ = rotated
    with pytest.raises(SettingError, match="--reason"):
        destroy(site.files(), [1], " ")
    with pytest.raises(SettingError, match="--reason"):
        set_status(site.files(), 1, "disabled", "")
    destroy(site.files(), [1], "why")
    with pytest.raises(SettingError, match="epoch 1 of tenant shop is destroyed already"):
        destroy(site.files(), [1], "why")


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"status": "broken"}, r"epochs\[0\].status must be active or disabled"),
        ({"epoch": 2}, "ascending order"),
        ({"epoch": 3}, "ascending order"),
    ],
)
def test_a_keyring_with_wrong_epochs_is_refused(rotated: Any, change: dict[str, Any], complaint: str) -> None:
    site, _, _ = rotated
    path = site.folder / "keyring.json"
    value = json.loads(path.read_text())
    value["epochs"][0] |= change
    path.write_text(json.dumps(value))
    with pytest.raises(KeyFileError, match=complaint):
        site.keyring()


def test_a_keyring_that_brings_a_destroyed_epoch_back_is_refused(rotated: Any) -> None:
    site, _, _ = rotated
    path = site.folder / "keyring.json"
    value = json.loads(path.read_text())
    destroy(site.files(), [1], "why")
    after = json.loads(path.read_text())
    path.write_text(json.dumps({**after, "epochs": value["epochs"]}))
    with pytest.raises(KeyFileError, match="without epoch 1, which is destroyed"):
        site.keyring()
