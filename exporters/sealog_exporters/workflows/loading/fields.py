"""Values of a parsed trace file, each checked; errors have the path of the value and nothing of its content."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Any

from sealog.errors import SettingError

__all__ = ["identifier", "mapping", "sequence", "whole"]

_HEX = re.compile(r"(?:[0-9a-fA-F]{16}|[0-9a-fA-F]{32})")
_WHOLE = re.compile(r"-?[0-9]{1,20}")
_MOST = 2**64


def mapping(value: Any, path: str) -> dict[str, Any]:
    """Give an object of JSON.

    Raises:
        SettingError: it is something else.
    """
    if not isinstance(value, dict):
        raise SettingError(f"{path}: an object is expected")
    return value


def sequence(value: Any, path: str) -> list[Any]:
    """Give a list of JSON.

    Raises:
        SettingError: it is something else.
    """
    if not isinstance(value, list):
        raise SettingError(f"{path}: a list is expected")
    return value


def whole(value: Any, path: str) -> int:
    """Give a whole number. OTLP writes those of 64 bits as text; some writers as numbers.

    Raises:
        SettingError: it is none.
    """
    is_text = isinstance(value, str) and _WHOLE.fullmatch(value)
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) <= _MOST
    if is_text or (is_number and value == int(value)):
        return int(value)
    raise SettingError(f"{path}: a whole number of at most 64 bits is expected")


def identifier(value: Any, path: str) -> str:
    """Give an id as hex. Hex and base64 of 8 or 16 bytes differ in length, so there is no guess.

    Raises:
        SettingError: it is none.
    """
    if value == "":
        return ""
    if isinstance(value, str):
        if _HEX.fullmatch(value):
            return "" if set(value) == {"0"} else value.lower()
        if re.fullmatch(r"[0-9a-fA-F]{1,31}", value) and len(value) not in {11, 12, 22, 24}:
            return value.lower()  # Jaeger drops leading zeros
        try:
            raw = base64.b64decode(value + "=" * (-len(value) % 4), validate=True)
        except (binascii.Error, ValueError):
            raw = b""
        if len(raw) in {8, 16}:
            return raw.hex() if any(raw) else ""
    raise SettingError(f"{path}: an id in hex or base64 is expected")
