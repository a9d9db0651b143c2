"""Erases a person from log files: each of their values becomes a mark of its length."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sealog.crypto.spelling import b64encode, find_sealed_keys, find_sealed_values, parse_sealed_value
from sealog_exporters.elastic.erasing import without_index
from sealog_exporters.people.files import matching, records_of
from sealog_exporters.people.files_changing import change_files, decoded, lines_of
from sealog_exporters.store.eraser import INDEX, mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sealog_exporters.store.eraser import Eraser
    from sealog_exporters.store.erasing import Pass, Rules

__all__ = ["LogFilesEraser", "overwritten", "without_person"]


class LogFilesEraser:
    """The log files that a pattern names, as an `Erasable`.

    Raises:
        SettingError: there is none.
    """

    def __init__(self, pattern: str) -> None:
        self._files = matching(pattern)

    def version(self) -> str:
        """Give the empty text: nothing keeps files."""
        return ""

    def marks(self) -> list[dict[str, Any]]:
        """Give each file's size in bytes."""
        return [{"file": str(path), "bytes": path.stat().st_size} for path in self._files if path.exists()]

    def erase(self, eraser: Eraser, rules: Rules) -> Pass:
        """Look at every line once; overwrite what changes."""
        return change_files(self._files, lambda raw, done: without_person(raw, eraser, rules, done), rules)

    def candidates(self, eraser: Eraser, entities: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
        """Give each sealed value without index, of some entities, in the person's lines, and the line's keys."""
        wanted = frozenset(entities)
        for line in lines_of(self._files):
            if eraser.concerns(line):
                keys = find_sealed_keys(line)
                yield from ((token, keys) for token in without_index(line, wanted))


def without_person(raw: bytes, eraser: Eraser, rules: Rules, done: Pass) -> bytes | None:
    """Give a line without the person, as long as before; None where it stays as it is."""
    line = decoded(raw)
    if not eraser.concerns(line):
        return None
    changed = overwritten(line, eraser)
    if changed == line:
        return None
    hold = next((name for record in records_of(line) if (name := rules.held_by(record)) is not None), None)
    if hold is not None:
        done.held[hold] += 1
        return None
    return changed.encode("utf-8", "surrogateescape")


def overwritten(line: str, eraser: Eraser) -> str:
    """Give a line in which each of the person's values, indexes and orphaned data keys is overwritten."""
    pieces: list[str] = []
    position = 0
    erased, needed = set(), set()
    for start, end in find_sealed_values(line):
        token = line[start:end].removesuffix("~")
        sealed = parse_sealed_value(token)
        if not eraser.owns(token):
            needed.add(b64encode(sealed.key_id))
            continue
        erased.add(b64encode(sealed.key_id))
        pieces += (line[position:start], _as_long(mark(sealed.entity), end - start))
        position = end
    line = "".join((*pieces, line[position:]))
    for key in find_sealed_keys(line):
        if key.split("~")[1] in erased - needed:
            line = line.replace(key, _as_long(mark("data_key"), len(key)))
    return INDEX.sub(lambda found: "-" * len(found[0]) if found[0] in eraser.indexes else found[0], line)


def _as_long(marked: str, length: int) -> str:
    return f"{marked[:-1]:{length - 1}}]"
