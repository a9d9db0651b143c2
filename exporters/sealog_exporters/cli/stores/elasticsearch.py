"""Elasticsearch, by its URL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog_exporters.store.interface import StoreType

if TYPE_CHECKING:
    from sealog_exporters.store.interface import Store


def _open(name: str, index_pattern: str) -> Store:
    from sealog_exporters.elastic.reader import ElasticReader

    return ElasticReader(name, index_pattern=index_pattern)


STORE = StoreType("an http:// or https:// URL", ("http", "https"), _open)
