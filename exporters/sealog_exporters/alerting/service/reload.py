"""Takes a rule file anew when it changed or when asked. A file with an error changes nothing, and is told once."""

from __future__ import annotations

import asyncio
import hashlib
from typing import TYPE_CHECKING

from sealog.errors import SealogError
from sealog_exporters.alerting.state.gc_pause import uncollected

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from sealog_exporters.alerting.model.rule import RuleFile

POLL_S = 2.0
"""Between two looks at the file. A poll, because files in mounted volumes send no events."""


class Reloader:
    """One rule file. Belongs to the loop of the alerter.

    Args:
        path: the file.
        load: reads it, in another thread: a big file takes seconds.
        take: puts rules to work.
        tell: gets lines for the people who run the service.
    """

    def __init__(
        self,
        path: Path,
        load: Callable[[Path], RuleFile],
        take: Callable[[RuleFile], Awaitable[None]],
        warn: Callable[[str], None],
    ) -> None:
        self._path = path
        self._load = load
        self._take = take
        self._warn = warn
        self._one_at_a_time = asyncio.Lock()
        self._asked: set[asyncio.Task[str]] = set()
        self._seen = self._digest()
        self._reloads = self._errors = 0
        self.problem = ""

    def ask(self) -> None:
        """Let the file be taken as it is, as soon as that can be; for a signal, which can't wait."""
        task = asyncio.create_task(self.now())
        self._asked.add(task)
        task.add_done_callback(self._asked.discard)

    async def now(self) -> str:
        """Take the file as it is; return what is wrong with it, empty if nothing is. One after the other."""
        async with self._one_at_a_time:
            return await self._taken()

    async def _taken(self) -> str:
        self._seen = self._digest()
        try:
            with uncollected():  # a walk over all the new objects would hold up every thread
                rules = await asyncio.to_thread(self._load, self._path)
                await self._take(rules)
        except SealogError as error:
            return self._refused(str(error))
        except Exception as error:  # noqa: BLE001 - a service goes on; its message may hold a value of the file
            return self._refused(f"{self._path}: can't be used ({type(error).__name__})")
        self._reloads += 1
        self.problem = ""
        self._warn(f"{len(rules.rules)} rules from {self._path} taken anew")
        return ""

    def _refused(self, problem: str) -> str:
        """Count and tell what is wrong, and remember it."""
        self._errors += 1
        self.problem = problem
        self._warn(f"{problem}; the rules stay as they were")
        return problem

    async def watch(self) -> None:
        """Look at the file for ever, and take it when its content changed."""
        while True:
            await asyncio.sleep(POLL_S)
            if self._digest() != self._seen:
                await self.now()

    def stats(self) -> dict[str, int]:
        """Give counters, and whether the file as it is now is refused."""
        return {"reloads": self._reloads, "reload_errors": self._errors, "reload_failing": int(bool(self.problem))}

    def _digest(self) -> bytes:
        """Hash the content; a file that is gone, as in the middle of an exchange, is as it was."""
        try:
            return hashlib.sha256(self._path.read_bytes()).digest()
        except OSError:
            return getattr(self, "_seen", b"")
