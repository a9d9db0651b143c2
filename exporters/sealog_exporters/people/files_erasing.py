"""Erases a person from log files. A plain file is overwritten in place, so that who writes it or follows it goes on.

What is erased is as long as before: `[erased:email_address      ]`. A packed file is packed anew beside its place and
put there; nobody writes to such a file any more.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import os
import re
import zlib
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Any, Final

from sealog.cli.encodings import encoding_of
from sealog.crypto.spelling import b64encode, find_sealed_keys, find_sealed_values, parse_sealed_value
from sealog_exporters.elastic.erasing import without_index
from sealog_exporters.people.files import matching, records_of
from sealog_exporters.store.eraser import mark
from sealog_exporters.store.erasing import Pass, Rules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path
    from types import TracebackType

    from typing_extensions import Self

    from sealog_exporters.store.eraser import Eraser

__all__ = ["LogFilesEraser"]

_PACKED: Final[dict[bytes, Callable[[Path, str], Any]]] = {
    b"\x1f\x8b": gzip.open,
    b"BZh": bz2.open,
    b"\xfd7zXZ\x00": lzma.open,
}
_PEEKED = 4096
_UNREADABLE = (OSError, EOFError, zlib.error, lzma.LZMAError)
_INDEX = re.compile(r"(?<![a-z2-7])[a-z2-7]{13}(?![a-z2-7])")


class LogFilesEraser:
    """The log files that a pattern names, as an `Erasable`.

    Raises:
        SettingError: there is none.
    """

    def __init__(self, pattern: str) -> None:
        self._files = matching(pattern)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing is open between passes."""

    def version(self) -> str:
        """Give the empty text: nothing keeps files."""
        return ""

    def marks(self) -> list[dict[str, Any]]:
        """Give each file's size in bytes."""
        return [{"file": str(path), "bytes": path.stat().st_size} for path in self._files if path.exists()]

    def erase(self, eraser: Eraser, rules: Rules) -> Pass:
        """Read every file once, and overwrite the person in it line by line; one that can't be changed fails alone."""
        done = Pass()
        for path in self._files:
            try:
                with path.open("rb") as file:
                    begin = file.read(_PEEKED)
                pack = next((pack for magic, pack in _PACKED.items() if begin.startswith(magic)), None)
                if encoding_of(begin) not in {None, "utf-8-sig"}:
                    done.failed[f"{path} is in {encoding_of(begin)}"] += 1
                elif pack is None:
                    _in_place(path, eraser, rules, done)
                else:
                    _anew(path, pack, eraser, rules, done)
            except FileNotFoundError:
                continue  # rotated away meanwhile; the pattern finds it under its new name, or it is gone
            except _UNREADABLE as error:
                done.failed[f"{path}: can't be changed ({_why(error)})"] += 1
        return done

    def candidates(self, eraser: Eraser, entities: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
        """Give each sealed value without index, of some entities, in the person's lines, and the line's keys.

        Of a file that can't be read, those before its damage: `erase` tells of it.
        """
        wanted = frozenset(entities)
        for path in self._files:
            with suppress(*_UNREADABLE):
                with path.open("rb") as file:
                    begin = file.read(_PEEKED)
                pack = next((pack for magic, pack in _PACKED.items() if begin.startswith(magic)), open)
                with pack(path, "rb") as lines:
                    for raw in lines:
                        line = raw.decode("utf-8", "surrogateescape")
                        if eraser.concerns(line):
                            keys = find_sealed_keys(line)
                            yield from ((token, keys) for token in without_index(line, wanted))


def _why(error: Exception) -> str:
    return getattr(error, "strerror", None) or "damaged"


def _in_place(path: Path, eraser: Eraser, rules: Rules, done: Pass) -> None:
    with path.open("r+b") as file:
        at = 0
        for raw in iter(file.readline, b""):
            changed = _line(raw, eraser, rules, done)
            if changed is not None:
                rules.about_to([f"{path}:{at}"])
                os.pwrite(file.fileno(), changed, at)
                done.erased += 1
                rules.pace(1)
            at += len(raw)
        os.fsync(file.fileno())


def _anew(path: Path, pack: Callable[[Path, str], Any], eraser: Eraser, rules: Rules, done: Pass) -> None:
    part = Pass()  # counts only if the whole file is written
    fresh = path.with_name(f".{path.name}.erasing")
    mode = path.stat()
    try:
        with pack(path, "rb") as lines, pack(fresh, "wb") as target:
            fresh.chmod(mode.st_mode & 0o7777)
            _copy(lines, target, path, eraser, rules, part)
        if part.erased:
            with fresh.open("rb") as written:
                os.fsync(written.fileno())
            if hasattr(os, "chown") and os.geteuid() == 0:
                os.chown(fresh, mode.st_uid, mode.st_gid)
            fresh.replace(path)
        done.found += part.found
        done.erased += part.erased
        done.held += part.held
    finally:
        fresh.unlink(missing_ok=True)


def _copy(lines: IO[bytes], target: IO[bytes], path: Path, eraser: Eraser, rules: Rules, done: Pass) -> None:
    for number, raw in enumerate(lines):
        changed = _line(raw, eraser, rules, done)
        if changed is not None:
            rules.about_to([f"{path}:{number}"])
            done.erased += 1
        target.write(raw if changed is None else changed)


def _line(raw: bytes, eraser: Eraser, rules: Rules, done: Pass) -> bytes | None:
    """Give a line without the person, as long as before; None where it stays as it is."""
    line = raw.decode("utf-8", "surrogateescape")
    if not eraser.concerns(line):
        return None
    changed = overwritten(line, eraser)
    if changed == line:
        return None
    hold = next((name for record in records_of(line) if (name := rules.held_by(record)) is not None), None)
    if hold is not None:
        done.held[hold] += 1
        return None
    done.found += 1
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
    return _INDEX.sub(lambda found: "-" * len(found[0]) if found[0] in eraser.indexes else found[0], line)


def _as_long(marked: str, length: int) -> str:
    return f"{marked[:-1]:{length - 1}}]"
