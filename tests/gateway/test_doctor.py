"""`sealog doctor --status`: what a running gateway's status port tells."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from gateway.hops import HOST, chained, settings
from sealing.otlp_requests import EMAIL, log, logs
from sealog.cli.doctor.service_checks import service_checks
from sealog_exporters.otlp.errors import BadRequest
from sealog_exporters.sealing import log_records
from servers import free_port

if TYPE_CHECKING:
    from pathlib import Path

    from gateway.hops import Hop
    from sealog.cli.doctor.checks import Check

BODY = logs(log(f"to {EMAIL}")).SerializeToString()
LARGE = logs(log("x" * 200_000)).SerializeToString()


def looked_at(folder: Path, *bodies: bytes, error: Exception | None = None, **options: Any) -> dict[str, Check]:
    """Send requests through a gateway, and give the doctor's findings by their code."""
    status = f"{HOST}:{free_port()}"

    async def run() -> list[Check]:
        async with chained(folder, status=status, **options) as (listeners, hop):
            await send(listeners.http_port, hop)
            return await asyncio.to_thread(service_checks, status, 20)

    async def send(port: int | None, hop: Hop) -> None:
        hop.error = error
        async with httpx.AsyncClient(trust_env=False, timeout=20) as client:
            for body in bodies:
                headers = {"content-type": "application/x-protobuf"}
                await client.post(f"http://{HOST}:{port}/v1/logs", content=body, headers=headers)

    checks = asyncio.run(run())
    assert len(checks) == len({check.code for check in checks})
    assert not any(EMAIL in check.finding for check in checks)
    return {check.code: check for check in checks}


def test_a_gateway_that_seals_is_well(tmp_path: Path) -> None:
    found = looked_at(tmp_path, BODY, BODY)
    assert list(found) == ["SL360", "SL370", "SL380"]
    assert found["SL370"].finding.startswith("2 taken; ")
    assert found["SL380"].finding.startswith("2 answered")


def test_one_without_a_bundle_is_not_serving_and_the_reason_is_told(tmp_path: Path) -> None:
    found = looked_at(tmp_path, BODY, settings=settings(tmp_path, bundle=False))
    assert "bundle.json" in found["SL362"].finding


def test_what_was_refused_cut_or_blacked_out_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "1 for good" in looked_at(tmp_path, BODY, error=BadRequest("no"))["SL381"].finding
    assert looked_at(tmp_path, LARGE, most=100_000)["SL372"].finding.startswith("1 were")

    def fault(*_: object) -> None:
        raise RuntimeError(EMAIL)

    monkeypatch.setattr(log_records, "_seal", fault)
    assert looked_at(tmp_path, BODY, settings=settings(tmp_path / "none", bundle=False))["SL371"].finding.startswith(
        "1 could"
    )


def test_a_port_of_another_protocol_is_no_status_port(tmp_path: Path) -> None:
    async def run() -> list[Check]:
        async with chained(tmp_path) as (listeners, _):
            return [
                *await asyncio.to_thread(service_checks, f"{HOST}:{listeners.grpc_port}", 20),
                *await asyncio.to_thread(service_checks, f"{HOST}:{listeners.http_port}", 20),
            ]

    assert [check.code for check in asyncio.run(run())] == ["SL361", "SL361"]


@pytest.mark.parametrize("address", ["127.0.0.1:1", "no-port", "file:///etc/passwd", ""])
def test_where_no_status_port_is_the_doctor_says_so(address: str) -> None:
    (check,) = service_checks(address, 5)
    assert check.code == "SL361"
