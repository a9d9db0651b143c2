"""Searches with answers that are checked, and their hits page by page from one point in time."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from sealog.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sealog_exporters.elastic.connection import Connection
    from sealog_exporters.elastic.queries import Query

__all__ = ["AS_STORED", "field_of", "hits_of", "pages", "search"]

AS_STORED = ("_shard_doc",)
"""The cheapest order."""

_KEEP_ALIVE = "5m"


def search(connection: Connection, **wanted: Any) -> Mapping[str, Any]:
    """Ask once, as `Elasticsearch.search` takes it.

    Raises:
        StoreError: Elasticsearch can't be reached, or refuses, or a shard of it does; names the address.
    """
    # By default a shard that fails leaves its records out without a word.
    with connection.translated():
        answer = connection.client.search(**wanted, allow_partial_search_results=False)
    return _object(connection, answer.body)


def pages(
    connection: Connection,
    target: str,
    query: Query,
    order: Sequence[Any],
    *,
    size: int,
    limit: int | None = None,
    ignore_unavailable: bool | None = None,
    **further: Any,
) -> Iterator[list[dict[str, Any]]]:
    """Give up to `limit` hits in pages of `size`, from one point in time, so that none comes twice.

    `further` is asked with each page, as `Elasticsearch.search` takes it.

    Raises:
        StoreError: Elasticsearch can't be reached or refuses; names the address.
    """
    client = connection.client
    with connection.translated():
        opened = client.open_point_in_time(index=target, keep_alive=_KEEP_ALIVE, ignore_unavailable=ignore_unavailable)
    point = field_of(connection, _object(connection, opened.body), "id", str)
    try:
        after: dict[str, Any] = {}
        while limit is None or limit > 0:
            wanted = size if limit is None else min(limit, size)
            answer = search(
                connection,
                query=query,
                size=wanted,
                sort=list(order),
                track_total_hits=False,
                pit={"id": point, "keep_alive": _KEEP_ALIVE},
                **further,
                **after,
            )
            hits = hits_of(connection, answer)
            if hits:
                yield hits
            if len(hits) < wanted:
                return
            limit = None if limit is None else limit - len(hits)
            after = {"search_after": field_of(connection, hits[-1], "sort", list)}
    finally:
        with contextlib.suppress(StoreError), connection.translated():  # it ends after the keep-alive anyway
            client.close_point_in_time(id=point)


def hits_of(connection: Connection, answer: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Give the hits of an answer."""
    hits: list[dict[str, Any]] = field_of(connection, field_of(connection, answer, "hits", dict), "hits", list)
    return hits


def field_of(connection: Connection, answer: Mapping[str, Any], name: str, kind: type[Any]) -> Any:
    """Give what stands under a name.

    Raises:
        StoreError: it is missing, or of another kind; names the address.
    """
    value = answer.get(name)
    if not isinstance(value, kind):
        raise StoreError(f"{connection.address}: the answer has no {name!r}; is this Elasticsearch?")
    return value


def _object(connection: Connection, answer: object) -> Mapping[str, Any]:
    if not isinstance(answer, dict):
        raise StoreError(f"{connection.address}: the answer is not a JSON object; is this Elasticsearch?")
    return answer
