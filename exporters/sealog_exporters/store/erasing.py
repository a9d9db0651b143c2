"""What a store whose records are changed can do, and what comes of it. It does no I/O."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sealog_exporters.store.eraser import Eraser
    from sealog_exporters.store.interface import StoredRecord

__all__ = ["Erasable", "Pass", "Rewritable", "Rewriting", "Rules"]


@dataclass(frozen=True)
class Rules:
    """What a pass keeps to.

    `held_by` names the legal hold of a record, or is None. `about_to` is told the ids that are changed next, and
    `pace` how many were: it waits as long as the rate wants it.
    """

    held_by: Callable[[StoredRecord], str | None] = lambda _: None
    about_to: Callable[[Sequence[str]], None] = lambda _: None
    pace: Callable[[int], None] = lambda _: None


@dataclass
class Pass:
    """What one pass over a store found and changed; each number counts records.

    `changed_meanwhile` are those that somebody else changed between reading and writing: the next pass finds them.
    """

    found: int = 0
    changed: int = 0
    changed_meanwhile: int = 0
    failed: Counter[str] = field(default_factory=Counter)
    held: Counter[str] = field(default_factory=Counter)

    @property
    def is_clean(self) -> bool:
        """Whether nothing was found but what is held."""
        return self.found == 0


@dataclass(frozen=True)
class Rewriting:
    """A change of whole records.

    `document` gives a JSON document as it shall be, an equal one where it stays; `line` does so with a line of a file,
    or a text that a store lists apart. What changes holds one of the texts `marks`, and has the `attribute`, if any.
    """

    document: Callable[[Any], Any]
    line: Callable[[str], str]
    marks: tuple[str, ...]
    attribute: str = ""


class Rewritable(Protocol):
    """A store whose records can be written anew."""

    def rewrite(self, change: Rewriting, rules: Rules, *, dry_run: bool = False) -> Pass:
        """Look at every record that the change may concern once, and write back those that it changes.

        With `dry_run` they are only counted, as found. Raises `StoreError`, which names the store.
        """
        ...


class Erasable(Protocol):
    """A store that a person can be erased from. Each method raises `StoreError`, which names the store."""

    def version(self) -> str:
        """Give name and version of what keeps the records; the empty text for plain files."""
        ...

    def marks(self) -> list[dict[str, Any]]:
        """Give how far the store had come, part by part, so that what changes later is told from what was looked at."""
        ...

    def erase(self, eraser: Eraser, rules: Rules) -> Pass:
        """Look at everything that may hold the person once, and erase them from it."""
        ...

    def candidates(self, eraser: Eraser, entities: Iterable[str]) -> Iterable[tuple[str, list[str]]]:
        """Give each sealed value without index, of some entities, in the person's records, and the record's keys."""
        ...
