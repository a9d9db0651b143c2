"""Templates from the sink's intake to a real Elasticsearch and back: ids, counts, and exactly a template's records."""

from __future__ import annotations

import time
import uuid
from typing import TYPE_CHECKING

import httpx
import pytest

from elastic.sent import ERROR, MINUTE, START, record, request, store
from sealog_exporters.elastic import ElasticReader
from sealog_exporters.elastic.queries import selects_templates
from sealog_exporters.insights import Window, counted, insights
from sealog_exporters.store.interface import Selection

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.backend


def texts_counted(reader: ElasticReader, service: str, start: int, end: int) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in reader.template_counts(START + start * MINUTE, START + end * MINUTE):
        if one.service == service:
            found[one.text] = found.get(one.text, 0) + one.records
    return found


def test_what_the_sink_stamps_is_counted_and_found_again(elasticsearch_url: str, tmp_path: Path) -> None:
    service = f"shop-{uuid.uuid4().hex[:8]}"
    orders = [record(minute, f"order {minute} was shipped") for minute in range(60)]
    refused = [record(70, f"payment {n} was refused", ERROR, entity="ip_address", trace="") for n in range(5)]
    state = tmp_path / "templates.json"
    store(elasticsearch_url, state, request(service, "1", orders), request(service, "1", orders))
    store(
        elasticsearch_url,
        state,
        request(service, "2", refused),
        request(service, "2", [record(71, "order 9 was shipped")]),
    )
    with ElasticReader(elasticsearch_url, environ={}) as reader:
        assert texts_counted(reader, service, 0, 100) == {"order <*> was shipped": 61, "payment <*> was refused": 5}
        assert texts_counted(reader, service, 10, 20) == {"order <*> was shipped": 10}
        cells = [one for one in reader.template_counts(START, START + 100 * MINUTE) if one.service == service]
        (error,) = [one for one in cells if one.severity == ERROR]
        assert (error.version, error.records, error.traceless) == ("2", 5, 5)
        assert (error.first_ns, error.last_ns) == (START + 70 * MINUTE, START + 70 * MINUTE)
        entities = [one for one in reader.entity_counts(START, START + 100 * MINUTE) if one.service == service]
        assert [(one.template, one.entity, one.records) for one in entities] == [(error.template, "ip_address", 5)]
        found = list(reader.select([error.template], Selection(service=service)))
        assert sorted(one.body_text for one in found) == [f"payment {n} was refused" for n in range(5)]
        assert {one.attributes["sealog.template.id"] for one in found} == {error.template} != {"forged"}
        for only, count in (
            (Selection(version="2"), 6),
            (Selection(min_severity=ERROR), 5),
            (Selection(entity="ip_address"), 5),
            (Selection(traceless=True), 5),
            (Selection(from_ns=START + 10 * MINUTE, to_ns=START + 20 * MINUTE), 10),
        ):
            wanted = Selection(**{**vars(only), "service": service})
            assert sum(1 for _ in reader.select([], wanted)) == count, only


def test_personal_data_that_is_new_in_an_attribute_is_told_with_a_query_for_exactly_its_records(
    elasticsearch_url: str, tmp_path: Path
) -> None:
    service = f"shop-{uuid.uuid4().hex[:8]}"
    held = {"entity": "iban_code", "owner": "of [masked:iban_code]"}
    before = [record(minute, f"order {minute} was paid", **held) for minute in range(30)]
    now = [record(minute, f"order {minute} was paid", **held) for minute in range(60, 90)]
    leaking = [record(80, f"order {n} was paid", entity="iban_code", note="[masked:iban_code]!") for n in range(7)]
    in_the_body = [record(81, f"order {n} of [masked:iban_code] was paid", entity="iban_code") for n in range(3)]
    forged = [record(82, "order 9 was paid", **{"sealog.sealed_in": "iban_code:note"})]
    requests = [request(service, "1", records) for records in (before, now, leaking, in_the_body, forged)]
    store(elasticsearch_url, tmp_path / "templates.json", *requests)
    now_window = Window(START + 60 * MINUTE, START + 120 * MINUTE)
    with ElasticReader(elasticsearch_url, environ={}) as reader:
        both = counted(reader, [now_window, Window(START, START + 60 * MINUTE)])
        found = insights(*both.figures, both.texts, window=now_window)
        (one,) = [one for one in found if one.service == service and "attribute" in one.evidence]
        assert one.evidence == {"entity": "iban_code", "attribute": "note", "now": 7}
        assert one.records is not None
        assert len(list(reader.select([], one.records))) == 7
    query = {"query": selects_templates([], one.records, stamped=True)}
    answer = httpx.post(f"{elasticsearch_url}/logs-*/_count", json=query, timeout=60).json()
    assert answer["count"] == 7


def test_texts_that_elasticsearch_mapped_by_itself_are_counted_too(elasticsearch_url: str) -> None:
    index = f"templates-{uuid.uuid4().hex}"
    document = {
        "@timestamp": "2026-12-01T10:00:00Z",
        "severity_number": 9,
        "trace_id": "ab" * 16,
        "attributes": {
            "sealog.template.id": "a" * 16,
            "log.record.template": "a text",
            "sealog.entities": ["iban_code"],
            "sealog.sealed_in": ["iban_code:user.iban"],
        },
        "resource": {"attributes": {"service.name": "shop", "service.version": "1"}},
    }
    day = int(time.mktime((2026, 12, 1, 0, 0, 0, 0, 0, 0))) * 10**9 - 86_400 * 10**9
    span = day, day + 3 * 86_400 * 10**9
    with (
        httpx.Client(base_url=elasticsearch_url, timeout=60) as client,
        ElasticReader(elasticsearch_url, index_pattern=index, environ={}) as reader,
    ):
        try:
            client.post(f"/{index}/_doc", params={"refresh": "true"}, json=document).raise_for_status()
            (one,) = reader.template_counts(*span)
            assert (one.template, one.service, one.records, one.text) == ("a" * 16, "shop", 1, "a text")
            assert [one.entity for one in reader.entity_counts(*span)] == ["iban_code"]
            assert [(one.service, one.attribute) for one in reader.attribute_counts(*span)] == [("shop", "user.iban")]
            assert [one.template_id for one in reader.select(["a" * 16])] == ["a" * 16]
        finally:
            client.delete(f"/{index}")
