"""Finds sealed records in Elasticsearch by blind index and by data-key id."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from sealog.crypto.index_tag import TAG_MARK
from sealog.records import attributes as names
from sealog_exporters.elastic.connection import Connection, RejectedError
from sealog_exporters.elastic.document import attributes_of, to_record
from sealog_exporters.elastic.documents import DEAD_LETTERS
from sealog_exporters.elastic.paging import AS_STORED, field_of, hits_of, pages, search
from sealog_exporters.elastic.queries import (
    EVERY_DOCUMENT,
    KEY_FIELDS,
    UID_FIELDS,
    holds_attribute,
    holds_key,
    holds_time,
    holds_uid,
    selects,
    selects_templates,
)
from sealog_exporters.elastic.template_counts import (
    ATTRIBUTE_SOURCES,
    ENTITY_SOURCES,
    TEMPLATE_FIGURES,
    TEMPLATE_SOURCES,
    TEXTS,
    composite,
    steps,
    to_attribute_count,
    to_entity_count,
    to_template_count,
    without_us,
)
from sealog_exporters.store.interface import (
    DEFAULT_LIMIT,
    EVERYTHING,
    Selection,
    StoredRecord,
    key_prefix,
    texts,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from typing_extensions import Self

    from sealog_exporters.elastic.queries import Query
    from sealog_exporters.store.counts.interface import AttributeCount
    from sealog_exporters.store.interface import EntityCount, TemplateCount

__all__ = ["ElasticReader"]

_PAGE = 500
_UID_PAGE = 5000  # ids only: half a megabyte of answer
_HISTORY_PAGE = 1000
_MAX_KEYS = 16
"""Data keys that may share one four-byte id; two are already improbable."""

_NEWEST = [{"@timestamp": {"order": "desc", "unmapped_type": "date"}}]
_OLDEST = [{"@timestamp": {"order": "asc", "unmapped_type": "date"}}]


class ElasticReader:
    """A `Searchable` on the log indices of one Elasticsearch 8 or later.

    `index_pattern` is what Elasticsearch takes in a path: `logs-*`, several with commas. For credentials see
    `Connection`. Not for use from several threads at a time.
    """

    def __init__(
        self,
        url: str,
        *,
        index_pattern: str = "logs-*",
        environ: Mapping[str, str] | None = None,
    ) -> None:
        self._connection = Connection(url, environ=environ)
        self._target = index_pattern

    def __repr__(self) -> str:
        return f"ElasticReader({self._connection.address!r})"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._connection.close()

    def search_index(self, index: str, limit: int = DEFAULT_LIMIT) -> list[StoredRecord]:
        """Give the records that hold a blind index, newest first, at most `limit`.

        Where an index maps `@timestamp` to something that can't be sorted, the first `limit` records found are
        given instead, in the same order.

        Raises:
            StoreError: Elasticsearch can't be reached or refuses; names the address.
        """
        found = itertools.islice(self._find([index], EVERYTHING, limit), limit)
        return sorted(found, key=lambda record: record.time_unix_nano, reverse=True)

    def find(self, indexes: Sequence[str], only: Selection = EVERYTHING) -> Iterator[StoredRecord]:
        """Give every wanted record that holds one of some blind indexes, newest first to the millisecond.

        They are read from one point in time, page by page. Where an index maps `@timestamp` to something that can't be
        sorted, they come as they are stored.

        Raises:
            StoreError: Elasticsearch can't be reached or refuses; names the address.
        """
        return self._find(indexes, only, None)

    def select(self, templates: Sequence[str], only: Selection = EVERYTHING) -> Iterator[StoredRecord]:
        """Give every wanted record that carries one of some templates' ids, newest first to the millisecond.

        No ids ask for any. They are read from one point in time, page by page.

        Raises:
            StoreError: Elasticsearch can't be reached or refuses; names the address.
        """
        wanted = frozenset(templates)
        for record in map(to_record, self._sources(selects_templates(templates, only), None, _NEWEST)):
            if only.holds(record) and (not wanted or record.template_id in wanted):
                yield record

    def template_counts(self, from_ns: int, to_ns: int) -> Iterator[TemplateCount]:
        """Give the counts of whole minutes (ns since the epoch), by a composite aggregation, a page at a time.

        Raises:
            StoreError: Elasticsearch can't be reached or refuses; names the address.
        """
        return map(to_template_count, self._buckets(TEMPLATE_SOURCES, TEMPLATE_FIGURES, from_ns, to_ns))

    def entity_counts(self, from_ns: int, to_ns: int) -> Iterator[EntityCount]:
        """Give the counts of entities in whole minutes (ns since the epoch), by a composite aggregation.

        Raises:
            StoreError: Elasticsearch can't be reached or refuses; names the address.
        """
        return map(to_entity_count, self._buckets(ENTITY_SOURCES, {}, from_ns, to_ns))

    def attribute_counts(self, from_ns: int, to_ns: int) -> Iterator[AttributeCount]:
        """Give the counts of entities in attributes in whole minutes (ns since the epoch), by a composite aggregation.

        Records that no sink stamped with `sealog.sealed_in` are in none.

        Raises:
            StoreError: Elasticsearch can't be reached or refuses; names the address.
        """
        return map(to_attribute_count, self._buckets(ATTRIBUTE_SOURCES, {}, from_ns, to_ns))

    def template_series(self, templates: Sequence[str], from_ns: int, to_ns: int, step_ns: int) -> list[int]:
        """Count the records of some templates' ids in steps of whole minutes, the oldest first.

        Raises:
            StoreError: Elasticsearch can't be reached or refuses; names the address.
        """
        query = selects_templates(templates, Selection(from_ns, to_ns))
        series = [0] * -(-(to_ns - from_ns) // step_ns)
        asked = {"size": 0, "track_total_hits": False, "query": query, **steps(from_ns, step_ns)}
        for bucket in self._aggregated("steps", asked)["buckets"]:
            series[(bucket["key"] * 1_000_000 - from_ns) // step_ns] += bucket["doc_count"]
        return series

    def _buckets(
        self, sources: Mapping[str, str], figures: Mapping[str, Any], from_ns: int, to_ns: int
    ) -> Iterator[dict[str, Any]]:
        """Give all buckets; where texts were mapped without us, their `.keyword` is asked."""
        try:
            page = self._aggregated("cells", composite(sources, figures, from_ns, to_ns))
        except RejectedError:
            sources = {name: f"{field}.keyword" if name in TEXTS else field for name, field in sources.items()}
            figures = without_us(figures)
            page = self._aggregated("cells", composite(sources, figures, from_ns, to_ns))
        while True:
            yield from page["buckets"]
            after = page.get("after_key")
            if after is None:
                return
            page = self._aggregated("cells", composite(sources, figures, from_ns, to_ns, after))

    def _aggregated(self, name: str, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Give an aggregation of an answer, with its list of buckets."""
        found = self._search(**asked).get("aggregations")
        if not isinstance(found, dict):
            return {"buckets": []}  # there was no index at all
        page: dict[str, Any] = self._field(found, name, dict)
        self._field(page, "buckets", list)
        return page

    def _find(self, indexes: Sequence[str], only: Selection, limit: int | None) -> Iterator[StoredRecord]:
        query = selects(indexes, only)
        begun = False
        try:
            for record in map(to_record, self._sources(query, limit, _NEWEST)):
                begun = True
                if only.holds(record):
                    yield record
        except RejectedError:
            if begun:
                raise
            yield from filter(only.holds, map(to_record, self._sources(query, limit, AS_STORED)))

    def sealed_keys(self, data_key_id: str) -> list[str]:
        """Give every sealed data key with this id, sorted.

        Thousands of records share one data key, so each found key is left out of the next request.

        Raises:
            StoreError: Elasticsearch can't be reached or refuses; names the address.
        """
        prefix = key_prefix(data_key_id)
        known: set[str] = set()
        while len(known) < _MAX_KEYS:
            answer = self._search(
                query=holds_key(data_key_id, sorted(known)),
                size=100,
                source=list(KEY_FIELDS),
            )
            sources = [attributes_of(self._field(hit, "_source", dict)) for hit in hits_of(self._connection, answer)]
            keys = {key for source in sources for key in texts(source.get(names.KEY))}
            new = {key for key in keys if key.startswith(prefix)} - known
            if not new:
                break
            known |= new
        return sorted(known)

    def count_tagged(self) -> int:
        """Count documents with index tags of which no blind index was made, dead letters too.

        Raises:
            StoreError: Elasticsearch can't be reached or refuses; names the address.
        """
        answer = self._search(query=holds_attribute(names.INDEX_TAG), size=0, track_total_hits=True)
        total = self._field(self._field(self._field(answer, "hits", dict), "total", dict), "value", int)
        # A dead letter's document is not indexed: all are read.
        letters = pages(self._connection, DEAD_LETTERS, EVERY_DOCUMENT, AS_STORED, size=_PAGE, ignore_unavailable=True)
        return int(total) + sum(TAG_MARK in str(hit.get("_source")) for hits in letters for hit in hits)

    def uids(self) -> Iterator[str]:
        """Give the record id of every document that has one, doubled ones as often as they are there.

        They are read from one point in time, in the order in which they are stored, which is the cheapest. Only what
        Elasticsearch has refreshed is seen (after 1 s by default).

        Raises:
            StoreError: Elasticsearch can't be reached or refuses; names the address.
        """
        for source in self._sources(holds_uid(), None, AS_STORED, size=_UID_PAGE, source=list(UID_FIELDS)):
            yield from texts(attributes_of(source).get(names.UID))

    def history(self, from_ns: int, to_ns: int) -> Iterator[StoredRecord]:
        """Give the records of a time, `from_ns` included and `to_ns` not (ns since the epoch), oldest first.

        They are read from one point in time, and one page is held at a time. Elasticsearch sorts to the millisecond;
        within one, records come as they are stored.

        Raises:
            StoreError: Elasticsearch can't be reached or refuses; names the address.
        """
        for record in map(to_record, self._sources(holds_time(from_ns, to_ns), None, _OLDEST, size=_HISTORY_PAGE)):
            if from_ns <= record.time_unix_nano < to_ns:
                yield record

    def _sources(
        self, query: Query, limit: int | None, order: Sequence[Any], *, size: int = _PAGE, **further: Any
    ) -> Iterator[dict[str, Any]]:
        for hits in pages(self._connection, self._target, query, order, size=size, limit=limit, **further):
            yield from (self._field(hit, "_source", dict) for hit in hits)

    def _search(self, **wanted: Any) -> Mapping[str, Any]:
        return search(self._connection, index=self._target, **wanted)

    def _field(self, answer: Mapping[str, Any], name: str, kind: type[Any]) -> Any:
        return field_of(self._connection, answer, name, kind)
