"""The tokens of a form: words of the message, and signs for what is no word of it."""

from __future__ import annotations

from typing import Final

__all__ = ["ANY", "COLON", "COMMA", "OPEN_VALUE", "Form", "is_variable"]

Form = tuple[str, ...]

ANY: Final = "<*>"
COLON: Final = ":"

COMMA: Final = ","
"""Stands between items, until a message's tokens are joined."""

OPEN_VALUE: Final = "=("
"""A bracket that opened behind `=`, until it closes."""


def is_variable(token: str) -> bool:
    """Tell whether a token of a form stands for a value: `<*>`, or `<entity>` for a sealed one."""
    return token[0] == "<" and token[-1] == ">"
