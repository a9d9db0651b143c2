"""The gateway between real listeners: what comes out is sealed, and what is answered is what the next hop answered."""

from __future__ import annotations

import asyncio
import dataclasses
import datetime as dt
import gzip
import ipaddress
import json
import socket
from typing import TYPE_CHECKING, Any

import grpc
import grpc.aio
import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from google.rpc.status_pb2 import Status
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest, ExportLogsServiceResponse
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from gateway.hops import HOST, chained, settings
from sealing.otlp_requests import EMAIL, fields, log, logs
from sealog import notices
from sealog.errors import SettingError
from sealog_exporters.gateway.next_hop import Destination, Unavailable, read_headers
from sealog_exporters.otlp.encoding import _zstd
from sealog_exporters.otlp.errors import BadRequest, SinkFailed
from sealog_exporters.otlp.limits import Limits
from sealog_exporters.otlp.server.access import Access
from sealog_exporters.otlp.server.tls import tls_of
from sealog_exporters.otlp.signals import LOGS, TRACES
from sealog_exporters.sealing.fitting import TOO_LARGE

if TYPE_CHECKING:
    from pathlib import Path

    from sealog_exporters.otlp.server.listeners import Listeners

zstd: Any = _zstd()
BODY = logs(log(f"to {EMAIL}"), log("clean")).SerializeToString()
PROTOBUF = {"content-type": "application/x-protobuf"}


async def over_grpc(listeners: Listeners, body: bytes, method: str = LOGS.method, **options: Any) -> bytes:
    async with grpc.aio.insecure_channel(f"{HOST}:{listeners.grpc_port}") as channel:
        answer: bytes = await channel.unary_unary(method, None, None)(body, timeout=20, **options)
        return answer


async def over_http(listeners: Listeners, body: bytes, path: str = "/v1/logs", **headers: str) -> httpx.Response:
    async with httpx.AsyncClient(trust_env=False, timeout=20) as client:
        given = PROTOBUF | {name.replace("_", "-"): value for name, value in headers.items()}
        return await client.post(f"http://{HOST}:{listeners.http_port}{path}", content=body, headers=given)


@pytest.mark.parametrize("protocol", ["grpc", "http/protobuf"])
def test_logs_and_traces_come_out_sealed_whichever_way_they_came_in(tmp_path: Path, protocol: str) -> None:
    spans = ExportTraceServiceRequest()
    spans.resource_spans.add().scope_spans.add().spans.add(name=f"for {EMAIL}")
    as_json = {"resourceLogs": [{"scopeLogs": [{"logRecords": [{"body": {"stringValue": f"to {EMAIL}"}}]}]}]}

    async def run() -> list[tuple[str, bytes]]:
        async with chained(tmp_path, protocol=protocol) as (listeners, hop):
            assert await over_grpc(listeners, BODY) == b""
            await over_grpc(listeners, BODY, compression=grpc.Compression.Gzip)
            await over_grpc(listeners, spans.SerializeToString(), TRACES.method)
            for answer in (
                await over_http(listeners, BODY),
                await over_http(listeners, gzip.compress(BODY), content_encoding="gzip"),
                await over_http(listeners, zstd.compress(BODY), content_encoding="zstd"),
                await over_http(listeners, json.dumps(as_json).encode(), content_type="application/json"),
            ):
                assert answer.status_code == 200
            assert answer.json() == {}
            return hop.got

    got = asyncio.run(run())
    assert [name for name, _ in got] == ["logs", "logs", "traces", *["logs"] * 4]
    for _, body in got:
        assert EMAIL.encode() not in body
        assert b"seal1~email_address~" in body


def test_a_request_sent_again_has_the_same_record_ids_over_either_transport(tmp_path: Path) -> None:
    async def run() -> list[tuple[str, bytes]]:
        async with chained(tmp_path) as (listeners, hop):
            await over_grpc(listeners, BODY)
            await over_http(listeners, gzip.compress(BODY), content_encoding="gzip")
            return hop.got

    ids = [
        [fields(record)["sealog.uid"] for record in request.resource_logs[0].scope_logs[0].log_records]
        for request in (ExportLogsServiceRequest.FromString(body) for _, body in asyncio.run(run()))
    ]
    assert ids[0] == ids[1]
    assert len(set(ids[0])) == 2


def test_nothing_is_acknowledged_that_the_next_hop_has_not(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    async def run() -> None:
        async with chained(tmp_path) as (listeners, hop):
            hop.error = SinkFailed("no")
            with pytest.raises(grpc.aio.AioRpcError) as failed:
                await over_grpc(listeners, BODY)
            assert failed.value.code() is grpc.StatusCode.UNAVAILABLE
            details = dict(failed.value.trailing_metadata() or ())["grpc-status-details-bin"]
            assert "RetryInfo" in Status.FromString(bytes(details)).details[0].type_url
            answer = await over_http(listeners, BODY)
            assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
            hop.error = None
            await over_grpc(listeners, BODY)
            assert len(hop.got) == 1

    asyncio.run(run())
    told = capsys.readouterr().err
    assert told.count("the next hop") == 2
    assert EMAIL not in told


def test_an_unreachable_next_hop_is_told_to_the_sender_as_unavailable(tmp_path: Path) -> None:
    async def run(protocol: str) -> None:
        async with chained(tmp_path, protocol=protocol) as (listeners, _):
            pass
        async with chained(tmp_path, protocol=protocol) as (listeners, hop):
            hop.error = RuntimeError("broken")
            answer = await over_http(listeners, BODY)
            assert answer.status_code == 503

    asyncio.run(run("grpc"))
    asyncio.run(run("http/protobuf"))


def test_what_the_next_hop_refuses_for_good_is_refused_for_good(tmp_path: Path) -> None:
    async def run(protocol: str) -> None:
        async with chained(tmp_path, protocol=protocol) as (listeners, hop):
            hop.error = BadRequest("secret reason")
            answer = await over_http(listeners, BODY)
            assert answer.status_code == 400
            assert b"secret reason" not in answer.content
            with pytest.raises(grpc.aio.AioRpcError) as failed:
                await over_grpc(listeners, BODY)
            assert failed.value.code() is grpc.StatusCode.INVALID_ARGUMENT

    asyncio.run(run("grpc"))
    asyncio.run(run("http/protobuf"))


def test_what_the_next_hop_rejected_of_a_request_is_told_to_the_sender(tmp_path: Path) -> None:
    rejected = ExportLogsServiceResponse()
    rejected.partial_success.rejected_log_records = 2
    rejected.partial_success.error_message = "why"

    async def run() -> None:
        async with chained(tmp_path, most=1000) as (listeners, hop):
            hop.response = rejected.SerializeToString()
            many = logs(*(log(f"{number} {EMAIL}") for number in range(9))).SerializeToString()
            answer = ExportLogsServiceResponse.FromString(await over_grpc(listeners, many))
            assert len(hop.got) > 1
            assert answer.partial_success.rejected_log_records == 2 * len(hop.got)
            assert answer.partial_success.error_message == "why"
            in_json = await over_http(
                listeners, b'{"resourceLogs": [{"scopeLogs": [{"logRecords": [{}]}]}]}', content_type="application/json"
            )
            assert in_json.json()["partialSuccess"] == {"rejectedLogRecords": "2", "errorMessage": "why"}

    asyncio.run(run())


@pytest.mark.parametrize("protocol", ["grpc", "http/protobuf"])
def test_a_request_that_grows_over_the_next_hops_limit_goes_out_in_parts(tmp_path: Path, protocol: str) -> None:
    limits = Limits(message_bytes=200_000, body_bytes=200_000)
    body = logs(*(log(f"{number} {EMAIL}") for number in range(2000))).SerializeToString()
    assert len(body) < 200_000

    async def run() -> list[tuple[str, bytes]]:
        async with chained(tmp_path, protocol=protocol, hop_limits=limits, most=190_000) as (listeners, hop):
            await over_grpc(listeners, body)
            return hop.got

    got = [ExportLogsServiceRequest.FromString(body) for _, body in asyncio.run(run())]
    assert len(got) > 1
    records = [record for part in got for record in part.resource_logs[0].scope_logs[0].log_records]
    assert [int(record.body.string_value.split()[0]) for record in records] == list(range(2000))


@pytest.mark.parametrize("protocol", ["grpc", "http/protobuf"])
def test_a_next_hop_with_a_smaller_limit_gets_smaller_parts_and_the_operator_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], protocol: str
) -> None:
    notices._said.clear()
    limits = Limits(message_bytes=100_000, body_bytes=100_000)
    records = [log(f"{number} {EMAIL}", {"note": "x" * 20_000}) for number in range(20)]
    records[7].attributes.add(key="dump").value.bytes_value = bytes(120_000)

    async def run() -> list[tuple[str, bytes]]:
        async with chained(tmp_path, protocol=protocol, hop_limits=limits) as (listeners, hop):
            await over_grpc(listeners, logs(*records).SerializeToString())
            return hop.got

    parts = [ExportLogsServiceRequest.FromString(body) for _, body in asyncio.run(run())]
    got = [record for part in parts for record in part.resource_logs[0].scope_logs[0].log_records]
    assert [int(record.body.string_value.split()[0]) for record in got] == list(range(20))
    assert [int(fields(record)["sealog.uid"].split("-")[1]) for record in got] == list(range(1, 21))
    assert [number for number, record in enumerate(got) if fields(record).get("dump") == TOO_LARGE] == [7]
    assert all(fields(record)["note"] == "x" * 20_000 for record in got)
    told = capsys.readouterr().err
    assert "--max-request-mib must be below its limit" in told
    assert "an item of logs is larger than the next hop takes" in told


def test_a_quota_that_is_used_up_costs_nobody_a_text() -> None:
    async def exhausted(_: bytes, context: Any) -> bytes:
        await context.abort(grpc.StatusCode.RESOURCE_EXHAUSTED, "quota exceeded: 100 requests")
        raise AssertionError

    async def run() -> None:
        server = grpc.aio.server()
        handlers = {"Export": grpc.unary_unary_rpc_method_handler(exhausted)}
        service = LOGS.method.strip("/").split("/")[0]
        server.add_generic_rpc_handlers([grpc.method_handlers_generic_handler(service, handlers)])
        port = server.add_insecure_port(f"{HOST}:0")
        await server.start()
        hop = Destination(f"http://{HOST}:{port}", timeout_s=20).connect()
        try:
            with pytest.raises(Unavailable):
                await hop.send(LOGS, logs(*[log("x" * 50_000)] * 20).SerializeToString())
        finally:
            await hop.close()
            await server.stop(0)

    asyncio.run(run())


def test_a_record_that_alone_is_too_large_is_cut_and_counted_and_others_arrive(tmp_path: Path) -> None:
    records = [log(f"{number} {EMAIL}", {"sender": EMAIL}) for number in range(3)]
    records[1].attributes.add(key="dump").value.bytes_value = bytes(200_000)

    async def run() -> tuple[list[tuple[str, bytes]], str]:
        with socket.create_server((HOST, 0)) as free:
            status = f"{HOST}:{free.getsockname()[1]}"
        async with chained(tmp_path, most=100_000, status=status) as (listeners, hop):
            await over_grpc(listeners, logs(*records).SerializeToString())
            async with httpx.AsyncClient(trust_env=False) as client:
                return hop.got, (await client.get(f"http://{status}/metrics")).text

    got, metrics = asyncio.run(run())
    assert all(len(body) <= 100_000 for _, body in got)
    parts = [ExportLogsServiceRequest.FromString(body) for _, body in got]
    found = [record for part in parts for record in part.resource_logs[0].scope_logs[0].log_records]
    assert [record.body.string_value.split()[0] for record in found] == ["0", "1", "2"]
    assert [fields(record).get("dump") for record in found] == [None, TOO_LARGE, None]
    assert 'sealog_gateway_cut_total{signal="logs"} 1' in metrics


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"\x0b", {}, 400),
        (gzip.compress(bytes(40 << 20)), {"content_encoding": "gzip"}, 413),
        (zstd.compress(bytes(40 << 20)), {"content_encoding": "zstd"}, 413),
        (zstd.compress(BODY)[:-1], {"content_encoding": "zstd"}, 400),
        (b"(\xb5/\xfd\x00\xff" + bytes(99), {"content_encoding": "zstd"}, 400),
        (gzip.compress(BODY), {"content_encoding": "zstd"}, 400),
        (b"x", {"content_encoding": "br"}, 415),
        (b"\x0a\x00" * 600_000, {}, 413),
        (b"[" * 2_000_000, {"content_type": "application/json"}, 400),
        (b"x" * (5 << 20), {}, 413),
        (b"{}", {"content_type": "text/plain"}, 415),
    ],
    ids=[
        *("malformed", "gzip bomb", "zstd bomb", "zstd cut", "zstd with a huge window", "gzip as zstd", "brotli"),
        *("values", "nesting", "length", "type"),
    ],
)
def test_hostile_requests_are_refused_and_others_go_on(
    tmp_path: Path, body: bytes, headers: dict[str, str], status: int
) -> None:
    async def run() -> None:
        async with chained(tmp_path) as (listeners, hop):
            assert (await over_http(listeners, body, **headers)).status_code == status
            assert (await over_http(listeners, BODY)).status_code == 200
            assert len(hop.got) == 1

    asyncio.run(run())


def test_without_a_bundle_it_masks_and_health_says_so(tmp_path: Path) -> None:
    async def run() -> bytes:
        async with chained(tmp_path, settings=settings(tmp_path, bundle=False)) as (listeners, hop):
            assert (await over_http(listeners, BODY)).status_code == 200
            async with httpx.AsyncClient(trust_env=False) as client:
                health = await client.get(f"http://{HOST}:{listeners.http_port}/healthz")
            assert health.status_code == 503
            assert "bundle.json" in health.text
            return hop.got[0][1]

    body = asyncio.run(run())
    assert b"to [masked:email_address]" in body


@pytest.mark.parametrize(("bundle", "status"), [(True, b"\x08\x01"), (False, b"\x08\x02")])
def test_health_over_grpc_says_what_health_over_http_says(tmp_path: Path, bundle: bool, status: bytes) -> None:
    tokens = tmp_path / "tokens"
    tokens.write_text("shop 0123456789abcdef0123\n")
    service = b"opentelemetry.proto.collector.logs.v1.LogsService"
    named = b"\x0a" + bytes([len(service)]) + service

    async def run() -> None:
        given = settings(tmp_path, bundle=bundle)
        async with chained(tmp_path, settings=given, access=Access(tokens)) as (listeners, hop):
            for request in (b"", named):
                assert await over_grpc(listeners, request, "/grpc.health.v1.Health/Check") == status
            for request, code in (
                (b"\x0a\x03foo", grpc.StatusCode.NOT_FOUND),
                (b"\x0a\xff", grpc.StatusCode.INVALID_ARGUMENT),
            ):
                with pytest.raises(grpc.aio.AioRpcError) as failed:
                    await over_grpc(listeners, request, "/grpc.health.v1.Health/Check")
                assert failed.value.code() is code
            assert not hop.got

    asyncio.run(run())


def test_only_senders_with_a_token_may_send(tmp_path: Path) -> None:
    tokens = tmp_path / "tokens"
    tokens.write_text("# who sends\nshop 0123456789abcdef0123\n")

    async def run() -> None:
        access = Access(tokens)
        async with chained(tmp_path, access=access) as (listeners, hop):
            good = {"authorization": "Bearer 0123456789abcdef0123"}
            assert (await over_http(listeners, BODY)).status_code == 401
            assert (await over_http(listeners, BODY, authorization="Bearer 0123456789abcdef")).status_code == 401
            assert (await over_http(listeners, BODY, **good)).status_code == 200
            with pytest.raises(grpc.aio.AioRpcError) as failed:
                await over_grpc(listeners, BODY)
            assert failed.value.code() is grpc.StatusCode.UNAUTHENTICATED
            await over_grpc(listeners, BODY, metadata=tuple(good.items()))
            assert len(hop.got) == 2
            tokens.write_text("shop fedcba9876543210fedc\n")
            access.look()
            assert (await over_http(listeners, BODY, **good)).status_code == 401

    asyncio.run(run())


@pytest.mark.parametrize("text", ["", "shop\n", "shop short\n", "# nobody\n", "a b c d\n"])
def test_a_file_of_tokens_that_is_wrong_is_refused_without_quoting_it(tmp_path: Path, text: str) -> None:
    path = tmp_path / "tokens"
    path.write_text(text)
    with pytest.raises(SettingError) as refused:
        Access(path)
    assert "short" not in str(refused.value).removeprefix(str(path))


def test_headers_for_the_next_hop_come_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "headers"
    path.write_text("Authorization: Bearer x:y\n\nX-Tenant: shop\n")
    assert read_headers(path) == {"Authorization": "Bearer x:y", "X-Tenant": "shop"}
    path.write_text("Authorization: ok\nsecret-without-colon\n")
    with pytest.raises(SettingError, match="line 2"):
        read_headers(path)


@pytest.mark.parametrize("url", ["collector:4317", "ftp://x", "https://", ""])
def test_a_next_hop_that_is_no_url_is_refused(url: str) -> None:
    with pytest.raises(SettingError, match="http"):
        Destination(url)


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """An authority, and a certificate for 127.0.0.1 that it signed, which server and client use."""
    folder = tmp_path_factory.mktemp("certificates")
    authority = ec.generate_private_key(ec.SECP256R1())
    key = ec.generate_private_key(ec.SECP256R1())
    made = {}
    issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "authority")])
    now = dt.datetime.now(dt.timezone.utc)
    for name, subject, public in (("ca", issuer, authority), ("cert", x509.Name([]), key)):
        builder = x509.CertificateBuilder(issuer, subject, public.public_key(), x509.random_serial_number())
        builder = builder.not_valid_before(now - dt.timedelta(1)).not_valid_after(now + dt.timedelta(1))
        builder = builder.add_extension(x509.BasicConstraints(ca=name == "ca", path_length=None), critical=True)
        address = x509.IPAddress(ipaddress.ip_address(HOST))
        builder = builder.add_extension(x509.SubjectAlternativeName([address]), critical=name == "cert")
        made[name] = folder / f"{name}.pem"
        made[name].write_bytes(builder.sign(authority, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    made["key"] = folder / "key.pem"
    pem, pkcs8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    made["key"].write_bytes(key.private_bytes(pem, pkcs8, serialization.NoEncryption()))
    return made


def test_with_tls_only_senders_with_a_certificate_may_send(tmp_path: Path, certificates: dict[str, Path]) -> None:
    ca, cert, key = (certificates[name] for name in ("ca", "cert", "key"))

    async def run() -> None:
        async with chained(tmp_path, tls=tls_of(cert, key, ca)) as (listeners, hop):
            good = Destination(f"https://{HOST}:{listeners.grpc_port}", ca=ca, certificate=cert, key=key, timeout_s=20)
            over = Destination(
                f"https://{HOST}:{listeners.http_port}", "http/protobuf", ca=ca, certificate=cert, key=key, timeout_s=20
            )
            for to in (good, over):
                sender = to.connect()
                await sender.send(LOGS, BODY)
                await sender.close()
                stranger = dataclasses.replace(to, certificate=None, key=None, timeout_s=2).connect()
                with pytest.raises(Unavailable):
                    await stranger.send(LOGS, BODY)
                await stranger.close()
            assert len(hop.got) == 2

    asyncio.run(run())


def test_files_of_certificates_that_are_wrong_are_named(tmp_path: Path, certificates: dict[str, Path]) -> None:
    with pytest.raises(SettingError, match="belong together"):
        tls_of(certificates["cert"], None, None)
    with pytest.raises(SettingError, match=r"ca\.pem"):
        tls_of(certificates["ca"], certificates["key"], None)
    with pytest.raises(SettingError, match="--client-ca"):
        tls_of(certificates["cert"], certificates["key"], tmp_path / "none")


def test_one_sender_alone_has_half_of_the_places_and_is_told_when_to_come_again(tmp_path: Path) -> None:
    async def run() -> None:
        async with chained(tmp_path, limits=Limits(requests=2)) as (listeners, hop):
            hop.gate = asyncio.Event()
            first = asyncio.create_task(over_grpc(listeners, BODY))
            await hop.entered.wait()
            with pytest.raises(grpc.aio.AioRpcError) as refused:
                await over_grpc(listeners, BODY)
            assert refused.value.code() is grpc.StatusCode.RESOURCE_EXHAUSTED
            details = dict(refused.value.trailing_metadata() or ())["grpc-status-details-bin"]
            assert "RetryInfo" in Status.FromString(bytes(details)).details[0].type_url
            answer = await over_http(listeners, BODY)
            assert (answer.status_code, answer.headers["retry-after"]) == (429, "1")
            hop.gate.set()
            await first

    asyncio.run(run())
