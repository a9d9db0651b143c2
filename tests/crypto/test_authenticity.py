"""What a process remembers of data keys it no longer holds: the newest ones, and no long values under them."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from sealed_values import foreign
from sealog.crypto.authenticity import KnownKeys, brought, is_believed, is_vouched_for
from sealog.crypto.data_key import DataKey
from sealog.crypto.secret import Secret
from sealog.crypto.spelling import SealedKey, parse_sealed_value

MOST = 4096
ENTITIES = {"email_address"}


@dataclass(eq=False)
class Key:
    """A data key in use; a sealer's own would be made with costly cryptography."""

    data_key: DataKey
    sealed: SealedKey


def key(number: int) -> Key:
    """Give a data key that is sealed to one recipient."""
    data_key = DataKey(Secret(number.to_bytes(32, "big")), "default")
    return Key(data_key, SealedKey(data_key.commitment, ((number.to_bytes(4, "big"), b""),)))


def test_the_oldest_ids_are_forgotten_beyond_the_bound() -> None:
    known = KnownKeys()
    keys = [key(number) for number in range(MOST)]
    for one in keys:
        known.add(one)
    assert known.was_used(keys[0].data_key.id)
    known.add(keys[1])
    assert known.was_used(keys[0].data_key.id), "one that is known takes no room"
    known.add(key(MOST))
    assert [known.was_used(one.data_key.id) for one in (*keys[:2], key(MOST))] == [False, True, True]
    assert not known.shares_recipient(keys[0].sealed)
    assert known.shares_recipient(keys[1].sealed)


def test_without_any_sealer_every_data_key_counts() -> None:
    assert KnownKeys().shares_recipient(key(1).sealed)


@pytest.mark.parametrize(("length", "believed"), [(4096, True), (4097, False)])
def test_a_value_that_is_believed_without_a_proof_is_no_longer_than_the_bound(length: int, believed: bool) -> None:
    sealed = parse_sealed_value(foreign())
    sealed_key = SealedKey(sealed.key_id + bytes(28), ((bytes(4), bytes(80)),))
    assert not is_vouched_for(sealed, length, ENTITIES)
    with brought([str(sealed_key)]):
        assert is_vouched_for(sealed, length, ENTITIES) is believed
        assert not is_vouched_for(sealed, length, ())
    assert not is_vouched_for(sealed, length, ENTITIES)


@pytest.mark.parametrize("damage", ["", "~", "~x~y"])
def test_what_no_version_spells_is_never_believed(damage: str) -> None:
    token = foreign()
    sealed = parse_sealed_value(token)
    with brought([str(SealedKey(sealed.key_id + bytes(28), ((bytes(4), bytes(80)),)))]):
        assert is_believed(token + damage, ENTITIES) is (damage == "")


def test_what_is_no_data_key_brings_nothing_and_hides_no_other() -> None:
    sealed = parse_sealed_value(foreign())
    sealed_key = SealedKey(sealed.key_id + bytes(28), ((bytes(4), bytes(80)),))
    with brought(["key1~x", "", str(sealed_key)]):
        assert is_vouched_for(sealed, 100, ENTITIES)
        with brought([]):
            assert not is_vouched_for(sealed, 100, ENTITIES)
        assert is_vouched_for(sealed, 100, ENTITIES)
