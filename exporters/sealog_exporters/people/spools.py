"""The spools of applications as a store: records that wait to be sent, and those that were sent and still lie there.

It changes no file.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from google.protobuf.json_format import MessageToDict
from google.protobuf.message import DecodeError
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
from opentelemetry.proto.logs.v1.logs_pb2 import LogRecord, ResourceLogs, ScopeLogs

from sealog.crypto.index_tag import TAG_MARK
from sealog.crypto.spelling import find_sealed_keys
from sealog.errors import SettingError, StoreError
from sealog.spool.folders import REFUSED, process_folders
from sealog.spool.key_file import read
from sealog.spool.keys import KeyAwayError
from sealog.spool.rewrite import read_segment, segments_in
from sealog_exporters.otlp.decoding.logs import decode_logs
from sealog_exporters.store.document import from_document, to_document
from sealog_exporters.store.interface import EVERYTHING, Selection, StoredRecord, key_prefix

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from sealog.spool.keys import SpoolKeys
    from sealog.spool.record import SpooledRecord

__all__ = ["KEY_AWAY", "Spools", "folders_of", "keys_of", "may_hold", "message_of", "record_of", "text_of"]

KEY_AWAY = "its spool key is not at hand (SEALOG_SPOOL_KEY_FILE)"


class Spools:
    """The records below a spool directory, read whole for each question; refused ones too.

    Raises:
        SettingError: there is no such folder.
        KeyFileError: the spool key's file can't be used.
    """

    def __init__(self, root: Path, key_file: Path | None, random: Callable[[int], bytes]) -> None:
        self._root = root
        self._keys = keys_of(root, key_file, random)

    def find(self, indexes: Sequence[str], only: Selection = EVERYTHING) -> Iterator[StoredRecord]:
        """Give every wanted record that holds one of some blind indexes, in the order of folders and segments.

        Raises:
            StoreError: a folder can't be read, its spool key is not at hand, or a record is damaged.
        """
        for message in self._messages(indexes):
            if only.holds(record := record_of(message)):
                yield record

    def sealed_keys(self, data_key_id: str) -> list[str]:
        """Give every sealed data key with this id, sorted.

        Raises:
            StoreError: as `find`.
        """
        prefix = key_prefix(data_key_id)
        found = {key for message in self._messages([prefix]) for key in find_sealed_keys(text_of(message))}
        return sorted(key for key in found if key.startswith(prefix))

    def count_tagged(self) -> int:
        """Count records that hold index tags of which no blind index was made.

        Raises:
            StoreError: as `find`.
        """
        return sum(1 for _ in self._messages([TAG_MARK]))

    def _messages(self, wanted: Sequence[str]) -> Iterator[ResourceLogs]:
        for path in folders_of(self._root):
            try:
                for number in segments_in(path):
                    for spooled in read_segment(path, number, self._keys):
                        if may_hold(spooled, wanted):
                            try:
                                yield message_of(spooled)
                            except DecodeError:
                                raise StoreError(f"{path}: a record is no OTLP LogRecord") from None
            except FileNotFoundError:
                continue  # sent and removed meanwhile
            except KeyAwayError:
                raise StoreError(f"{path}: {KEY_AWAY}") from None
            except OSError as error:
                raise StoreError(f"{path}: can't be read ({error.strerror})") from error


def keys_of(root: Path, key_file: Path | None, random: Callable[[int], bytes]) -> SpoolKeys | None:
    """Give the keys that open the spools below a directory; None without a key file.

    Raises:
        SettingError: there is no such directory.
        KeyFileError: the key's file can't be used.
    """
    if not root.is_dir():
        raise SettingError(f"{root} is no folder")
    return None if key_file is None else read(key_file, random)


def folders_of(root: Path) -> list[Path]:
    """Give every folder below a spool directory that has segments: those of processes, and of refused records."""
    return sorted([*process_folders(root), *process_folders(root / REFUSED)])


def may_hold(spooled: SpooledRecord, wanted: Iterable[str]) -> bool:
    """Tell, without reading it closely, whether a record or its context may hold one of some ASCII texts."""
    parts = (spooled.data, *spooled.context)
    return any(one.encode("ascii") in part for one in wanted for part in parts)


def message_of(spooled: SpooledRecord) -> ResourceLogs:
    """Put a record together with its context.

    Raises:
        DecodeError: one of them is no OTLP.
    """
    resource = ResourceLogs.FromString(spooled.context.resource)
    scope = ScopeLogs.FromString(spooled.context.scope)
    scope.log_records.append(LogRecord.FromString(spooled.data))
    resource.scope_logs.append(scope)
    return resource


def record_of(message: ResourceLogs) -> StoredRecord:
    """Read the one record of a message as a store would give it."""
    (event,) = decode_logs(ExportLogsServiceRequest(resource_logs=[message]))
    return from_document(to_document(event))


def text_of(message: ResourceLogs) -> str:
    """Spell a message as OTLP/JSON, to look for sealed values and their keys in it."""
    return json.dumps(MessageToDict(message))
