"""Tells in which field of a record each sealed value stands, to compare it with the field it was sealed under."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sealog.crypto.spelling import find_look_alikes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_DEEPEST = 32


def fields_of(line: str) -> Callable[[str], str | None]:
    """Return the function that tells the field of a sealed value in a JSON object; None if the line is text."""
    found = dict(_tokens(line))
    return found.get


def fields_within(field: str, text: str) -> Callable[[str], str]:
    """Return what tells the field of a sealed value in a record's field; a structured one is text in JSON."""
    within = fields_of(text)
    return lambda token: f"{field}.{name}" if (name := within(token)) else field


def _tokens(line: str) -> Iterator[tuple[str, str]]:
    if not line.lstrip().startswith("{") or "seal1" not in line:
        return
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return
    for name, text in _texts(record, "", 0):
        for start, end in find_look_alikes(text):
            yield text[start:end].removesuffix("~"), name


def _texts(value: Any, name: str, depth: int) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, dict) and depth < _DEEPEST:
        pair = value.get("key")  # as OTLP/JSON has its attributes
        if isinstance(pair, str) and "value" in value:
            yield from _texts(value["value"], f"{name}.{pair}", depth + 1)
            return
        for key, item in value.items():
            yield from _texts(item, f"{name}.{key}" if name else key, depth + 1)
    elif isinstance(value, list) and depth < _DEEPEST:
        for item in value:
            yield from _texts(item, name, depth + 1)
