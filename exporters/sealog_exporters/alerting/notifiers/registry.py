"""Finds the kinds of integrations: every module of this package that has an `INTEGRATION`."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from sealog_exporters.alerting import notifiers
from sealog_exporters.alerting.model.notifier import IntegrationType


def integration_types() -> dict[str, IntegrationType]:
    """Return the kinds of integrations by the key that lists them in a receiver, such as `slack_configs`."""
    modules = (
        import_module(f"{notifiers.__name__}.{found.name}")
        for found in iter_modules(notifiers.__path__)
        if not found.ispkg
    )
    types = (getattr(module, "INTEGRATION", None) for module in modules)
    return {kind.key: kind for kind in types if isinstance(kind, IntegrationType)}
