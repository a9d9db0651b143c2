"""Where traces are read from in place of files: the embedded store, or a server."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from sealog.errors import SettingError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sealog_exporters.store import LogStore
    from sealog_exporters.workflows import Span

__all__ = ["Place", "Source"]

_ID = 32  # hexadecimal digits


class Source(Protocol):
    """Gives traces by their ids, and the newest."""

    def trace(self, trace: str) -> list[Span]:
        """Give the spans of the trace with this id.

        Raises:
            SettingError: it is not there, or can't be read.
        """

    def newest(self, workflow: str, limit: int) -> Iterator[list[Span]]:
        """Give at most `limit` traces, the newest first. Others than those of `workflow` may be among them.

        Raises:
            SettingError: they can't be read.
        """


@dataclass(frozen=True)
class Place:
    """What the options of a command say: `server` is a URL, `store` a file; neither, where traces come from files.

    `headers` is a file of HTTP headers that the server is asked with.
    """

    server: str = ""
    store: str = ""
    headers: Path | None = None

    def __bool__(self) -> bool:
        return bool(self.server or self.store)

    @property
    def option(self) -> str:
        """The option that names it, which errors begin with."""
        return "--from" if self.server else "--store"

    @contextmanager
    def opened(self) -> Iterator[Source]:
        """Open the store, or look at the server's URL.

        Raises:
            SettingError: an option is malformed, or a file can't be read.
            StoreError: the file is no store.
        """
        if self.server and self.store:
            raise SettingError("--from and --store: one of them is expected, and not both")
        if self.headers is not None and not self.server:
            raise SettingError("--headers needs --from: they are for a server")
        if self.server:
            from sealog_exporters.cli.workflow_runs.backend import ServerTraces, read_headers

            yield ServerTraces(self.server, {} if self.headers is None else read_headers(self.headers))
            return
        from sealog_exporters.store import LogStore

        path = Path(self.store)
        if not path.is_file():
            raise SettingError(f"--store: {path} is not a file; `sealog up` writes one")
        with LogStore(path, read_only=True) as store:
            yield StoredTraces(store, self.store)


class StoredTraces:
    """The traces of the embedded store: see `Source`. `name` is what errors call it."""

    def __init__(self, store: LogStore, name: str) -> None:
        self._store, self._name = store, name

    def trace(self, trace: str) -> list[Span]:
        """See `Source`."""
        if not (spans := self._spans(trace.lower().zfill(_ID))):
            raise SettingError(f"--store: {self._name} does not have the trace {trace}")
        return spans

    def newest(self, workflow: str, limit: int) -> Iterator[list[Span]]:  # noqa: ARG002 - the protocol's
        """See `Source`."""
        yield from map(self._spans, islice(self._store.spans.newest_traces(), limit))

    def _spans(self, trace: str) -> list[Span]:
        from sealog_exporters.workflows.loading import of_stored

        return of_stored(self._store.spans.trace(trace))
