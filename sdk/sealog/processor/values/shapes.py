"""The shapes of values that are neither text, number, mapping nor list, and of pairs of a name and its value.

It decides how a value is read, and in which shape it arrives.
"""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Mapping, Sequence, ValuesView
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from sealog.detect.structured.names import (
    LISTS_OF_NAMES,
    LONGEST,
    ROWS,
    SPELLED_NAMES,
    VALUES,
    is_nothing,
    is_pair,
    written_together,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from sealog.detect.model.rule import KeyRule

_MOST = 10_001  # one more than a list may have, so that it is seen to be longer
_SHORTEST = 4
_CONTROL = frozenset(range(0x20)) - frozenset(b"\t\n\r")
_PAIR = 2
_MOST_COLUMNS = 1000


def opened(value: Any) -> Any:  # noqa: PLR0911 - one line a type
    """Give the content of a value of an uncommon type as bytes, list or dictionary, or else its text."""
    try:
        if isinstance(value, (bytearray, memoryview)):
            return bytes(value)
        if isinstance(value, array):
            return value.tobytes() if value.typecode in "bB" else list(value[:_MOST])
        if hasattr(value, "_asdict"):
            return dict(zip(value._fields, value, strict=False))
        if isinstance(value, (Sequence, AbstractSet, ValuesView, deque)):
            return list(islice(value, _MOST))
        if is_dataclass(value) and not isinstance(value, type):
            return {one.name: getattr(value, one.name) for one in fields(value) if one.repr}
        if hasattr(type(value), "__pydantic_fields__"):
            return {name: vars(value).get(name) for name in type(value).__pydantic_fields__}
    except Exception:  # noqa: BLE001 - an application's own methods may raise anything
        return f"[{type(value).__name__}]"
    return text_of(value)


def text_of(value: Any) -> str:
    """Give a value's text, or its type's name where its `__str__` raises."""
    if type(value) is str:
        return value
    try:
        return str(value)
    except Exception:  # noqa: BLE001 - an application's own __str__ may raise anything
        return f"[{type(value).__name__}]"


def text_of_codes(value: list[Any] | tuple[Any, ...]) -> str | None:
    """Give the text of a list of character codes: what an attribute of bytes becomes unless it is handled before."""
    if len(value) < _SHORTEST or type(value[0]) is not int or type(value[-1]) is not int:
        return None
    try:
        text = bytes(value).decode()
    except (ValueError, TypeError):
        return None
    return None if _CONTROL.intersection(value) else text


def rule_of_pair(item: Any, rule_of_key: Callable[[str], KeyRule | None]) -> KeyRule | None:
    """Give the rule of the name that begins a pair of name and value: `("password", "…")`."""
    if type(item) not in {list, tuple} or len(item) != _PAIR:
        return None
    name, value = _as_text(item[0]), _as_text(item[1])
    if not name or value is None or len(name) > LONGEST or is_nothing(value):
        return None
    rule = _sealing(rule_of_key(name))
    if rule is None or not is_pair(rule, value) or rule_of_key(value[:LONGEST]) is not None:
        return None
    return rule


def rule_beside(value: Mapping[Any, Any], rule_of_key: Callable[[str], KeyRule | None]) -> KeyRule | None:
    """Give the rule of a name that stands in a mapping beside its value: `{"name": "X-Api-Key", "value": "…"}`."""
    for key in [key for key in value if key in SPELLED_NAMES]:
        name = value.get(key)
        if type(name) in {list, tuple} and name:
            name = name[-1]  # a path's last step
        if type(name) is str and 0 < len(name) <= LONGEST:
            rule = _sealing(rule_of_key(name)) if name != "token" and _has_value(value) else None
            if rule is not None:
                return rule
    return None


def rules_of_cells(
    value: Mapping[Any, Any], rule_of_key: Callable[[str], KeyRule | None]
) -> tuple[KeyRule | None, ...] | None:
    """Give the rules of the columns of a table, in their order: `{"columns": ["id", "password"], "rows": [[7, "…"]]}`.

    None if it is no table, or has no column with a rule.
    """
    if not any(type(key) is str and written_together(key) in ROWS for key in value):
        return None
    for key in LISTS_OF_NAMES.intersection(value):
        names = value[key]
        if isinstance(names, (list, tuple)) and len(names) <= _MOST_COLUMNS:
            rules = tuple(
                _sealing(rule_of_key(name)) if type(name) is str and 0 < len(name) <= LONGEST else None
                for name in names
            )
            if any(rules):
                return rules
    return None


def _has_value(value: Mapping[Any, Any]) -> bool:
    return any(type(key) is str and written_together(key) in VALUES for key in value)


def _sealing(rule: KeyRule | None) -> KeyRule | None:
    return None if rule is None or rule.action in {"keep", "drop"} else rule


def _as_text(value: Any) -> str | None:
    if isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return value.decode("latin-1")
    return str(value) if type(value) in {int, float} else None
