"""Finds the kinds of aggregations: every module of this package that has an `AGGREGATION`."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from pkgutil import iter_modules

from sealog_exporters.alerting import aggregations
from sealog_exporters.alerting.model.aggregation import AggregationType


def aggregation_types() -> dict[str, AggregationType]:
    """Return the kinds of aggregations by their key in a rule, such as `count`."""
    return _found_in(tuple(aggregations.__path__))


@lru_cache(maxsize=2)
def _found_in(path: tuple[str, ...]) -> dict[str, AggregationType]:
    """Import the modules once for each path: every rule of a file asks."""
    modules = (
        import_module(f"{aggregations.__name__}.{found.name}") for found in iter_modules(path) if not found.ispkg
    )
    types = (getattr(module, "AGGREGATION", None) for module in modules)
    return {kind.kind: kind for kind in types if isinstance(kind, AggregationType)}
