"""The doctor's check of the endpoint, which sends like the SDK: each failure comes with its remedy."""

from __future__ import annotations

import socket
import threading
from typing import TYPE_CHECKING

import pytest

from delivery.endpoints import Reply, endpoint
from delivery.transports.certificates import Authority
from delivery.transports.test_transports import grpc_server
from sealog.cli.doctor.endpoint_checks import endpoint_checks

if TYPE_CHECKING:
    from pathlib import Path

    import grpc

    from sealog.cli.doctor.checks import Check

NOW = 1_800_000_000.0


def checks(url: str, protocol: str = "http/protobuf", **environ: str) -> list[Check]:
    environ = {"OTEL_EXPORTER_OTLP_ENDPOINT": url, "OTEL_EXPORTER_OTLP_PROTOCOL": protocol} | environ
    return endpoint_checks(environ, 2.0, NOW)


def test_an_endpoint_that_takes_logs_is_well_and_its_clock_is_looked_at() -> None:
    with endpoint() as up:
        found = checks(up.url)
    assert [(check.name, check.good) for check in found] == [("endpoint", True), ("clock", False)]
    assert found[0].finding == f"{up.url}/v1/logs (http/protobuf) takes logs"
    assert up.records == []


@pytest.mark.parametrize(
    ("reply", "says", "mend"),
    [
        (Reply(401), "HTTP 401", "OTEL_EXPORTER_OTLP_HEADERS"),
        (Reply(404), "HTTP 404", "/v1/logs"),
        (Reply(503), "HTTP 503", "start a collector"),
    ],
)
def test_what_an_endpoint_answers_is_told_with_what_mends_it(reply: Reply, says: str, mend: str) -> None:
    with endpoint(lambda _: reply) as up:
        (check,) = checks(up.url)
    assert (check.good, says in check.finding, mend in check.mend) == (False, True, True), check


def test_a_private_authority_is_asked_for_and_then_trusted(tmp_path: Path) -> None:
    authority = Authority(tmp_path, "authority")
    with endpoint(tls=authority.serving(authority.give("server"))) as up:
        (unknown,) = checks(up.url)
        known = checks(up.url, OTEL_EXPORTER_OTLP_CERTIFICATE=str(authority.file))
        (missing,) = checks(up.url, OTEL_EXPORTER_OTLP_CERTIFICATE=str(tmp_path / "none.pem"))
    assert "SSLCertVerificationError" in unknown.finding
    assert "OTEL_EXPORTER_OTLP_CERTIFICATE" in unknown.mend
    assert [check.name for check in known if check.good or check.name == "clock"] == ["endpoint", "clock"]
    assert ("FileNotFoundError" in missing.finding, "can be read" in missing.mend) == (True, True)


def test_headers_are_sent_and_credentials_are_not_shown() -> None:
    seen: list[str] = []

    def export(_: bytes, context: grpc.ServicerContext) -> bytes:
        seen.extend(str(pair.value) for pair in context.invocation_metadata() if pair.key == "authorization")
        return b""

    with grpc_server(export) as url:
        (check,) = checks(
            url.replace("//", "//user:secret@"), "grpc", OTEL_EXPORTER_OTLP_HEADERS="authorization=Bearer%20x"
        )
    assert (check.good, seen) == (True, ["Bearer x"])
    assert "secret" not in check.finding


def test_a_port_of_the_other_protocol_is_told() -> None:
    with grpc_server(lambda *_: b"") as url:
        (check,) = checks(url)
    assert (check.good, "OTEL_EXPORTER_OTLP_PROTOCOL" in check.mend) == (False, True), check


def test_an_endpoint_that_says_nothing_is_not_waited_for_longer_than_allowed() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        found: list[Check] = []
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        thread = threading.Thread(
            target=lambda: found.extend(endpoint_checks({"OTEL_EXPORTER_OTLP_ENDPOINT": url}, 0.3, NOW))
        )
        thread.start()
        thread.join(30)
    assert [(check.good, "DEADLINE_EXCEEDED" in check.finding) for check in found] == [(False, True)]


@pytest.mark.parametrize(("name", "value"), [("ENDPOINT", "ftp://x"), ("TIMEOUT", "soon"), ("COMPRESSION", "zip")])
def test_a_setting_that_cannot_be_meant_is_told_with_its_name(name: str, value: str) -> None:
    (check,) = checks("http://127.0.0.1:9", **{f"OTEL_EXPORTER_OTLP_{name}": value})
    assert (check.good, f"OTEL_EXPORTER_OTLP_{name}" in check.finding) == (False, True)


def test_with_a_credential_provider_nobody_is_asked() -> None:
    (check,) = checks("http://127.0.0.1:9", OTEL_PYTHON_EXPORTER_OTLP_HTTP_CREDENTIAL_PROVIDER="mine")
    assert (check.good, "not asked" in check.finding) == (True, True)
