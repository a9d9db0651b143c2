"""Stores dead letters again, after the mapping was corrected. A dead letter is deleted when its record is stored."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from elasticsearch import ApiError

from sealog_exporters.elastic.paging import AS_STORED, pages
from sealog_exporters.elastic.sink.documents.from_otlp import Document
from sealog_exporters.elastic.sink.documents.targets import DEAD_LETTER
from sealog_exporters.elastic.sink.stored import same_content
from sealog_exporters.elastic.sink.verdict import Verdict, result_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sealog_exporters.elastic.connection import Connection

__all__ = ["letters", "redeliver"]

_PAGE = 25  # of records that may have some megabytes each


def letters(connection: Connection, *, target: str = "", reason: str = "") -> Iterator[list[dict[str, Any]]]:
    """Give the dead letters page by page, as hits of a search; of one target or one type of reason if asked for.

    Raises:
        StoreError: Elasticsearch can't be reached or refuses; names the address.
    """
    wanted = {"target": target, "reason.type": reason}
    terms = [_equal(field, value) for field, value in wanted.items() if value]
    with connection.translated():
        connection.client.indices.refresh(index=f"{DEAD_LETTER}*", ignore_unavailable=True)  # also what has just come
    query = {"bool": {"filter": terms}}
    yield from pages(connection, f"{DEAD_LETTER}*", query, AS_STORED, size=_PAGE, ignore_unavailable=True)


def redeliver(connection: Connection, hits: Sequence[Mapping[str, Any]]) -> Counter[str]:
    """Store the records of dead letters; count them as `stored`, `there_already`, or by the type of the refusal.

    Raises:
        StoreError: Elasticsearch can't be reached or refuses the whole; nothing is deleted then.
    """
    documents = [_document(hit["_source"]) for hit in hits]
    answer = _bulk(connection, [line for document in documents for line in _create(document)])
    done: list[Mapping[str, Any]] = []
    counted: Counter[str] = Counter()
    for hit, document, item in zip(hits, documents, answer["items"], strict=True):
        result = result_of(item["create"])
        if result.verdict is Verdict.STORED:
            counted["stored"] += 1
        elif result.verdict is Verdict.CONFLICT and _is_there(connection, result.index, document):
            counted["there_already"] += 1
        else:
            counted[result.kind] += 1
            continue
        done.append({"delete": {"_index": hit["_index"], "_id": hit["_id"]}})
    if done:
        _bulk(connection, done)
    return counted


def _equal(field: str, value: str) -> dict[str, Any]:
    """Match a field as our template maps it, or as Elasticsearch does where `sealog elastic setup` never ran."""
    return {"bool": {"should": [{"term": {field: value}}, {"term": {f"{field}.keyword": value}}]}}


def _bulk(connection: Connection, operations: list[Any]) -> Mapping[str, Any]:
    with connection.translated():
        answer: Mapping[str, Any] = connection.client.bulk(operations=operations).body
        return answer


def _document(letter: Mapping[str, Any]) -> Document:
    return Document(letter["target"], letter["id"], letter["document"].encode(), 1, letter.get("service", ""))


def _create(document: Document) -> tuple[Any, Any]:
    return {"create": {"_index": document.target, "_id": document.id}}, json.loads(document.line)


def _is_there(connection: Connection, index: str, document: Document) -> bool:
    with connection.translated():
        try:
            found = connection.client.get(index=index, id=document.id)
        except ApiError as error:
            if error.status_code == 404:  # noqa: PLR2004 -- HTTP: not found
                return False
            raise
    return same_content(document, found["_source"])
