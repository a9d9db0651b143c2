"""Reading log records from Elasticsearch, as any `Searchable` store."""

from sealog_exporters.elastic.reader import ElasticReader

__all__ = ["ElasticReader"]
