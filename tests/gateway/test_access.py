"""Who may send to the gateway, and how the gateway authenticates at the next hop: tokens, certificates, headers."""

from __future__ import annotations

import asyncio
import dataclasses
from typing import TYPE_CHECKING

import grpc
import grpc.aio
import pytest

from alerting.authority import Authority
from gateway.hops import HOST, chained
from gateway.senders import BODY, over_grpc, over_http
from sealog.errors import SettingError
from sealog_exporters.gateway.connecting import connect
from sealog_exporters.gateway.next_hop import Destination, Unavailable, read_headers
from sealog_exporters.otlp.server.access import Access
from sealog_exporters.otlp.server.tls import tls_of
from sealog_exporters.otlp.signals import LOGS

if TYPE_CHECKING:
    from pathlib import Path


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


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """An authority, and a certificate for 127.0.0.1 that it signed, which server and client use."""
    authority = Authority(tmp_path_factory.mktemp("certificates"))
    cert, key = authority.signed("both")
    return {"ca": authority.ca_file, "cert": cert, "key": key}


def test_with_tls_only_senders_with_a_certificate_may_send(tmp_path: Path, certificates: dict[str, Path]) -> None:
    ca, cert, key = (certificates[name] for name in ("ca", "cert", "key"))

    async def run() -> None:
        async with chained(tmp_path, tls=tls_of(cert, key, ca)) as (listeners, hop):
            good = Destination(f"https://{HOST}:{listeners.grpc_port}", ca=ca, certificate=cert, key=key, timeout_s=20)
            over = Destination(
                f"https://{HOST}:{listeners.http_port}", "http/protobuf", ca=ca, certificate=cert, key=key, timeout_s=20
            )
            for to in (good, over):
                sender = connect(to)
                await sender.send(LOGS, BODY)
                await sender.close()
                stranger = connect(dataclasses.replace(to, certificate=None, key=None, timeout_s=2))
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
