"""Stores OTLP logs in Elasticsearch: acknowledged when they are stored, never lost, never doubled."""

from sealog_exporters.elastic.sink.bulk import BulkClient
from sealog_exporters.elastic.sink.counters import Counters
from sealog_exporters.elastic.sink.documents.targets import DEAD_LETTER, Targets
from sealog_exporters.elastic.sink.writer import Writer, WriterSettings

__all__ = ["DEAD_LETTER", "BulkClient", "Counters", "Targets", "Writer", "WriterSettings"]
