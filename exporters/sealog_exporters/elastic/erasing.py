"""Erases a person from Elasticsearch: conditional writes of whole documents, marks by sequence number.

A document is written back only if it is still the one that was read (`if_seq_no`, `if_primary_term`). What somebody
changed meanwhile is found by the next pass. A pass that finds nothing after a refresh proves that no document up to
the marks that were taken before that refresh holds the person.
"""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING, Any

from sealog.crypto.spelling import NO_INDEX, find_sealed_values, parse_sealed_value
from sealog.errors import StoreError
from sealog_exporters.elastic.connection import Connection
from sealog_exporters.elastic.document import to_record
from sealog_exporters.elastic.queries import holds_any_index
from sealog_exporters.store.erasing import Pass, Rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from types import TracebackType

    from typing_extensions import Self

    from sealog_exporters.store.eraser import Eraser

__all__ = ["ElasticEraser"]

DEAD_LETTERS = "sealog-dead-letter*"
_PAGE = 200
_KEEP_ALIVE = "5m"
_CONFLICT = 409
_OK = range(200, 300)


class ElasticEraser:
    """The log indices of one Elasticsearch 8 or later, as an `Erasable`; dead letters too. For one thread.

    `index_pattern` is what Elasticsearch takes in a path. For credentials see `Connection`.
    """

    def __init__(self, url: str, *, index_pattern: str, environ: Mapping[str, str] | None = None) -> None:
        self._connection = Connection(url, environ=environ)
        self._target = index_pattern

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def version(self) -> str:
        """Give Elasticsearch's version; without a number where `GET /` is not allowed."""
        try:
            with self._connection.translated():
                answer = self._connection.client.info()
        except StoreError:
            return "Elasticsearch"
        return f"Elasticsearch {answer.body.get('version', {}).get('number', '')}"

    def marks(self) -> list[dict[str, Any]]:
        """Give each primary shard's highest sequence number, then let everything up to there be found."""
        found = []
        with self._connection.translated():
            for target in self._targets():
                stats = self._connection.client.indices.stats(index=target, level="shards", metric=["docs"])
                for index, shards in sorted(stats.body.get("indices", {}).items()):
                    for number, copies in sorted(shards.get("shards", {}).items()):
                        primary = next((copy for copy in copies if copy["routing"]["primary"]), None)
                        if primary is not None:
                            numbers = primary.get("seq_no", {})
                            mark = {"index": index, "shard": int(number), "max_seq_no": numbers.get("max_seq_no")}
                            found.append(mark)
                self._connection.client.indices.refresh(index=target, ignore_unavailable=True, allow_no_indices=True)
        return found

    def erase(self, eraser: Eraser, rules: Rules) -> Pass:
        """Look at every document that holds one of the indexes once; write back what changes."""
        done = Pass()
        for page in self._pages(eraser):
            actions: list[Mapping[str, Any]] = []
            ids = []
            for hit in page:
                source = hit["_source"]
                changed = eraser.erase(source)
                if changed is source:
                    continue
                hold = rules.held_by(to_record(source))
                if hold is not None:
                    done.held[hold] += 1
                    continue
                done.found += 1
                ids.append(f"{hit['_index']}/{hit['_id']}")
                actions += ({"index": _address(hit)}, changed)
            if ids:
                rules.about_to(ids)
                self._write(actions, done)
                rules.pace(len(ids))
        return done

    def candidates(self, eraser: Eraser, entities: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
        """Give each sealed value without index, of some entities, in the person's records, and the record's keys."""
        wanted = frozenset(entities)
        for page in self._pages(eraser):
            for hit in page:
                source = hit["_source"]
                if eraser.concerns(source):
                    text, keys = json.dumps(source, ensure_ascii=True), to_record(source).keys
                    yield from ((token, keys) for token in without_index(text, wanted))

    def _write(self, actions: list[Mapping[str, Any]], done: Pass) -> None:
        with self._connection.translated():
            # A pipeline would see a stored record as a new one.
            answer = self._connection.client.bulk(operations=actions, pipeline="_none", require_alias=False)
        for item in answer.body["items"]:
            result = item["index"]
            if result["status"] in _OK:
                done.erased += 1
            elif result["status"] == _CONFLICT:
                done.changed_meanwhile += 1
            else:
                kind = result.get("error", {}).get("type", "no reason given")
                done.failed[f"HTTP {result['status']} ({kind})"] += 1

    def _targets(self) -> tuple[str, ...]:
        return (self._target, DEAD_LETTERS)

    def _pages(self, eraser: Eraser) -> Iterator[list[dict[str, Any]]]:
        """Give the documents that may hold the person, page by page, each target from one point in time."""
        query: Mapping[str, Any] = holds_any_index(sorted(eraser.indexes))
        for target in self._targets():
            # A dead letter's document is not indexed: all are read.
            yield from self._pages_of(target, {"match_all": {}} if target == DEAD_LETTERS else query)

    def _pages_of(self, target: str, query: Mapping[str, Any]) -> Iterator[list[dict[str, Any]]]:
        client = self._connection.client
        with self._connection.translated():
            opened = client.open_point_in_time(index=target, keep_alive=_KEEP_ALIVE, ignore_unavailable=True)
        point = opened.body["id"]
        try:
            after: dict[str, Any] = {}
            while True:
                with self._connection.translated():
                    answer = client.search(
                        query=query,
                        size=_PAGE,
                        sort=["_shard_doc"],
                        seq_no_primary_term=True,
                        track_total_hits=False,
                        allow_partial_search_results=False,
                        pit={"id": point, "keep_alive": _KEEP_ALIVE},
                        **after,
                    )
                hits = answer.body["hits"]["hits"]
                if any("_source" not in hit for hit in hits):
                    raise StoreError(f"{self._connection.address}: a document has no _source, so it can't be changed")
                if hits:
                    yield hits
                if len(hits) < _PAGE:
                    return
                after = {"search_after": hits[-1]["sort"]}
        finally:
            with contextlib.suppress(StoreError), self._connection.translated():  # it ends after the keep-alive anyway
                client.close_point_in_time(id=point)


def without_index(text: str, entities: frozenset[str]) -> Iterator[str]:
    """Give each sealed value of some entities in a text that has no blind index."""
    for start, end in find_sealed_values(text):
        token = text[start:end].removesuffix("~")
        sealed = parse_sealed_value(token)
        if sealed.index == NO_INDEX and sealed.entity in entities:
            yield token


def _address(hit: Mapping[str, Any]) -> dict[str, Any]:
    address = {
        "_index": hit["_index"],
        "_id": hit["_id"],
        "if_seq_no": hit["_seq_no"],
        "if_primary_term": hit["_primary_term"],
    }
    return address | ({"routing": hit["_routing"]} if "_routing" in hit else {})
