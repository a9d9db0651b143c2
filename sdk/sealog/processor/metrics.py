"""Checks metrics as they are exported: seals their resource and scope, and warns of personal attributes.

It seals no attribute of a measurement: each sealing gives a new text, which would start a time series of its own.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sealog.notices import say_once
from sealog.processor.blackout import black_resource
from sealog.processor.origins import Origins

if TYPE_CHECKING:
    from sealog.processor.sealing import Sealing

_LOOKED_AT = 2000
"""Data points that are checked in one collection; a larger metric is checked in parts, over several collections."""


class MetricWatch:
    """Looks at the data points of each collection; one reader calls it from one thread at a time."""

    def __init__(self, sealing: Sealing) -> None:
        self._sealing = sealing
        self._origins = Origins(sealing)
        self._start = 0

    def see(self, data: Any) -> Any:
        """Give the SDK's `MetricsData` with its resource and scopes sealed; say once an entity what shows in it."""
        try:
            return self._see(data)
        except Exception as error:  # noqa: BLE001 - metrics must go out, and their resource never in the clear
            say_once(
                "metrics", f"metrics could not be looked at; their resource is blacked out ({type(error).__name__})"
            )
            black = [
                replace(resource, resource=black_resource(resource.resource)) for resource in data.resource_metrics
            ]
            return replace(data, resource_metrics=black)

    def _see(self, data: Any) -> Any:
        points = [
            (metric.name, point)
            for resource in data.resource_metrics
            for scope in resource.scope_metrics
            for metric in scope.metrics
            for point in metric.data.data_points
        ]
        self._start = self._start if self._start < len(points) else 0
        for metric, point in points[self._start : self._start + _LOOKED_AT]:
            self._warn(metric, point.attributes or {})
        self._start += _LOOKED_AT
        return replace(data, resource_metrics=[self._sealed(resource) for resource in data.resource_metrics])

    def _warn(self, metric: str, attributes: Any) -> None:
        entities = {rule.entity for key in attributes if (rule := self._sealing.rule_of_key(key)) is not None}
        texts = [str(value) for value in attributes.values()]
        for findings in self._sealing.scanner.scan_many(texts) or () if texts else ():
            entities.update(finding.entity for finding in findings)
        for entity in entities:
            name = self._sealing.value(metric, "$metric")
            say_once(f"metric {entity}", f"an attribute of the metric {name} holds a {entity}; metrics are not sealed")

    def _sealed(self, resource: Any) -> Any:
        scopes = [replace(scope, scope=self._origins.scope(scope.scope)) for scope in resource.scope_metrics]
        return replace(resource, resource=self._origins.resource(resource.resource), scope_metrics=scopes)
