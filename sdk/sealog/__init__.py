"""sealog keeps personal data out of log stores without losing it.

These are the public names; everything else may change. They are loaded when they are first used, so that importing
`sealog` costs an application nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sealog.correlate.carrier import carry, resume
    from sealog.crypto.blind_index import blind_indexer
    from sealog.crypto.spelling import SealedValue, find_sealed_values, parse_sealed_value
    from sealog.detect.scanner import Scanner, default_scanner
    from sealog.errors import FormatError, KeyFileError, OpenError, SealogError, SettingError, StoreError
    from sealog.keys.bundle import Bundle, load_bundle
    from sealog.keys.sealer import Sealer
    from sealog.processor.processor import SealingProcessor
    from sealog.records.finding import Finding
    from sealog.wiring.configure import configure
    from sealog.wiring.install import install
    from sealog.wiring.signals import install_spans

_HOMES = {
    "Bundle": "sealog.keys.bundle",
    "Finding": "sealog.records.finding",
    "FormatError": "sealog.errors",
    "KeyFileError": "sealog.errors",
    "OpenError": "sealog.errors",
    "Scanner": "sealog.detect.scanner",
    "SealedValue": "sealog.crypto.spelling",
    "Sealer": "sealog.keys.sealer",
    "SealingProcessor": "sealog.processor.processor",
    "SealogError": "sealog.errors",
    "SettingError": "sealog.errors",
    "StoreError": "sealog.errors",
    "blind_indexer": "sealog.crypto.blind_index",
    "carry": "sealog.correlate.carrier",
    "configure": "sealog.wiring.configure",
    "default_scanner": "sealog.detect.scanner",
    "find_sealed_values": "sealog.crypto.spelling",
    "install": "sealog.wiring.install",
    "install_spans": "sealog.wiring.signals",
    "load_bundle": "sealog.keys.bundle",
    "parse_sealed_value": "sealog.crypto.spelling",
    "resume": "sealog.correlate.carrier",
}

__all__ = [
    "Bundle",
    "Finding",
    "FormatError",
    "KeyFileError",
    "OpenError",
    "Scanner",
    "SealedValue",
    "Sealer",
    "SealingProcessor",
    "SealogError",
    "SettingError",
    "StoreError",
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
]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(home), name)
