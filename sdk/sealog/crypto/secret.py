"""Secret bytes that can't be printed, pickled or compared by accident. Memory is not protected."""

from __future__ import annotations

from typing import NoReturn


class Unportable:
    """Base of objects that hold key material: they show nothing of it, and can't be pickled or copied."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"{type(self).__name__}(…)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("key material can't be pickled or copied")


class Secret(Unportable):
    """Key material. `reveal` is the only way out, so that each use can be found by its name."""

    __slots__ = ("_value",)

    def __init__(self, value: bytes) -> None:
        self._value = value

    def reveal(self) -> bytes:
        """Give the bytes themselves."""
        return self._value
