"""After a rewrap the old epoch's private key is needed no more, and nothing else has changed."""

from __future__ import annotations

import gzip
import json
import os
from dataclasses import replace
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

import pytest

from people.site import Site, first_epoch
from sealog.crypto.spelling import find_sealed_keys, find_sealed_values, parse_sealed_key
from sealog.gatekeeper.opener import Opener
from sealog.key_life.key_files import KeyFiles
from sealog.key_life.rewrap import Rewrapper
from sealog.key_life.status import destroy
from sealog.keys.bundle import save_bundle
from sealog.keys.keyring import Keyring, load_keyring
from sealog.keys.sealer import Sealer
from sealog_exporters.store import LogStore
from support import gatekeeper, keyring

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result

    from sealog_exporters.store.interface import StoredRecord

NOW = datetime(2026, 3, 1, tzinfo=timezone.utc)


def rewrap(site: Site, *arguments: str | Path, do: str = "--yes") -> Result:
    return site.run("rewrap", "--reason", "epoch 1 is to end", do, *arguments)


def without_first(keys: Keyring) -> Keyring:
    return replace(keys, epochs=keys.epochs[1:])


def opened(keys: Keyring, folder: Path, text: str) -> tuple[str, int]:
    """A text with what these keys open, and how many values stayed shut."""
    found = gatekeeper(keys, folder / "other-trail.jsonl").open_text(text, find_sealed_keys(text))
    return found.text, found.unopened


def records(path: Path) -> list[StoredRecord]:
    with LogStore(path, read_only=True) as store:
        return store.recent()


def values(text: str) -> list[str]:
    return [text[start:end] for start, end in find_sealed_values(text)]


def test_a_store_opens_without_the_old_epoch_and_has_the_same_values(site: Site, store: Path) -> None:
    before = records(store)
    old = json.dumps([[one.body, dict(one.attributes)] for one in before])
    assert opened(without_first(site.keys), site.folder, old)[1] > 0
    done = rewrap(site, "--stores", f"store:{store}")
    assert done.exit_code == 0, (done.output, done.exception)
    assert done.output == f"store:{store}: 1 records were changed\n1 data keys got other recipients\n"
    new = json.dumps([[one.body, dict(one.attributes)] for one in records(store)])
    assert values(new) == values(old)
    text, shut = opened(without_first(site.keys), site.folder, new)
    assert (shut, "alice@example.com" in text) == (0, True)
    for one, other in zip(records(store), before, strict=True):
        assert replace(one, attributes={}) == replace(other, attributes={})
        assert {**one.attributes, "sealog.key": ""} == {**other.attributes, "sealog.key": ""}
    with LogStore(store, read_only=True) as again:
        key = str(records(store)[-1].attributes["sealog.key"])
        assert again.sealed_keys(key.split("~")[1]) == [key], "the list of keys follows"
    assert [one["action"] for one in site.entries()] == ["rewrap", "rewrapped", "checkpoint"]
    assert (site.entries()[1]["records"], site.entries()[1]["data_keys"]) == (1, 1)


def test_a_second_run_changes_nothing(site: Site, store: Path) -> None:
    rewrap(site, "--stores", f"store:{store}")
    before = store.read_bytes()
    done = rewrap(site, "--stores", f"store:{store}")
    assert done.output == f"store:{store}: 0 records were changed\n0 data keys got other recipients\n"
    assert store.read_bytes() == before


def test_a_dry_run_changes_nothing(site: Site, store: Path) -> None:
    before = store.read_bytes()
    done = rewrap(site, "--stores", f"store:{store}", do="--dry-run")
    assert done.output == f"store:{store}: 1 records would be changed\n1 data keys would get other recipients\n"
    assert (store.read_bytes(), site.entries()) == (before, [])


def test_files_plain_and_packed_and_values_that_carry_their_key(site: Site) -> None:
    key = Sealer(first_epoch(site.keys).bundle()).key()
    token = str(key.data_key.seal("email_address", "0", "ada@example.com", "$", bytes(12)).with_key(key.sealed))
    line = f"é mail to {token}~x, key {key.text}\nnothing\n".encode() + b"\xff\n"
    plain, packed = site.folder / "a.log", site.folder / "b.log.gz"
    plain.write_bytes(line)
    packed.write_bytes(gzip.compress(line))
    inode = plain.stat().st_ino
    done = rewrap(site, "--stores", f"files:{site.folder}/*.log*")
    assert done.exit_code == 0, (done.output, done.exception)
    assert plain.stat().st_ino == inode
    changed = plain.read_bytes()
    assert gzip.decompress(packed.read_bytes()) == changed
    assert (len(changed), changed.endswith(b"\nnothing\n\xff\n")) == (len(line), True)
    text, shut = opened(without_first(site.keys), site.folder, changed.decode("utf-8", "replace"))
    assert (shut, text.startswith("é mail to ada@example.comx")) == (0, True)


def test_an_index_of_an_epoch_that_was_destroyed_since_is_no_sign_of_forgery(site: Site, store: Path) -> None:
    rewrap(site, "--stores", f"store:{store}")
    files = KeyFiles(site.folder / "keyring.json", site.folder / "bundle.json", lambda: "", "tester", NOW)
    destroy(files, [1], "it ended")
    text = json.dumps([[one.body, dict(one.attributes)] for one in records(store)])
    with Opener("who is left", keyring=site.folder / "keyring.json") as opener:
        found = opener.open_text(text)
    assert (found.unopened, found.doubts) == (0, ())
    assert found.opened > 0


def test_with_keep_both_open(site: Site, store: Path, tmp_path: Path) -> None:
    rewrap(site, "--stores", f"store:{store}", "--keep")
    key = parse_sealed_key(str(records(store)[-1].attributes["sealog.key"]))
    assert [rid for rid, _ in key.recipients] == [epoch.recipient_id for epoch in site.keys.epochs]
    text = json.dumps([[one.body, dict(one.attributes)] for one in records(store)])
    assert opened(without_first(site.keys), tmp_path, text)[1] == 0
    done = rewrap(site, "--stores", f"store:{store}", "--keep")
    assert "0 records were changed" in done.output


def test_a_line_of_a_plain_file_that_would_get_longer_is_named(site: Site) -> None:
    path = site.folder / "a.log"
    path.write_text(before := Sealer(first_epoch(site.keys).bundle()).key().text + "\n")
    done = rewrap(site, "--stores", f"files:{path}", "--keep")
    assert done.exit_code == 1
    assert f"1 failed: files:{path}: {path}: lines would change their length" in done.output
    assert path.read_text() == before


def test_keys_go_to_another_keyring_of_the_tenant(site: Site, store: Path) -> None:
    other = keyring()
    save_bundle(other.bundle(), site.folder / "other.json")
    done = rewrap(site, "--stores", f"store:{store}", "--to", site.folder / "other.json")
    assert "2 data keys got other recipients" in done.output
    text = json.dumps([[one.body, dict(one.attributes)] for one in records(store)])
    assert opened(other, site.folder, text)[1] == 0


def test_what_does_not_open_stays_and_is_named(site: Site) -> None:
    path = site.folder / "a.log"
    mine, foreign = Sealer(first_epoch(site.keys).bundle()).key(), Sealer(keyring().bundle()).key()
    broken = parse_sealed_key(mine.text)
    broken = broken._replace(recipients=((broken.recipients[0][0], bytes(80)),), commitment=os.urandom(32))
    path.write_text(f"{foreign.text} {broken} key1~nothing\n")
    before = path.read_text()
    done = rewrap(site, "--stores", f"files:{path}")
    assert done.exit_code == 1
    assert "1 failed: data keys stay as they are (not_authentic)" in done.output, done.output
    assert path.read_text() == before


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("--yes", "--dry-run"), "give one of --dry-run and --yes"),
        (("--yes", "--reason", " "), "a change of keys needs a reason"),
        (("--yes", "--epoch", "7"), "--epoch 7: the keyring has no active epoch of this number"),
        (("--yes", "--to", "other.json"), "is of tenant shop, and the keyring of tenant default"),
    ],
)
def test_a_wrong_call_changes_nothing(site: Site, store: Path, arguments: Any, why: str) -> None:
    save_bundle(keyring("shop").bundle(), site.folder / "other.json")
    given = [str(site.folder / one) if one.endswith("json") else one for one in arguments]
    before = store.read_bytes()
    done = site.run("rewrap", "--reason", "x", *given, "--stores", f"store:{store}")
    assert done.exit_code == 1
    assert why in str(done.exception)
    assert store.read_bytes() == before


def test_a_spool_and_a_store_that_is_away_are_named(site: Site) -> None:
    done = rewrap(site, "--stores", f"spool:{site.folder},store:{site.folder}/none")
    assert done.exit_code == 1
    assert "what waits in a spool is changed where it is stored" in done.output
    assert "none is no file" in done.output


def test_many_keys_are_remembered_within_a_bound(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sealog.key_life.rewrap._MOST_KNOWN", 3)
    keys = load_keyring(site.folder / "keyring.json", lambda: "")
    first = first_epoch(keys)
    made = Rewrapper(keys.private_keys(), "default", keys.bundle().recipients, only=[first.epochs[0].recipient_id])
    texts = [Sealer(first.bundle()).key().text for _ in range(9)]
    changed = [made.rewrap(text) for text in texts]
    assert made.changed == 9
    assert [made.rewrap(text) for text in changed] == changed
    assert len(made._known) <= 5
