"""Log files as a store: text, JSON lines and OTLP/JSON lines, plain or packed. It changes no file."""

from __future__ import annotations

import glob
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sealog.cli.encodings import NoTextError, text_lines
from sealog.crypto.index_tag import TAG_MARK
from sealog.crypto.spelling import find_sealed_keys
from sealog.errors import SettingError, StoreError
from sealog.records import attributes as names
from sealog_exporters.elastic.document import to_record
from sealog_exporters.otlp.decoding.logs import decode_logs
from sealog_exporters.otlp.errors import BadRequest
from sealog_exporters.otlp.otlp_json import fill_from_json
from sealog_exporters.store.document import from_document, to_document
from sealog_exporters.store.interface import EVERYTHING, Selection, StoredRecord, key_prefix, texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["LogFiles", "matching"]


def matching(pattern: str) -> list[Path]:
    """Give the files that a pattern names (`*`, `**`, `?`), sorted.

    Raises:
        SettingError: there are none.
    """
    found = sorted(Path(name) for name in glob.glob(pattern, recursive=True) if Path(name).is_file())  # noqa: PTH207 - absolute patterns
    if not found:
        raise SettingError(f"no file is named by {pattern}")
    return found


class LogFiles:
    """Log files, read whole for each question, line by line. A line that has no time is of any time.

    Raises:
        SettingError: there is no such file.
    """

    def __init__(self, pattern: str) -> None:
        self._files = matching(pattern)

    def find(self, indexes: Sequence[str], only: Selection = EVERYTHING) -> Iterator[StoredRecord]:
        """Give every wanted record that holds one of some blind indexes, in the order of files and lines.

        Raises:
            StoreError: a file can't be read; names it.
        """
        for line in self._lines():
            if any(index in line for index in indexes):
                for record in records_of(line):
                    dated = record.time_unix_nano != 0
                    held = any(index in record_text for record_text in _all_texts(record) for index in indexes)
                    if held and (only.holds(record) if dated else only.service in {"", record.service}):
                        yield record

    def sealed_keys(self, data_key_id: str) -> list[str]:
        """Give every sealed data key with this id, sorted.

        Raises:
            StoreError: a file can't be read; names it.
        """
        prefix = key_prefix(data_key_id)
        return sorted(
            {
                key
                for line in self._lines()
                if prefix in line
                for key in find_sealed_keys(line)
                if key.startswith(prefix)
            }
        )

    def count_tagged(self) -> int:
        """Count lines that hold index tags of which no blind index was made.

        Raises:
            StoreError: a file can't be read; names it.
        """
        return sum(TAG_MARK in line for line in self._lines())

    def _lines(self) -> Iterator[str]:
        for path in self._files:
            try:
                with path.open("rb") as file:
                    yield from text_lines(file)
            except NoTextError as error:
                raise StoreError(f"{path}: {error}") from None
            except OSError as error:
                raise StoreError(f"{path}: can't be read ({error.strerror})") from error


def records_of(line: str) -> list[StoredRecord]:
    """Read a line: an OTLP request as the collector's `file` exporter writes it, a JSON object, or a text."""
    value = _object(line)
    if value is None:
        return [_text_record(line)]
    if "resourceLogs" in value:
        from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest  # noqa: PLC0415

        request = ExportLogsServiceRequest()
        try:
            fill_from_json(request, line.encode("utf-8", "surrogateescape"))
            return [from_document(to_document(event)) for event in decode_logs(request)]
        except (BadRequest, UnicodeError):
            return [_text_record(line)]
    record = to_record(value)
    return [record if record.body is not None or record.attributes else _text_record(line)]


def _object(line: str) -> dict[str, Any] | None:
    if not line.lstrip().startswith("{"):
        return None
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _text_record(line: str) -> StoredRecord:
    keys = find_sealed_keys(line)
    attributes = {names.KEY: keys} if keys else {}
    return StoredRecord("", 0, 0, "", "", "", "", body=line, attributes=attributes, resource={})


def _all_texts(record: StoredRecord) -> Iterator[str]:
    yield record.body_text
    yield json.dumps([record.attributes, record.resource, record.event_name, record.scope], default=str)
    yield from texts(record.attributes.get(names.INDEX))
