"""Dead letters stored again, against a real Elasticsearch."""

from __future__ import annotations

import asyncio
import json
import time
import uuid
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner

from sealog_exporters.cli.elastic import app
from sealog_exporters.elastic.sink import DEAD_LETTER, BulkClient, Counters, Writer, WriterSettings
from sealog_exporters.elastic.sink.documents.from_otlp import Document

pytestmark = pytest.mark.backend


def write(url: str, documents: list[Document]) -> Counters:
    async def inside() -> Counters:
        counters = Counters()
        client = BulkClient(url, {}, connections=4, timeout_s=30.0)
        writer = Writer(client, counters, WriterSettings())
        try:
            await writer.write(documents)
        finally:
            await writer.close()
            await client.close()
        return counters

    return asyncio.run(inside())


def retry(url: str, *options: str) -> Any:
    httpx.post(f"{url}/_refresh", timeout=60).raise_for_status()
    return CliRunner().invoke(app, ["retry", "--url", url, *options])


def test_letters_are_listed_stored_again_when_they_can_be_and_kept_until_then(elasticsearch_url: str) -> None:
    target = f"retry-{uuid.uuid4().hex}"
    now = time.time_ns() // 1_000_000
    texts = ["3", "three"]
    documents = [
        Document(target, f"u-{number}", json.dumps({"amount": text}).encode(), now, "shop")
        for number, text in enumerate(texts)
    ]
    with httpx.Client(base_url=elasticsearch_url, timeout=60) as client:
        client.delete(f"/{DEAD_LETTER}")
        client.put(f"/{target}", json={"mappings": {"properties": {"amount": {"type": "long"}}}}).raise_for_status()
        try:
            assert write(elasticsearch_url, documents).records["dead_letter"] == 1
            listed = retry(elasticsearch_url, "--dry-run", "--target", target)
            assert listed.output.split() == ["1", target, "document_parsing_exception"]
            again = retry(elasticsearch_url, "--target", target)
            assert again.exit_code == 1
            assert "three" not in again.output

            client.delete(f"/{target}").raise_for_status()
            mended = {"mappings": {"properties": {"amount": {"type": "keyword"}}}}
            client.put(f"/{target}", json=mended).raise_for_status()
            assert retry(elasticsearch_url, "--target", target).exit_code == 0
            assert client.get(f"/{target}/_doc/u-1").json()["_source"] == {"amount": "three"}
            assert "there are no dead letters" in retry(elasticsearch_url, "--target", target).output
        finally:
            client.delete(f"/{target}")
            client.delete(f"/{DEAD_LETTER}")
