"""A service that can't start names the setting in one line, without passwords."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from sealog.cli.main import app
from sealog.errors import SettingError

if TYPE_CHECKING:
    from pathlib import Path

TO = ("gateway", "--to", "http://127.0.0.1:1", "--status", "off")


def told(*arguments: str) -> str:
    """Run a command that must not start; gives what it says."""
    result = CliRunner().invoke(app, arguments)
    assert isinstance(result.exception, SettingError), result
    assert "\n" not in str(result.exception)
    return str(result.exception)


NO_URLS = (
    "nonsense",
    "",
    "collector:4317",
    "http://",
    "https://",
    "http:///path",
    "ftp://host:1",
    "http://host:99999",
    "http://host:0",
    "http://[::1",
)


@pytest.mark.parametrize("url", [*NO_URLS, "http://u:secret@host:x"])
def test_a_next_hop_that_is_no_url_is_refused(url: str) -> None:
    said = told("gateway", "--to", url)
    assert said.startswith("--to: ")
    assert "secret" not in said


@pytest.mark.parametrize(
    ("options", "setting"),
    [
        (("--to-protocol", "smoke"), "--to-protocol"),
        (("--to-cert", "x.pem"), "--to-key"),
        (("--grpc", "nonsense"), "grpc"),
        (("--http", "127.0.0.1:99999"), "http"),
        (("--tls-cert", "none.pem"), "--tls-key"),
        (("--tls-cert", "none.pem", "--tls-key", "none.key"), "--tls-cert none.pem"),
        (("--tokens", "none.txt"), "none.txt"),
        (("--to-headers", "none.txt"), "none.txt"),
    ],
)
def test_a_wrong_setting_of_the_gateway_is_named(options: tuple[str, ...], setting: str) -> None:
    assert setting in told(*TO, *options)


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        address = f"127.0.0.1:{port}"
        assert f"grpc address {address}" in told(*TO, "--grpc", address, "--http", "off")
        assert f"http address {address}" in told(*TO, "--http", address, "--grpc", "off")
        sink = ("sink", "--url", "http://127.0.0.1:1", "--grpc", "off", "--status", "off")
        assert f"http address {address}" in told(*sink, "--http", address)
        assert f"status address {address}" in told("sealer", "--socket", str(tmp_path / "s"), "--status", address)


@pytest.mark.parametrize("where", ["no/such/folder/s", "s" * 200])
def test_a_socket_that_can_not_be_is_named(tmp_path: Path, where: str) -> None:
    assert f"--socket {tmp_path / where}" in told("sealer", "--socket", str(tmp_path / where), "--status", "off")


@pytest.mark.parametrize("url", ["nonsense", "http://", "http://u:secret@host:bad"])
def test_a_url_of_elasticsearch_that_is_none_is_refused(url: str) -> None:
    said = told("sink", "--url", url, "--status", "off")
    assert "Elasticsearch URL" in said
    assert "secret" not in said
