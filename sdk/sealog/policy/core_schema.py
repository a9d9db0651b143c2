"""Reads YAML's plain words as YAML 1.2's core schema does: numbers, true, false and null.

PyYAML follows YAML 1.1, where `on`, `no` and `y` are booleans, `010` is eight, `22:30` is a number and a date is not a
text. People do not mean that, such as with the country code NO (https://yaml.org/spec/1.2.2/#103-core-schema).
"""

from __future__ import annotations

import math
import re
from typing import Any, Final

__all__ = ["core_schema", "is_number", "plain_value"]

_TAG: Final = "tag:yaml.org,2002:"
_INTEGER: Final = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", re.ASCII)
_FLOAT: Final = re.compile(
    r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)", re.ASCII
)
_RESOLVED: Final = (
    ("null", re.compile(r"~|null|Null|NULL|"), ["~", "n", "N", ""]),
    ("bool", re.compile(r"true|True|TRUE|false|False|FALSE"), list("tTfF")),
    ("int", _INTEGER, list("-+0123456789")),
    ("float", _FLOAT, list("-+.0123456789")),
    ("merge", re.compile(r"<<"), ["<"]),  # of YAML 1.1, but people use it
)
_MOST_DIGITS: Final = 4_000  # Python refuses to read more


def core_schema(loader: type) -> type:
    """Return a PyYAML loader like this one, for which plain words are what YAML 1.2 says."""
    table: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
    for tag, pattern, starts in _RESOLVED:
        whole = re.compile(rf"(?:{pattern.pattern})\Z", re.ASCII)
        for start in starts:
            table.setdefault(start, []).append((f"{_TAG}{tag}", whole))
    return type(f"Core{loader.__name__}", (loader,), {"yaml_implicit_resolvers": table})


def is_number(text: str) -> bool:
    """Tell whether a text is a finite decimal number as YAML 1.2 and JSON spell one."""
    return _FLOAT.fullmatch(text) is not None and math.isfinite(plain_value("float", text))


def plain_value(kind: str, text: str) -> Any:
    """Read a plain word of a kind: `null`, `bool`, `int` or `float`.

    Raises:
        ValueError: it is none of this kind.
    """
    if kind == "null":
        return None
    if kind == "bool":
        return text.lower() == "true"
    if kind == "int":
        if len(text) > _MOST_DIGITS or _INTEGER.fullmatch(text) is None:
            raise ValueError("no number of YAML 1.2")
        bases = {"0o": 8, "0x": 16}
        return int(text[2:], bases[text[:2]]) if text[:2] in bases else int(text)
    if _FLOAT.fullmatch(text) is None:
        raise ValueError("no number of YAML 1.2")
    return float(re.sub(r"\.(?=[a-zA-Z])", "", text))
