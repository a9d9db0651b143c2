"""The spool key in real processes: successors read what others left, and a copy of the spool tells nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from delivery.endpoints import endpoint
from delivery.test_processes import app, closed_port, expected, orders, successor
from sealog.delivery.settings import load_delivery
from sealog.errors import SettingError

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.process

SEVERAL_FILES = 2


def on_disk(spool: Path) -> bytes:
    return b"".join(path.read_bytes() for path in spool.rglob("*.seg"))


def killed(spool: Path, count: int, **environ: str) -> None:
    """A process that logged so many orders with its endpoint away, and was killed."""
    with app(closed_port(), spool, **environ) as first:
        first.tell(f"log 0 {count}")
        first.process.kill()


def test_a_successor_with_only_the_environment_reads_what_a_killed_process_left(tmp_path: Path) -> None:
    home = {"HOME": str(tmp_path), "SEALOG_SPOOL_KEY_FILE": ""}
    killed(tmp_path / "spool", 300, **home)
    left = on_disk(tmp_path / "spool")
    assert b"order" not in left
    assert b"service.name" not in left
    assert (tmp_path / ".config/sealog/spool.key").stat().st_mode & 0o777 == 0o600
    assert orders(successor(tmp_path / "spool", **home)) == expected(300)


def test_a_folder_whose_key_is_away_waits_for_it_and_nothing_else_does(tmp_path: Path) -> None:
    spool, key = tmp_path / "spool", tmp_path / "spool.key"
    named = {"SEALOG_SPOOL_KEY_FILE": str(key)}
    killed(spool, 20, **named)
    key.rename(tmp_path / "away")
    before = on_disk(spool)
    with endpoint() as up, app(up.url, spool, **named) as stranger:
        stranger.tell("log 20 10")
        up.wait_for(10)
        status, said = stranger.end()
    assert (status, said.count("waits for a spool key that is not here")) == (0, 1), said
    assert orders(up) == [f"order {number}" for number in range(20, 30)]
    assert on_disk(spool) == before
    key.write_text(key.read_text() + (tmp_path / "away").read_text())
    assert orders(successor(spool, **named)) == expected(20)
    assert list(spool.iterdir()) == []


def test_a_key_that_is_put_back_is_enough_for_a_running_process(tmp_path: Path) -> None:
    spool, key = tmp_path / "spool", tmp_path / "spool.key"
    named = {"SEALOG_SPOOL_KEY_FILE": str(key)}
    killed(spool, 20, **named)
    old = key.read_text()
    key.unlink()
    with endpoint() as up, app(up.url, spool, **named) as running:
        running.tell("log 20 1")
        up.wait_for(1)
        key.write_text(key.read_text() + old)
        up.wait_for(21)
        running.end()
    assert sorted(orders(up)) == sorted(expected(21))


def test_segments_from_before_there_was_a_key_are_sent(tmp_path: Path) -> None:
    killed(tmp_path / "spool", 50, SEALOG_SPOOL_KEY_FILE="off")
    assert b"order 49" in on_disk(tmp_path / "spool")
    assert orders(successor(tmp_path / "spool", HOME=str(tmp_path), SEALOG_SPOOL_KEY_FILE="")) == expected(50)


@pytest.mark.parametrize("content", ["no key\n", ""])
def test_with_a_named_key_that_is_none_records_go_from_memory_and_not_to_disk(tmp_path: Path, content: str) -> None:
    key = tmp_path / "spool.key"
    key.write_text(content)
    key.chmod(0o600)
    with endpoint() as up, app(up.url, tmp_path / "spool", SEALOG_SPOOL_KEY_FILE=str(key)) as first:
        first.tell("log 0 100")
        status, said = first.end()
    assert (status, said.count("records stay in memory until they are sent")) == (0, 1), said
    assert orders(up) == expected(100)
    assert on_disk(tmp_path / "spool") == b""


def test_without_a_home_for_a_key_of_its_own_it_says_so_and_spools(tmp_path: Path) -> None:
    home = tmp_path / "nobody"
    with app(closed_port(), tmp_path, HOME=str(home), SEALOG_SPOOL_KEY_FILE="") as first:
        first.tell("log 0 10")
        _, said = first.end()
    assert said.count("the spool is not encrypted: ") == 1, said
    assert not home.exists()
    assert orders(successor(tmp_path)) == expected(10)


def test_what_forked_children_leave_is_read_with_the_same_key(tmp_path: Path) -> None:
    spool, home = tmp_path / "spool", {"HOME": str(tmp_path), "SEALOG_SPOOL_KEY_FILE": ""}
    with app(closed_port(), spool, **home) as parent:
        parent.tell("log 0 10")
        parent.tell("fork 10 50")
        parent.process.kill()
    assert len(list(spool.iterdir())) == SEVERAL_FILES
    assert b"order" not in on_disk(spool)
    assert sorted(orders(successor(spool, **home))) == sorted(expected(60))


def test_a_key_within_the_spool_is_no_setting(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="SEALOG_SPOOL_KEY_FILE"):
        load_delivery({"SEALOG_SPOOL_DIR": str(tmp_path), "SEALOG_SPOOL_KEY_FILE": str(tmp_path / "a/spool.key")})
