"""Several processes over one spool directory: orphans go to one of them, and room is shared."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from delivery.endpoints import Reply, endpoint
from delivery.test_processes import app, closed_port, expected, orders, successor
from sealog.spool.folders import bytes_below

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.process


def test_processes_that_start_together_send_what_several_left_once(tmp_path: Path) -> None:
    for number in range(3):
        with app(closed_port(), tmp_path) as dead:
            dead.tell(f"log {200 * number} 200")
            dead.process.kill()
    with endpoint(lambda _: Reply(delay=0.05)) as up, ExitStack() as stack:
        adopters = [stack.enter_context(app(up.url, tmp_path)) for _ in range(3)]
        up.wait_for(600)
        for adopter in adopters:
            status, said = adopter.end()
            assert status == 0, said
    assert sorted(orders(up)) == sorted(expected(600))
    assert list(tmp_path.iterdir()) == []


def test_an_adopter_that_is_killed_over_it_is_succeeded_by_another(tmp_path: Path) -> None:
    with app(closed_port(), tmp_path) as dead:
        dead.tell("log 0 300")
        dead.process.kill()
    with endpoint(lambda _: Reply(delay=2.0)) as up:
        with app(up.url, tmp_path) as adopter:
            while not up.asked:
                assert adopter.process.poll() is None
            adopter.process.kill()
        assert orders(successor(tmp_path)) == expected(300)


def test_a_process_counts_what_its_neighbour_takes_for_the_limit_that_they_share(tmp_path: Path) -> None:
    """Each of them alone would stay below the 80 % at which records are dropped."""
    limit = {"SEALOG_SPOOL_LIMIT_MIB": "0.5"}
    with app(closed_port(), tmp_path, **limit) as first:
        batches = 0
        while bytes_below(tmp_path, None) < 0.6 * (1 << 19):
            first.tell(f"log {100 * batches} 100")
            batches += 1
        with app(closed_port(), tmp_path, **limit) as second:
            for number in range(batches):
                second.tell(f"log {100 * number} 100")
            said = [process.end()[1] for process in (first, second)]
    assert ["found no room and were dropped" in text for text in said] == [False, True], said
    assert bytes_below(tmp_path, None) < 1 << 19
    assert len(set(orders(successor(tmp_path, **limit)))) == 100 * batches
