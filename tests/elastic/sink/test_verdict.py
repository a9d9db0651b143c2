"""Whose fault an answer is: only what the record itself is refused for is the record's."""

from __future__ import annotations

from typing import Any

import pytest

from sealog_exporters.elastic.sink.verdict import Verdict, result_of


@pytest.mark.parametrize("status", [401, 403, 404, 408, 413, 429, 500, 502, 503, 504])
def test_infrastructure_is_never_the_records_fault(status: int) -> None:
    assert result_of({"status": status, "error": {"type": "any_exception"}}).verdict is Verdict.RETRY


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("validation_exception", "this action would add [2] shards, but this cluster has [1000] maximum"),
        ("index_closed_exception", "closed"),
        ("illegal_argument_exception", "no write index is defined for alias [logs]"),
        ("illegal_argument_exception", "pipeline with id [x] does not exist"),
        ("cluster_block_exception", "index [x] blocked"),
    ],
)
def test_a_400_about_the_cluster_is_not_the_records_fault(kind: str, reason: str) -> None:
    assert result_of({"status": 400, "error": {"type": kind, "reason": reason}}).verdict is Verdict.RETRY


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("document_parsing_exception", "failed to parse field [a]"),
        ("strict_dynamic_mapping_exception", "mapping set to strict"),
        ("illegal_argument_exception", "Limit of total fields [1000] has been exceeded"),
        ("illegal_argument_exception", 'Document contains at least one immense term in field="pipeline with id [x]"'),
    ],
)
def test_what_the_record_is_refused_for_is_its_fault(kind: str, reason: str) -> None:
    result = result_of({"status": 400, "error": {"type": kind, "reason": reason}})
    assert (result.verdict, result.kind, result.reason) == (Verdict.REFUSED, kind, reason)


@pytest.mark.parametrize("item", [{}, {"status": "201"}, {"status": 500, "error": "text"}])
def test_what_is_not_understood_is_sent_again(item: dict[str, Any]) -> None:
    assert result_of(item).verdict is Verdict.RETRY


def test_a_stored_and_a_conflicting_document_name_their_index() -> None:
    assert result_of({"status": 201, "_index": "i"}).index == "i"
    assert result_of({"status": 201, "failure_store": "used"}).failure_store
    assert result_of({"status": 409, "_index": "i", "error": {}}).verdict is Verdict.CONFLICT
