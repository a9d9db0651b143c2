"""What waits in a spool keeps an erasure from being complete, and is not changed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from people.test_erase import erase, receipt
from sealog.errors import StoreError
from sealog.spool.folders import make_folder
from sealog.spool.key_file import read_or_make
from sealog.spool.record import NO_CONTEXT
from sealog.spool.spool import Spool
from sealog.spool.storage.disk import DiskFiles
from sealog_exporters.people.spools import waiting

if TYPE_CHECKING:
    from pathlib import Path

    from people.site import Site
    from sealog.spool.keys import SpoolKeys


def spooled(root: Path, records: list[bytes], keys: SpoolKeys | None = None) -> None:
    """Leave records as a process that ended does; small segments, so that there are several."""
    folder = make_folder(root, 1, os.urandom)
    spool = Spool(DiskFiles(folder.path), damaged=lambda *_: None, limit=1 << 20, segment_bytes=64, keys=keys)
    assert spool.writer is not None
    for record in records:
        spool.writer.append(NO_CONTEXT, record, 9)
    spool.close()
    folder.abandon()


def test_records_of_the_person_are_counted_in_every_segment_encrypted_or_not(tmp_path: Path) -> None:
    key = tmp_path / "spool.key"
    keys = read_or_make(key, os.urandom)
    records = [b"x" * 100 + b"lovn4go5nqucs", b"other" * 30, b"lovn4go5nqucs"]
    spooled(tmp_path / "plain", records)
    spooled(tmp_path / "sealed", records, keys)
    assert waiting(tmp_path / "plain", None, ["lovn4go5nqucs"], os.urandom) == 2
    assert waiting(tmp_path / "sealed", key, ["lovn4go5nqucs", "aaaaaaaaaaaaa"], os.urandom) == 2
    assert waiting(tmp_path / "none", None, ["lovn4go5nqucs"], os.urandom) == 0
    with pytest.raises(StoreError, match="spool key is not at hand"):
        waiting(tmp_path / "sealed", None, ["lovn4go5nqucs"], os.urandom)


def test_an_erasure_is_not_complete_while_something_waits(site: Site, tmp_path: Path) -> None:
    index = site.events()[1].attributes["sealog.index"][0]
    root = tmp_path / "spool"
    spooled(root, [f"body {index}".encode()])
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    done = erase(site, "--stores", f"spool:{root}")
    assert done.exit_code == 1
    assert "records wait to be sent: run again when they have been" in done.output
    (store,) = receipt(site)["body"]["stores"]
    assert (store["found"], store["erased"], store["verification"]) == (1, 0, "none")
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before


def test_a_spool_that_is_not_there_is_not_an_empty_one(site: Site, tmp_path: Path) -> None:
    done = erase(site, "--stores", f"spool:{tmp_path}/none")
    assert done.exit_code == 1
    assert f"{tmp_path}/none is no folder" in done.output
