"""Turns of one event loop: in each, every sender has one step, so that one with many connections makes no turn long."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["LoopTurns"]


class LoopTurns:
    """Gives steps, of one sender in the order in which they are asked for. One event loop owns it: it has no lock.

    The caller bounds how many wait.
    """

    def __init__(self) -> None:
        self._waiting: dict[str, deque[Callable[[], bool]]] = {}  # of senders that had their step in this turn

    def take(self, sender: str) -> bool:
        """Take the sender's step of this turn, and tell whether it still had one."""
        if sender in self._waiting:
            return False
        self._waiting[sender] = deque()
        asyncio.get_running_loop().call_soon(self._next, sender)
        return True

    def later(self, sender: str, step: Callable[[], bool]) -> None:
        """Have `step` called in a turn to come, after `take` said no. It raises nothing.

        It gives whether it did anything; if not, another of the same sender is called in its place.
        """
        self._waiting[sender].append(step)

    async def step(self, sender: str) -> None:
        """Wait for a step; the first one of a turn waits for nothing."""
        if self.take(sender):
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        def go_on() -> bool:
            if turn.done():  # it was cancelled meanwhile
                return False
            turn.set_result(None)
            return True

        self.later(sender, go_on)
        await turn

    def _next(self, sender: str) -> None:
        waiting = self._waiting[sender]
        while waiting:
            if waiting.popleft()():
                asyncio.get_running_loop().call_soon(self._next, sender)
                return
        del self._waiting[sender]
