"""A person is taken out of the spools of ended processes; beside a process that lives, nothing is changed."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING, Any

import pytest

from people.site import first_epoch
from people.test_access import report
from people.test_erase import erase, receipt
from sealog.correlate.uid import UidSource
from sealog.delivery.encoding.encode import encode_context, encode_record
from sealog.keys.sealer import Sealer
from sealog.policy.loader import load_policy
from sealog.policy.scanner import build_scanner
from sealog.processor.processor import SealingProcessor
from sealog.spool import rewrite
from sealog.spool.folders import REFUSED, ProcessFolder, adopt_one, make_folder
from sealog.spool.frames import SEALED_MAGIC
from sealog.spool.key_file import read, read_or_make
from sealog.spool.rewrite import segments_in
from sealog.spool.segments import segment_name
from sealog.spool.spool import Spool
from sealog.spool.storage.disk import DiskFiles
from sealog_exporters.people.spools import message_of, record_of
from sealog_exporters.people.spools_erasing import SpoolsEraser
from sealog_exporters.store.eraser import Eraser
from sealog_exporters.store.erasing import Rules
from support import Records

if TYPE_CHECKING:
    from pathlib import Path

    from people.site import Site
    from sealog.spool.keys import SpoolKeys
    from sealog.spool.record import Context, SpooledRecord
    from sealog_exporters.store.interface import StoredRecord

DEEP: Any = "alice@example.com"
for _ in range(30):
    DEEP = {"in": DEEP}


def encoded(site: Site) -> list[tuple[Context, bytes]]:
    """Alice with Bob, nobody, Alice deep in a body, Bob; each as a process would spool it."""
    scanner = build_scanner(load_policy(site.folder / "policy.yaml"))
    found = []
    for keys, body, attributes in (
        (first_epoch(site.keys), "mail from alice@example.com to bob@example.org", {"n": 1}),
        (site.keys, "nothing to see", {"ratio": float("nan")}),
        (site.keys, DEEP, {"raw": b"\x00\xff", "big": 2**62}),
        (site.keys, "bob@example.org", None),
    ):
        records = Records(SealingProcessor(scanner, Sealer(keys.bundle()), UidSource()))
        records.emit(body, attributes, timestamp=1767225600 * 10**9)
        (finished,) = records.exported()
        found.append((encode_context(finished), encode_record(finished.log_record, 0)))
    return found


def spooled(
    root: Path, records: list[tuple[Context, bytes]], keys: SpoolKeys | None = None, *, sent: int = 0, size: int = 64
) -> ProcessFolder:
    """Keep records as a process does, in segments of `size` bytes, and send the first of them."""
    folder = make_folder(root, 1, os.urandom)
    spool = Spool(DiskFiles(folder.path), damaged=lambda *_: None, limit=1 << 20, segment_bytes=size, keys=keys)
    assert spool.writer is not None
    for context, record in records:
        assert spool.writer.append(context, record, 9) == "kept"
    if sent:
        batch = spool.take(1 << 20, sent)
        assert batch is not None
        spool.settle(batch)
    spool.close()
    return folder


def waiting(root: Path, keys: SpoolKeys | None = None) -> list[StoredRecord]:
    """What the next process would send, in order, having lost nothing on the way."""
    found: list[SpooledRecord] = []
    for path in sorted(one.parent for one in root.rglob("lock")):
        files = DiskFiles(path)
        spool = Spool(files, damaged=lambda *_: pytest.fail("damaged"), keys=keys)
        while (batch := spool.take(1 << 20, 100)) is not None:
            found += batch.records
        assert spool.lost == 0
        spool.close()
    return [record_of(message_of(one)) for one in found]


@pytest.mark.parametrize("encrypted", [False, True])
@pytest.mark.parametrize("size", [64, 1 << 20])
def test_a_person_goes_and_all_others_stay_in_order(
    site: Site, monkeypatch: pytest.MonkeyPatch, encrypted: bool, size: int
) -> None:
    root, key = site.folder / "spool", site.folder / "spool.key"
    keys = read_or_make(key, os.urandom) if encrypted else None
    spooled(root, records := encoded(site), keys, size=size).abandon()
    monkeypatch.setenv("SEALOG_SPOOL_KEY_FILE", str(key) if encrypted else "off")
    before = waiting(root, keys)
    done = erase(site, "--stores", f"spool:{root}")
    assert done.exit_code == 0, (done.output, done.exception)
    (store,) = receipt(site)["body"]["stores"]
    assert (store["found"], store["erased"], store["failed"]) == (2, 2, {})
    assert store["verification"] != "none"
    after = waiting(root, keys)
    assert [one.uid for one in after] == [one.uid for one in before]
    assert (after[1], after[3]) == (before[1], before[3])
    assert after[0].body_text.startswith("mail from [erased:email_address] to seal1~email_address~")
    assert len(after[0].indexes) == 1, "Bob's"
    assert after[0].attributes["n"] == 1
    assert "[erased:email_address]" in after[2].body_text
    assert after[2].attributes == {
        name: value for name, value in before[2].attributes.items() if name in {"raw", "big", "sealog.uid"}
    }
    gone = {index for one in before for index in one.indexes} - {index for one in after for index in one.indexes}
    assert len(gone) == 2, "Alice's, in two epochs"
    raw = b"".join(path.read_bytes() for path in root.rglob("*") if path.is_file())
    assert not any(index.encode() in raw for index in gone)
    assert encrypted == all(path.read_bytes().startswith(SEALED_MAGIC) for path in root.rglob("*.seg"))
    assert records


def test_a_new_segment_has_a_new_key(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    root, key = site.folder / "spool", site.folder / "spool.key"
    spooled(root, encoded(site), read_or_make(key, os.urandom), size=1 << 20).abandon()
    monkeypatch.setenv("SEALOG_SPOOL_KEY_FILE", str(key))
    (segment,) = root.rglob("*.seg")
    opening = segment.read_bytes()[:150]
    erase(site, "--stores", f"spool:{root}")
    assert segment.read_bytes()[:150] != opening


def test_what_was_sent_and_lies_there_goes_too_and_nothing_is_sent_twice(site: Site) -> None:
    root = site.folder / "spool"
    spooled(root, encoded(site), sent=1, size=1 << 20).abandon()
    before = waiting(root)
    assert len(before) == 3
    done = erase(site, "--stores", f"spool:{root}")
    assert done.exit_code == 0, (done.output, done.exception)
    (store,) = receipt(site)["body"]["stores"]
    assert store["erased"] == 2
    assert [one.uid for one in waiting(root)] == [one.uid for one in before]


def test_where_the_new_segment_can_not_be_put_in_place_the_old_one_stays(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = site.folder / "spool"
    folder = spooled(root, encoded(site), sent=1, size=1 << 20)
    folder.abandon()
    uids = [one.uid for one in waiting(root)]
    (segment,) = root.rglob("*.seg")
    before = segment.read_bytes()

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(rewrite, "_rewind", full)
        done = erase(site, "--stores", f"spool:{root}")
    assert done.exit_code == 1
    assert "can't be changed (No space left on device)" in done.output
    assert segment.read_bytes() == before
    assert [one.uid for one in waiting(root)] == uids
    assert sorted(path.name for path in folder.path.iterdir()) == ["0000000001.seg", "cursor", "lock"]


def test_the_folder_of_a_process_that_lives_is_not_changed_and_is_named(site: Site) -> None:
    root = site.folder / "spool"
    alice, *others = encoded(site)
    folder = spooled(root, [alice])
    spooled(root, others).abandon()
    before = {path: path.read_bytes() for path in folder.path.iterdir()}
    naps: list[float] = []
    eraser = Eraser(frozenset(index for one in waiting_of(folder.path) for index in one.indexes))
    done = SpoolsEraser(root, None, os.urandom, naps.append).erase(eraser, Rules())
    assert done.failed == {
        f"{folder.path}: segments hold the person and belong to a process that lives: run again when it has ended": 1
    }
    assert sum(naps) == pytest.approx(10)
    assert {path: path.read_bytes() for path in folder.path.iterdir()} == before
    folder.release()
    done = SpoolsEraser(root, None, os.urandom, naps.append).erase(eraser, Rules())
    assert (done.changed, done.failed) == (1, {})


def test_a_lock_that_becomes_free_is_waited_for(site: Site) -> None:
    root = site.folder / "spool"
    folder = spooled(root, encoded(site)[:1])
    eraser = Eraser(frozenset(index for one in waiting(root) for index in one.indexes))
    naps: list[float] = []

    def nap(seconds: float) -> None:
        naps.append(seconds)
        if len(naps) == 3:
            folder.release()

    assert SpoolsEraser(root, None, os.urandom, nap).erase(eraser, Rules()).changed == 1
    assert len(naps) == 3
    free = adopt_one(folder.path)
    assert free is not None
    free.release()


def test_refused_records_and_damaged_bytes_are_of_the_spool(site: Site) -> None:
    root = site.folder / "spool"
    spooled(root / REFUSED, encoded(site)[:1]).abandon()
    (root / "damaged").mkdir()
    (index,) = waiting(root)[0].indexes[:1]
    spoilt = root / "damaged" / "x-1-2.bytes"
    spoilt.write_bytes(b"\x00\xff" + index.encode() + b"\n\x01")
    eraser = SpoolsEraser(root, None, os.urandom)
    done = eraser.erase(Eraser(frozenset({index})), Rules())
    assert (done.found, done.changed, done.failed) == (2, 2, {})
    assert spoilt.read_bytes() == b"\x00\xff" + b"-" * 13 + b"\n\x01"
    assert eraser.erase(Eraser(frozenset({index})), Rules()).is_clean


def test_damage_in_a_segment_is_set_aside_and_the_rest_is_kept(site: Site) -> None:
    root = site.folder / "spool"
    folder = spooled(root, encoded(site), size=1 << 20)
    folder.abandon()
    (segment,) = root.rglob("*.seg")
    raw = segment.read_bytes()
    at = raw.index(b"nothing to see")
    segment.write_bytes(raw[:at] + b"N" + raw[at + 1 :])
    (index, *_), *_ = [one.indexes for one in waiting_of(folder.path)]
    done = SpoolsEraser(root, None, os.urandom).erase(Eraser(frozenset({index})), Rules())
    assert (done.changed, done.failed) == (1, {})
    (aside,) = (root / "damaged").iterdir()
    assert b"Nothing to see" in aside.read_bytes()
    assert len(waiting_of(folder.path)) == 3


def waiting_of(path: Path) -> list[StoredRecord]:
    """As `waiting`, in one folder, whatever is damaged."""
    files = DiskFiles(path)
    spool = Spool(files, damaged=lambda *_: None)
    batches = []
    while (batch := spool.take(1 << 20, 100)) is not None:
        batches.append(batch)
    spool.close()
    return [record_of(message_of(one)) for batch in batches for one in batch.records]


def test_what_is_held_stays_as_it_is(site: Site) -> None:
    root = site.folder / "spool"
    folder = spooled(root, encoded(site)[:1])
    folder.abandon()
    raw = (folder.path / segment_name(segments_in(folder.path)[0])).read_bytes()
    indexes = frozenset(waiting(root)[0].indexes)
    done = SpoolsEraser(root, None, os.urandom).erase(Eraser(indexes), Rules(held_by=lambda _: "case-17"))
    assert (done.held, done.found) == ({"case-17": 1}, 0)
    assert (folder.path / segment_name(1)).read_bytes() == raw


def test_a_record_of_a_later_otlp_is_not_cut_short(site: Site) -> None:
    root = site.folder / "spool"
    context, record = encoded(site)[0]
    folder = spooled(root, [(context, record + b"\xaa\x1f\x03new")])  # field 501
    folder.abandon()
    raw = (folder.path / segment_name(1)).read_bytes()
    done = SpoolsEraser(root, None, os.urandom).erase(Eraser(frozenset(waiting(root)[0].indexes)), Rules())
    assert done.failed == {f"{folder.path}: a record is no OTLP LogRecord that is known here": 1}
    assert (folder.path / segment_name(1)).read_bytes() == raw


def test_a_missing_spool_key_is_named_and_keeps_no_other_folder(site: Site) -> None:
    root, key = site.folder / "spool", site.folder / "other.key"
    read_or_make(key, os.urandom)
    away = spooled(root, encoded(site), read(key, os.urandom))
    away.abandon()
    spooled(root, encoded(site)[:1]).abandon()
    done = erase(site, "--stores", f"spool:{root}")
    assert done.exit_code == 1
    (store,) = receipt(site)["body"]["stores"]
    assert store["failed"] == {f"{away.path}: its spool key is not at hand (SEALOG_SPOOL_KEY_FILE)": 1}
    assert store["erased"] == 1


def test_access_knows_what_waits_in_a_spool(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    root, key = site.folder / "spool", site.folder / "spool.key"
    spooled(root, encoded(site), read_or_make(key, os.urandom)).abandon()
    monkeypatch.setenv("SEALOG_SPOOL_KEY_FILE", str(key))
    found = report(site, "--stores", f"spool:{root}")
    assert len(found["records"]) == 2
    assert found["records"][0]["body"].startswith("mail from alice@example.com to <email_address 1>")


def test_a_spool_that_is_not_there_is_not_an_empty_one(site: Site, tmp_path: Path) -> None:
    done = erase(site, "--stores", f"spool:{tmp_path}/none")
    assert done.exit_code == 1
    assert f"{tmp_path}/none is no folder" in done.output


def test_a_crash_between_cursor_and_segment_sends_twice_and_loses_nothing(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = site.folder / "spool"
    folder = spooled(root, encoded(site), sent=1, size=1 << 20)
    folder.abandon()
    uids = [one.uid for one in waiting(root)]

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(type(root), "replace", killed)
        with pytest.raises(KeyboardInterrupt):
            rewrite.replace_segment(folder.path, 1, [], None)
    assert [one.uid for one in waiting(root)][1:] == uids
