"""Applications that sign what they seal: their keys, and how a sealer and a keyring's owner use them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import typer
from typer.testing import CliRunner, Result

import sealog
from key_life.conftest import made_site, signing_site
from sealog.cli.doctor.checks import bundle_check
from sealog.cli.keys.listing import list_keys
from sealog.crypto.origin import origin_id
from sealog.crypto.spelling import find_sealed_keys, parse_sealed_key, parse_sealed_values
from sealog.errors import AuditError, KeyFileError, SettingError
from sealog.instrumentation.process.bundle import BundleWatch
from sealog.key_life.origins import add_origin, remove_origin
from sealog.keys.bundle import load_bundle, save_bundle
from sealog.keys.bundle_file import BundleFile
from sealog.keys.keyring import load_keyring_header
from sealog.keys.origin import load_origin_key, origin_for
from sealog.keys.sealer import Sealer
from sealog.settings import load_settings
from sealog_exporters.sealing.keys import SealerSource

if TYPE_CHECKING:
    from pathlib import Path

    from key_life.conftest import Site


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return signing_site(tmp_path / "keys")


def test_adding_and_removing_is_in_the_trail_and_the_keyring_only(site: Site) -> None:
    before = site.bytes()
    add_origin(site.files(), "batch", site.folder / "batch.json")
    remove_origin(site.files(), "web")
    assert [one.name for one in load_keyring_header(site.folder / "keyring.json").origins] == ["batch"]
    assert [one.name for one in site.keyring().genuine_origins()] == ["batch"]
    changed = {name for name, content in site.bytes().items() if before.get(name) != content}
    assert changed == {"keyring.json", "batch.json", "audit.jsonl", "audit.jsonl.checkpoint"}
    entries = [json.loads(line) for line in (site.folder / "audit.jsonl").read_text().splitlines()]
    assert [(one["action"], one["origin"], one["actor"]) for one in entries if "origin" in one] == [
        ("add-origin", "web", "tester"),
        ("add-origin", "batch", "tester"),
        ("remove-origin", "web", "tester"),
    ]
    assert site.verdict().wrong is None


def test_the_private_key_is_in_its_owners_file_alone(site: Site) -> None:
    path = site.folder / "web.json"
    key = load_origin_key(path)
    assert (key.tenant, key.name, path.stat().st_mode & 0o777) == ("shop", "web", 0o600)
    assert json.loads(path.read_text())["private_key"] not in (site.folder / "keyring.json").read_text()
    assert key.private_key.reveal().hex() not in repr(key)


@pytest.mark.parametrize("name", ["", "Web", "a b", "x" * 64, "web"])
def test_a_name_that_is_not_possible_or_taken_changes_nothing(site: Site, name: str) -> None:
    before = site.bytes()
    with pytest.raises(SettingError, match="origin"):
        add_origin(site.files(), name, site.folder / "new.json")
    assert site.bytes() == before


def test_a_file_that_is_there_stays_and_nothing_is_added(site: Site) -> None:
    before = site.bytes()
    with pytest.raises(KeyFileError, match="exists already"):
        add_origin(site.files(), "batch", site.folder / "web.json")
    with pytest.raises(SettingError, match="no origin batch"):
        remove_origin(site.files(), "batch")
    assert site.bytes() == before


def test_where_the_trail_can_t_be_written_no_key_is_left(site: Site) -> None:
    (site.folder / "audit.jsonl").unlink()
    (site.folder / "audit.jsonl").mkdir()
    with pytest.raises(AuditError):
        add_origin(site.files(), "batch", site.folder / "batch.json")
    assert not (site.folder / "batch.json").exists()
    assert [one.name for one in site.keyring().origins] == ["web"]


def test_an_origin_that_was_written_into_the_keyring_by_hand_opens_nothing(site: Site, tmp_path: Path) -> None:
    """Who can write the keyring's file, and does not open it, must not make their own values genuine."""
    thief = made_site(tmp_path / "thief")
    add_origin(thief.files(), "web", tmp_path / "thief.json")
    path = site.folder / "keyring.json"
    value = json.loads(path.read_text())
    value["origins"] = json.loads((thief.folder / "keyring.json").read_text())["origins"]
    path.write_text(json.dumps(value))
    with pytest.raises(KeyFileError, match="origin web is not signed by its audit key"):
        site.keyring().genuine_origins()


@pytest.mark.parametrize("change", ["twice", "no list", "no name", "short key"])
def test_a_list_of_origins_that_is_wrong_is_named(site: Site, change: str) -> None:
    path = site.folder / "keyring.json"
    value = json.loads(path.read_text())
    (one,) = value["origins"]
    value["origins"] = {
        "twice": [one, one],
        "no list": {},
        "no name": [{**one, "name": "A B"}],
        "short key": [{**one, "public_key": "AAAA"}],
    }[change]
    path.write_text(json.dumps(value))
    with pytest.raises(KeyFileError, match=r"keyring\.json: origins"):
        site.keyring()


def origin_of(site: Site) -> bytes:
    (one,) = site.keyring().origins
    return origin_id(one.public_key)


def test_the_sealers_of_all_doors_sign(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    bundle, key = site.folder / "bundle.json", site.folder / "web.json"
    for name, path in (("SEALOG_BUNDLE", bundle), ("SEALOG_ORIGIN_KEY", key)):
        monkeypatch.setenv(name, str(path))
    watch = BundleWatch(bundle, None, key).sealer
    assert watch is not None
    texts = [
        watch.key().text,
        key_within(sealog.seal_text("to ada@example.com")),
        key_within(sealog.seal_text("to ada@example.com", bundle=load_bundle(bundle))),
    ]
    for text in texts:
        assert parse_sealed_key(text).origin[:4] == origin_of(site)
    source = SealerSource(load_settings())
    assert (source.problem, source.is_ready) == ("", True)
    assert bundle_check(1.8e9).finding.count(", signed as web,") == 1


def key_within(text: str) -> str:
    (value,) = parse_sealed_values([text.rsplit(" ", 1)[1]])
    return str(value.key)


def test_a_key_that_is_replaced_is_used_without_a_new_bundle(site: Site) -> None:
    path = site.folder / "web.json"
    file = BundleFile(site.folder / "bundle.json", None, path)
    first = file.look()
    assert first is not None
    assert file.look() is None
    remove_origin(site.files(), "web")
    path.unlink()
    with pytest.raises(KeyFileError, match="add-origin"):
        file.look()
    assert file.sealer is first, "it seals as before until the new key is there"
    add_origin(site.files(), "web", path)
    second = file.look()
    assert second is not None
    assert parse_sealed_key(second.key().text).origin[:4] == origin_of(site)
    assert parse_sealed_key(first.key().text).origin[:4] != origin_of(site)


CHANGES: dict[str, dict[str, Any]] = {
    "no JSON": {},
    "a keyring": {"sealog_keyring": 1},
    "a later version": {"sealog_origin_key": 2},
    "a short key": {"sealog_origin_key": 1, "tenant": "shop", "name": "web", "private_key": "AAAA"},
    "another tenant's": {"sealog_origin_key": 1, "tenant": "bank", "name": "web", "private_key": "A" * 43 + "="},
}


@pytest.mark.parametrize("change", [*CHANGES, "of mode 0644"])
def test_without_a_usable_origin_key_an_application_masks(
    site: Site, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = site.folder / "web.json"
    if change in CHANGES:
        path.write_text(json.dumps(CHANGES[change]) if CHANGES[change] else "{")
    else:
        path.chmod(0o644)
    assert BundleWatch(site.folder / "bundle.json", None, path).sealer is None
    monkeypatch.setenv("SEALOG_BUNDLE", str(site.folder / "bundle.json"))
    monkeypatch.setenv("SEALOG_ORIGIN_KEY", str(path))
    assert str(path) in SealerSource(load_settings()).problem
    found = bundle_check(1.8e9)
    assert (found.good, found.problem, str(path) in found.finding) == (False, 4, True)
    with pytest.raises(KeyFileError, match=r"web\.json"):
        sealog.seal_text("to ada@example.com")


def test_a_bundle_of_sixteen_recipients_leaves_no_room_for_a_signature(site: Site) -> None:
    bundle = replace(site.bundle(), recipients=site.bundle().recipients * 16, signer=None)
    with pytest.raises(KeyFileError, match="at most 15 recipients"):
        origin_for(bundle, site.folder / "web.json")
    save_bundle(replace(bundle, recipients=bundle.recipients[:15]), site.folder / "other.json")
    fifteen = load_bundle(site.folder / "other.json")
    key = Sealer(fifteen, origin_key=site.folder / "web.json").key()
    assert len(parse_sealed_key(key.text).recipients) == 15
    assert find_sealed_keys(f"x {key.text} y") == [key.text]


def _listed(site: Site, *options: str) -> Result:
    return CliRunner().invoke(typer_app(), ["list", "--dir", str(site.folder), *options], env={"COLUMNS": "200"})


def typer_app() -> typer.Typer:
    app = typer.Typer()
    app.command("list")(list_keys)
    app.callback()(lambda: None)
    return app


def test_an_origin_that_was_taken_out_of_the_file_or_put_back_is_told(site: Site) -> None:
    path = site.folder / "keyring.json"
    whole = path.read_text()
    assert json.loads(_listed(site, "--json").stdout)["origins_changed_aside"] == []
    kept = json.loads(whole)
    del kept["origins"]
    path.write_text(json.dumps(kept))
    assert site.keyring().genuine_origins() == (), "the file alone does not show it"
    told = "origin web: the audit trail says that it was added, and the keyring lacks it"
    assert told in _listed(site).output
    assert json.loads(_listed(site, "--json").stdout)["origins_changed_aside"] == [told]
    path.write_text(whole)
    remove_origin(site.files(), "web")
    assert "audit trail" not in _listed(site).output
    path.write_text(whole)
    assert [one.name for one in site.keyring().genuine_origins()] == ["web"], "its signature is still good"
    assert "origin web: the audit trail says that it was removed, and the keyring has it" in _listed(site).output
    (site.folder / "audit.jsonl").unlink()
    assert "origin web: what it seals" in _listed(site).output


def test_a_trail_that_can_not_be_read_keeps_no_list_back(site: Site) -> None:
    (site.folder / "audit.jsonl").unlink()
    (site.folder / "audit.jsonl").mkdir()
    done = _listed(site)
    assert done.exit_code == 0
    assert "the origins can't be compared with the audit trail" in done.output
