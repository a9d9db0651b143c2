"""Destination overlays of the gateway, run as they are: each store gets its own signals, sealed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

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
    curl,
    everything_on_disk,
    user,
)
from collector.roles import BARE, post, running
from collector.stores import store

if TYPE_CHECKING:
    from pathlib import Path

    from collector.stores import Store
    from programs import Program

pytestmark = pytest.mark.backend


def test_every_further_store_gets_its_signal_sealed(
    folder: Path, environ: dict[str, str], sealer: Program, tmp_path: Path
) -> None:
    assert sealer
    files = [f"destinations/{name}.yaml" for name in ("loki", "victorialogs", "prometheus", "traces", "archive")]
    archive = tmp_path / "archive/logs.jsonl"
    with store() as loki, store() as victorialogs, store() as prometheus, store() as behind:
        other = {"SEALOG_ELASTICSEARCH": behind.url, "SEALOG_ALERTING_ENDPOINT": behind.url}
        with running("gateway", tmp_path, *BARE, environ=other | {
            "SEALOG_SEALER_SOCKET": str(folder / "sealer.sock"),
        }) as tracing:  # fmt: skip
            more = {
                "SEALOG_LOKI": f"{loki.url}/otlp",
                "SEALOG_VICTORIALOGS": victorialogs.url,
                "SEALOG_PROMETHEUS": prometheus.url,
                "SEALOG_TRACES": f"127.0.0.1:{tracing.ports.otlp_grpc}",
                "SEALOG_ARCHIVE": str(archive),
            }
            with running("gateway", folder, *BARE, *files, environ=environ | more) as gateway:
                assert post(f"{gateway.url}/v1/logs", a_log(f"{MAIL} paid with {CARD}")) == 200
                assert post(f"{gateway.url}/v1/traces", a_span(f"GET /users/{MAIL}")) == 200
                assert post(f"{gateway.url}/v1/metrics", a_metric("logins", MAIL)) == 200
                eventually(loki.paths, lambda paths: paths == {"/otlp/v1/logs"})
                eventually(victorialogs.paths, lambda paths: paths == {"/insert/opentelemetry/v1/logs"})
                eventually(behind.documents, lambda found: any(one.get("span_id") == SPAN for one in found))
                eventually(lambda: archive.exists() and archive.read_bytes(), bool)
                counted = (b"logins", b"traces.span.metrics.calls", b"log_records")
                eventually(prometheus.everything, lambda body: all(name in body for name in counted), seconds=60)
                assert_sealed(everything_on_disk(gateway.state))
        assert prometheus.paths() == {"/api/v1/otlp/v1/metrics"}
        stores = (loki, victorialogs, prometheus, behind)
        assert_sealed(archive.read_bytes(), *(one.everything() for one in stores))
        for logs in (loki.everything(), victorialogs.everything(), archive.read_bytes()):
            assert b"seal1~email_address~" in logs


def test_a_trace_with_an_error_log_is_kept_and_its_mark_is_not(
    folder: Path, environ: dict[str, str], sealer: Program, elasticsearch: Store
) -> None:
    assert sealer
    few = environ | {"SEALOG_SAMPLING_WAIT": "2s", "SEALOG_SAMPLING_PERCENT": "0"}
    other = TRACE.replace("5", "6")
    with running("gateway", folder, *BARE, "destinations/sampling.yaml", environ=few) as gateway:
        in_time = {"endTimeUnixNano": "1764600000100000000"}
        assert post(f"{gateway.url}/v1/traces", a_span("quiet", traceId=other, spanId="1" * 16, **in_time)) == 200
        assert post(f"{gateway.url}/v1/traces", a_span("loud", **in_time)) == 200
        assert post(f"{gateway.url}/v1/logs", a_log("failed", traceId=TRACE, spanId=SPAN)) == 200
        assert post(f"{gateway.url}/v1/logs", a_log("fine", traceId=other, spanId="1" * 16, severityNumber=9)) == 200
        kept = eventually(
            lambda: [one for one in elasticsearch.documents() if one["_index"].startswith("traces")], bool, seconds=60
        )
        assert [span["name"] for span in kept] == ["loud"]
        # Decided at the same moment or before.
        assert gateway.metric("otelcol_processor_tail_sampling_sampling_traces_on_memory") == 0


def test_tenants_have_streams_of_their_own_and_strangers_a_dead_letter(
    folder: Path,
    environ: dict[str, str],
    sealer: Program,
    certificates: Path,
    elasticsearch: Store,
    tmp_path: Path,
) -> None:
    assert sealer
    (folder / "htpasswd").write_text(user("acme", b"one") + user("globex", b"two") + user("nobody", b"three"))
    archive, dead = tmp_path / "logs.jsonl", tmp_path / "dead.jsonl"
    more = {
        "SEALOG_TLS_CERT": str(certificates / "server.crt"),
        "SEALOG_TLS_KEY": str(certificates / "server.key"),
        "SEALOG_HTPASSWD": str(folder / "htpasswd"),
        "SEALOG_ARCHIVE": str(archive),
        "SEALOG_DEAD_LETTER": str(dead),
    }
    files = ("auth/basic.yaml", "destinations/archive.yaml", "destinations/tenants.yaml")
    with running("gateway", folder, *BARE, *files, environ=environ | more) as gateway:
        url = f"https://127.0.0.1:{gateway.ports.otlp_http}/v1/logs"

        def send(who: str, text: str, severity: int = 9) -> int:
            body = a_log(text, severityNumber=severity, attributes=[])
            # A record that says it is another tenant's is its sender's all the same.
            claimed = body.replace(b'"service.name"', b'"sealog.tenant"', 1)
            return curl(certificates, url, claimed, "-u", who)

        assert send("acme:one", "of acme") == 200
        assert send("globex:two", "of globex") == 200
        assert send("acme:one", "debug of acme", 5) == 200
        assert send("nobody:three", f"of nobody, {MAIL}") == 200
        documents = eventually(elasticsearch.documents, lambda found: len(found) >= 2)
        eventually(lambda: archive.exists() and b"debug of acme" in archive.read_bytes(), bool)
        eventually(lambda: dead.exists() and b"of nobody" in dead.read_bytes(), bool)
    where = {document["body"]["text"]: document["_index"] for document in documents}
    assert where == {"of acme": "logs-generic.otel-acme", "of globex": "logs-generic.otel-globex"}
    assert_sealed(archive.read_bytes(), dead.read_bytes(), elasticsearch.everything())
