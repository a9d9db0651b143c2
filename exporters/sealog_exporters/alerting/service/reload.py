"""Reloads the rule file when it changed or on request. A file with an error changes nothing, and is reported once.

It also watches the bundle, with which blind indexes are made: after a rotation of keys rules look for the new ones.
"""

from __future__ import annotations

import asyncio
import hashlib
from contextlib import suppress
from typing import TYPE_CHECKING

from sealog.errors import SealogError
from sealog.gc_pause import uncollected

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from sealog_exporters.alerting.model.rule import RuleFile

POLL_S = 2.0
"""Between two looks at the file. A poll, because files in mounted volumes send no events."""


class Reloader:
    """Reloads one rule file. Belongs to the loop of the alerting service.

    Args:
        path: the file.
        load: reads it, in another thread: a big file takes seconds.
        take: puts the rules into use.
        warn: gets lines for operators.
        bundle: the file of the bundle, whose change counts as one of the rule file; `None` for none.
    """

    def __init__(
        self,
        path: Path,
        load: Callable[[Path], RuleFile],
        take: Callable[[RuleFile], Awaitable[None]],
        warn: Callable[[str], None],
        bundle: Path | None = None,
    ) -> None:
        self._path = path
        self._bundle = bundle
        self._bundle_digest = b""
        self._load = load
        self._take = take
        self._warn = warn
        self._one_at_a_time = asyncio.Lock()
        self._asked: set[asyncio.Task[str]] = set()
        self._seen = self._digest()
        self._reloads = self._errors = 0
        self.problem = ""

    def ask(self) -> None:
        """Request a reload as soon as possible; for a signal handler, which can't wait."""
        task = asyncio.create_task(self.now())
        self._asked.add(task)
        task.add_done_callback(self._asked.discard)

    async def now(self) -> str:
        """Reload the file; return what is wrong with it, empty if nothing is. Reloads run one after the other."""
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
        """Count a problem, warn of it, and remember it."""
        self._errors += 1
        self.problem = problem
        self._warn(f"{problem}; the rules stay as they were")
        return problem

    async def watch(self) -> None:
        """Watch the file and the bundle for ever, and reload when the content of one changed."""
        while True:
            await asyncio.sleep(POLL_S)
            if self._digest() != self._seen:
                await self.now()

    def stats(self) -> dict[str, int]:
        """Return counters, and whether the file as it is now is refused."""
        return {"reloads": self._reloads, "reload_errors": self._errors, "reload_failing": int(bool(self.problem))}

    def _digest(self) -> bytes:
        """Hash the content of both files; one that is gone, as while it is being replaced, counts as unchanged."""
        if self._bundle is not None:
            with suppress(OSError):
                self._bundle_digest = hashlib.sha256(self._bundle.read_bytes()).digest()
        try:
            return hashlib.sha256(self._bundle_digest + self._path.read_bytes()).digest()
        except OSError:
            return getattr(self, "_seen", b"")
