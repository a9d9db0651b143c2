"""The reader's queries against a real Elasticsearch, under both ways of mapping the collector's documents."""

from __future__ import annotations

import json
import uuid
from typing import Any

import httpx
import pytest

from sealog_exporters.elastic import ElasticReader

INDEX = "mfrggzdfmztwq"
KEY_ID = "ab-_9Z"
KEY = f"key1~{KEY_ID}~" + "A" * 155
LONG_KEY = f"key1~{KEY_ID}~" + "B" * 239  # two recipients: over the default keyword limit of 256 with its id
TOKEN = f"seal1~email_address~{INDEX}~" + "Ab-_" * 22

TEMPLATE = {
    "mappings": {
        "properties": {
            "@timestamp": {"type": "date", "format": "epoch_millis||strict_date_optional_time"},
            "body": {"properties": {"text": {"type": "text"}}},
        },
        "dynamic_templates": [{"strings": {"match_mapping_type": "string", "mapping": {"type": "keyword"}}}],
    }
}


def document(number: int, *, key: str | list[str] = KEY, marks: bool = True) -> dict[str, Any]:
    attributes = {"sealog.index": [INDEX], "sealog.key": key} if marks else {}
    return {
        "@timestamp": f"{1721314113467 + number}.654123",
        "severity_number": 9,
        "trace_id": "5b8efff798038103d269b633813fc60c",
        "attributes": {"sealog.uid": f"u-{number}", **attributes},
        "resource": {"attributes": {"service.name": "shop"}},
        "body": {"text": f"pasted ({TOKEN})." if not marks else "no token"},
    }


@pytest.mark.backend
@pytest.mark.parametrize("mapping", [TEMPLATE, {}], ids=["keywords", "dynamic"])
def test_records_and_keys_are_found(elasticsearch_url: str, mapping: dict[str, Any]) -> None:
    index = f"reader-{uuid.uuid4().hex}"
    documents = [document(1), document(2, key=[LONG_KEY, "key1~zzzzzz~C"]), document(3, marks=False)]
    lines = [json.dumps(line) for source in documents for line in ({"index": {}}, source)]
    with (
        httpx.Client(base_url=elasticsearch_url, timeout=60) as client,
        ElasticReader(elasticsearch_url, index_pattern=index, environ={}) as reader,
    ):
        client.put(f"/{index}", json=mapping).raise_for_status()
        try:
            stored = client.post(
                f"/{index}/_bulk",
                params={"refresh": "true"},
                content="\n".join([*lines, ""]),
                headers={"content-type": "application/x-ndjson"},
            )
            assert stored.json()["errors"] is False
            assert [record.uid for record in reader.search_index(INDEX)] == ["u-3", "u-2", "u-1"]
            assert [record.uid for record in reader.search_index(INDEX, 1)] == (["u-3"] if mapping else ["u-1"])
            assert reader.search_index("aaaaaaaaaaaaa") == []
            assert sorted(reader.uids()) == ["u-1", "u-2", "u-3"]
            assert reader.sealed_keys(KEY_ID) == [KEY, LONG_KEY]
            assert reader.sealed_keys(KEY_ID.swapcase()) == []
        finally:
            client.delete(f"/{index}")
