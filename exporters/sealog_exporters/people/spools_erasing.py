"""Erases a person from the spools of applications: segments of processes that ended are written anew.

The folder's lock is held meanwhile, so that nobody sends from it. A process that lives owns its folder: that is only
read, and fails by name if it holds the person.
"""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from google.protobuf.json_format import MessageToDict, ParseDict, ParseError
from google.protobuf.message import DecodeError
from opentelemetry.proto.logs.v1.logs_pb2 import LogRecord, ResourceLogs, ScopeLogs

from sealog.crypto.spelling import find_sealed_keys
from sealog.spool.folders import DAMAGED, adopt_one
from sealog.spool.keys import KeyAwayError
from sealog.spool.record import Context
from sealog.spool.rewrite import accepted_before, read_segment, replace_segment, segments_in
from sealog.spool.segments import segment_name
from sealog.spool.set_aside import DamagedBytes
from sealog_exporters.elastic.erasing import without_index
from sealog_exporters.people.files_changing import change_in_place
from sealog_exporters.people.files_erasing import without_person
from sealog_exporters.people.spools import KEY_AWAY, folders_of, keys_of, may_hold, message_of, record_of, text_of
from sealog_exporters.store.erasing import Pass, Rules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from sealog.spool.record import SpooledRecord
    from sealog_exporters.store.eraser import Eraser

__all__ = ["SpoolsEraser"]

_WAITS = 50
_WAIT_SECONDS = 0.2
_DEEPEST = 1000


class SpoolsEraser:
    """The spools below a directory, as an `Erasable`.

    A lock that is held is tried again for ten seconds a pass: another process may be sending what an ended one left.

    Raises:
        SettingError: there is no such folder.
        KeyFileError: the spool key's file can't be used.
    """

    def __init__(
        self,
        root: Path,
        key_file: Path | None,
        random: Callable[[int], bytes],
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._root = root
        self._keys = keys_of(root, key_file, random)
        self._sleep = sleep

    def version(self) -> str:
        """Give the empty text: files are kept by nothing that has a version."""
        return ""

    def marks(self) -> list[dict[str, Any]]:
        """Give each segment that is there, and its size in bytes."""
        found = []
        for path in folders_of(self._root):
            with suppress(FileNotFoundError):  # sent and removed meanwhile
                for number in segments_in(path):
                    size = (path / segment_name(number)).stat().st_size
                    found.append({"folder": path.name, "segment": number, "bytes": size})
        return found

    def erase(self, eraser: Eraser, rules: Rules) -> Pass:
        """Write every segment anew that holds the person, if its process has ended; overwrite damaged bytes in place.

        A record of theirs that was sent, and whose segment is still there, goes as well.
        """
        done = Pass()
        waits = iter(range(_WAITS))
        for path in folders_of(self._root):
            try:
                self._erase_folder(path, eraser, rules, done, waits)
            except KeyAwayError:
                done.failed[f"{path}: {KEY_AWAY}"] += 1
            except FileNotFoundError:  # sent, wholly or in part, while we read: the next pass tells
                done.found += path.exists()
                done.changed_meanwhile += path.exists()
            except OSError as error:
                done.failed[f"{path}: can't be changed ({error.strerror})"] += 1
        for path in sorted((self._root / DAMAGED).glob("*.bytes")):
            try:
                change_in_place(path, lambda raw, done: without_person(raw, eraser, rules, done), rules, done)
            except OSError as error:
                done.failed[f"{path}: can't be changed ({error.strerror})"] += 1
        return done

    def candidates(self, eraser: Eraser, entities: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
        """Give each sealed value without index, of some entities, in the person's records, and the record's keys."""
        wanted = frozenset(entities)
        for path in folders_of(self._root):
            with suppress(OSError):  # the pass names it
                for number in segments_in(path):
                    for spooled in read_segment(path, number, self._keys):
                        if _concerns(eraser, spooled):
                            with suppress(DecodeError):  # likewise
                                text = text_of(message_of(spooled))
                                keys = find_sealed_keys(text)
                                yield from ((token, keys) for token in without_index(text, wanted))

    def _erase_folder(self, path: Path, eraser: Eraser, rules: Rules, done: Pass, waits: Iterator[int]) -> None:
        numbers = [
            number
            for number in segments_in(path)
            if any(_concerns(eraser, spooled) for spooled in read_segment(path, number, self._keys))
        ]
        if not numbers:
            return
        held = adopt_one(path)
        while held is None and path.exists() and next(waits, None) is not None:
            self._sleep(_WAIT_SECONDS)
            held = adopt_one(path)
        if held is None:
            if path.exists():
                why = "segments hold the person and belong to a process that lives: run again when it has ended"
                done.failed[f"{path}: {why}"] += len(numbers)
            return
        try:
            for number in numbers:
                self._erase_segment(path, number, eraser, rules, done)
        finally:
            held.release()

    def _erase_segment(self, path: Path, number: int, eraser: Eraser, rules: Rules, done: Pass) -> None:
        accepted = accepted_before(path)
        offset = accepted.offset if accepted.segment == number else 0
        damaged: list[tuple[int, int, bytes]] = []
        spooled = read_segment(path, number, self._keys, damaged=lambda *stretch: damaged.append(stretch))
        waiting = {one.seq for one in read_segment(path, number, self._keys, offset=offset)}
        kept: list[SpooledRecord] = []
        ids = []
        for one in spooled:
            changed = _erased(path, one, eraser, rules, done)
            if changed is not one:
                ids.append(f"{path.name}/{one.seq}")
            if one.seq in waiting:
                kept.append(changed)
        if not ids:
            return
        rules.about_to(ids)
        aside = DamagedBytes(self._root, path.name)
        for stretch in damaged:
            aside.keep(*stretch)  # as the sender would do
        replace_segment(path, number, kept, self._keys)
        done.found += len(ids)
        done.changed += len(ids)
        rules.pace(len(ids))


def _concerns(eraser: Eraser, spooled: SpooledRecord) -> bool:
    return may_hold(spooled, eraser.indexes) or may_hold(spooled, eraser.tokens)


def _erased(path: Path, spooled: SpooledRecord, eraser: Eraser, rules: Rules, done: Pass) -> SpooledRecord:
    """Give a record without the person; the same object where it stays as it is."""
    if not _concerns(eraser, spooled):
        return spooled
    try:
        message = message_of(spooled)
        fresh = _without(message, eraser)
    except (DecodeError, ParseError):
        done.failed[f"{path}: a record is no OTLP LogRecord that is known here"] += 1
        return spooled
    if fresh is None:
        return spooled
    hold = rules.held_by(record_of(message))
    if hold is not None:
        done.held[hold] += 1
        return spooled
    scope = fresh.scope_logs[0] if fresh.scope_logs else ScopeLogs()
    record = scope.log_records[0] if scope.log_records else LogRecord()
    data = record.SerializeToString()
    del fresh.scope_logs[:], scope.log_records[:]
    context = Context(fresh.SerializeToString(), scope.SerializeToString())
    return spooled._replace(context=context, data=data)


def _without(message: ResourceLogs, eraser: Eraser) -> ResourceLogs | None:
    """Give a message without the person; None where it does not hold them.

    Raises:
        ParseError: it has fields of a later OTLP, which would be lost.
    """
    document = MessageToDict(message)
    changed = eraser.erase(document)
    if changed is document:
        return None
    if _message(document).ByteSize() != message.ByteSize():
        raise ParseError
    return _message(changed)


def _message(document: Any) -> ResourceLogs:
    return ParseDict(document, ResourceLogs(), max_recursion_depth=_DEEPEST)
