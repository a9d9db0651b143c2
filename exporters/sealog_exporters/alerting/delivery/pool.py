"""The couriers of all targets, in one asyncio loop: started, exchanged, ended. It decides nothing."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from sealog_exporters.alerting.model.notifier import Closing

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from sealog_exporters.alerting.delivery.targets import Target
    from sealog_exporters.alerting.delivery.worker import Courier


class Crew:
    """One courier a target, each in a task of its own.

    Args:
        hire: makes a target's courier.
    """

    def __init__(self, hire: Callable[[Target], Courier]) -> None:
        self._hire = hire
        self._couriers: dict[str, Courier] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._leaving: set[asyncio.Task[None]] = set()

    def __iter__(self) -> Iterator[Courier]:
        return iter(self._couriers.values())

    def work_for(self, targets: Iterable[Target]) -> None:
        """Serve these targets from now on.

        A target that is as it was keeps its courier. Where one was changed, the new courier begins when the attempt
        under way is over, so that nothing is sent by both.
        """
        wanted = {target.name: target for target in targets}
        leaving = {
            name: self._tasks.pop(name)
            for name, courier in list(self._couriers.items())
            if wanted.get(name) != courier.target
        }
        for name in leaving:
            self._couriers.pop(name).stop(drain=False)
        for name, target in wanted.items():
            if name not in self._couriers:
                courier = self._couriers[name] = self._hire(target)
                self._tasks[name] = asyncio.create_task(_run(courier, leaving.get(name)))
        for task in leaving.values():
            self._leaving.add(task)
            task.add_done_callback(self._leaving.discard)

    def wake(self, names: Collection[str]) -> None:
        """Let the couriers of these targets look at their queues."""
        for name in names:
            if name in self._couriers:
                self._couriers[name].wake()

    async def stop(self, grace_s: float) -> None:
        """End: what is due gets its attempt, for up to `grace_s`."""
        for courier in self._couriers.values():
            courier.stop()
        tasks = [*self._tasks.values(), *self._leaving]
        if tasks:
            await asyncio.wait(tasks, timeout=grace_s)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._tasks.clear()


async def _run(courier: Courier, before: asyncio.Task[None] | None) -> None:
    """Run a courier once `before` is done, and close its notifier."""
    if before is not None:
        await asyncio.wait([before])
    try:
        await courier.run()
    finally:
        if isinstance(courier.target.notifier, Closing):
            await courier.target.notifier.close()
