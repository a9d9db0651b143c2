"""Starts, replaces and stops the delivery workers of all targets, in one asyncio loop."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from sealog_exporters.alerting.delivery.targets import Target
    from sealog_exporters.alerting.delivery.worker import DeliveryWorker


class WorkerPool:
    """One delivery worker for each target, each in its own task.

    Args:
        make_worker: makes the worker of a target.
    """

    def __init__(self, make_worker: Callable[[Target], DeliveryWorker]) -> None:
        self._make_worker = make_worker
        self._workers: dict[str, DeliveryWorker] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._leaving: set[asyncio.Task[None]] = set()

    def __iter__(self) -> Iterator[DeliveryWorker]:
        return iter(self._workers.values())

    def serve(self, targets: Iterable[Target]) -> None:
        """Serve exactly these targets from now on.

        A target that did not change keeps its worker. If one changed, the new worker starts after the running attempt,
        so that nothing is sent by both.
        """
        wanted = {target.name: target for target in targets}
        leaving = {
            name: self._tasks.pop(name)
            for name, worker in list(self._workers.items())
            if wanted.get(name) != worker.target
        }
        for name in leaving:
            self._workers.pop(name).stop(drain=False)
        for name, target in wanted.items():
            if name not in self._workers:
                worker = self._workers[name] = self._make_worker(target)
                self._tasks[name] = asyncio.create_task(worker.run(leaving.get(name)))
        for task in leaving.values():
            self._leaving.add(task)
            task.add_done_callback(self._leaving.discard)

    def wake(self, names: Collection[str]) -> None:
        """Wake the workers of these targets."""
        for name in names:
            if name in self._workers:
                self._workers[name].wake.set()

    async def stop(self, grace_s: float) -> None:
        """Stop; what is due is attempted, for up to `grace_s` seconds."""
        for worker in self._workers.values():
            worker.stop()
        tasks = [*self._tasks.values(), *self._leaving]
        if tasks:
            await asyncio.wait(tasks, timeout=grace_s)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._tasks.clear()
