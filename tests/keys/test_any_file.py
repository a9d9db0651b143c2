"""Whatever stands in a bundle, a keyring, a policy or `openers.yaml`: it is read, or refused with an error of ours."""

from __future__ import annotations

import json
import string
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sealog.errors import SealogError
from sealog.gatekeeper.openers import load_openers
from sealog.keys.bundle import load_bundle, save_bundle
from sealog.keys.keyring import load_keyring, load_keyring_header, save_keyring
from sealog.policy.loader import load_policy
from support import keyring

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

BOUNDED = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
WORDS = st.text(string.printable, max_size=12)
NUMBERS = st.integers() | st.floats()
JSON = st.recursive(
    st.none() | st.booleans() | NUMBERS | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=6,
)
POLICY = {
    "keys": {"customer.id": {"action": "seal", "entity": "customer_id"}},
    "index": {"customer_id": "bundle", "phone_number": "none"},
    "people": {"purposes": {"shop": ["orders"]}, "retention": "30 days", "erasure": {"approval": "four-eyes"}},
}
OPENERS = {
    "openers": [
        {"name": "a", "users": ["mira"], "groups": ["x"], "entities": ["email_address"], "tenants": ["default"]},
        {"name": "b", "users": [7], "hours": ["Mon-Fri 08:00-18:00"], "timezone": "Europe/Berlin", "rate": "10/1h"},
    ],
    "four_eyes": ["email_address"],
    "canaries": [{"name": "c", "entity": "email_address", "sha256": "0" * 64}],
    "alarm": "http://127.0.0.1:1/v1/logs",
}


def no_passphrase() -> str:
    return ""


READERS: dict[str, Callable[[Path], Any]] = {
    "bundle": load_bundle,
    "keyring": lambda path: load_keyring(path, no_passphrase).private_keys(),
    "keyring header": load_keyring_header,
    "policy": load_policy,
    "openers": load_openers,
}


def valid(kind: str, folder: Path) -> Any:
    """Give what a valid file of this kind has."""
    if kind == "policy":
        return POLICY
    if kind == "openers":
        return OPENERS
    path = folder / "valid.json"
    if not path.exists():
        save_bundle(keyring().bundle(), path) if kind == "bundle" else save_keyring(keyring(), path)
    return json.loads(path.read_text())


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Give each container in a value with each of its keys."""
    for key in list(value) if isinstance(value, dict) else range(len(value)):
        yield value, key
        if isinstance(value[key], (dict, list)):
            yield from places(value[key])


def is_read_or_refused(kind: str, path: Path, raw: bytes) -> None:
    path.write_bytes(raw)
    path.chmod(0o600)
    with suppress(SealogError):
        READERS[kind](path)


@pytest.mark.parametrize("kind", READERS)
def test_a_valid_file_is_read(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "file"
    path.write_text(json.dumps(valid(kind, tmp_path)))
    path.chmod(0o600)
    READERS[kind](path)


@pytest.mark.parametrize("kind", READERS)
@BOUNDED
@given(data=st.data())
def test_a_file_in_which_one_place_is_anything_else_is_read_or_refused(
    tmp_path: Path, kind: str, data: st.DataObject
) -> None:
    changed = json.loads(json.dumps(valid(kind, tmp_path)))
    container, key = data.draw(st.sampled_from(list(places(changed))))
    if data.draw(st.booleans()):
        container[key] = data.draw(JSON)
    else:
        del container[key]
    is_read_or_refused(kind, tmp_path / "file", json.dumps(changed).encode())


@pytest.mark.parametrize("kind", READERS)
@BOUNDED
@given(data=st.data())
def test_a_file_whose_bytes_are_damaged_is_read_or_refused(tmp_path: Path, kind: str, data: st.DataObject) -> None:
    raw = json.dumps(valid(kind, tmp_path)).encode()
    start = data.draw(st.integers(0, len(raw)))
    end = data.draw(st.integers(start, min(len(raw), start + 8)))
    is_read_or_refused(kind, tmp_path / "file", raw[:start] + data.draw(st.binary(max_size=8)) + raw[end:])
