"""Each thief of docs/security.md, with nothing but what was stolen, tries every number of a prefix at an index."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sealing.otlp_requests import KEYS, fields, log
from sealing.test_index_tags import INDEX_KEYS, indexes, named, seal, sealer
from sealog.crypto.blind_index import base32, blind_indexer
from sealog.crypto.index_tag import InnerIndex
from sealog.crypto.value_indexes import ValueIndexes
from sealog.key_life.index_service import index_service_of

if TYPE_CHECKING:
    from collections.abc import Callable

ENTITY, NUMBER = "phone_number", "+4930901820"
GUESSES = [f"+493090{rest}" for rest in range(1700, 1900)]
BUNDLE, SERVICE = named().bundle(), index_service_of(INDEX_KEYS)


def stored(*numbers: str) -> list[str]:
    """The indexes that a gateway with the service's keys wrote of some numbers, one for each."""
    records = [seal(log("x", {"user.phone": number}), sealer(SERVICE))[0] for number in numbers]
    return [index for record in records for index in fields(record)["sealog.index"]]


def by_bundle(guess: str) -> set[str]:
    """What a bundle alone makes of a number: the indexes of its key, and the inner HMAC in an index's spelling."""
    index = blind_indexer(BUNDLE.index_key, BUNDLE.tenant, BUNDLE.epoch)(ENTITY, guess)
    inner = InnerIndex(BUNDLE.index_key, BUNDLE.tenant, BUNDLE.epoch)(ENTITY, guess)
    return {index, base32(inner[:8])}


def by_service(guess: str) -> set[str]:
    """What the service's keyring alone makes of a number: with its own keys in the place of the bundle's."""
    keys = INDEX_KEYS.index_keys()
    inner = InnerIndex(keys[1], BUNDLE.tenant, 1)(ENTITY, guess)
    own = ValueIndexes(keys, BUNDLE.tenant, SERVICE)(ENTITY, guess, guess)
    return {*own, *SERVICE.indexes(inner), *SERVICE.indexes(guess.encode())}


def by_both(guess: str) -> set[str]:
    return set(ValueIndexes({BUNDLE.epoch: BUNDLE.index_key}, BUNDLE.tenant, SERVICE)(ENTITY, None, guess))


@pytest.mark.parametrize(
    ("guessing", "finds"),
    [(by_bundle, []), (by_service, []), (by_both, [NUMBER])],
    ids=["the bundle", "the service's keyring", "both"],
)
def test_the_store_and_one_key_test_no_guess_and_both_keys_do(
    guessing: Callable[[str], set[str]], finds: list[str]
) -> None:
    kept = {*stored(NUMBER)}
    assert kept == {*indexes(ENTITY, NUMBER)}
    assert [guess for guess in GUESSES if guessing(guess) & kept] == finds


def test_the_store_alone_shows_which_records_hold_an_equal_value() -> None:
    first, other, again = stored(NUMBER, "+4930901821", "0049 30 901820")
    assert first == again != other


def test_the_service_sees_which_tags_are_of_equal_values_and_opens_none() -> None:
    """Its keyring has no key that opens the value beside the tag."""
    records = [seal(log("x", {"user.phone": NUMBER}), sealer(None))[0] for _ in range(2)]
    tags = [fields(record)["sealog.index_tag"] for record in records]
    assert set(tags[0]).isdisjoint(tags[1]), "nobody without its keyring sees it"
    assert SERVICE.turn(tags[0]).indexes == SERVICE.turn(tags[1]).indexes
    assert {epoch.recipient_id for epoch in INDEX_KEYS.epochs}.isdisjoint({epoch.recipient_id for epoch in KEYS.epochs})


def test_an_application_that_logs_a_guess_gives_it_away_one_record_a_guess() -> None:
    """Writers index: who makes one log a number, and reads the store, compares. The records of guesses stay there."""
    kept, tried = {*stored(NUMBER)}, [NUMBER[:-1] + digit for digit in "0123456789"]
    written = stored(*tried)
    assert [guess for guess, index in zip(tried, written, strict=True) if index in kept] == [NUMBER]
    assert len(written) == len(tried)
