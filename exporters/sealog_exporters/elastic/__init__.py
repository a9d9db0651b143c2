"""Elasticsearch: reading log records as any `Searchable` store, writing them, and installing what both need."""

from sealog_exporters.elastic.reader import ElasticReader

__all__ = ["ElasticReader"]
