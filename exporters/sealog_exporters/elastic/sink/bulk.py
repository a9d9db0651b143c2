"""One bulk request to Elasticsearch: documents in, a result for each out, without retries."""

from __future__ import annotations

import asyncio
import json
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from elastic_transport import HttpxAsyncHttpNode, Serializer
from elasticsearch import ApiError, AsyncElasticsearch, TransportError

from sealog_exporters.elastic.connection import client_options, error_reason, error_type
from sealog_exporters.elastic.sink.verdict import Result, Verdict, result_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sealog_exporters.elastic.sink.documents.from_otlp import Document

__all__ = ["Bulk", "BulkClient"]

_JSON = {"accept": "application/json", "content-type": "application/json"}
_NDJSON = {"accept": "application/json", "content-type": "application/x-ndjson", "content-encoding": "gzip"}
_ANSWER = "items.*.status,items.*._index,items.*.failure_store,items.*.error.type,items.*.error.reason"
_GZIP = 16 + zlib.MAX_WBITS
_FASTEST = 1
_PACK_AT_ONCE = 64 * 1024
_LONGEST_WAIT_S = 60.0
_TOO_LARGE = 413
_BAD_REQUEST = 400


@dataclass(frozen=True)
class Bulk:
    """The outcome of a bulk request: a result for each document, or, if `results` is empty, the reason.

    `status` is 0 without an answer. `retry_after` is in seconds. `ours` says that Elasticsearch itself answered.
    """

    results: Sequence[Result] = ()
    status: int = 0
    kind: str = ""
    retry_after: float = 0.0
    ours: bool = False

    @property
    def too_large(self) -> bool:
        """Whether fewer documents may pass."""
        return self.status == _TOO_LARGE

    @property
    def rejected(self) -> bool:
        """Whether Elasticsearch can't read the request: one of its documents may be at fault."""
        return self.ours and self.status == _BAD_REQUEST

    @property
    def uncertain(self) -> bool:
        """Whether documents may have been stored all the same."""
        return not self.results and (self.status == 0 or self.status >= 500)  # noqa: PLR2004 -- HTTP's server errors


class _Packed(Serializer):
    """Passes on an encoded bulk request; the client's own serializer adds a line end, even after gzip."""

    mimetype = "application/x-ndjson"

    def dumps(self, data: bytes) -> bytes:
        return data


class BulkClient:
    """Writes to one Elasticsearch; belongs to one event loop. For credentials see `Connection`.

    Raises:
        SettingError: the URL is none, or a user name has no password; no credential is in the message.
    """

    def __init__(self, url: str, environ: Mapping[str, str], *, connections: int, timeout_s: float) -> None:
        self.address, options = client_options(url, environ)
        # Compression is done here: the client's own takes the slowest level, inside the event loop.
        options |= {"request_timeout": timeout_s, "http_compress": False}
        self._client = AsyncElasticsearch(
            **options,
            node_class=HttpxAsyncHttpNode,
            connections_per_node=connections,
            max_retries=0,
            retry_on_timeout=False,
            serializers={_Packed.mimetype: _Packed()},
        )
        self._parameters = {
            "filter_path": _ANSWER,
            "include_source_on_error": "false",
            # How long Elasticsearch waits for a shard or a new field; a minute by default, longer than we wait for it.
            "timeout": f"{max(1, int(timeout_s / 2))}s",
        }

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()

    def require_data_streams(self) -> None:
        """From now on let a document that has no data stream be refused instead of making an index for it."""
        self._parameters["require_data_stream"] = "true"

    async def write(self, documents: Sequence[Document]) -> Bulk:
        """Store documents that are not there yet, in one request."""
        body = b"".join(part for document in documents for part in _lines(document))
        packed = _pack(body) if len(body) <= _PACK_AT_ONCE else await asyncio.to_thread(_pack, body)
        try:
            answer = await self._client.perform_request(
                "POST", "/_bulk", params=self._parameters, headers=_NDJSON, body=packed
            )
        except ApiError as error:
            return self._failed(error)
        except (TransportError, RecursionError) as error:
            return Bulk(kind=type(error).__name__)
        return _read(answer.body, len(documents))

    async def ask(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> dict[str, Any] | None:
        """Ask something else; None where there is no answer, another status than 2xx, or no JSON object."""
        try:
            answer = await self._client.perform_request(method, path, headers=_JSON, body=body)
        except (ApiError, TransportError, RecursionError):
            return None
        return answer.body if isinstance(answer.body, dict) else None

    async def status(self, path: str) -> int:
        """Give the status that a GET is answered with; 0 without an answer."""
        try:
            answer = await self._client.perform_request("GET", path, headers=_JSON)
        except ApiError as error:
            return error.status_code
        except (TransportError, RecursionError):
            return 0
        return answer.meta.status

    def _failed(self, error: ApiError) -> Bulk:
        if error.status_code == _BAD_REQUEST and "include_source_on_error" in error_reason(error.body):
            self._parameters.pop("include_source_on_error", None)  # before 8.18
            return Bulk(status=503, kind="unknown_parameter")
        kind = error_type(error.body)
        ours = isinstance(error.body, dict) and isinstance(error.body.get("error"), dict)
        return Bulk((), error.status_code, kind, _seconds(error.meta.headers.get("retry-after")), ours)


def _lines(document: Document) -> tuple[bytes, bytes, bytes, bytes]:
    action = json.dumps({"create": {"_index": document.target, "_id": document.id}}, separators=(",", ":"))
    return action.encode(), b"\n", document.line, b"\n"


def _pack(body: bytes) -> bytes:
    packer = zlib.compressobj(_FASTEST, zlib.DEFLATED, _GZIP)
    return packer.compress(body) + packer.flush()


def _read(answer: object, count: int) -> Bulk:
    items = answer.get("items") if isinstance(answer, dict) else None
    if not isinstance(items, list) or len(items) != count:
        return Bulk(kind="an answer that is no bulk answer")
    results = []
    for item in items:
        inner = next(iter(item.values()), None) if isinstance(item, dict) else None
        results.append(result_of(inner) if isinstance(inner, dict) else Result(Verdict.RETRY, 0, "no item"))
    return Bulk(results, 200, ours=True)


def _seconds(header: str | None) -> float:
    try:
        return min(_LONGEST_WAIT_S, max(0.0, float(header or 0)))
    except ValueError:
        return 0.0  # a date: RFC 9110 allows it, Elasticsearch and its proxies send seconds
