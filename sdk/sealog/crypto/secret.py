"""Secret bytes that can't be printed, pickled or compared by accident. It does not protect memory."""

from __future__ import annotations

from typing import NoReturn


class Secret:
    """Key material. `reveal` is the only way out, so that each use can be found by its name."""

    __slots__ = ("_value",)

    def __init__(self, value: bytes) -> None:
        self._value = value

    def reveal(self) -> bytes:
        """Give the bytes themselves."""
        return self._value

    def __repr__(self) -> str:
        return "Secret(…)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("key material can't be pickled or copied")
