"""The gateway as it is by default: logs go to Elasticsearch by `sealog sink`, traces and metrics by the exporter."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING

import pytest

from backends import eventually
from collector.messages import CARD, MAIL, a_log, a_metric, a_span, assert_sealed, attribute, everything_on_disk
from collector.roles import post, running
from local.program import accepts
from programs import SEALOG, Program
from programs import running as running_program
from servers import free_port

if TYPE_CHECKING:
    from pathlib import Path

    from collector.stores import Store

pytestmark = pytest.mark.backend


def sink(folder: Path, elasticsearch: Store, port: int) -> Program:
    listen = ("--http", f"127.0.0.1:{port}", "--grpc", "off", "--status", "off")
    command = (SEALOG, "sink", "--url", elasticsearch.url, *listen)
    return Program("sink", command, os.environ, folder / "sink.log", partial(accepts, port))


def test_logs_are_stored_sealed_by_the_sink_also_where_it_was_away(
    folder: Path, environ: dict[str, str], sealer: Program, elasticsearch: Store, alerting: Store
) -> None:
    assert sealer
    port = free_port()
    with running(
        "gateway", folder, "gateway.yaml", environ=environ | {"SEALOG_SINK": f"http://127.0.0.1:{port}"}
    ) as gateway:
        body = a_log(f"paid with {CARD}", attributes=[attribute("user.email", MAIL)])
        assert post(f"{gateway.url}/v1/logs", body) == 200
        assert post(f"{gateway.url}/v1/traces", a_span(f"GET /users/{MAIL}")) == 200
        assert post(f"{gateway.url}/v1/metrics", a_metric("logins", MAIL)) == 200
        eventually(alerting.paths, lambda paths: paths == {"/v1/logs"})
        with running_program(sink(folder, elasticsearch, port)):
            found = eventually(lambda: logs_in(elasticsearch), bool)
            eventually(
                lambda: {document["_index"] for document in elasticsearch.documents()},
                lambda streams: {"traces-generic.otel-default", "metrics-generic.otel-default"} <= streams,
            )
        (document,) = found
        assert document["_id"] == document["attributes"]["sealog.uid"]
        assert_sealed(elasticsearch.everything(), alerting.everything(), everything_on_disk(gateway.state))
        assert b"seal1~email_address~" in elasticsearch.everything()
    assert MAIL not in (folder / "sink.log").read_text()


def logs_in(store: Store) -> list[dict[str, object]]:
    return [document for document in store.documents() if str(document["_index"]).startswith("logs-")]
