"""Clocks that jump affect neither sending nor the adoption of spools."""

from __future__ import annotations

import os
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from cli.doctor.test_spool_checks import left_by_the_dead
from delivery.endpoints import Reply, endpoint
from delivery.transports.test_transports import http_endpoint
from sealog.delivery.sending.queue_age import QueueAge
from sealog.delivery.spooled.spool_delivery import DeliveryConfig, SpoolDelivery
from sealog.delivery.transports import connect
from sealog.delivery.transports.over_http import HttpTransport
from sealog.spool.folders import adopt
from sealog.spool.record import NO_CONTEXT

if TYPE_CHECKING:
    from pathlib import Path


class Jumping:
    """A clock that goes on by itself, from wherever it was put last; a machine that slept for a day wakes like this."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        self.now += 0.01
        return self.now


def outgoing(root: Path, url: str, clock: Jumping) -> SpoolDelivery:
    return SpoolDelivery(
        DeliveryConfig(
            root=root,
            limit=1 << 20,
            durable=False,
            process=1,
            transport=connect(http_endpoint(url)),
            clock=clock,
            chance=lambda: 0.5,
            random=os.urandom,
        )
    )


@pytest.mark.parametrize("jump", [60.0, 86_400.0, 1e9])
def test_after_a_clock_has_jumped_ahead_records_and_orphans_are_sent(tmp_path: Path, jump: float) -> None:
    clock = Jumping()
    with endpoint(lambda _: Reply(503)) as up:
        out = outgoing(tmp_path, up.url, clock)
        out.keep(NO_CONTEXT, b"\x2a\x08\x0a\x06before", 9)
        while not up.asked:
            clock()
        left_by_the_dead(tmp_path, size=0)
        clock.now += jump
        up.reply = lambda _: Reply()
        out.keep(NO_CONTEXT, b"\x2a\x07\x0a\x05after", 9)
        up.wait_for(3)
        out.close(2.0)
    assert sorted(up.bodies) == ["", "after", "before"]


def test_dates_in_retry_after_are_bounded_whatever_the_clock_says() -> None:
    reply = Reply(503, {"Retry-After": "Fri, 15 Jan 2027 08:01:00 GMT"})
    with endpoint(lambda _: reply) as up:
        for now, wait in ((1_800_000_000.0, 60.0), (0.0, 600.0), (4e9, 0.0)):
            with closing(HttpTransport(http_endpoint(up.url), clock=lambda now=now: now)) as transport:
                assert transport.send(b"").wait == wait


def test_orphans_of_the_future_and_of_1970_are_adopted_in_that_order(tmp_path: Path) -> None:
    future, past = left_by_the_dead(tmp_path), left_by_the_dead(tmp_path)
    os.utime(future / "lock", (4e9, 4e9))
    os.utime(past / "lock", (0, 0))
    adopted = list(adopt(tmp_path))
    assert [folder.path for folder in adopted] == [past, future]
    for folder in adopted:
        folder.remove()


def test_ages_are_those_of_the_oldest_that_waits() -> None:
    ages = QueueAge()
    assert ages.oldest(0, 5.0) == 0.0
    for come, now in ((10, 100.0), (10, 101.0), (20, 102.0), (30, 103.0)):
        ages.mark(come, now)
    assert [ages.oldest(gone, 110.0) for gone in (0, 9, 10, 25, 30)] == [10.0, 10.0, 8.0, 7.0, 0.0]


def test_however_long_they_wait_marks_stay_few_and_ages_nearly_right() -> None:
    ages = QueueAge()
    for number in range(1, 20_000):
        ages.mark(number, float(number))
    assert len(ages._marks) <= 512
    assert 0.8 * 20_000 < ages.oldest(0, 20_000.0) <= 20_000
    assert ages.oldest(19_998, 20_000.0) == 1.0
