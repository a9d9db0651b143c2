"""Checks whether documents are stored already, and with the same content."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sealog.records.attributes import SEALED_IN, TEMPLATE_ID
from sealog_exporters.templates.stamper import TEMPLATE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import TypeAlias

    from sealog_exporters.elastic.sink.bulk import BulkClient
    from sealog_exporters.elastic.sink.documents.from_otlp import Document

    Sources: TypeAlias = Mapping[str, Mapping[str, Any]]

__all__ = ["Sources", "by_index", "in_target", "same_content"]

_AT_ONCE = 500
_STAMPED = tuple(f"attributes.{name}" for name in (TEMPLATE_ID, TEMPLATE, SEALED_IN))


async def by_index(client: BulkClient, wanted: Sequence[tuple[str, Document]]) -> list[Mapping[str, Any] | None] | None:
    """Give what is stored under the ids of documents, each with its index, in order; None where that can't be read.

    Elasticsearch answers from memory what no refresh has made visible yet.
    """
    found: list[Mapping[str, Any] | None] = []
    for start in range(0, len(wanted), _AT_ONCE):
        part = wanted[start : start + _AT_ONCE]
        answer = await client.ask("POST", "/_mget", {"docs": [{"_index": i, "_id": d.id} for i, d in part]})
        docs = answer.get("docs") if answer else None
        if not isinstance(docs, list) or len(docs) != len(part) or any("error" in doc for doc in docs):
            return None
        found.extend(doc.get("_source") if doc.get("found") else None for doc in docs)
    return found


async def in_target(client: BulkClient, target: str, documents: Sequence[Document], *, refresh: bool) -> Sources | None:
    """Give what any index of a target has under the ids of documents; None where that can't be read."""
    path = "/" + quote(target, safe="-_.")
    if refresh and await client.ask("POST", f"{path}/_refresh") is None:
        return None
    found: dict[str, Mapping[str, Any]] = {}
    for start in range(0, len(documents), _AT_ONCE):
        ids = [document.id for document in documents[start : start + _AT_ONCE]]
        query = {"query": {"ids": {"values": ids}}, "size": len(ids), "track_total_hits": False}
        answer = await client.ask("POST", f"{path}/_search?allow_partial_search_results=false", query)
        hits = answer.get("hits", {}).get("hits") if answer else None
        if not isinstance(hits, list):
            return None
        found |= {hit["_id"]: hit.get("_source", {}) for hit in hits}
    return found


def same_content(document: Document, stored: Mapping[str, Any]) -> bool:
    """Tell whether a stored document is this one. Objects and dotted names mean the same, as in Elasticsearch.

    A record that has no time of its own got that of its arrival: it is left out. So is what a sink
    stamps: a template may have been joined with another since, and an earlier sink stamped less.
    """
    ours, theirs = (dict(_leaves(value)) for value in (json.loads(document.line), stored))
    for name in _STAMPED:
        ours.pop(name, None)
        theirs.pop(name, None)
    if not document.time_ms and "observed_timestamp" not in ours:
        ours.pop("@timestamp", None)
        theirs.pop("@timestamp", None)
    return ours == theirs


def _leaves(value: Any, path: str = "") -> Iterable[tuple[str, str]]:
    """Give the leaves by dotted path. Lists are compared without order and number: a synthetic source keeps neither."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _leaves(item, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        texts = {json.dumps(item, sort_keys=True) for item in value}
        if texts:
            yield path, texts.pop() if len(texts) == 1 else repr(sorted(texts))
    elif value is not None:
        yield path, json.dumps(value)
