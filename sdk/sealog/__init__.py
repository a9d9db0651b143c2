"""sealog keeps personal data out of log stores without losing it.

`configure` sets up a script; under `opentelemetry-instrument` no call is needed. `scan` and `seal_text` are for single
texts, `Opener` opens sealed values. The types of signatures are in `sealog.types`. Everything else may change.

Each name is loaded when it is first used, so that importing `sealog` costs an application nothing.
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False  # as `typing` has it, whose import takes half of the time that this module's takes

if TYPE_CHECKING:
    from typing import Any

    from sealog.correlate.carrier import carry, resume
    from sealog.crypto.blind_index import blind_indexer
    from sealog.crypto.spelling import SealedValue, find_sealed_values, parse_sealed_value
    from sealog.detect.engine.scanner import Scanner, default_scanner
    from sealog.detect.model.scan_budget import TooCostlyError
    from sealog.errors import (
        ArgumentError,
        AuditError,
        FormatError,
        KeyFileError,
        OpenError,
        SealogError,
        SettingError,
        StoreError,
    )
    from sealog.gatekeeper.opened import Opened
    from sealog.gatekeeper.opener import Opener
    from sealog.instrumentation.configure import configure
    from sealog.instrumentation.install import install
    from sealog.instrumentation.signals import install_spans
    from sealog.keys.bundle import Bundle, load_bundle
    from sealog.keys.sealer import Sealer
    from sealog.processor.processor import SealingProcessor
    from sealog.records.finding import Finding
    from sealog.texts import scan, seal_text

    __version__: str

_HOMES = {
    "ArgumentError": "sealog.errors",
    "AuditError": "sealog.errors",
    "Bundle": "sealog.keys.bundle",
    "Finding": "sealog.records.finding",
    "FormatError": "sealog.errors",
    "KeyFileError": "sealog.errors",
    "OpenError": "sealog.errors",
    "Opened": "sealog.gatekeeper.opened",
    "Opener": "sealog.gatekeeper.opener",
    "Scanner": "sealog.detect.engine.scanner",
    "SealedValue": "sealog.crypto.spelling",
    "Sealer": "sealog.keys.sealer",
    "SealingProcessor": "sealog.processor.processor",
    "SealogError": "sealog.errors",
    "SettingError": "sealog.errors",
    "StoreError": "sealog.errors",
    "TooCostlyError": "sealog.detect.model.scan_budget",
    "blind_indexer": "sealog.crypto.blind_index",
    "carry": "sealog.correlate.carrier",
    "configure": "sealog.instrumentation.configure",
    "default_scanner": "sealog.detect.engine.scanner",
    "find_sealed_values": "sealog.crypto.spelling",
    "install": "sealog.instrumentation.install",
    "install_spans": "sealog.instrumentation.signals",
    "load_bundle": "sealog.keys.bundle",
    "parse_sealed_value": "sealog.crypto.spelling",
    "resume": "sealog.correlate.carrier",
    "scan": "sealog.texts",
    "seal_text": "sealog.texts",
}

__all__ = [
    "ArgumentError",
    "AuditError",
    "Bundle",
    "Finding",
    "FormatError",
    "KeyFileError",
    "OpenError",
    "Opened",
    "Opener",
    "Scanner",
    "SealedValue",
    "Sealer",
    "SealingProcessor",
    "SealogError",
    "SettingError",
    "StoreError",
    "TooCostlyError",
    "blind_indexer",
    "carry",
    "configure",
    "default_scanner",
    "find_sealed_values",
    "install",
    "install_spans",
    "load_bundle",
    "parse_sealed_value",
    "resume",
    "scan",
    "seal_text",
]


if not TYPE_CHECKING:  # else type checkers would take every name for one that is there

    def __getattr__(name: str) -> Any:
        if name == "__version__":
            from importlib.metadata import version  # noqa: PLC0415 - 10 ms that few need

            return version("sealog")
        home = _HOMES.get(name)
        if home is None:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(home), name)


def __dir__() -> list[str]:
    dunders = [name for name in globals() if name.startswith("__")]
    return sorted({*dunders, *__all__, "__version__"})
