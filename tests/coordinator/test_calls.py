"""Calls as a plan wants them; time and chance are given."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest

from sealog.coordinator import Plan, PlannedCalls


class Time:
    def __init__(self) -> None:
        self.now = 0.0
        self.pauses: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += seconds


def calls(time: Time | None = None, **policy: Any) -> PlannedCalls:
    time = time or Time()
    plan = Plan.from_json({"version": 1, "nodes": [], "calls": [{"kind": "tool", "name": "look", **policy}]})
    return PlannedCalls(plan, clock=lambda: time.now, sleep=time.sleep, chance=lambda: 0.5)


class Tool:
    """Fails as often as it is told to, then gives how often it was called."""

    def __init__(self, failures: int = 0, error: type[Exception] = OSError) -> None:
        self.made = 0
        self._failures, self._error = failures, error

    async def __call__(self, *_args: Any, **_more: Any) -> list[int]:
        self.made += 1
        if self.made <= self._failures:
            raise self._error("away")
        return [self.made]


RETRY = {"retry": {"max_attempts": 3, "pause_ms": 100}}
CACHE = {"cache": {"key": ["name", "arguments"], "max_age_ms": 1_000}}


def test_what_fails_is_tried_again_after_pauses_that_double() -> None:
    time = Time()
    assert asyncio.run(calls(time, **RETRY).wrap("look", Tool(2))()) == [3]
    assert time.pauses == [0.1, 0.2]


def test_the_last_attempt_s_error_is_raised() -> None:
    tool = Tool(5)
    with pytest.raises(OSError, match="away"):
        asyncio.run(calls(**RETRY).wrap("look", tool)())
    assert tool.made == 3


def test_other_errors_and_other_calls_are_not_tried_again() -> None:
    for name, kind, error in (("look", "tool", ValueError), ("other", "tool", OSError), ("look", "model", OSError)):
        tool = Tool(1, error)
        planned = calls(**RETRY)
        planned._retry_on = (OSError,)
        with pytest.raises(error):
            asyncio.run(planned.wrap(name, tool, kind)())
        assert tool.made == 1


def test_equal_calls_are_answered_from_the_cache_until_they_are_too_old() -> None:
    time, tool = Time(), Tool()
    look = calls(time, **CACHE).wrap("look", tool)

    async def made() -> list[Any]:
        first = [await look(1, a=2), await look(1, a=2), await look(2, a=2)]
        time.now = 1.0
        return [*first, await look(1, a=2)]

    assert asyncio.run(made()) == [[1], [1], [2], [3]]


def test_what_a_caller_does_to_a_cached_result_stays_his() -> None:
    look = calls(**CACHE).wrap("look", Tool())

    async def made() -> list[int]:
        (await look()).append(99)
        (await look()).append(98)
        found: list[int] = await look()
        return found

    assert asyncio.run(made()) == [1]


def test_arguments_without_json_and_results_without_a_copy_are_not_cached() -> None:
    tool = Tool()
    look = calls(**CACHE).wrap("look", tool)
    locks = calls(**CACHE).wrap("look", threading.Lock)

    async def made() -> None:
        await look(object())
        await look(float("nan"))
        await look(float("nan"))
        assert await locks() is not await locks()

    asyncio.run(made())
    assert tool.made == 3


def test_failures_are_not_cached() -> None:
    tool = Tool(1)
    look = calls(**CACHE).wrap("look", tool)
    with pytest.raises(OSError, match="away"):
        asyncio.run(look())
    assert asyncio.run(look()) == [2]


def test_the_cache_has_a_bound() -> None:
    tool = Tool()
    planned = calls(**CACHE)
    look = planned.wrap("look", tool)

    async def made() -> list[int]:
        for number in range(1_500):
            await look(number)
        await look(1_499)
        found: list[int] = await look(0)
        return found

    assert asyncio.run(made()) == [1_501]
    assert len(planned._results) == 1_000


def test_an_attempt_that_takes_too_long_is_ended() -> None:
    ended = []

    async def hang() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(True)

    with pytest.raises(TimeoutError):
        asyncio.run(calls(timeout={"ms": 10}).wrap("look", hang)())
    assert ended == [True]


def test_no_more_calls_run_at_one_time_than_the_plan_allows() -> None:
    running, most = 0, 0

    async def look() -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0)
        running -= 1

    async def made(planned: PlannedCalls) -> None:
        one = planned.wrap("look", look)
        await asyncio.gather(*(one() for _ in range(9)))

    asyncio.run(made(calls(concurrency={"limit": 2})))
    assert most == 2
    asyncio.run(made(calls()))
    assert most == 9


def test_a_function_that_is_not_async_does_not_hold_up_the_loop() -> None:
    let_go = threading.Event()

    async def made() -> str:
        waiting = asyncio.ensure_future(calls().wrap("look", lambda: let_go.wait(30) and "done")())
        await asyncio.sleep(0)
        let_go.set()
        found: str = await waiting
        return found

    assert asyncio.run(made()) == "done"
