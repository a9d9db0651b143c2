"""What comes of opening: a text or a value, and what is odd about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Doubt", "FieldOf", "Opened", "OpenedValue"]

FieldOf: TypeAlias = "Callable[[str], str | None]"
"""Gives the field that a sealed value stands in, where that is known."""


@dataclass(frozen=True)
class Opened:
    """A text after opening: what could not be opened stands in it as `[unopened <outcome>: <sealed value>]`.

    `doubts` say what is odd about values that opened: see `Doubt`. `opened` and `unopened` count the values.
    """

    text: str = field(repr=False)
    opened: int
    unopened: int
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True)
class Doubt:
    """Why a value that opened may not be what it seems. None of these refuses it.

    `moved`: it was sealed under another field than it stands in. `other_record`: its data key is none of those that
    the record carries. `index`: its blind index is another value's. `origin`: the keyring knows applications that sign
    what they seal, and none of them signed its data key.
    """

    kind: Literal["moved", "other_record", "index", "origin"]
    entity: str
    sealed_under: str

    def __str__(self) -> str:
        if self.kind == "moved":
            return f"{self.entity}: moved from {self.sealed_under or 'an unknown field'}"
        if self.kind == "other_record":
            return f"{self.entity}: its data key is not among the record's; it may come from another record"
        if self.kind == "origin":
            return f"{self.entity}: none of the keyring's origins signed it; it is forged, or older than they are"
        return f"{self.entity}: its blind index is not the one of its value; whoever sealed it forged one of them"


@dataclass(frozen=True)
class OpenedValue:
    """One value after opening: `value` is None where it stayed shut, and `outcome` says why."""

    value: str | None = field(repr=False)
    outcome: str
    doubts: tuple[Doubt, ...] = ()
