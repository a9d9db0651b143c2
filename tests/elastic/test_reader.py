"""The Elasticsearch reader against a listening server that answers as Elasticsearch does."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import pytest

from sealog.errors import SettingError, StoreError
from sealog_exporters.elastic import ElasticReader
from sealog_exporters.store.interface import Selection
from servers import free_port

if TYPE_CHECKING:
    from conftest import Answering
    from sealog_exporters.store import Searchable

INDEX = "mfrggzdfmztwq"
KEY = "key1~ab-_9Z~" + "A" * 155
UNSORTABLE = {"error": {"root_cause": [{"type": "illegal_argument_exception", "reason": "jane"}]}, "status": 400}


def document(number: int) -> dict[str, Any]:
    return {"@timestamp": str(number), "attributes": {"sealog.uid": f"u-{number}"}, "body": {"text": "hello"}}


def basic(user: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def authorization(server: Answering, url: str, environ: dict[str, str]) -> str:
    with ElasticReader(url, environ=environ) as reader:
        reader.sealed_keys("ab-_9Z")
    return server.asked[-1][4]


def test_the_reader_is_a_searchable_store(reader: ElasticReader) -> None:
    store: Searchable = reader
    assert store.search_index(INDEX) == []


def test_a_blind_index_is_asked_for_in_attributes_and_bodies(server: Answering, reader: ElasticReader) -> None:
    reader.search_index(INDEX)
    (search,) = server.searches()
    (of_indexes,) = search["query"]["bool"]["filter"]
    fields = {field for query in of_indexes["bool"]["should"] for field in query["terms"]}
    assert {"attributes.sealog.index", "sealog.index", "body.text", "message"} <= fields
    assert server.paths() == ["POST /logs-*/_pit", "POST /_search", "DELETE /_pit"]


def test_records_come_newest_first(server: Answering, reader: ElasticReader) -> None:
    server.hits = [document(number) for number in (2, 3, 1)]
    assert [record.uid for record in reader.search_index(INDEX)] == ["u-3", "u-2", "u-1"]


def test_many_records_come_page_by_page_and_each_once(server: Answering, reader: ElasticReader) -> None:
    server.hits = [document(number) for number in range(1203, 0, -1)]
    assert len({record.uid for record in reader.search_index(INDEX, 5000)}) == 1203
    assert [search["size"] for search in server.searches()] == [500, 500, 500]
    assert server.paths().count("DELETE /_pit") == 1


def test_documents_and_dead_letters_whose_tags_nobody_turned_are_counted(
    server: Answering, reader: ElasticReader
) -> None:
    letter = {"document": '{"attributes": {"sealog.index_tag": ["tagkey1~a", "tag1~b"]}}'}
    server.hits = [letter, {"document": '{"sealog.index_tag": ["tagkey1~a"]}'}, {"document": "{}"}]
    total = {"hits": {"total": {"value": 7, "relation": "eq"}, "hits": []}}
    server.answer = lambda _m, path, _b: (200, total) if path == "/logs-*/_search" else None
    assert reader.count_tagged() == 8
    (asked, *_) = server.searches()
    assert (asked["size"], asked["track_total_hits"]) == (0, True)
    assert "attributes.sealog.index_tag" in str(asked["query"])
    assert "POST /sealog-dead-letter*/_pit" in server.paths()


def test_no_more_than_the_limit_is_asked_for(server: Answering, reader: ElasticReader) -> None:
    server.hits = [document(number) for number in range(900, 0, -1)]
    assert len(reader.search_index(INDEX, 503)) == 503
    assert [search["size"] for search in server.searches()] == [500, 3]


def test_a_failing_shard_is_an_error_and_not_a_gap(server: Answering, reader: ElasticReader) -> None:
    reader.search_index(INDEX)
    reader.sealed_keys("ab-_9Z")
    searches = [parameters for _, path, parameters, *_ in server.asked if path.endswith("_search")]
    assert searches == [{"allow_partial_search_results": "false"}] * 2


def test_an_index_that_can_not_be_sorted_by_time_is_read_unsorted(server: Answering, reader: ElasticReader) -> None:
    server.hits = [document(1), document(2)]
    server.answer = lambda _m, _p, body: (400, UNSORTABLE) if "@timestamp" in str(body.get("sort")) else None
    assert [record.uid for record in reader.search_index(INDEX)] == ["u-2", "u-1"]


def test_everything_wanted_is_given_page_by_page_and_nothing_else(server: Answering, reader: ElasticReader) -> None:
    def of(number: int) -> dict[str, Any]:
        resource = {"attributes": {"service.name": "shop" if number % 2 else "Shop"}}
        return {**document(number), "trace_id": "a" * 32 if number % 3 else "", "resource": resource}

    server.hits = [of(number) for number in range(1200, 0, -1)]
    only = Selection(from_ns=100_000_000, to_ns=900_000_000, service="shop", trace_id="a" * 32)
    found = [record.uid for record in reader.find([INDEX, "b" * 13], only)]
    assert found == [f"u-{number}" for number in range(899, 99, -1) if number % 2 and number % 3]
    assert [search["size"] for search in server.searches()] == [500, 500, 500]
    asked = str(server.searches()[0]["query"])
    assert all(text in asked for text in (INDEX, "b" * 13, "range", "resource.attributes.service.name", "TraceId"))


def test_the_index_pattern_is_asked_for(server: Answering) -> None:
    with ElasticReader(server.url, index_pattern="logs-a,x/../y", environ={}) as reader:
        reader.sealed_keys("ab-_9Z")
    assert server.paths() == ["POST /logs-a,x%2F..%2Fy/_search"]


def test_ids_of_all_documents_are_given_page_by_page_and_doubles_too(server: Answering, reader: ElasticReader) -> None:
    server.hits = [document(number % 6000) for number in range(6001)]
    uids = list(reader.uids())
    assert (len(uids), len(set(uids))) == (6001, 6000)
    assert [search["size"] for search in server.searches()] == [5000, 5000]
    assert {tuple(search["_source"]) for search in server.searches()} == {
        ("attributes.sealog.uid", "Attributes.sealog.uid", "sealog.uid")
    }


def test_history_is_read_oldest_first_a_page_at_a_time_and_to_the_nanosecond(
    server: Answering, reader: ElasticReader
) -> None:
    server.hits = [document(number) for number in range(2500)]
    history = reader.history(1, 10**12)
    assert next(history).uid == "u-1"
    assert len(server.searches()) == 1
    assert len(list(history)) == 2498
    assert [search["size"] for search in server.searches()] == [1000, 1000, 1000]
    search = server.searches()[0]
    assert search["sort"] == [{"@timestamp": {"order": "asc", "unmapped_type": "date"}}]
    assert search["query"]["range"]["@timestamp"]["gte"] == 0
    assert server.paths()[-1] == "DELETE /_pit"


def test_sealed_keys_of_one_id_are_all_found_and_no_others(server: Answering, reader: ElasticReader) -> None:
    other = "key1~ab-_9Z~" + "B" * 155
    foreign = "key1~AB-_9z~" + "C" * 155
    carriers = [{"attributes": {"sealog": {"key": [KEY, foreign]}}}, {"sealog.key": other}]

    def unseen(_method: str, _path: str, body: dict[str, Any]) -> tuple[int, Any]:
        known = str(body["query"]["bool"]["must_not"])
        hits = [carrier for carrier, key in zip(carriers, (KEY, other), strict=True) if key not in known]
        return 200, {"hits": {"hits": [{"_source": hit} for hit in hits[:1]]}}

    server.answer = unseen
    assert reader.sealed_keys("ab-_9Z") == [KEY, other]
    assert len(server.asked) == 3


def test_credentials_come_from_the_url_first(server: Answering) -> None:
    url = server.url.replace("http://", "http://jane:s%40fe@")
    assert authorization(server, url, {"ELASTICSEARCH_API_KEY": "k"}) == basic("jane", "s@fe")


def test_an_api_key_goes_before_a_user_name(server: Answering) -> None:
    environ = {"ELASTICSEARCH_API_KEY": "k", "ELASTICSEARCH_USERNAME": "jane"}
    assert authorization(server, server.url, environ) == "ApiKey k"


def test_a_user_name_and_a_password_are_sent(server: Answering) -> None:
    environ = {"ELASTICSEARCH_USERNAME": "jane", "ELASTICSEARCH_PASSWORD": "safe"}
    assert authorization(server, server.url, environ) == basic("jane", "safe")


def test_without_credentials_none_are_sent(server: Answering) -> None:
    assert authorization(server, server.url, {}) == ""


def test_a_user_name_without_a_password_is_refused() -> None:
    with pytest.raises(SettingError, match="ELASTICSEARCH_PASSWORD is not"):
        ElasticReader("http://127.0.0.1:9200", environ={"ELASTICSEARCH_USERNAME": "jane"})


@pytest.mark.parametrize(
    "url", ["", "es:9200", "ftp://jane:safe@es", "http://", "http://jane:safe@es:port", "http://jane:safe@e\x00s"]
)
def test_another_url_is_refused_without_its_credentials(url: str) -> None:
    with pytest.raises(SettingError, match="http://HOST:PORT") as refused:
        ElasticReader(url, environ={})
    assert "safe" not in str(refused.value)
    assert refused.value.__cause__ is None


def test_a_server_that_does_not_answer_is_named_without_credentials() -> None:
    port = free_port()
    with ElasticReader(f"http://jane:safe@127.0.0.1:{port}", environ={}) as reader:
        with pytest.raises(StoreError, match=rf"http://127\.0\.0\.1:{port}: no answer") as failed:
            reader.search_index(INDEX)
        assert "safe" not in str(failed.value) + repr(reader)


@pytest.mark.parametrize("status", [401, 403])
def test_missing_credentials_are_told_with_the_settings(server: Answering, reader: ElasticReader, status: int) -> None:
    server.answer = lambda *_: (status, {})
    with pytest.raises(StoreError, match="ELASTICSEARCH_API_KEY, or ELASTICSEARCH_USERNAME"):
        reader.search_index(INDEX)


@pytest.mark.parametrize("status", [400, 404, 429, 500, 302])
def test_a_refusal_is_told_by_its_type_and_not_its_reason(
    server: Answering, reader: ElasticReader, status: int
) -> None:
    server.answer = lambda *_: (status, UNSORTABLE)
    with pytest.raises(StoreError, match=rf"HTTP {status} \(illegal_argument_exception\)") as failed:
        reader.search_index(INDEX)
    assert server.url in str(failed.value)
    assert "jane" not in str(failed.value)


NESTED = b"[" * 60_000 + b"]" * 60_000


@pytest.mark.parametrize("answer", [b"<html>", b"[]", {"id": 1}, {"id": "point", "hits": []}, b"\xff", NESTED])
def test_an_answer_that_is_not_elasticsearchs_is_told(server: Answering, reader: ElasticReader, answer: object) -> None:
    server.answer = lambda *_: (200, answer)
    with pytest.raises(StoreError, match="is this Elasticsearch"):
        reader.search_index(INDEX)
