"""Checks that a provider is of the kind that a function takes, so that mixing them up is an error."""

from __future__ import annotations

from typing import Any

from sealog.errors import ArgumentError
from sealog.notices import say_once

_CALLS = {
    "add_log_record_processor": "sealog.install takes a LoggerProvider",
    "add_span_processor": "sealog.install_spans takes a TracerProvider",
}


def check_provider(provider: Any, ability: str, api_class: type, call: str) -> None:
    """Refuse an object without the `ability` (a method's name) that `call` needs, unless it is the API's own provider.

    The API's provider exports nothing. Which one an application gets depends on its environment
    (`OTEL_SDK_DISABLED`), so stderr says so, and it is not an error.

    Raises:
        ArgumentError: it is a provider of another kind, or none.
    """
    if isinstance(provider, type):
        raise ArgumentError(f"sealog.{call} takes a provider, not the class {provider.__name__}: call it first")
    if callable(getattr(provider, ability, None)):
        return
    kind = type(provider).__name__
    if isinstance(provider, api_class):
        say_once(
            f"{call} no sdk",
            f"{kind} exports nothing, so there is nothing to seal; set the SDK's provider up before sealog.{call}()",
        )
        return
    fitting = next((f"; {text}" for name, text in _CALLS.items() if callable(getattr(provider, name, None))), "")
    raise ArgumentError(f"{_CALLS[ability]} of opentelemetry.sdk, not {kind}{fitting}")
