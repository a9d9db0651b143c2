"""Whole requests: bounds, what is no request, parts for the next hop."""

from __future__ import annotations

import pytest
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest

from sealing.otlp_requests import EMAIL, fields, log, logs, request_sealer
from sealog_exporters.otlp.errors import BadRequest, TooLarge
from sealog_exporters.otlp.signals import LOGS, METRICS, TRACES
from sealog_exporters.sealing.compiled_sealing import CompiledSealing


@pytest.mark.parametrize("signal", [LOGS, TRACES, METRICS])
@pytest.mark.parametrize("body", [b"\x0a", b"\x0a\xff\xff\xff\xff\x0f", b"\x0b", b"\xff" * 20, b"GET / HTTP/1.1"])
def test_bytes_that_are_no_request_are_refused_without_quoting_them(signal: object, body: bytes) -> None:
    with pytest.raises(BadRequest) as refused:
        request_sealer().seal(signal, body)  # type: ignore[arg-type]  # one of the three
    assert "GET" not in str(refused.value)


def test_a_request_of_nothing_but_values_is_refused_before_it_is_built() -> None:
    with pytest.raises(TooLarge):
        request_sealer().seal(LOGS, b"\x0a\x00" * 600_000)


def test_parts_are_below_the_bound_and_hold_all_records_in_order() -> None:
    request = logs(*(log(f"{number} {EMAIL}") for number in range(500)), resource={"service.name": "shop"}, scope="a")
    request.resource_logs.extend(logs(*(log(f"{500 + number}") for number in range(500)), scope="b").resource_logs)
    request.resource_logs[0].schema_url = "https://opentelemetry.io/schemas/1.9.0"
    most = 40_000
    sealed = request_sealer(most=most).seal(LOGS, request.SerializeToString())
    assert sealed.items == 1000
    assert len(sealed.parts) > 2
    assert all(len(part) <= most for part in sealed.parts)
    found = []
    for part in map(ExportLogsServiceRequest.FromString, sealed.parts):
        for resource in part.resource_logs:
            for scope in resource.scope_logs:
                for record in scope.log_records:
                    number = int(record.body.string_value.partition(" ")[0])
                    is_first = number < 500
                    assert scope.scope.name == ("a" if is_first else "b")
                    assert fields(resource.resource) == ({"service.name": "shop"} if is_first else {})
                    assert bool(resource.schema_url) == is_first
                    found.append(number)
    assert found == list(range(1000))


def test_a_fault_of_the_compiled_half_costs_time_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def panic(*_: object) -> None:
        raise RuntimeError(EMAIL)

    monkeypatch.setattr(CompiledSealing, "read", panic)
    (part,) = request_sealer().seal(LOGS, logs(log(f"to {EMAIL}")).SerializeToString()).parts
    assert EMAIL.encode() not in part
    assert b"seal1~email_address~" in part
    assert EMAIL not in capsys.readouterr().err
