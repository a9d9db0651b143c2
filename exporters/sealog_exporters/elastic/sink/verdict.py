"""Decides from an answer of Elasticsearch whether a record or the store is at fault. These are pure functions.

A record is at fault only if it is refused for its own content. Access, size, blocks, missing indices, full clusters and
all unknown answers are the store's fault: the record is sent again.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Result", "Verdict", "result_of"]

_CONFLICT = 409
_BAD_REQUEST = 400
_SUCCESS = 300

_STORES_FAULT = {
    "cluster_block_exception",
    "index_closed_exception",
    "validation_exception",  # too many shards in the cluster
    "illegal_state_exception",
    "index_not_found_exception",
}
_STORES_REASONS = (
    "no write index is defined",
    "pipeline with id [",
    "only write ops with an op_type of create are allowed in data streams",
    "no matching index template found for data stream",
    "index [",
)
"""How reasons of `illegal_argument_exception` begin that are about the index. The type stands for mistakes of either
side; only the beginning is compared, because the rest may quote what a sender wrote."""


class Verdict(Enum):
    """The outcome for a document."""

    STORED = "stored"
    CONFLICT = "conflict"
    REFUSED = "refused"
    RETRY = "retry"


@dataclass(frozen=True)
class Result:
    """The verdict on one document. `reason` may quote the document: it goes into the dead letter only."""

    verdict: Verdict
    status: int = 0
    kind: str = ""
    reason: str = ""
    index: str = ""
    failure_store: bool = False


def result_of(item: Mapping[str, Any]) -> Result:
    """Judge one item of a bulk answer."""
    status = item.get("status")
    index = item.get("_index")
    index = index if isinstance(index, str) else ""
    if not isinstance(status, int):
        return Result(Verdict.RETRY, 0, "no status")
    if status < _SUCCESS:
        return Result(Verdict.STORED, status, index=index, failure_store=item.get("failure_store") == "used")
    error = item.get("error")
    error = error if isinstance(error, dict) else {}
    kind, reason = str(error.get("type", "no reason given")), str(error.get("reason", ""))
    if status == _CONFLICT:
        return Result(Verdict.CONFLICT, status, kind, index=index)
    if status == _BAD_REQUEST and not _stores_fault(kind, reason):
        return Result(Verdict.REFUSED, status, kind, reason, index)
    return Result(Verdict.RETRY, status, kind, index=index)


def _stores_fault(kind: str, reason: str) -> bool:
    if kind == "illegal_argument_exception":
        return reason.startswith(_STORES_REASONS)
    return kind in _STORES_FAULT
