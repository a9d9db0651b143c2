"""Makes calls as a plan says: with its time-outs, retries, cached results and bounds on how many run at one time."""

from __future__ import annotations

import asyncio
import copy
import hashlib
import inspect
import json
import random
import time
from collections import OrderedDict
from functools import partial, wraps
from typing import TYPE_CHECKING, Any

from sealog.coordinator.plan import CallPolicy

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from sealog.coordinator.plan import Plan

__all__ = ["PlannedCalls", "made"]

_MOST_RESULTS = 1_000
_NOTHING = object()


class PlannedCalls:
    """The calls of one run, as its plan wants them. It belongs to one event loop.

    A call without a policy in the plan is made as it is. Cached results are kept in this object, at most 1,000 of them,
    so make one for each run or for each user: who shares it shares results. Retries follow the types in `retry_on`; the
    pause varies by a quarter, so that many processes don't try again at one moment.
    """

    def __init__(
        self,
        plan: Plan,
        *,
        retry_on: tuple[type[Exception], ...] = (Exception,),
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._policies = plan.calls
        self._retry_on = retry_on
        self._clock, self._sleep, self._chance = clock, sleep, chance
        self._slots: dict[tuple[str, str], asyncio.Semaphore] = {}
        self._results: OrderedDict[bytes, tuple[float, Any]] = OrderedDict()

    def policy(self, name: str, kind: str = "tool") -> CallPolicy:
        """Give the plan's policy for calls of this name, one that asks for nothing if the plan has none."""
        return self._policies.get((kind, name), CallPolicy())

    def wrap(self, name: str, function: Callable[..., Any], kind: str = "tool") -> Callable[..., Awaitable[Any]]:
        """Give an async function that calls `function` as the plan wants calls of `name`.

        `function` may be async. One that is not runs in a thread, which a time-out abandons and can't end. A time-out
        raises `TimeoutError`; after the last attempt the error of that attempt is raised. Arguments count as equal if
        their JSON is; a call whose arguments have none is not cached.
        """
        policy = self.policy(name, kind)

        @wraps(function)
        async def call(*args: Any, **kwargs: Any) -> Any:
            return await self._call((kind, name), policy, partial(function, *args, **kwargs))

        return call

    async def _call(self, who: tuple[str, str], policy: CallPolicy, function: partial[Any]) -> Any:
        key = None if policy.cache_ms is None else _key(who, function)
        if key is not None and (known := self._known(key)) is not _NOTHING:
            return known
        for attempt in range(1, policy.max_attempts + 1):
            try:
                result = await self._attempt(who, policy, function)
                break
            except self._retry_on:
                if attempt == policy.max_attempts:
                    raise
            pause = policy.pause_ms / 1_000 * 2 ** (attempt - 1)
            await self._sleep(pause * (0.75 + self._chance() / 2))
        if key is not None and policy.cache_ms is not None:
            self._keep(key, policy.cache_ms, result)
        return result

    async def _attempt(self, who: tuple[str, str], policy: CallPolicy, function: partial[Any]) -> Any:
        if policy.max_concurrency is None:
            return await _timed(policy, function)
        slot = self._slots.setdefault(who, asyncio.Semaphore(policy.max_concurrency))
        async with slot:
            return await _timed(policy, function)

    def _known(self, key: bytes) -> Any:
        until, result = self._results.get(key, (0.0, _NOTHING))
        if result is _NOTHING or self._clock() >= until:
            self._results.pop(key, None)
            return _NOTHING
        return copy.deepcopy(result)

    def _keep(self, key: bytes, ms: float, result: Any) -> None:
        try:
            mine = copy.deepcopy(result)  # what the caller changes stays the caller's
        except Exception:  # noqa: BLE001 - it may be any object; one that can't be copied is not cached
            return
        self._results[key] = (self._clock() + ms / 1_000, mine)
        self._results.move_to_end(key)
        while len(self._results) > _MOST_RESULTS:
            self._results.popitem(last=False)


async def _timed(policy: CallPolicy, function: partial[Any]) -> Any:
    timeout = None if policy.timeout_ms is None else policy.timeout_ms / 1_000
    try:
        return await asyncio.wait_for(made(function), timeout)
    except asyncio.TimeoutError as error:  # before Python 3.11 it is another class
        raise TimeoutError(*error.args) from error


async def made(function: Callable[..., Any], *args: Any) -> Any:
    """Call a function, async or not, and give its result; one that is not async runs in a thread."""
    plain = function.func if isinstance(function, partial) else function
    if inspect.iscoroutinefunction(plain) or inspect.iscoroutinefunction(type(plain).__call__):
        return await function(*args)
    result = await asyncio.to_thread(function, *args)
    return await result if inspect.isawaitable(result) else result


def _key(who: tuple[str, str], function: partial[Any]) -> bytes | None:
    """Hash what has to be equal; None where it has no JSON. The cache holds no arguments."""
    try:
        text = json.dumps([who, function.args, function.keywords], sort_keys=True, allow_nan=False)
    except (TypeError, ValueError, RecursionError):
        return None
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
