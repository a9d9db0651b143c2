"""A store in one file: `--store jsonl://PATH` reads records from lines of JSON. It answers all that commands ask."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from sealog.errors import StoreError
from sealog_exporters.store.interface import DEFAULT_LIMIT, StoredRecord, StoreType, key_prefix

if TYPE_CHECKING:
    from collections.abc import Iterator

    from typing_extensions import Self

SCHEME = "jsonl"


class JsonLines:
    def __init__(self, path: Path) -> None:
        try:
            lines = path.read_text("utf-8").splitlines()
            self._records = [StoredRecord(**json.loads(line)) for line in lines]
        except (OSError, ValueError, TypeError) as error:
            raise StoreError(f"{path}: is no store of JSON lines ({type(error).__name__})") from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._records = []

    def search_index(self, index: str, limit: int = DEFAULT_LIMIT) -> list[StoredRecord]:
        found = [record for record in self._records if index in record.indexes]
        return sorted(found, key=lambda record: -record.time_unix_nano)[:limit]

    def sealed_keys(self, data_key_id: str) -> list[str]:
        keys = (key for record in self._records for key in record.keys)
        return [key for key in keys if key.startswith(key_prefix(data_key_id))]

    def uids(self) -> Iterator[str]:
        return (record.uid for record in self._records if record.uid)

    def history(self, from_ns: int, to_ns: int) -> Iterator[StoredRecord]:
        found = [record for record in self._records if from_ns <= record.time_unix_nano < to_ns]
        return iter(sorted(found, key=lambda record: record.time_unix_nano))


STORE = StoreType(f"a {SCHEME}:// path", (SCHEME,), lambda name, _: JsonLines(Path(name.removeprefix(f"{SCHEME}://"))))
