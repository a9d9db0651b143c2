"""HOST:PORT, from text to a socket."""

from __future__ import annotations

import socket

import pytest

from sealog.errors import SettingError
from sealog_exporters.otlp.server.address import Address, bind, parse_address


@pytest.mark.parametrize(
    ("text", "host", "port"),
    [("127.0.0.1:4317", "127.0.0.1", 4317), ("[::1]:0", "::1", 0), ("collector.local:65535", "collector.local", 65535)],
)
def test_an_address_is_spelled_as_it_was_read(text: str, host: str, port: int) -> None:
    address = parse_address("grpc", text)
    assert address == Address("grpc", host, port)
    assert str(address) == text


@pytest.mark.parametrize("text", ["", "4317", ":4317", "host:", "host:x", "::1:4317", "[::1]", "host:-1", "host:65536"])
def test_another_spelling_is_refused_with_the_setting(text: str) -> None:
    with pytest.raises(SettingError, match="grpc address"):
        parse_address("grpc", text)


def test_a_taken_port_is_told_with_host_and_setting() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(SettingError, match=rf"http address 127\.0\.0\.1:{port}: the port is taken"):
            bind(Address("http", "127.0.0.1", port))


def test_a_host_of_another_machine_is_refused() -> None:
    with pytest.raises(SettingError, match=r"http address 192\.0\.2\.1:0: can't listen"):
        bind(Address("http", "192.0.2.1", 0))  # RFC 5737: never assigned
