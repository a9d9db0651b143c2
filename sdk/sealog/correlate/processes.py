"""Processes: a child belongs to the span that was active when it was started.

A child of `multiprocessing` finds the carrier on its process object, and a program of `subprocess` in its environment
as `TRACEPARENT` and `TRACESTATE`. Nothing else is put there: others can see an environment, and baggage may be
personal. Tasks of pools are in `pools.py`.
"""

from __future__ import annotations

import os
import subprocess
from functools import wraps
from typing import TYPE_CHECKING, Any

from opentelemetry import context
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from wrapt import register_post_import_hook

from sealog.correlate.carrier import carry, resume

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, MutableMapping
    from multiprocessing.process import BaseProcess

_CARRIES = "_sealog_carries"
_CARRIER = "_sealog_carrier"
_VARIABLES = {"traceparent": "TRACEPARENT", "tracestate": "TRACESTATE"}
_ENVIRONMENT = 10
"""The place of `env` among the positional arguments of `subprocess.Popen`, `args` being the first."""


def carry_into_processes() -> None:
    """Wrap the functions that start processes; a second call changes nothing.

    `multiprocessing` is wrapped when the program imports it, because importing it here would delay every start.
    """
    _wrap(subprocess.Popen, "__init__", _popen)
    register_post_import_hook(_carry_into_multiprocessing, "multiprocessing.process")


def adopt_environment(environ: Mapping[str, str] = os.environ) -> None:
    """Attach the trace that this process was started in, if its environment names one, in the calling thread."""
    carrier = {field: environ[name] for field, name in _VARIABLES.items() if name in environ}
    if carrier:
        context.attach(TraceContextTextMapPropagator().extract(carrier))


def _carry_into_multiprocessing(module: Any) -> None:
    _wrap(module.BaseProcess, "start", _start)
    _wrap(module.BaseProcess, "_bootstrap", _bootstrap)


def _wrap(home: type, name: str, wrapped: Callable[[Callable[..., Any]], Callable[..., Any]]) -> None:
    original = getattr(home, name, None)
    if original is not None and not hasattr(original, _CARRIES):
        new = wraps(original)(wrapped(original))
        setattr(new, _CARRIES, True)
        setattr(home, name, new)


def _start(start: Callable[..., None]) -> Callable[..., None]:
    def started(self: BaseProcess) -> None:
        if carrier := carry():
            setattr(self, _CARRIER, carrier)
        start(self)

    return started


def _bootstrap(bootstrap: Callable[..., int]) -> Callable[..., int]:
    def bootstrapped(self: BaseProcess, *arguments: Any, **named: Any) -> int:
        with resume(getattr(self, _CARRIER, {})):
            return bootstrap(self, *arguments, **named)

    return bootstrapped


def _popen(init: Callable[..., None]) -> Callable[..., None]:
    def initialised(self: Any, *arguments: Any, **named: Any) -> None:
        carrier: dict[str, str] = {}
        TraceContextTextMapPropagator().inject(carrier)
        if carrier:
            if len(arguments) > _ENVIRONMENT:
                given: Any = arguments[_ENVIRONMENT]
                rest = arguments[_ENVIRONMENT + 1 :]
                arguments = (*arguments[:_ENVIRONMENT], _with(given, carrier), *rest)
            else:
                named["env"] = _with(named.get("env"), carrier)
        init(self, *arguments, **named)

    return initialised


def _with(environ: Mapping[Any, Any] | None, carrier: Mapping[str, str]) -> MutableMapping[Any, Any]:
    new = dict(os.environ if environ is None else environ)
    new.update((_VARIABLES[field], text) for field, text in carrier.items())
    return new
