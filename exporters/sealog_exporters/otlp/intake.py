"""What a receiver does with a request, whichever transport it came by: parses it, and hands on what is in it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from sealog.notices import say_once
from sealog_exporters.otlp.errors import SinkFailed
from sealog_exporters.otlp.places import Places
from sealog_exporters.otlp.signals import LOGS, TRACES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sealog_exporters.event import Event, OtlpSpan
    from sealog_exporters.otlp.encoding import Encoding
    from sealog_exporters.otlp.reading import Content, Parser
    from sealog_exporters.otlp.signals import Signal

__all__ = ["Intake"]


class Intake:
    """Hands log records to a sink, and spans to another if there is one, and counts the rest.

    A sink is called in the event loop's thread with what is in one request, in order; when it returns, the
    request is acknowledged. At most `requests` run at a time. One event loop owns an intake: it has no lock.
    """

    def __init__(
        self,
        sink: Callable[[Sequence[Event]], None],
        parser: Parser,
        *,
        requests: int,
        spans: Callable[[Sequence[OtlpSpan]], object] | None = None,
    ) -> None:
        self.places = Places(requests)
        self._sinks: dict[Signal, Callable[[Any], object]] = {LOGS: sink}
        if spans is not None:
            self._sinks[TRACES] = spans
        self._parser = parser
        self._counts: Counter[str] = Counter()

    @property
    def counts(self) -> Mapping[str, int]:
        """How many `logs`, `traces` (spans), `metrics` were taken, and requests `refused`, `overloaded`, `failed`."""
        return dict(self._counts)

    async def handle(self, signal: Signal, encoding: Encoding, coding: str, body: bytes, sender: str) -> bytes:  # noqa: ARG002 - the protocol's
        """See `Handler`."""
        self.take(signal, await self._parser.read(signal, encoding, coding, body))
        return signal.response().SerializeToString()

    def take(self, signal: Signal, content: Content) -> None:
        """Give a request's log records to the sink; count spans and metrics, which nothing here keeps.

        Raises:
            SinkFailed: the sink raised; nothing of the request counts as taken.
        """
        if isinstance(content, int):
            self._counts[signal.name] += content
            return
        try:
            self._sinks[signal](content)
        except Exception as error:
            self._counts["failed"] += 1
            what = "log records" if signal is LOGS else "spans"
            # The type only: a message of somebody else's exception may hold a record.
            say_once("otlp-sink", f"{what} can't be taken ({type(error).__name__}); clients are told to retry")
            raise SinkFailed(f"the {what} can't be taken at the moment") from error
        self._counts[signal.name] += len(content)

    def refuse(self) -> None:
        """Count a request that is no OTLP or over a limit."""
        self._counts["refused"] += 1

    def turn_away(self) -> None:
        """Count a request that may come again when there is more room."""
        self._counts["overloaded"] += 1

    def problem(self) -> str:
        """Tell nothing: a receiver that answers takes requests."""
        return ""
