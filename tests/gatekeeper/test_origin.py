"""With origins in the keyring, a value that none of them signed opens and is doubted: it may be forged."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from key_life.conftest import signing_site
from sealog.crypto.origin import sign_origin
from sealog.crypto.primitives import new_signing_key
from sealog.crypto.spelling import MAX_RECIPIENTS, SealedKey
from sealog.key_life.origins import add_origin, remove_origin
from sealog.key_life.rewrap import Rewrapper
from sealog.key_life.rotate import rotate
from sealog.keys.keyring import add_epoch
from sealog.keys.sealer import Sealer
from support import gatekeeper

if TYPE_CHECKING:
    from pathlib import Path

    from key_life.conftest import Site
    from sealog.keys.sealer import SealingKey

VALUE = "mira@quellwerk.example"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return signing_site(tmp_path / "keys")


def key_of(site: Site) -> SealingKey:
    return Sealer(site.bundle(), origin_key=site.folder / "web.json").key()


def token(key: SealingKey) -> str:
    return str(key.data_key.seal("email_address", "0", VALUE, "$", bytes(12)))


def opened(site: Site, text: str, key: SealedKey) -> tuple[str, list[str], str | None]:
    """The text, its doubts, and the origin that the trail names."""
    trail = site.folder / "openings.jsonl"
    trail.unlink(missing_ok=True)
    found = gatekeeper(site.keyring(), trail).open_text(text, [str(key)])
    (entry,) = map(json.loads, trail.read_text().splitlines())
    assert entry.get("doubts", []) == [doubt.kind for doubt in found.doubts]
    return found.text, [doubt.kind for doubt in found.doubts], entry.get("origin")


def test_what_a_known_application_sealed_is_not_doubted_and_the_trail_names_it(site: Site) -> None:
    key = key_of(site)
    assert opened(site, token(key), key.sealed) == (VALUE, [], "web")


def test_it_stays_so_after_a_rotation(site: Site) -> None:
    key = key_of(site)
    rotate(site.files())
    assert opened(site, token(key), key.sealed) == (VALUE, [], "web")
    assert opened(site, token(later := key_of(site)), later.sealed) == (VALUE, [], "web")


@pytest.mark.parametrize("how", ["unsigned", "by a key of the forger", "as a genuine data key", "by zeros"])
def test_what_a_thief_of_the_bundle_seals_is_doubted(site: Site, how: str) -> None:
    forged = Sealer(site.bundle()).key()
    genuine = key_of(site).sealed.origin
    origin = {
        "unsigned": b"",
        "by a key of the forger": sign_origin(new_signing_key(), "shop", forged.sealed.commitment),
        "as a genuine data key": genuine,
        "by zeros": genuine[:4] + bytes(64) + genuine[68:],
    }[how]
    assert opened(site, token(forged), forged.sealed._replace(origin=origin)) == (VALUE, ["origin"], None)


def test_a_value_that_carries_its_data_key_is_told_as_well(site: Site) -> None:
    for key, doubts in ((key_of(site), []), (Sealer(site.bundle()).key(), ["origin"])):
        value = str(key.data_key.seal("email_address", "0", VALUE, "$", bytes(12)).with_key(key.sealed))
        assert opened(site, value, key.sealed)[:2] == (VALUE, doubts)


def test_who_strips_a_signature_makes_a_value_doubted_and_no_other_genuine(site: Site) -> None:
    key = key_of(site)
    assert opened(site, token(key), key.sealed._replace(origin=b"")) == (VALUE, ["origin"], None)


def test_what_a_removed_application_sealed_is_doubted(site: Site) -> None:
    key = key_of(site)
    add_origin(site.files(), "batch", site.folder / "batch.json")
    remove_origin(site.files(), "web")
    assert opened(site, token(key), key.sealed) == (VALUE, ["origin"], None)


def test_a_keyring_without_origins_doubts_nothing(site: Site) -> None:
    key = key_of(site)
    remove_origin(site.files(), "web")
    assert opened(site, token(key), key.sealed) == (VALUE, [], None)
    plain = Sealer(site.bundle()).key()
    assert opened(site, token(plain), plain.sealed) == (VALUE, [], None)


def test_of_many_values_each_says_its_doubt(site: Site) -> None:
    genuine, forged = key_of(site), Sealer(site.bundle()).key()
    tokens = [token(genuine), token(forged)]
    open_one = gatekeeper(site.keyring(), site.folder / "openings.jsonl").announce("access", tokens)
    assert open_one(tokens[0], [genuine.text]).doubts == ()
    (doubt,) = open_one(tokens[1], [forged.text]).doubts
    assert (doubt.kind, VALUE in str(doubt)) == ("origin", False)


def test_a_rewrap_keeps_the_signature(site: Site) -> None:
    key = key_of(site)
    old = site.keyring()
    new = add_epoch(old, "2026-02-01T00:00:00+00:00")
    rewrapper = Rewrapper(new.private_keys(), "shop", new.bundle().recipients, only=[old.current().recipient_id])
    line = f"{token(key)} {key.text}"
    text = rewrapper.rewrap(line)
    assert (rewrapper.changed, text == line) == (1, False)
    only_new = replace(new, epochs=new.epochs[1:])
    found = gatekeeper(only_new, site.folder / "openings.jsonl").open_text(text, text.split())
    assert (found.text.split()[0], found.doubts) == (VALUE, ())


def test_a_rewrap_that_has_no_room_beside_the_signature_changes_nothing(site: Site) -> None:
    key = key_of(site)
    ((_, wrapped),) = key.sealed.recipients
    others = tuple((bytes([n] * 4), wrapped) for n in range(1, MAX_RECIPIENTS - 1))
    full = key.sealed._replace(recipients=(*key.sealed.recipients, *others))
    old = site.keyring()
    new = add_epoch(old, "2026-02-01T00:00:00+00:00")
    rewrapper = Rewrapper(
        new.private_keys(), "shop", new.bundle().recipients, only=[old.current().recipient_id], keep=True
    )
    assert rewrapper.rewrap(str(full)) == str(full)
    assert list(rewrapper.shut.values()) == ["more than 16 recipients"]
