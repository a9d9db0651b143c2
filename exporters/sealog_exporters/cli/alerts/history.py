"""Where a backtest reads records from: an Elasticsearch, the store of `sealog up`, or files of OTLP/JSON lines."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import datetime, timezone
from typing import TYPE_CHECKING

from sealog.cli.terminal import lines_of
from sealog.errors import SettingError
from sealog_exporters.cli.stores.registry import open_store
from sealog_exporters.event import Event

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sealog_exporters.store.interface import StoredRecord

FOR_EVER_NS = 2**63 - 1


def moment_ns(text: str, setting: str, now_ns: int) -> int:
    """Read `7d` (so long ago), `2026-11-01` (its beginning in UTC) or an RFC 3339 time, in ns since the epoch.

    Raises:
        SettingError: it is none of these; names the setting.
    """
    from sealog_exporters.alerting.model.routing.silence import parse_time
    from sealog_exporters.alerting.syntax.duration import parse_duration

    ago_ns = parse_duration(text)
    if ago_ns is not None:
        return now_ns - ago_ns
    try:
        day = datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=timezone.utc)
        return int(day.timestamp()) * 1_000_000_000
    except ValueError:
        pass
    try:
        return parse_time(text)
    except SettingError:
        raise SettingError(
            f"{setting}: must be a time such as 2026-12-24T18:00:00Z, a day such as 2026-12-24, or 7d for so long ago"
        ) from None


def of_store(name: str, index: str, from_ns: int, to_ns: int) -> Callable[[], Iterator[Event]]:
    """Return a function that reads a store's records of that time, oldest first, each time anew."""

    def events() -> Iterator[Event]:
        with ExitStack() as stack:
            yield from map(to_event, open_store(name, stack, index_pattern=index).history(from_ns, to_ns))

    return events


def of_files(files: Sequence[str], from_ns: int, to_ns: int) -> Callable[[], Iterator[Event]]:
    """Return a function that reads files, one after the other, in the order of their lines.

    A line is an OTLP request as the collector's `file` exporter writes it.
    """

    def events() -> Iterator[Event]:
        for file in files:
            with lines_of(file) as lines:
                for number, line in enumerate(lines, 1):
                    if line.strip():
                        found = _decoded(line, f"{file}:{number}")
                        yield from (event for event in found if from_ns <= event.time_unix_nano < to_ns)

    return events


def to_event(record: StoredRecord) -> Event:
    """Make an event of a stored record; when it was observed is not stored everywhere, and left unset."""
    return Event(
        time_unix_nano=record.time_unix_nano,
        observed_unix_nano=0,
        severity_number=record.severity_number,
        severity_text=record.severity_text,
        body=record.body,
        attributes=record.attributes,
        resource=record.resource or ({"service.name": record.service} if record.service else {}),
        scope=record.scope,
        event_name=record.event_name,
        trace_id=record.trace_id,
        span_id=record.span_id,
    )


def _decoded(line: str, place: str) -> list[Event]:
    """Read one line.

    Raises:
        SettingError: it is no OTLP request; names the line, never what stands there.
    """
    from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest

    from sealog_exporters.otlp.decoding.logs import decode_logs
    from sealog_exporters.otlp.errors import BadRequest
    from sealog_exporters.otlp.otlp_json import fill_from_json

    request = ExportLogsServiceRequest()
    try:
        fill_from_json(request, line.encode("utf-8", "surrogateescape"))
        return decode_logs(request)
    except BadRequest as error:
        raise SettingError(f"{place}: is no OTLP/JSON line of logs: {error}") from None
