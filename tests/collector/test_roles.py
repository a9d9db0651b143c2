"""The collector's roles, run as they are: what senders of any kind send in the clear is sealed wherever it goes."""

from __future__ import annotations

import gzip
import json
import socket
from typing import TYPE_CHECKING, Any

import grpc
import pytest
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
from opentelemetry.proto.collector.logs.v1.logs_service_pb2_grpc import LogsServiceStub

from backends import eventually
from collector.messages import (
    CARD,
    MAIL,
    SPAN,
    TRACE,
    a_log,
    a_metric,
    a_span,
    assert_sealed,
    attribute,
    curl,
    everything_on_disk,
    user,
)
from collector.roles import BARE, post, running, sealing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from applications import Keys
    from collector.roles import Role
    from collector.stores import Store
    from programs import Program

pytestmark = pytest.mark.backend


def test_logs_spans_and_metrics_of_any_sender_are_stored_sealed(
    gateway: Role, elasticsearch: Store, alerting: Store
) -> None:
    event = {"name": "mail", "timeUnixNano": "1764600000000000000", "attributes": [attribute("to", MAIL)]}
    link = {"traceId": TRACE, "spanId": SPAN, "attributes": [attribute("owner", MAIL)]}
    assert post(f"{gateway.url}/v1/logs", a_log(f"paid with {CARD}", attributes=[attribute("user.email", MAIL)])) == 200
    assert post(f"{gateway.url}/v1/traces", a_span(f"GET /users/{MAIL}", events=[event], links=[link])) == 200
    assert post(f"{gateway.url}/v1/metrics", a_metric("logins", MAIL)) == 200

    streams = {f"{signal}-generic.otel-default" for signal in ("logs", "traces", "metrics")}
    eventually(elasticsearch.documents, lambda found: {document["_index"] for document in found} >= streams)
    (log,) = eventually(lambda: [one for one in elasticsearch.documents() if is_log(one)], bool)  # not the span's event
    eventually(alerting.paths, lambda paths: paths == {"/v1/logs"})
    assert_sealed(elasticsearch.everything(), alerting.everything(), everything_on_disk(gateway.state))
    assert b"seal1~email_address~" in elasticsearch.everything()
    documents = elasticsearch.documents()
    assert log["_index"].startswith("logs")
    assert log["_id"] == log["attributes"]["sealog.uid"]
    span = next(document for document in documents if document.get("span_id") == SPAN and "kind" in document)
    assert span["_id"] == f"{TRACE}-{SPAN}"


def is_log(document: Mapping[str, Any]) -> bool:
    return "sealog.uid" in document.get("attributes", {})


def test_a_sender_cannot_choose_where_its_records_go(gateway: Role, elasticsearch: Store) -> None:
    evil = [attribute("elasticsearch.index", "secrets"), attribute("elasticsearch.document_id", "1"),
            attribute("data_stream.dataset", "evil"), attribute("elasticsearch.ingest_pipeline", "drop")]  # fmt: skip
    assert post(f"{gateway.url}/v1/logs", a_log("out of stock", attributes=evil)) == 200
    (document,) = eventually(elasticsearch.documents, lambda found: len(found) == 1)
    assert document["_index"] == "logs-generic.otel-default"
    assert document["_id"] != "1"
    assert b"evil" not in elasticsearch.everything()


def test_without_a_sealer_nothing_is_taken_and_health_says_so(
    folder: Path, environ: dict[str, str], elasticsearch: Store, keys: Keys
) -> None:
    with running("gateway", folder, *BARE, environ=environ) as gateway:
        assert post(f"{gateway.url}/v1/logs", a_log(MAIL)) == 503
        assert_sealed(everything_on_disk(gateway.state), gateway.log.read_bytes())
        with sealing(folder, keys.environ):
            eventually(lambda: post(f"{gateway.url}/v1/logs", a_log(MAIL)), lambda status: status == 200)
            eventually(elasticsearch.documents, lambda found: len(found) == 1)
    assert_sealed(elasticsearch.everything())


def test_what_was_acknowledged_survives_a_kill_while_the_store_is_away(gateway: Role, elasticsearch: Store) -> None:
    elasticsearch.failing = 503
    for number in range(20):
        assert post(f"{gateway.url}/v1/logs", a_log(f"order {number} of {MAIL}")) == 200
    eventually(lambda: elasticsearch.refused, lambda count: count > 0)
    gateway.kill()
    assert_sealed(everything_on_disk(gateway.state))
    gateway.start()
    elasticsearch.failing = 0
    documents = eventually(elasticsearch.documents, lambda found: len({one["_id"] for one in found}) == 20)
    assert {document["body"]["text"].split(" of ")[0] for document in documents} == {f"order {n}" for n in range(20)}


def test_alerting_that_is_away_longer_than_its_queue_holds_up_nobody(
    folder: Path, environ: dict[str, str], sealer: Program, elasticsearch: Store, alerting: Store
) -> None:
    assert sealer
    alerting.failing = 503
    small = environ | {"SEALOG_GATEWAY_ALERTING_QUEUE_BYTES": "4000"}
    with running("gateway", folder, *BARE, environ=small) as gateway:
        for number in range(30):
            assert post(f"{gateway.url}/v1/logs", a_log(f"order {number} {'x' * 500}")) == 200
        documents = eventually(elasticsearch.documents, lambda found: len(found) >= 30)
        assert len(documents) == 30, "nothing is stored twice, because nobody had to send again"
        assert gateway.metric("otelcol_connector_besteffort_dropped_items") > 0


def test_a_request_above_4_mib_is_refused_as_too_large(gateway: Role, elasticsearch: Store) -> None:
    assert post(f"{gateway.url}/v1/logs", a_log("x" * (4 * 2**20 + 1))) == 413
    bomb = gzip.compress(a_log("x" * (64 * 2**20)))
    assert post(f"{gateway.url}/v1/logs", bomb, **{"Content-Encoding": "gzip"}) == 413
    assert post(f"{gateway.url}/v1/logs", a_log("small")) == 200
    assert post(f"{gateway.url}/v1/logs", a_log("y" * 4_100_000)) == 200
    assert post(f"{gateway.url}/v1/logs", a_log("small too")) == 200
    eventually(elasticsearch.documents, lambda found: len(found) == 3)


def test_a_sender_that_floods_is_told_to_come_back_later(
    folder: Path, environ: dict[str, str], sealer: Program, elasticsearch: Store
) -> None:
    assert sealer
    slow = environ | {"SEALOG_GATEWAY_SENDER_RATE": "0.001", "SEALOG_GATEWAY_SENDER_BURST": "5"}
    with running("gateway", folder, *BARE, environ=slow) as gateway:
        statuses = [post(f"{gateway.url}/v1/logs", a_log(f"order {number}")) for number in range(8)]
        assert statuses == [200] * 5 + [429] * 3
        eventually(elasticsearch.documents, lambda found: len(found) == 5)
        address = f"127.0.0.1:{gateway.ports.otlp_grpc}"
        with grpc.insecure_channel(address) as channel, pytest.raises(grpc.RpcError) as refused:
            LogsServiceStub(channel).Export(ExportLogsServiceRequest())
        assert refused.value.code() is grpc.StatusCode.RESOURCE_EXHAUSTED


def test_what_is_nested_too_deeply_for_the_queue_is_stored_as_text(gateway: Role, elasticsearch: Store) -> None:
    def nested(levels: int) -> dict[str, Any]:
        value: dict[str, Any] = {"stringValue": MAIL}
        for _ in range(levels):
            value = {"arrayValue": {"values": [value]}}
        return value

    deep = json.loads(a_log("shallow"))
    records = deep["resourceLogs"][0]["scopeLogs"][0]["logRecords"]
    records.append({"body": nested(60), "severityNumber": 9})
    records.append({"body": {"stringValue": "neighbour"}, "severityNumber": 9})
    elasticsearch.failing = 503
    assert post(f"{gateway.url}/v1/logs", json.dumps(deep).encode()) == 200
    gateway.kill()
    gateway.start()
    elasticsearch.failing = 0
    eventually(elasticsearch.documents, lambda found: len({one["_id"] for one in found}) == 3)
    assert_sealed(elasticsearch.everything())


def test_an_agent_keeps_what_it_read_sealed_on_disk_until_the_gateway_is_there(
    folder: Path, environ: dict[str, str], sealer: Program, elasticsearch: Store
) -> None:
    assert sealer
    log_file = folder / "app.log"
    log_file.write_text(f"login of {MAIL}\n")
    with running("gateway", folder, *BARE, environ=environ) as gateway:
        gateway.kill()
        syslog = gateway.ports.prometheus
        of_agent = {
            "SEALOG_AGENT_GATEWAY": gateway.url,
            "SEALOG_AGENT_FILES": str(log_file),
            "SEALOG_AGENT_SYSLOG": f"127.0.0.1:{syslog}",
        }
        with running("agent", folder, "agent.yaml", environ=of_agent) as agent:
            line = f"<165>1 2026-12-01T10:00:00.000Z host app 1 ID1 - paid by {MAIL}\n"
            with socket.create_connection(("127.0.0.1", syslog), timeout=5) as connection:
                connection.sendall(line.encode())
            assert post(f"{agent.url}/v1/logs", a_log(f"order of {MAIL}")) == 200
            eventually(lambda: agent.metric("otelcol_processor_sealog_requests"), lambda count: count >= 3)
            agent.kill()
            assert_sealed(everything_on_disk(agent.state))
            assert b"seal1~email_address~" in everything_on_disk(agent.state)
            agent.start()
            gateway.start()
            documents = eventually(elasticsearch.documents, lambda found: len({one["_id"] for one in found}) >= 3)
            texts = [json.dumps(document["body"]) for document in documents]
            for start in ("login of", "paid by", "order of"):
                assert any(start in text for text in texts), texts
    assert_sealed(elasticsearch.everything(), everything_on_disk(folder / "agent-state", folder / "gateway-state"))


@pytest.mark.parametrize("way", ["bearer", "basic", "mtls"])
def test_only_who_is_known_may_send(
    way: str, folder: Path, environ: dict[str, str], sealer: Program, certificates: Path
) -> None:
    assert sealer
    (folder / "tokens").write_text("right-token  # of the shop\n")
    (folder / "htpasswd").write_text(user("acme", b"secret"))
    of_tls = {
        "SEALOG_TLS_CERT": str(certificates / "server.crt"),
        "SEALOG_TLS_KEY": str(certificates / "server.key"),
        "SEALOG_TLS_CLIENT_CA": str(certificates / "ca.crt"),
        "SEALOG_TOKENS": str(folder / "tokens"),
        "SEALOG_HTPASSWD": str(folder / "htpasswd"),
    }
    client = ("--cert", str(certificates / "client.crt"), "--key", str(certificates / "client.key"))
    right, wrong, refused = {
        "bearer": (("-H", "Authorization: Bearer right-token"), ("-H", "Authorization: Bearer wrong"), 401),
        "basic": (("-u", "acme:secret"), ("-u", "acme:wrong"), 401),
        "mtls": (client, (), 0),
    }[way]
    with running("gateway", folder, *BARE, f"auth/{way}.yaml", environ=environ | of_tls) as gateway:
        url = f"https://127.0.0.1:{gateway.ports.otlp_http}/v1/logs"
        assert curl(certificates, url, a_log("hello"), *right) == 200
        assert curl(certificates, url, a_log("hello"), *wrong) == refused
        assert curl(certificates, url, a_log("hello")) == refused
