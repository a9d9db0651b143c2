"""The embedded log store, and the interface of all log stores. Imports `event` only."""

from sealog_exporters.store.interface import Countable, Searchable, StoredRecord
from sealog_exporters.store.sqlite import LogStore

__all__ = ["Countable", "LogStore", "Searchable", "StoredRecord"]
