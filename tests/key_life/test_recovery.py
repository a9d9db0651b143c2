"""A break-glass key: it recovers the keyring with everything in it, costs records nothing, and can't be slipped in."""

from __future__ import annotations

import json
import shutil
import subprocess
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from key_life.conftest import made_site
from key_life.test_rotate import opens, sealed_with
from sealog.errors import KeyFileError, SettingError
from sealog.key_life.protect import protect
from sealog.key_life.recovery import add_recipient, recover, remove_recipient
from sealog.key_life.rotate import rotate
from sealog.key_life.status import destroy
from sealog.keys.keyring import load_keyring
from sealog.keys.protectors import Passphrase

if TYPE_CHECKING:
    from pathlib import Path

    from key_life.conftest import Site

pyrage = pytest.importorskip("pyrage")

DAY = timedelta(days=1)
NEW = Passphrase("another", bytes(16), n=2)


def age_identity(_: Path) -> tuple[str, bytes]:
    made = pyrage.x25519.Identity.generate()
    return str(made.to_public()), f"# created: 2026\n{made}\n".encode()


def ssh_identity(folder: Path) -> tuple[str, bytes]:
    if shutil.which("ssh-keygen") is None:
        pytest.skip("ssh-keygen is not on this machine")
    command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "a comment", "-f", str(folder / "id")]
    subprocess.run(command, check=True, timeout=30)
    return (folder / "id.pub").read_text(), (folder / "id").read_bytes()


@pytest.mark.parametrize("make", [age_identity, ssh_identity])
def test_a_keyring_whose_passphrase_is_lost_comes_back_whole(site: Site, tmp_path: Path, make: Any) -> None:
    public, identity = make(tmp_path)
    before = sealed_with(site)
    spelled = add_recipient(site.files(), public)
    assert spelled == " ".join(public.split()[:2])
    bundle = site.bundle()
    rotate(site.files(DAY))
    after = sealed_with(site)
    assert len(bundle.recipients) == len(site.bundle().recipients) == 1
    site.word = "forgotten"
    recover(site.files(DAY), identity, NEW)
    ring = load_keyring(site.folder / "keyring.json", lambda: "another")
    site.keyring = lambda: ring  # type: ignore[method-assign]  # under its new passphrase
    assert opens(site, *before)
    assert opens(site, *after)
    assert site.verdict().wrong is None
    entries = [json.loads(line) for line in (site.folder / "audit.jsonl").read_text().splitlines()]
    assert [entry["action"] for entry in entries if entry["action"] != "checkpoint"] == [
        "add-recipient",
        "rotate",
        "recover",
    ]


def test_a_destroyed_epoch_is_gone_for_the_recipients_too(site: Site, tmp_path: Path) -> None:
    public, identity = age_identity(tmp_path)
    add_recipient(site.files(), public)
    rotate(site.files(DAY))
    destroy(site.files(DAY), [1], "retention")
    recovery = site.keyring().recovery
    assert recovery is not None
    content = pyrage.decrypt(recovery.encrypted, [pyrage.x25519.Identity.from_str(identity.split()[-1].decode())])
    assert [one["epoch"] for one in json.loads(content)["epochs"]] == [2]


def test_another_identity_recovers_nothing(site: Site, tmp_path: Path) -> None:
    add_recipient(site.files(), age_identity(tmp_path)[0])
    before = site.bytes()
    with pytest.raises(KeyFileError, match="not one of the keyring's recovery recipients"):
        recover(site.files(), age_identity(tmp_path)[1], NEW)
    for nonsense in (b"", b"# nothing\n", b"AGE-SECRET-KEY-1X", b"-----BEGIN OPENSSH PRIVATE KEY-----\nx\n", b"\xff"):
        with pytest.raises(SettingError, match="identity"):
            recover(site.files(), nonsense, NEW)
    assert site.bytes() == before


def test_a_keyring_without_recipients_cant_be_recovered(site: Site, tmp_path: Path) -> None:
    with pytest.raises(KeyFileError, match="has no recovery recipients"):
        recover(site.files(), age_identity(tmp_path)[1], NEW)


def test_a_recipient_that_somebody_wrote_into_the_file_gets_no_keys(site: Site, tmp_path: Path) -> None:
    add_recipient(site.files(), age_identity(tmp_path)[0])
    path = site.folder / "keyring.json"
    value = json.loads(path.read_text())
    value["recovery"]["recipients"].append(age_identity(tmp_path)[0])
    path.write_text(json.dumps(value))
    before = site.bytes()
    for change in (lambda: rotate(site.files(DAY)), lambda: protect(site.files(DAY), lambda _: NEW)):
        with pytest.raises(KeyFileError, match="not signed by its own key"):
            change()
        assert site.bytes() == before


def test_anothers_keyring_in_the_recovery_part_is_refused(site: Site, tmp_path: Path) -> None:
    public, identity = age_identity(tmp_path)
    other = made_site(tmp_path / "other")
    add_recipient(site.files(), public)
    add_recipient(other.files(), public)
    path = site.folder / "keyring.json"
    value = json.loads(path.read_text())
    value["recovery"] = json.loads((other.folder / "keyring.json").read_text())["recovery"]
    path.write_text(json.dumps(value))
    with pytest.raises(KeyFileError, match="public key is not that of its private key"):
        recover(site.files(), identity, NEW)


def test_recipients_are_added_and_removed_by_name(site: Site, tmp_path: Path) -> None:
    one, two = age_identity(tmp_path)[0], age_identity(tmp_path)[0]
    add_recipient(site.files(), one)
    add_recipient(site.files(), f" {two}\n")
    with pytest.raises(SettingError, match="already"):
        add_recipient(site.files(), two)
    remove_recipient(site.files(), one)
    assert site.files().header().recovery.recipients == (two,)  # type: ignore[union-attr]  # it has one
    with pytest.raises(SettingError, match="not one of the keyring's"):
        remove_recipient(site.files(), one)
    remove_recipient(site.files(), two)
    assert site.files().header().recovery is None


@pytest.mark.parametrize(
    "text", ["", "age1", "AGE-SECRET-KEY-1X", "ssh-ed25519 AAAA", "ssh-dss AAAA", "me@example.com"]
)
def test_what_is_no_recipient_is_refused(site: Site, text: str) -> None:
    before = site.bytes()
    with pytest.raises(SettingError, match="a recipient is an age public key"):
        add_recipient(site.files(), text)
    assert site.bytes() == before
