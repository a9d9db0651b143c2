"""Index tags under a second implementation, in Go, written from docs/spec/index-service.md alone."""

from __future__ import annotations

import dataclasses
import json
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from interop.programs import interop
from sealog.key_life.index_service import index_service_of, named_by
from sealog.keys.index_service import IndexServiceKey
from sealog.keys.keyring import add_epoch, new_keyring
from sealog.keys.protectors import OwnerFile
from sealog.keys.sealer import Sealer
from support import keyring

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.process

NOW = "2026-01-01T00:00:00+00:00"
VALUES = [("phone_number", "+4930901820"), ("customer_id", "C-4711 é\ud800"), ("phone_number", "")]


def turned_by_go(path: Path, vector: dict[str, Any]) -> subprocess.CompletedProcess[bytes]:
    path.write_text(json.dumps(vector))
    return subprocess.run([interop(), "index", path], capture_output=True, timeout=60, check=False)


def test_the_tags_of_an_application_give_the_same_indexes_there(tmp_path: Path) -> None:
    """In the second epoch of a service and of a tenant's keyring, by tags and by a search."""
    service = add_epoch(new_keyring("shop", OwnerFile(), NOW, "index"), NOW)
    current, ring = service.current(), add_epoch(keyring("shop"), NOW)
    named = named_by(ring, IndexServiceKey(current.number, current.public_key))
    bundle = dataclasses.replace(ring, index_service=named).bundle()
    sealer = Sealer(bundle)
    tags = sealer.tags(sealer.key(), VALUES, with_key=True)
    vector: dict[str, Any] = {
        "tenant": "shop",
        "epoch": current.number,
        "private_key": service.private_keys()[current.recipient_id].reveal().hex(),
        "index_key": service.index_keys()[current.number].reveal().hex(),
        "tags": tags,
        "bundle": {"epoch": bundle.epoch, "index_key": bundle.index_key.reveal().hex()},
    }
    vector["bundle"] |= {"entity": VALUES[0][0], "value": VALUES[0][1]}
    done = turned_by_go(tmp_path / "v.json", vector)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["made"] == index_service_of(service).turn(tags).indexes
    assert found["made"][0] == found["searched"]
    changed = f"{tags[1][:-1]}{'b' if tags[1].endswith('a') else 'a'}"
    assert turned_by_go(tmp_path / "v.json", vector | {"tags": [tags[0], changed]}).returncode == 1
    assert turned_by_go(tmp_path / "v.json", vector | {"epoch": 1}).stdout != done.stdout
