"""Erases a person from log files. A plain file is overwritten in place, so that who writes it or follows it goes on.

What is erased is as long as before: `[erased:email_address      ]`. A packed file is packed anew beside its place and
put there; nobody writes to such a file any more.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Any

from sealog.cli.encodings import PEEKED, UNPACKING_ERRORS, NoTextError, encoding_of, is_binary, packing_of
from sealog.crypto.spelling import b64encode, find_sealed_keys, find_sealed_values, parse_sealed_value
from sealog_exporters.elastic.erasing import without_index
from sealog_exporters.people.files import matching, records_of
from sealog_exporters.store.eraser import INDEX, mark
from sealog_exporters.store.erasing import Pass, Rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from sealog.cli.encodings import Packing
    from sealog_exporters.store.eraser import Eraser

__all__ = ["LogFilesEraser", "erase_in_place"]


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
        """Read every file once, and overwrite the person in it line by line; one that can't be changed fails alone."""
        done = Pass()
        for path in self._files:
            try:
                _erase(path, eraser, rules, done)
            except FileNotFoundError:
                continue  # rotated away meanwhile; the pattern finds it under its new name, or it is gone
            except (NoTextError, *UNPACKING_ERRORS) as error:
                done.failed[f"{path}: can't be changed ({_why(error)})"] += 1
        return done

    def candidates(self, eraser: Eraser, entities: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
        """Give each sealed value without index, of some entities, in the person's lines, and the line's keys.

        Of a file that can't be read, those before its damage: `erase` tells of it.
        """
        wanted = frozenset(entities)
        for path in self._files:
            with suppress(NoTextError, *UNPACKING_ERRORS), (_peeked(path)[0] or open)(path, "rb") as lines:
                for raw in lines:
                    line = _decoded(raw)
                    if eraser.concerns(line):
                        keys = find_sealed_keys(line)
                        yield from ((token, keys) for token in without_index(line, wanted))


def _erase(path: Path, eraser: Eraser, rules: Rules, done: Pass) -> None:
    packing, begin = _peeked(path)
    if packing is None:
        erase_in_place(path, eraser, rules, done)
    else:
        _anew(path, packing, eraser, rules, done)
    if is_binary(begin):
        raise NoTextError("it is binary")  # what else it holds may be packed in a way that is not known here


def _peeked(path: Path) -> tuple[Packing | None, bytes]:
    """Tell how a file is packed, None where it is plain, and how its content begins.

    Raises:
        NoTextError: its lines can't be told apart; says why.
    """
    with path.open("rb") as file:
        begin = file.read(PEEKED)
    packing = packing_of(begin)
    if packing is not None:
        with packing(path, "rb") as unpacked:
            begin = unpacked.read(PEEKED)
        if packing_of(begin) is not None:
            raise NoTextError("it is packed several times over")
    encoding = encoding_of(begin)
    if encoding not in {None, "utf-8-sig"}:
        raise NoTextError(f"it is in {encoding}")
    return packing, begin


def _why(error: Exception) -> str:
    return str(error) if isinstance(error, NoTextError) else getattr(error, "strerror", None) or "damaged"


def _decoded(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")


def erase_in_place(path: Path, eraser: Eraser, rules: Rules, done: Pass) -> None:
    """Overwrite a person in a file that is not packed, line by line, each value by a mark of its length.

    Raises:
        OSError: it can't be read or written.
    """
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


def _anew(path: Path, packing: Packing, eraser: Eraser, rules: Rules, done: Pass) -> None:
    with packing(path, "rb") as lines:
        if not any(eraser.concerns(_decoded(raw)) for raw in lines):
            return
    part = Pass()  # counts only if the whole file is written
    fresh = path.with_name(f".{path.name}.erasing")
    mode = path.stat()
    try:
        with packing(path, "rb") as lines, packing(fresh, "wb") as target:
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
    line = _decoded(raw)
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
    return INDEX.sub(lambda found: "-" * len(found[0]) if found[0] in eraser.indexes else found[0], line)


def _as_long(marked: str, length: int) -> str:
    return f"{marked[:-1]:{length - 1}}]"
