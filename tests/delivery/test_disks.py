"""Disks that are full or can't be written to, really mounted, before and while a process runs: nothing is lost."""

from __future__ import annotations

import os
import subprocess
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import pytest

from delivery.endpoints import Reply, endpoint
from delivery.test_processes import app, closed_port, expected, orders, successor
from sealog.cli.doctor.spool_checks import spool_checks
from sealog.delivery.settings import load_delivery

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [
    pytest.mark.process,
    pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root may mount"),
]


def mount(*arguments: str | Path) -> None:
    done = subprocess.run(["mount", *arguments], check=False, capture_output=True)
    if done.returncode:
        pytest.skip("mounting is not allowed here")


@contextmanager
def disk(folder: Path, size: str) -> Iterator[Path]:
    """A small disk of its own, in memory."""
    folder.mkdir()
    mount("-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def key(folder: Path) -> dict[str, str]:
    return {"SEALOG_SPOOL_KEY_FILE": str(folder / "spool.key")}


def test_a_disk_that_is_read_only_from_the_start_leaves_delivery_from_memory(tmp_path: Path) -> None:
    with disk(tmp_path / "disk", "4m") as folder:
        mount("-o", "remount,ro", folder)
        with endpoint() as up, app(up.url, folder / "spool", **key(tmp_path)) as first:
            first.tell("log 0 300")
            status, said = first.end()
        (check,) = (one for one in spool_checks(load_delivery({"SEALOG_SPOOL_DIR": str(folder)}), 0.0) if not one.good)
    assert (status, said.count("SEALOG_SPOOL_DIR can't be used (Read-only file system)")) == (0, 1)
    assert orders(up) == expected(300)
    assert "can't be written to: records wait in memory" in check.finding


def test_while_a_disk_is_full_records_stay_in_memory_and_then_it_is_used_again(tmp_path: Path) -> None:
    with (
        disk(tmp_path / "disk", "4m") as folder,
        endpoint(lambda _: Reply(503)) as up,
        app(up.url, folder / "spool", **key(tmp_path)) as first,
    ):
        first.tell("log 0 100")
        with suppress(OSError), (folder / "ballast").open("ab", buffering=0) as ballast:
            while ballast.write(bytes(4096)):
                pass
        first.tell("log 100 3000")
        up.reply = lambda _: Reply()
        up.wait_for(3100)
        (folder / "ballast").unlink()
        first.tell("log 3100 10")
        status, said = first.end()
    assert (status, said.count("the spool takes no records now")) == (0, 1), said
    assert sorted(orders(up)) == sorted(expected(3110))
    assert len(set(up.uids())) == 3110


def test_what_lies_on_a_read_only_disk_is_sent_and_stays_there(tmp_path: Path) -> None:
    with disk(tmp_path / "disk", "4m") as folder:
        with app(closed_port(), folder / "spool", **key(tmp_path)) as first:
            first.tell("log 0 100")
            first.process.kill()
            first.process.wait()
        mount("-o", "remount,ro", folder)
        with endpoint() as up, app(up.url, folder / "spool", **key(tmp_path)) as second:
            second.tell("log 100 10")
            up.wait_for(10)
            status, _ = second.end()
        assert status == 0
        assert set(expected(110)[100:]) <= set(orders(up))
        mount("-o", "remount,rw", folder)
        assert orders(successor(folder / "spool", **key(tmp_path))) == expected(100)


def test_a_key_that_finds_no_room_is_told_and_records_go_from_memory(tmp_path: Path) -> None:
    with disk(tmp_path / "disk", "4k") as folder:
        (folder / "full").write_bytes(bytes(4096))
        with endpoint() as up, app(up.url, tmp_path / "spool", **key(folder)) as first:
            first.tell("log 0 10")
            status, said = first.end()
        assert sorted(path.name for path in folder.iterdir()) == ["full"]
    assert (status, said.count("can't be made (No space left on device); records stay in memory")) == (0, 1), said
    assert orders(up) == expected(10)
