"""The page of a rule file's keys, from the JSON schema that comes with the rules."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reference.markdown import cell, code, made_from, table

if TYPE_CHECKING:
    from collections.abc import Iterator

SCHEMA = Path(__file__).parents[2] / "examples/alerting/rules.schema.json"

_INTRODUCTION = """# Keys of a rule file

The guides say what each of them means:
[rules](../alerting/rules.md), [receivers](../alerting/receivers.md), [routes](../alerting/routing.md) and
[tests](../alerting/testing.md).
This page lists every key.
Editors that know JSON Schema complete and check them: `sealog alerts schema > rules.schema.json`.

Durations are written as in Prometheus: `500ms`, `30s`, `5m`, `1h30m`, `1d`, `2w`.
"""

_TITLES = {
    "group": "groups[]",
    "rule": "groups[].rules[]",
    "receiver": "receivers[]",
    "case": "tests[]",
    "inhibition": "inhibit_rules[]",
    "silence": "silences[]",
    "interval": "time_intervals[]",
    "route": "route",
    "links": "links",
}
"""Where the keys of a part stand; every other part is called by its own name."""


_LITERAL = "text, number or true/false"
_WORDS = {"string": "text", "boolean": "true/false"}


def page() -> str:
    """Return the page."""
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    parts = schema["$defs"]
    lines = [made_from("the schema of rule files"), _INTRODUCTION, "## The file\n", _keys(schema, parts)]
    for name, part in parts.items():
        if _has_keys(part):
            lines += _part(name, part, parts)
    return "\n".join(lines).rstrip() + "\n"


def _has_keys(part: dict[str, Any]) -> bool:
    return "properties" in part or isinstance(part.get("additionalProperties"), dict)


def _part(name: str, part: dict[str, Any], parts: dict[str, Any]) -> Iterator[str]:
    yield f"## {_title(name)}\n"
    if "description" in part:
        yield f"{cell(part['description'])}\n"
    yield _keys(part, parts)
    others = part.get("additionalProperties")
    if isinstance(others, dict):
        yield f"Any other key: {cell(others.get('description', '')) or _kind(others, parts)}\n"


def _title(name: str) -> str:
    return _TITLES.get(name, name.replace("_", " "))


def _keys(part: dict[str, Any], parts: dict[str, Any]) -> str:
    required = set(part.get("required", ()))
    rows = (
        (
            code(name) + (" (required)" if name in required else ""),
            _kind(key, parts),
            cell(key.get("description", "")),
        )
        for name, key in part.get("properties", {}).items()
    )
    return table(("key", "value", "what"), rows)


def _kind(key: dict[str, Any], parts: dict[str, Any]) -> str:
    """Return what a value looks like, in a few words; `parts` are what the schema refers to."""
    if "$ref" in key:
        name = key["$ref"].rpartition("/")[2]
        return f"[{_title(name)}](#{_anchor(_title(name))})" if _has_keys(parts[name]) else _kind(parts[name], parts)
    if "enum" in key:
        return ", ".join(code(str(one)) for one in key["enum"])
    if "anyOf" in key:
        first, *others = dict.fromkeys(_kind(one, parts) for one in key["anyOf"])
        return " or ".join([first, *("a list of these" if other == f"list of {first}" else other for other in others)])
    kinds = key.get("type", "any value")
    if kinds == "array":
        return f"list of {_kind(key.get('items', {}), parts)}"
    if kinds == "object":
        return "mapping"
    if kinds == "string" and "w)" in key.get("pattern", ""):
        return "duration"
    return _bounded(_LITERAL if isinstance(kinds, list) else _WORDS.get(kinds, str(kinds)), key)


def _bounded(kind: str, key: dict[str, Any]) -> str:
    least = key.get("minimum", key.get("exclusiveMinimum"))
    most = key.get("maximum", key.get("exclusiveMaximum"))
    if least is not None and most is not None:
        return f"{kind}, {least} to {most}"
    if least is not None:
        return f"{kind}, {'more than' if 'exclusiveMinimum' in key else 'from'} {least}"
    return kind if most is None else f"{kind}, up to {most}"


def _anchor(title: str) -> str:
    return "".join(char for char in title.lower().replace(" ", "-") if char.isalnum() or char in "-_")
