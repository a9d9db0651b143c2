"""The documents of Elasticsearch's log indices, page by page, and writing changed ones back if nobody else did.

A document is written back only if it is still the one that was read (`if_seq_no`, `if_primary_term`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sealog.errors import StoreError
from sealog_exporters.elastic.connection import Connection
from sealog_exporters.elastic.paging import AS_STORED, pages

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from typing_extensions import Self

    from sealog_exporters.store.erasing import Pass

__all__ = ["DEAD_LETTERS", "ElasticDocuments"]

DEAD_LETTERS = "sealog-dead-letter*"
_PAGE = 200
_CONFLICT = 409
_OK = range(200, 300)


class ElasticDocuments:
    """The log indices of one Elasticsearch 8 or later, dead letters too. For one thread.

    `index_pattern` is what Elasticsearch takes in a path. For credentials see `Connection`.
    """

    def __init__(self, url: str, *, index_pattern: str, environ: Mapping[str, str] | None = None) -> None:
        self._connection = Connection(url, environ=environ)
        self._target = index_pattern

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
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
            for target in self.targets():
                stats = self._connection.client.indices.stats(index=target, level="shards", metric=["docs"])
                for index, shards in sorted(stats.body.get("indices", {}).items()):
                    for number, copies in sorted(shards.get("shards", {}).items()):
                        primary = next((copy for copy in copies if copy["routing"]["primary"]), None)
                        if primary is not None:
                            numbers = primary.get("seq_no", {})
                            mark = {"index": index, "shard": int(number), "max_seq_no": numbers.get("max_seq_no")}
                            found.append(mark)
                self.refresh(target)
        return found

    def refresh(self, target: str) -> None:
        """Let everything that was written to a target so far be found, which otherwise takes a second.

        Raises:
            StoreError: it can't be reached, or refuses.
        """
        with self._connection.translated():
            self._connection.client.indices.refresh(index=target, ignore_unavailable=True, allow_no_indices=True)

    def write(self, changed: Sequence[tuple[Mapping[str, Any], Any]], done: Pass) -> None:
        """Write back hits of a page with another source each, and count what became of them.

        Raises:
            StoreError: it can't be reached, or refuses the request.
        """
        actions = [part for hit, source in changed for part in ({"index": _address(hit)}, source)]
        with self._connection.translated():
            # A pipeline would see a stored record as a new one.
            answer = self._connection.client.bulk(operations=actions, pipeline="_none", require_alias=False)
        for item in answer.body["items"]:
            result = item["index"]
            if result["status"] in _OK:
                done.changed += 1
            elif result["status"] == _CONFLICT:
                done.changed_meanwhile += 1
            else:
                kind = result.get("error", {}).get("type", "no reason given")
                done.failed[f"HTTP {result['status']} ({kind})"] += 1

    def targets(self) -> tuple[str, ...]:
        """Give what is read: the index pattern, and dead letters."""
        return (self._target, DEAD_LETTERS)

    def pages(self, target: str, query: Mapping[str, Any]) -> Iterator[list[dict[str, Any]]]:
        """Give the hits of a query in one target, from one point in time.

        Raises:
            StoreError: it can't be reached, or a document has no `_source`.
        """
        found = pages(
            self._connection,
            target,
            query,
            AS_STORED,
            size=_PAGE,
            ignore_unavailable=True,
            seq_no_primary_term=True,
        )
        for hits in found:
            if any("_source" not in hit for hit in hits):
                raise StoreError(f"{self._connection.address}: a document has no _source, so it can't be changed")
            yield hits


def _address(hit: Mapping[str, Any]) -> dict[str, Any]:
    address = {
        "_index": hit["_index"],
        "_id": hit["_id"],
        "if_seq_no": hit["_seq_no"],
        "if_primary_term": hit["_primary_term"],
    }
    return address | ({"routing": hit["_routing"]} if "_routing" in hit else {})
