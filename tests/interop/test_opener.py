"""Sealed values under a second implementation, in Go, written from docs/spec/sealed-value.md alone."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from interop.programs import go_tests, interop
from sealog.crypto.primitives import new_signing_key, signing_public_key
from sealog.crypto.spelling import find_sealed_keys
from sealog.keys.bundle import save_bundle
from sealog.keys.keyring import add_epoch
from sealog.keys.origin import OriginKey, save_origin_key
from sealog.keys.sealer import Sealer
from support import gatekeeper, keyring

if TYPE_CHECKING:
    from sealog.keys.keyring import Keyring

pytestmark = pytest.mark.process

VECTORS = sorted(Path(__file__).parents[1].joinpath("vectors").glob("*.json"))
NOW = "2026-01-01T00:00:00+00:00"


def opened_by_go(path: Path) -> dict[str, Any]:
    done = subprocess.run([interop(), "open", path], capture_output=True, timeout=60, check=True)
    opened: dict[str, Any] = json.loads(done.stdout)
    return {name: opened[name] if name == "outcome" else bytes.fromhex(opened[name]) for name in opened}


def text_bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def test_its_cipher_gives_the_results_of_the_rfc() -> None:
    go_tests()


def test_each_vector_has_its_outcome_there_too() -> None:
    for path in VECTORS:
        vector = json.loads(path.read_text(encoding="utf-8"))
        opened = vector.get("opened", {"value": "", "path": ""})
        expected = {name: text_bytes(opened[name]) for name in ("value", "path")}
        expected["origin"] = text_bytes(vector.get("origin") or "")
        assert opened_by_go(path) == {"outcome": vector["outcome"], **expected}, path.name


@pytest.mark.parametrize(
    "value", ["", "ada@example.com", "é" * 300, "x" * 31, "x" * 32, "\ud800 lone", "日本 \0 \uffff"]
)
def test_what_sealog_seals_opens_there(tmp_path: Path, value: str) -> None:
    ring = add_epoch(keyring("shop"), NOW)
    origin_key = new_signing_key()
    origin = {"name": "web", "public_key": signing_public_key(origin_key).hex()}
    save_origin_key(OriginKey("shop", "web", origin_key), tmp_path / "web.json")
    sealer = Sealer(ring.bundle(), origin_key=tmp_path / "web.json")
    key = sealer.key()
    token, _ = sealer.seal(key, "email_address", value, "$.a.b", "an index")
    private_key = ring.private_keys()[ring.current().recipient_id].reveal().hex()
    vector = {"tenant": "shop", "private_key": private_key, "sealed_key": key.text, "token": token}
    vector["origins"] = [origin]
    (tmp_path / "v.json").write_text(json.dumps(vector))
    opened = opened_by_go(tmp_path / "v.json")
    assert (opened["outcome"], opened["value"], opened["origin"]) == ("ok", text_bytes(value), b"web")
    assert b"$.a.b".startswith(opened["path"])


@pytest.mark.parametrize("value", ["", "ada@example.com", "é" * 300, "x" * 30, "x" * 31, "日本"])
def test_what_is_sealed_there_opens_here(tmp_path: Path, value: str) -> None:
    ring: Keyring = keyring("shop")
    save_bundle(ring.bundle(), tmp_path / "bundle.json")
    command = [interop(), "seal", tmp_path / "bundle.json", "email_address", value]
    token = subprocess.run(command, capture_output=True, timeout=60, check=True).stdout.decode().strip()
    opened = gatekeeper(ring, tmp_path / "audit.jsonl").open_text(token, find_sealed_keys(token))
    assert (opened.text, opened.unopened, opened.doubts) == (value, 0, ())
