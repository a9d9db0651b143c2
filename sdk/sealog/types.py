"""The types of arguments and results of `sealog`'s public names, for annotations. Each is loaded when first used.

`sealog` itself has what a program calls or catches.
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False  # as `typing` has it, whose import takes half of the time that this module's takes

if TYPE_CHECKING:
    from typing import Any

    from sealog.crypto.blind_index import BlindIndex
    from sealog.crypto.secret import Secret
    from sealog.crypto.spelling import SealedKey
    from sealog.detect.model.rule import KeyRule, KeywordRule, Rule
    from sealog.detect.model.scan_budget import ScanBudget
    from sealog.detect.regex import Engine
    from sealog.gatekeeper.opened import Doubt
    from sealog.instrumentation.install import Installed
    from sealog.instrumentation.signals import InstalledSpans
    from sealog.keys.index_service import IndexServiceKey
    from sealog.keys.path import FilePath
    from sealog.keys.sealer import SealingKey
    from sealog.records.finding import Group
    from sealog.settings import Settings

_HOMES = {
    "BlindIndex": "sealog.crypto.blind_index",
    "Doubt": "sealog.gatekeeper.opened",
    "ScanBudget": "sealog.detect.model.scan_budget",
    "Engine": "sealog.detect.regex",
    "FilePath": "sealog.keys.path",
    "Group": "sealog.records.finding",
    "IndexServiceKey": "sealog.keys.index_service",
    "Installed": "sealog.instrumentation.install",
    "InstalledSpans": "sealog.instrumentation.signals",
    "KeyRule": "sealog.detect.model.rule",
    "KeywordRule": "sealog.detect.model.rule",
    "Rule": "sealog.detect.model.rule",
    "SealedKey": "sealog.crypto.spelling",
    "SealingKey": "sealog.keys.sealer",
    "Secret": "sealog.crypto.secret",
    "Settings": "sealog.settings",
}

__all__ = [
    "BlindIndex",
    "Doubt",
    "Engine",
    "FilePath",
    "Group",
    "IndexServiceKey",
    "Installed",
    "InstalledSpans",
    "KeyRule",
    "KeywordRule",
    "Rule",
    "ScanBudget",
    "SealedKey",
    "SealingKey",
    "Secret",
    "Settings",
]


if not TYPE_CHECKING:  # else type checkers would take every name for one that is there

    def __getattr__(name: str) -> Any:
        home = _HOMES.get(name)
        if home is None:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(home), name)


def __dir__() -> list[str]:
    dunders = [name for name in globals() if name.startswith("__")]
    return sorted({*dunders, *__all__})
