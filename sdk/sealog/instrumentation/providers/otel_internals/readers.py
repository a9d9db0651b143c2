"""The readers of a meter provider: passes on what they collect, and lets them collect once more at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from opentelemetry.sdk.metrics import MeterProvider

if TYPE_CHECKING:
    from collections.abc import Callable

_GUARDED = "_sealog_guarded"


def watch_metrics(provider: Any, see: Callable[[Any], Any]) -> bool:
    """Let each metric reader of a meter provider, also later ones, get the result of `see` for a collection."""
    readers = getattr(provider, "_metric_readers", None) or getattr(
        getattr(provider, "_sdk_config", None), "metric_readers", None
    )
    if readers is None:
        return False
    for reader in readers:
        _watch(reader, see)
    add = getattr(provider, "add_metric_reader", None)
    if callable(add) and not hasattr(provider, _GUARDED):

        def added(reader: Any) -> None:
            _watch(reader, see)
            add(reader)

        provider.add_metric_reader = added
        setattr(provider, _GUARDED, True)
    return True


def _watch(reader: Any, see: Callable[[Any], Any]) -> None:
    receive = getattr(reader, "_receive_metrics", None)
    if callable(receive) and not hasattr(reader, _GUARDED):
        reader._receive_metrics = lambda data, *rest, **named: receive(see(data), *rest, **named)  # noqa: SLF001
        setattr(reader, _GUARDED, True)


def end_metrics(provider: Any, seconds: float) -> None:
    """Let a meter provider collect and export for the last time, within `seconds`; for any other nothing is done."""
    if isinstance(provider, MeterProvider) and not getattr(provider, "_shutdown", False):
        provider.shutdown(timeout_millis=seconds * 1000)
