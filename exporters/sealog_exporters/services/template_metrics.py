"""Exports what is counted of templates over OTLP, where OTEL_EXPORTER_OTLP_METRICS_ENDPOINT names who takes it."""
# ruff: noqa: PLC0415 -- the SDK takes a third of a second to load, which who exports nothing should not wait for

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from opentelemetry.metrics import CallbackOptions, Observation

    from sealog_exporters.templates.meter import Meter, Point

__all__ = ["ENDPOINT", "exported"]

ENDPOINT: Final = "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT"
_PROTOCOLS: Final = ("OTEL_EXPORTER_OTLP_METRICS_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL")


@contextmanager
def exported(meter: Meter, service: str, environ: Mapping[str, str] = os.environ) -> Iterator[None]:
    """Export a meter's series inside the block, each minute (OTEL_METRIC_EXPORT_INTERVAL) and at its end.

    `service` is the `service.name` of this process, unless OTEL_SERVICE_NAME or OTEL_RESOURCE_ATTRIBUTES has another.
    Does nothing where no endpoint is set.
    """
    if not environ.get(ENDPOINT):
        yield
        return
    from opentelemetry.sdk.metrics import MeterProvider
    from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
    from opentelemetry.sdk.resources import Resource

    grpc = next((environ[name] for name in _PROTOCOLS if environ.get(name)), "http/protobuf") == "grpc"
    if grpc:
        from opentelemetry.exporter.otlp.proto.grpc.metric_exporter import OTLPMetricExporter
    else:
        from opentelemetry.exporter.otlp.proto.http.metric_exporter import (  # type: ignore[assignment] # same use
            OTLPMetricExporter,
        )
    reader = PeriodicExportingMetricReader(OTLPMetricExporter())
    resource = Resource.create({} if "OTEL_SERVICE_NAME" in environ else {"service.name": service})
    provider = MeterProvider([reader], resource=resource, shutdown_on_exit=False)
    points = _Once(meter.collect)
    made = provider.get_meter("sealog.templates")
    made.create_observable_counter(
        "sealog.template.records", [points.records], "{record}", "Records of the most frequent templates, and of others"
    )
    made.create_observable_counter("sealog.template.size", [points.sizes], "By", "Bytes of their bodies as UTF-8")
    try:
        yield
    finally:
        provider.shutdown()


class _Once:
    """Gives two instruments the points of one collection."""

    def __init__(self, collect: Callable[[], list[Point]]) -> None:
        self._collect = collect
        self._points: list[Point] = []

    def records(self, _: CallbackOptions) -> Iterator[Observation]:
        self._points = self._collect()
        return (_observed(one, one.records) for one in self._points)

    def sizes(self, _: CallbackOptions) -> Iterator[Observation]:
        return (_observed(one, one.size) for one in self._points)


def _observed(one: Point, value: int) -> Observation:
    from opentelemetry.metrics import Observation

    attributes = {"sealog.template.id": one.series.template, "level": one.series.level}
    if one.series.service:
        attributes["service.name"] = one.series.service
    return Observation(value, attributes)
