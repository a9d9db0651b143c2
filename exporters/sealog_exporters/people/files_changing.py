"""Changes lines of log files: a plain file is overwritten in place, so that whoever writes or follows it goes on.

A packed file is packed anew beside the old one, and put there; nobody writes to such a file any more.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import IO, TYPE_CHECKING

from sealog.cli.encodings import PEEKED, UNPACKING_ERRORS, NoTextError, encoding_of, is_binary, packing_of
from sealog_exporters.store.erasing import Pass, Rules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path
    from typing import TypeAlias

    from sealog.cli.encodings import Packing

    Change: TypeAlias = Callable[[bytes, Pass], bytes | None]
    """Gives another line for one, or None where it stays; it may count what is held or failed."""

__all__ = ["change_files", "change_in_place", "decoded", "lines_of"]


def change_files(paths: Iterable[Path], change: Change, rules: Rules, *, dry_run: bool = False) -> Pass:
    """Change every line of some files once; a file that can't be changed is counted as failed, by name.

    In place a line keeps its length. With `dry_run` lines are only counted, as found.
    """
    done = Pass()
    for path in paths:
        try:
            _change(path, change, rules, done, dry_run=dry_run)
        except FileNotFoundError:
            continue  # rotated away meanwhile; the pattern finds it under its new name, or it is gone
        except (NoTextError, *UNPACKING_ERRORS) as error:
            why = str(error) if isinstance(error, NoTextError) else getattr(error, "strerror", None) or "damaged"
            done.failed[f"{path}: can't be changed ({why})"] += 1
    return done


def lines_of(paths: Iterable[Path]) -> Iterator[str]:
    """Give the lines of all files that can be read, unpacked."""
    for path in paths:
        with suppress(NoTextError, *UNPACKING_ERRORS), (_peeked(path)[0] or open)(path, "rb") as lines:
            yield from map(decoded, lines)


def decoded(raw: bytes) -> str:
    """Give a line's text; bytes that are no UTF-8 come back as they were by `surrogateescape`."""
    return raw.decode("utf-8", "surrogateescape")


def change_in_place(path: Path, change: Change, rules: Rules, done: Pass, *, dry_run: bool = False) -> None:
    """Overwrite lines of a file that is not packed.

    Raises:
        OSError: it can't be read or written.
    """
    with path.open("rb" if dry_run else "r+b") as file:
        at = 0
        for raw in iter(file.readline, b""):
            changed = change(raw, done)
            if changed is not None and len(changed) != len(raw):
                done.failed[f"{path}: lines would change their length, which a file that is written to can't"] += 1
            elif changed is not None:
                done.found += 1
                if not dry_run:
                    rules.about_to([f"{path}:{at}"])
                    os.pwrite(file.fileno(), changed, at)
                    done.changed += 1
                    rules.pace(1)
            at += len(raw)
        if not dry_run:
            os.fsync(file.fileno())


def _change(path: Path, change: Change, rules: Rules, done: Pass, *, dry_run: bool) -> None:
    packing, begin = _peeked(path)
    if packing is None:
        change_in_place(path, change, rules, done, dry_run=dry_run)
    else:
        _anew(path, packing, change, rules, done, dry_run=dry_run)
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


def _anew(path: Path, packing: Packing, change: Change, rules: Rules, done: Pass, *, dry_run: bool) -> None:
    seen = Pass()  # counts only if the whole file is read, and written
    with packing(path, "rb") as lines:
        seen.found = sum(change(raw, seen) is not None for raw in lines)
    if seen.found and not dry_run:
        _replace(path, packing, change, rules)
        seen.changed = seen.found
    done.found += seen.found
    done.changed += seen.changed
    done.held += seen.held
    done.failed += seen.failed


def _replace(path: Path, packing: Packing, change: Change, rules: Rules) -> None:
    fresh = path.with_name(f".{path.name}.changing")
    mode = path.stat()
    try:
        with packing(path, "rb") as lines, packing(fresh, "wb") as target:
            fresh.chmod(mode.st_mode & 0o7777)
            _copy(lines, target, path, change, rules)
        with fresh.open("rb") as written:
            os.fsync(written.fileno())
        if hasattr(os, "chown") and os.geteuid() == 0:
            os.chown(fresh, mode.st_uid, mode.st_gid)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def _copy(lines: IO[bytes], target: IO[bytes], path: Path, change: Change, rules: Rules) -> None:
    for number, raw in enumerate(lines):
        changed = change(raw, Pass())  # it was counted before
        if changed is not None:
            rules.about_to([f"{path}:{number}"])
        target.write(raw if changed is None else changed)
