"""Watches the results of exporters. stderr gets one line when failures begin and one when they end.

It retries nothing: an exporter reports a failure only after its own retries.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from opentelemetry.sdk._logs.export import LogRecordExportResult

from sealog.notices import say_once, say_settled

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sealog.fallback.file import FallbackFile
    from sealog.metrics.tally import Tally

_KIND = "export"


class ExportWatch:
    """Calls exporters and evaluates their results. Threads may share it.

    `keep` takes the batches that failed, already sealed; without it they are lost, and counted.
    """

    def __init__(self, tally: Tally, keep: FallbackFile | None) -> None:
        self._tally = tally
        self._keep = keep
        self._failed = 0

    def export(self, name: str, export: Callable[..., Any], batch: Sequence[Any], *rest: Any, **named: Any) -> Any:
        """Let an exporter called `name` export a batch; gives and raises what it does."""
        try:
            result = export(batch, *rest, **named)
        except Exception as error:
            self._fail(name, batch, type(error).__name__)
            raise
        if result is LogRecordExportResult.SUCCESS:
            self._succeed(name, len(batch))
        else:
            self._fail(name, batch, "after its retries")
        return result

    def _succeed(self, name: str, records: int) -> None:
        self._tally.exported("delivered", records)
        if self._failed:
            failed, self._failed = self._failed, 0
            say_settled(_KIND, f"{name} delivers again; {self._became(failed)} meanwhile")

    def _fail(self, name: str, batch: Sequence[Any], why: str) -> None:
        self._tally.exported("failed", len(batch))
        kept = 0 if self._keep is None else self._keep.add(batch)
        if kept < len(batch):
            self._tally.dropped("export", len(batch) - kept)
        self._failed += len(batch)
        say_once(_KIND, f"{name} could not deliver log records ({why}); {self._became(len(batch))} so far")

    def _became(self, records: int) -> str:
        if self._keep is None:
            return f"{records} record(s) were lost (SEALOG_FALLBACK_FILE would keep them)"
        return f"{records} record(s) went to {self._keep.path}"
