"""A rotation makes new keys for applications, old keys still open, and an interruption loses nothing."""

from __future__ import annotations

import json
import os
import stat
import threading
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from key_life.conftest import made_site
from sealog.errors import AuditError, KeyFileError
from sealog.key_life.rotate import Rotation, rotate
from sealog.keys import files as key_files
from sealog.keys.epochs import MOST_EPOCHS
from sealog.keys.sealer import Sealer
from support import gatekeeper

if TYPE_CHECKING:
    from pathlib import Path

    from key_life.conftest import Site

DAY = timedelta(days=1)
EMAIL = "alice@example.com"


def sealed_with(site: Site) -> tuple[str, str]:
    """A sealed value under the bundle as it is on disk, and its sealed data key."""
    sealer = Sealer(site.bundle())
    key = sealer.key()
    return sealer.seal(key, "email_address", EMAIL, "$", EMAIL)[0], key.text


def opens(site: Site, token: str, key: str) -> bool:
    return gatekeeper(site.keyring(), site.folder / "other.jsonl").open_text(token, [key]).text == EMAIL


def test_a_rotation_makes_new_keys_and_their_bundle_and_old_values_still_open(site: Site) -> None:
    before, old = sealed_with(site), site.bundle()
    assert rotate(site.files(DAY)) == Rotation("shop", 2, "it was asked for", bundle_written=True)
    new = site.bundle()
    assert new.epoch == 2
    assert new.recipients != old.recipients
    assert new.index_key.reveal() != old.index_key.reveal()
    after = sealed_with(site)
    assert opens(site, *before)
    assert opens(site, *after)
    assert before[0].split("~")[2] != after[0].split("~")[2]
    assert set(site.keyring().index_keys()) == {1, 2}


def test_a_rotation_is_in_the_signed_trail_without_any_key(site: Site) -> None:
    rotate(site.files(DAY))
    assert site.verdict().wrong is None
    entry = json.loads((site.folder / "audit.jsonl").read_text().splitlines()[-2])
    assert (entry["action"], entry["epoch"], entry["actor"]) == ("rotate", 2, "tester")


@pytest.mark.parametrize(
    ("after", "why"),
    [
        (DAY * 29, None),
        (DAY * 30 - timedelta(seconds=1), None),
        (DAY * 30, "it is 30 days old, and 30 days are allowed"),
        (-DAY, None),
        (DAY * -2, "it was made in the future, by a clock that was wrong"),
    ],
)
def test_only_what_is_due_is_rotated_whatever_the_clock_does(site: Site, after: timedelta, why: str | None) -> None:
    before = site.bytes()
    done = rotate(site.files(after), only_if_due=True)
    assert done.why == why
    assert done.epoch == (1 if why is None else 2)
    assert (site.bytes() == before) is (why is None)
    assert bool(site.asked) is (why is not None)
    assert rotate(site.files(after), only_if_due=True).why is None


def test_a_clock_that_jumps_ahead_and_back_leaves_the_next_rotation_where_it_was_promised(site: Site) -> None:
    assert rotate(site.files(DAY * 3650), only_if_due=True).epoch == 2
    assert rotate(site.files(DAY), only_if_due=True).epoch == 3
    assert rotate(site.files(DAY * 2), only_if_due=True).why is None
    assert rotate(site.files(DAY * 31), only_if_due=True).epoch == 4


def test_a_dry_run_changes_nothing_and_asks_for_nothing(site: Site) -> None:
    before = site.bytes()
    assert rotate(site.files(), dry_run=True) == Rotation("shop", 2, "it was asked for", bundle_written=True)
    assert rotate(site.files(), only_if_due=True, dry_run=True) == Rotation("shop", 1, None, bundle_written=False)
    assert site.bytes() == before
    assert site.asked == []


class _CutError(BaseException):
    """Stands for the process's end."""


@pytest.mark.parametrize("write", [0, 1, 2, 3])
def test_a_run_that_is_cut_off_leaves_whole_files_and_the_next_one_finishes_it(
    site: Site, write: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The steps that give a file its name, one after the other: keyring, bundle, the trail's checkpoint."""
    count = 0
    replace = os.replace

    def cut(old: object, new: object) -> None:
        nonlocal count
        count += 1
        if count > write:
            raise _CutError
        replace(old, new)  # type: ignore[arg-type]  # paths

    before = sealed_with(site)
    with monkeypatch.context() as patch:
        patch.setattr("pathlib.Path.replace", cut)
        if write < 3:
            with pytest.raises(_CutError):
                rotate(site.files(DAY * 31), only_if_due=True)
        else:
            rotate(site.files(DAY * 31), only_if_due=True)
    between = sealed_with(site)
    assert opens(site, *before)
    assert opens(site, *between)
    rotate(site.files(DAY * 31), only_if_due=True)
    assert site.bundle().epoch == site.keyring().current().number == 2
    assert site.verdict().wrong is None or write == 2  # the trail is signed again by whatever comes next
    rotate(site.files(DAY * 32))
    assert site.verdict().wrong is None


def test_a_wrong_passphrase_changes_nothing(site: Site) -> None:
    before = site.bytes()
    site.word = "battery staple"
    with pytest.raises(KeyFileError, match="wrong passphrase"):
        rotate(site.files())
    assert site.bytes() == before


def test_nothing_changes_where_the_trail_cant_be_written(site: Site) -> None:
    (site.folder / "audit.jsonl").unlink()
    (site.folder / "audit.jsonl").mkdir()
    keyring = (site.folder / "keyring.json").read_bytes()
    with pytest.raises(AuditError):
        rotate(site.files())
    assert (site.folder / "keyring.json").read_bytes() == keyring
    assert site.bundle().epoch == 1


def test_the_bundle_of_another_keyring_is_not_overwritten(site: Site, tmp_path: Path) -> None:
    other = made_site(tmp_path / "other", "bank")
    for folder in (other.folder, made_site(tmp_path / "twin").folder):
        there = (folder / "bundle.json").read_bytes()
        (site.folder / "bundle.json").write_bytes(there)
        with pytest.raises(KeyFileError, match="the bundle of another keyring"):
            rotate(site.files())
        assert (site.folder / "bundle.json").read_bytes() == there
        assert len(site.keyring().epochs) == 1


@pytest.mark.parametrize("content", [None, b"", b"{", b'{"sealog_bundle": 1}'])
def test_a_bundle_that_is_gone_or_damaged_is_written_anew_without_a_new_epoch(
    site: Site, content: bytes | None
) -> None:
    path = site.folder / "bundle.json"
    path.unlink() if content is None else path.write_bytes(content)
    done = rotate(site.files(), only_if_due=True)
    assert done == Rotation("shop", 1, None, bundle_written=True)
    assert site.bundle().epoch == 1


def test_who_could_read_the_bundle_still_can(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    path = site.folder / "bundle.json"
    path.chmod(0o444)
    group = path.stat().st_gid + 1
    given: list[tuple[int, int]] = []
    found = path.stat()

    class Found:
        st_uid, st_gid, st_mode = found.st_uid, group, found.st_mode

    real = type(path).stat
    monkeypatch.setattr(
        "pathlib.Path.stat", lambda self, **rest: Found if self == path and not given else real(self, **rest)
    )
    monkeypatch.setattr(key_files.os, "fchown", lambda _, uid, gid: given.append((uid, gid)))
    key_files.write_json(path, {"a": 1}, 0o640)
    assert given == [(found.st_uid, group)]
    assert stat.S_IMODE(path.stat().st_mode) == 0o444


def test_two_at_once_make_two_epochs_and_lose_none(site: Site) -> None:
    threads = [threading.Thread(target=rotate, args=(site.files(DAY),)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [epoch.number for epoch in site.keyring().epochs] == [1, 2, 3, 4, 5]
    assert site.bundle().epoch == 5
    assert site.verdict().wrong is None


def test_a_keyring_has_an_end(site: Site) -> None:
    path = site.folder / "keyring.json"
    value = json.loads(path.read_text())
    (epoch,) = value["epochs"]
    value["epochs"] = [{**epoch, "epoch": number} for number in range(1, MOST_EPOCHS + 1)]
    path.write_text(json.dumps(value))
    with pytest.raises(KeyFileError, match="at most 1000 epochs"):
        rotate(site.files())
    value["epochs"].append({**epoch, "epoch": MOST_EPOCHS + 1})
    path.write_text(json.dumps(value))
    with pytest.raises(KeyFileError, match="epochs must be at most 1000"):
        site.keyring()
