"""Applies Sigma's modifiers that change a value before it is compared: `wide`, `base64` and their like.

Source: Sigma specification 2.1, the modifiers' appendix, "Encoding modifiers".
"""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

UTF16: Final = {"wide": "utf-16-le", "utf16le": "utf-16-le", "utf16be": "utf-16-be"}
BASE64: Final = frozenset({"base64", "base64offset"})
ENCODINGS: Final = frozenset({*UTF16, *BASE64})

_FIRST: Final = (0, 2, 3)
_LAST: Final = (None, -3, -2)
"""Characters of base64 that also hold bits of what stands before, or behind, at each of the three offsets."""


def encoded(text: str, modifiers: Sequence[str]) -> list[str] | None:
    """Return the texts of which any one may stand in a record, or `None` where the modifiers make no text.

    Args:
        text: what the rule's author looks for, without wildcards.
        modifiers: some of `ENCODINGS`, in the order of the rule.
    """
    data = text.encode("utf-8")
    for number, modifier in enumerate(modifiers, 1):
        if modifier in BASE64:
            found = [b64encode(data).decode("ascii")] if modifier == "base64" else _offsets(data)
            return found if number == len(modifiers) else None
        data = text.encode(UTF16[modifier])
    return None


def _offsets(data: bytes) -> list[str]:
    """Encode at each place that data can have in the groups of three bytes, without what its neighbours decide."""
    return [
        b64encode(b" " * offset + data)[_FIRST[offset] : _LAST[(len(data) + offset) % 3]].decode("ascii")
        for offset in range(3)
    ]
