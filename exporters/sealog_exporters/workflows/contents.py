"""Contents of calls as values that can be compared and read, with sealed values in them."""

from __future__ import annotations

import ast
import json
import re
import warnings
from typing import TYPE_CHECKING, Any

from sealog.crypto.spelling import find_sealed_values
from sealog.records import tool_call

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["SEALED", "canonical", "leaves", "parsed", "readable", "texts"]

_NO_INDEX = "0"  # in place of a blind index
_MASKED = re.compile(r"\[masked:([a-z0-9_]+)\]")

SEALED = re.compile(r"~([a-z0-9_]+)~")
"""A sealed or masked value in a readable text (`readable`), with its entity."""

_LONGEST_LITERAL = 20_000  # characters; its parser takes a hundred times as much memory
_NOT_SAID = re.compile(
    r"(?:^|[._])(?:id|role|type|finish_reason|stop_reason|index|object|model|created)$", re.IGNORECASE
)


def canonical(value: Any) -> str | None:
    """Spell a parsed value so that equal values are equal texts; None where equality can't be told.

    A sealed value counts by its entity and blind index, since two sealings of one value differ; without an index, or
    masked, nothing is known.
    """
    text = None if value is None else tool_call.spelled(value)
    if text is None or _MASKED.search(text):
        return None
    unknown = False

    def told(entity: str, index: str) -> str:
        nonlocal unknown
        unknown = unknown or index == _NO_INDEX
        return f"~{entity}~{index}~"

    compared = _with_sealed(text, told)
    return None if unknown else compared


def readable(value: Any) -> str | None:
    """Spell a parsed value with `~<entity>~` for each sealed or masked value in it; None if there is none."""
    text = None if value is None else tool_call.spelled(value)
    return None if text is None else _with_sealed(_MASKED.sub(r"~\1~", text), lambda entity, _: f"~{entity}~")


def _with_sealed(text: str, spelling: Callable[[str, str], str]) -> str:
    """Give a text with each sealed value spelled anew, by its entity and its blind index."""
    pieces, place = [], 0
    for begin, end in find_sealed_values(text):
        _, entity, index, _ = text[begin:end].split("~", 3)
        pieces += [text[place:begin], spelling(entity, index)]
        place = end
    return "".join([*pieces, text[place:]]) if pieces else text


def leaves(text: str) -> list[str]:
    """Give the single values of a canonical text as they would be spelled elsewhere, without names of keys."""
    found: list[str] = []
    waiting = [parsed(text)]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
        elif value is not None and not isinstance(value, bool):
            found.append(str(value))
    return found


def texts(text: str) -> list[str]:
    """Give what is said in the messages of a canonical text: its longer texts, without ids, roles and names of keys."""
    found: list[str] = []
    waiting: list[tuple[str, Any]] = [("", parsed(text))]
    while waiting:
        key, value = waiting.pop()
        if isinstance(value, dict):
            waiting += reversed(value.items())
        elif isinstance(value, list):
            waiting += [(key, item) for item in reversed(value)]
        elif isinstance(value, str) and not _NOT_SAID.search(key):
            inner = parsed(value)
            if isinstance(inner, (dict, list)):
                waiting.append((key, inner))
            else:
                found.append(value)
    return found


def parsed(value: Any) -> Any:
    """Give what a text says in JSON, or as Python spells a list or a mapping; any other value as it is."""
    if isinstance(value, str) and value.strip()[:1] in {"{", "[", '"'}:
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            return _literal(value)
    return value


def _literal(text: str) -> Any:
    """Read what some frameworks write instead of JSON: a dict or list as Python spells it."""
    if len(text) > _LONGEST_LITERAL:
        return text
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of escapes that Python does not know; the text is somebody else's
            return ast.literal_eval(text)
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return text
