"""Changes the texts of a document, wherever they stand in it. It knows nothing of what they say."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["GONE", "mapped"]

GONE: Final = object()
"""Stands for a value that is not there any more."""
_DEEPEST = 160
"""Levels of JSON: 32 of a value, which is the most that sealing leaves, take four each as OTLP/JSON."""


def mapped(value: Any, name: str, change: Callable[[str, str], Any], depth: int = 0) -> Any:
    """Give a document with every text changed; what has nothing left that had something before is gone, too.

    `change` is told the name of a text's place, joined by dots, and the text; it gives a text, or `GONE`.
    """
    if isinstance(value, str):
        return change(name, value)
    if depth >= _DEEPEST:  # as a text, which is read as JSON again if it may hold the person
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        changed = change(name, text)
        return value if changed == text else changed
    if isinstance(value, Mapping):
        pair = value.get("key")
        if isinstance(pair, str) and "value" in value:  # as OTLP/JSON has attributes
            below = mapped(value["value"], f"{name}.{pair}", change, depth + 1)
            return GONE if below is GONE else {**value, "value": below}
        kept = {}
        for key, item in value.items():
            below = mapped(item, _joined(name, str(key)), change, depth + 1)
            if below is not GONE:
                kept[change("", key) if isinstance(key, str) else key] = below
        return kept if kept or not value else GONE
    if isinstance(value, Sequence) and not isinstance(value, bytes):
        items = [mapped(item, name, change, depth + 1) for item in value]
        kept_items = [item for item in items if item is not GONE]
        return kept_items if kept_items or not items else GONE
    return value


def _joined(name: str, key: str) -> str:
    """Name what is below; the wrappers of OTLP/JSON's values add nothing."""
    return name if key in {"stringValue", "arrayValue", "values"} and name else f"{name}.{key}" if name else key
