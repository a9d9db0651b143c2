"""The metrics of a request: resource and scope are sealed, and findings in everything else are masked.

Each sealing gives a new text, so that each measurement would become a time series of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sealog.detect.engine.scanner import default_scanner
from sealog.errors import SettingError
from sealog.notices import say_once
from sealog.policy.protection import protection
from sealog.processor.blackout import BLACK
from sealog.processor.sealing import Sealing
from sealog.settings import load_settings
from sealog_exporters.sealing.log_records import drop_false_ids
from sealog_exporters.sealing.origins import black_resource, black_scope, seal_resource, seal_scope
from sealog_exporters.sealing.values import attributes_of, put_attributes

if TYPE_CHECKING:
    from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest
    from opentelemetry.proto.metrics.v1.metrics_pb2 import Metric

__all__ = ["KINDS", "MetricsMask", "black_metric", "mask_metric", "masking"]

_TEXTS = ("name", "description", "unit")
KINDS = ("gauge", "sum", "histogram", "exponential_histogram", "summary")


class MetricsMask:
    """Masks whole requests, for a receiver that keeps metrics and has no key: by the policy of `SEALOG_POLICY`.

    Where that can't be read, by the default rules. Safe from any thread.
    """

    def __init__(self) -> None:
        scanner, action_of = default_scanner(), None
        try:
            scanner, action_of = protection(load_settings().policy)
        except SettingError as error:
            say_once("metrics-policy", f"what is found in metrics is masked by the default rules: {error}")
        self._masks = Sealing(scanner, None, action_of=action_of)

    def __call__(self, request: ExportMetricsServiceRequest) -> None:
        """Mask in place; what can't be looked at is taken out. Never raises."""
        for resource in request.resource_metrics:
            try:
                seal_resource(resource.resource, self._masks)
            except Exception as error:  # noqa: BLE001 - the sender must be answered, and the plaintext not be kept
                say_once("resource", f"a resource could not be looked at and was blacked out ({type(error).__name__})")
                black_resource(resource.resource)
            for scope in resource.scope_metrics:
                try:
                    seal_scope(scope.scope, self._masks)
                except Exception as error:  # noqa: BLE001 - as above
                    say_once("scope", f"a scope could not be looked at and was blacked out ({type(error).__name__})")
                    black_scope(scope.scope)
                for metric in scope.metrics:
                    mask_metric(metric, self._masks)


def masking(sealing: Sealing) -> Sealing:
    """Give what finds as `sealing` does, and masks."""
    return Sealing(sealing.scanner, None, sealing.max_text, sealing.action_of)


def mask_metric(metric: Metric, masks: Sealing) -> bool:
    """Mask what is found in a metric; give whether it could be looked at. Never raises."""
    try:
        for field in _TEXTS:
            text = getattr(metric, field)
            setattr(metric, field, masks.value(text, "$metric") if text else text)
        _mask_attributes(metric, "metadata", masks)
        for kind in KINDS:
            if metric.HasField(kind):  # type: ignore[arg-type]  # each is one of its fields
                for point in getattr(metric, kind).data_points:
                    _mask_point(point, masks)
    except Exception as error:  # noqa: BLE001 - the sender must be answered, and the next hop not see the plaintext
        say_once("metrics", f"a metric could not be looked at and was blacked out ({type(error).__name__})")
        black_metric(metric)
        return False
    return True


def black_metric(metric: Metric) -> None:
    """Leave nothing of a metric but a name that says so."""
    metric.Clear()
    metric.name = BLACK


def _mask_point(point: Any, masks: Sealing) -> None:
    _mask_attributes(point, "attributes", masks)
    for exemplar in getattr(point, "exemplars", ()):
        drop_false_ids(exemplar)
        _mask_attributes(exemplar, "filtered_attributes", masks)


def _mask_attributes(message: Any, field: str, masks: Sealing) -> None:
    pairs = getattr(message, field)
    if not pairs:
        return
    attributes = attributes_of(pairs)
    masked = masks.value(attributes, "$metric")
    if masked is not attributes or getattr(attributes, "merged", False):
        put_attributes(pairs, masked)
