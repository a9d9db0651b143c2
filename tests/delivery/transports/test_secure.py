"""TLS, client certificates and proxies: records arrive through them, and nothing goes around them."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

import grpc
import pytest

from delivery.endpoints import endpoint
from delivery.transports.certificates import Authority, Pair
from delivery.transports.proxy import proxy
from delivery.transports.test_transports import grpc_server
from sealog.delivery.transports import connect
from sealog.delivery.transports.endpoint import Endpoint, read_endpoint
from sealog.delivery.transports.interface import Answer, Transport

if TYPE_CHECKING:
    from pathlib import Path

    from delivery.endpoints import Endpoint as Running

TAKEN = Answer("taken")


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("ca"), "authority")


@pytest.fixture(scope="module")
def server(authority: Authority) -> Pair:
    return authority.give("server")


@pytest.fixture(scope="module")
def client(authority: Authority) -> Pair:
    return authority.give("client")


@pytest.fixture(autouse=True)
def no_proxy_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "no_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def to(up: Running, **options: Any) -> Transport:
    return connect(Endpoint("http/protobuf", up.url + "/v1/logs", **options))


def test_over_https_with_a_private_authority_records_arrive(authority: Authority, server: Pair) -> None:
    with (
        endpoint(tls=authority.serving(server)) as up,
        closing(to(up, certificate=str(authority.file))) as transport,
    ):
        assert [transport.send(b""), transport.send(b"")] == [TAKEN, TAKEN]
    assert len(up.taken) == 2


def test_an_endpoint_that_no_known_authority_vouches_for_gets_nothing(
    authority: Authority, server: Pair, tmp_path: Path
) -> None:
    others = Authority(tmp_path, "others")
    with endpoint(tls=authority.serving(server)) as up:
        for known in (None, str(others.file)):
            with closing(to(up, certificate=known)) as transport:
                assert transport.send(b"") == Answer("later", "SSLCertVerificationError")
    assert up.taken == []


def test_an_endpoint_of_another_name_gets_nothing(authority: Authority, server: Pair) -> None:
    with endpoint(tls=authority.serving(server)) as up:
        url = up.url.replace("127.0.0.1", "localhost") + "/v1/logs"
        with closing(connect(Endpoint("http/protobuf", url, certificate=str(authority.file)))) as transport:
            assert transport.send(b"").why == "SSLCertVerificationError"
    assert up.taken == []


def test_a_client_certificate_is_shown_and_without_it_records_wait(
    authority: Authority, server: Pair, client: Pair
) -> None:
    with endpoint(tls=authority.serving(server, only_known=True)) as up:
        shown = {"client_certificate": str(client.certificate), "client_key": str(client.key)}
        with closing(to(up, certificate=str(authority.file), **shown)) as transport:
            assert transport.send(b"") == TAKEN
        with closing(to(up, certificate=str(authority.file))) as transport:
            assert transport.send(b"").verdict == "later"
    assert len(up.taken) == 1


def test_a_client_key_in_the_certificates_own_file_is_enough(
    authority: Authority, server: Pair, client: Pair, tmp_path: Path
) -> None:
    both = tmp_path / "both.pem"
    both.write_bytes(client.certificate.read_bytes() + client.key.read_bytes())
    with (
        endpoint(tls=authority.serving(server, only_known=True)) as up,
        closing(to(up, certificate=str(authority.file), client_certificate=str(both))) as transport,
    ):
        assert transport.send(b"") == TAKEN


@pytest.mark.parametrize("mutual", [False, True])
def test_over_grpc_with_tls_records_arrive(authority: Authority, server: Pair, client: Pair, mutual: bool) -> None:
    credentials = grpc.ssl_server_credentials(
        [(server.key.read_bytes(), server.certificate.read_bytes())],
        root_certificates=authority.file.read_bytes() if mutual else None,
        require_client_auth=mutual,
    )
    seen: list[bytes] = []

    def export(request: bytes, _: grpc.ServicerContext) -> bytes:
        seen.append(request)
        return b""

    with grpc_server(export, credentials) as url:
        environ = {
            "OTEL_EXPORTER_OTLP_ENDPOINT": url,
            "OTEL_EXPORTER_OTLP_CERTIFICATE": str(authority.file),
            "OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE": str(client.certificate),
            "OTEL_EXPORTER_OTLP_CLIENT_KEY": str(client.key),
        }
        assert connect(read_endpoint("grpc", environ)).send(b"sealed") == TAKEN
        stranger = Endpoint("grpc", url, certificate=str(authority.file) if mutual else None)
        assert connect(stranger).send(b"stranger") == Answer("later", "gRPC UNAVAILABLE")
    assert seen == [b"sealed"]


@pytest.mark.parametrize("written", ["http://{}", "{}", "http://{}/"])
def test_through_a_proxy_records_arrive(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    with endpoint() as up, proxy() as between:
        monkeypatch.setenv("http_proxy", written.format(between.address))
        with closing(to(up)) as transport:
            assert [transport.send(b""), transport.send(b"")] == [TAKEN, TAKEN]
    assert len(up.taken) == 2
    assert between.asked == [("POST", up.url + "/v1/logs", None)] * 2


def test_through_a_proxys_tunnel_nobody_between_sees_them(
    monkeypatch: pytest.MonkeyPatch, authority: Authority, server: Pair
) -> None:
    with endpoint(tls=authority.serving(server)) as up, proxy() as between:
        monkeypatch.setenv("https_proxy", f"http://{between.address}")
        with closing(to(up, certificate=str(authority.file))) as transport:
            assert transport.send(b"") == TAKEN
    assert len(up.taken) == 1
    assert between.asked == [("CONNECT", up.url.removeprefix("https://"), None)]


@pytest.mark.parametrize("secure", [False, True])
def test_a_proxy_gets_the_credentials_of_its_address_and_the_endpoint_does_not(
    monkeypatch: pytest.MonkeyPatch, authority: Authority, server: Pair, secure: bool
) -> None:
    with endpoint(tls=authority.serving(server) if secure else None) as up, proxy() as between:
        monkeypatch.setenv("https_proxy" if secure else "http_proxy", f"http://shop:p%40ss@{between.address}")
        with closing(to(up, certificate=str(authority.file))) as transport:
            assert transport.send(b"") == TAKEN
    assert [asked[2] for asked in between.asked] == ["Basic c2hvcDpwQHNz"]


def test_what_needs_no_proxy_takes_none(monkeypatch: pytest.MonkeyPatch) -> None:
    with endpoint() as up, proxy() as between:
        monkeypatch.setenv("http_proxy", f"http://{between.address}")
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        with closing(to(up)) as transport:
            assert transport.send(b"") == TAKEN
    assert between.asked == []


def test_with_the_proxy_away_records_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    with proxy() as between:
        pass
    with endpoint() as up:
        monkeypatch.setenv("http_proxy", f"http://{between.address}")
        with closing(to(up)) as transport:
            assert transport.send(b"") == Answer("later", "ConnectionRefusedError")
    assert up.taken == []


def test_over_grpc_through_a_proxys_tunnel_records_arrive(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bytes] = []

    def export(request: bytes, _: grpc.ServicerContext) -> bytes:
        seen.append(request)
        return b""

    with proxy() as between, grpc_server(export) as url:  # its end ends the tunnel
        monkeypatch.setenv("http_proxy", f"http://shop:p%40ss@{between.address}")
        with closing(connect(Endpoint("grpc", url, insecure=True))) as transport:
            assert transport.send(b"sealed") == TAKEN
    assert seen == [b"sealed"]
    assert between.asked == [("CONNECT", url.removeprefix("http://"), "Basic c2hvcDpwQHNz")]
