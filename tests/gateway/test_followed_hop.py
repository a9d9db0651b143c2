"""The certificates for the next hop are followed: a renewed one is used, a broken one changes nothing and is told."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from alerting.authority import Authority
from gateway.hops import HOST, Hop
from gateway.senders import BODY
from sealog_exporters.gateway.followed_hop import FollowedHop
from sealog_exporters.gateway.next_hop import Destination, Unavailable
from sealog_exporters.otlp.limits import Limits
from sealog_exporters.otlp.server.listeners import Listeners
from sealog_exporters.otlp.server.tls import tls_of
from sealog_exporters.otlp.signals import LOGS

if TYPE_CHECKING:
    from pathlib import Path


def test_certificates_for_the_next_hop_are_followed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    first, second = Authority(tmp_path / "a"), Authority(tmp_path / "b")
    cert, key, ca = (tmp_path / name for name in ("client.crt", "client.key", "believed.crt"))

    def install(client: Authority) -> None:
        for made, place in zip((*client.signed("client"), first.ca_file), (cert, key, ca), strict=True):
            place.write_bytes(made.read_bytes())

    async def run(protocol: str) -> None:
        hop = Hop()
        behind = Listeners(
            hop, grpc=f"{HOST}:0", http=f"{HOST}:0", limits=Limits(), tls=tls_of(*first.signed("server"), first.ca_file)
        )
        await behind.start()
        install(second)
        port = behind.grpc_port if protocol == "grpc" else behind.http_port
        to = Destination(f"https://{HOST}:{port}", protocol, ca=ca, certificate=cert, key=key, timeout_s=60)
        sender = FollowedHop(to)
        try:
            with pytest.raises(Unavailable):
                await sender.send(LOGS, BODY)
            key.write_text("half")
            sender.look()
            sender.look()
            install(first)
            sender.look()
            await sender.send(LOGS, BODY)
            assert len(hop.got) == 1
        finally:
            await sender.close()
            await behind.stop(0)

    for protocol in ("grpc", "http/protobuf"):
        asyncio.run(run(protocol))
        said = capsys.readouterr().err
        assert said.count("--to-cert") == 1
        assert "those from before are in use" in said
        assert "in use\n" in said.partition("those from before")[2]
