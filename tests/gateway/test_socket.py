"""The sealer's socket: requests in order, each answered; nothing unsealed; no client can block it."""

from __future__ import annotations

import contextlib
import socket
import stat
import struct
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING

import pytest
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest

from backends import eventually
from gateway.socket_client import Client
from sealing.otlp_requests import EMAIL, KEYS, log, logs
from sealog.errors import SettingError
from sealog.keys.bundle import save_bundle
from sealog.settings import Settings
from sealog_exporters.gateway.counters import Counters
from sealog_exporters.gateway.socket_server import SocketLimits, SocketServer
from sealog_exporters.sealing.keys import SealerSource

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OK, MALFORMED, UNAVAILABLE = 0, 1, 2
BODY = logs(log(f"to {EMAIL}")).SerializeToString()


def settings(folder: Path, *, bundle: bool = True) -> Settings:
    if bundle:
        save_bundle(KEYS.bundle(), folder / "bundle.json")
    return Settings("seal", folder / "bundle.json", folder / "none", None)


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    with serving(tmp_path, settings(tmp_path)) as listening:
        yield listening


@contextmanager
def serving(folder: Path, given: Settings, limits: SocketLimits | None = None) -> Iterator[Path]:
    path = folder / "s"
    server = SocketServer(path, SealerSource(given), Counters(), limits or SocketLimits())
    server.start()
    try:
        yield path
    finally:
        server.stop(10)
    assert not path.exists()


def test_requests_of_one_connection_are_answered_sealed_in_turn(path: Path) -> None:
    with closing(Client(path)) as client:
        assert client.ask(0) == (OK, b"")
        for _ in range(3):
            status, body = client.ask(1, BODY)
            assert status == OK
            assert EMAIL.encode() not in body
            assert b"seal1~email_address~" in body
            assert len(ExportLogsServiceRequest.FromString(body).resource_logs) == 1


@pytest.mark.parametrize("sender", ["", "192.0.2.1", "user " + "ä" * 125])
def test_a_client_of_version_2_names_the_sender_of_each_request(path: Path, sender: str) -> None:
    with closing(Client(path, sender)) as client:
        assert client.ask(0) == (OK, b"")
        for _ in range(2):
            status, body = client.ask(1, BODY)
            assert status == OK
            assert len(ExportLogsServiceRequest.FromString(body).resource_logs) == 1
            assert EMAIL.encode() not in body


def test_a_sender_longer_than_its_request_ends_the_connection(path: Path) -> None:
    with closing(Client(path, "")) as client:
        client.socket.sendall(struct.pack(">IBB", 3, 1, 200) + b"x")
        with pytest.raises(ConnectionError):
            client.read(1)


def test_only_owner_and_group_may_use_the_socket(path: Path) -> None:
    assert stat.S_IMODE(path.stat().st_mode) == 0o660


@pytest.mark.parametrize("kind", [1, 2, 3])
def test_what_is_no_request_is_malformed_and_the_connection_goes_on(path: Path, kind: int) -> None:
    with closing(Client(path)) as client:
        assert client.ask(kind, b"\x0b" + EMAIL.encode()) == (MALFORMED, b"the body is not protobuf of this signal")
        assert client.ask(9, b"x" * 100) == (MALFORMED, b"unknown signal")
        assert client.ask(0)[0] == OK


def test_a_request_over_the_limit_is_malformed_and_the_connection_goes_on(tmp_path: Path) -> None:
    with (
        serving(tmp_path, settings(tmp_path), SocketLimits(request_bytes=1000)) as path,
        closing(Client(path)) as client,
    ):
        assert client.most == 1000
        assert client.ask(1, bytes(1001)) == (MALFORMED, b"more than 1000 bytes")
        assert client.ask(1, BODY)[0] == OK


def test_a_request_for_which_there_is_no_room_is_to_come_again(tmp_path: Path) -> None:
    with (
        serving(tmp_path, settings(tmp_path), SocketLimits(held_bytes=len(BODY) - 1, wait_s=0.01)) as path,
        closing(Client(path)) as client,
    ):
        status, body = client.ask(1, BODY)
        assert (status, body) == (UNAVAILABLE, struct.pack(">I", 1000) + b"too many requests at a time")


def test_one_sender_leaves_room_to_others(tmp_path: Path) -> None:
    """A request that is on its way holds room; half of it is for other senders."""
    limits = SocketLimits(held_bytes=4 * len(BODY), wait_s=0.01)
    with serving(tmp_path, settings(tmp_path), limits) as path, contextlib.ExitStack() as stack:
        slow = [stack.enter_context(closing(Client(path, "attacker"))) for _ in range(2)]
        for client in slow:
            head = struct.pack(">IB", 2 + len("attacker") + len(BODY), 1)
            client.socket.sendall(head + bytes([8]) + b"attacker" + BODY[:-1])
        more, honest = (stack.enter_context(closing(Client(path, who))) for who in ("attacker", "honest"))
        eventually(lambda: more.ask(1, BODY)[0], lambda status: status == UNAVAILABLE)
        assert honest.ask(1, BODY)[0] == OK
        for client in slow:
            client.socket.sendall(BODY[-1:])
            assert client.read(5)[4] == OK


def test_another_protocol_is_not_answered(path: Path) -> None:
    with closing(socket.socket(socket.AF_UNIX)) as client:
        client.settimeout(20)
        client.connect(str(path))
        client.sendall(b"GET / HTTP/1.1\r\n\r\n")
        with suppress(ConnectionError):
            assert client.recv(1) == b""


def test_a_connection_too_many_is_closed_and_the_others_go_on(tmp_path: Path) -> None:
    with serving(tmp_path, settings(tmp_path), SocketLimits(connections=1)) as path, closing(Client(path)) as client:
        with pytest.raises(ConnectionError), closing(Client(path)):
            pass
        assert client.ask(1, BODY)[0] == OK


def test_a_slow_sender_is_cut(tmp_path: Path) -> None:
    with serving(tmp_path, settings(tmp_path), SocketLimits(frame_s=0.2)) as path, closing(Client(path)) as client:
        client.socket.sendall(struct.pack(">IB", 100, 1) + b"half")
        with pytest.raises(ConnectionError):
            client.read(1)


def test_without_a_bundle_it_masks_says_so_and_seals_once_the_bundle_is_there(tmp_path: Path) -> None:
    source = SealerSource(settings(tmp_path, bundle=False))
    server = SocketServer(tmp_path / "s", source, Counters(), SocketLimits())
    server.start()
    try:
        with closing(Client(tmp_path / "s")) as client:
            assert client.ask(0)[0] == UNAVAILABLE
            assert b"to [masked:email_address]" in client.ask(1, BODY)[1]
            settings(tmp_path)
            source.look()
            assert client.ask(0) == (OK, b"")
            assert b"seal1~email_address~" in client.ask(1, BODY)[1]
    finally:
        server.stop(10)


def test_a_stop_ends_idle_connections_and_an_abandoned_socket_is_taken_over(tmp_path: Path) -> None:
    with serving(tmp_path, settings(tmp_path)) as path:
        with pytest.raises(SettingError, match="another sealer listens there"), serving(tmp_path, settings(tmp_path)):
            pass
        client = Client(path)
    with pytest.raises(ConnectionError):
        client.ask(0)
    client.close()
    with closing(socket.socket(socket.AF_UNIX)) as dead:
        dead.bind(str(tmp_path / "s"))
    with serving(tmp_path, settings(tmp_path)) as path, closing(Client(path)) as client:
        assert client.ask(1, BODY)[0] == OK


def test_a_bad_policy_masks_and_says_why(tmp_path: Path) -> None:
    (tmp_path / "sealog.yaml").write_text("nonsense: 1\n")
    given = settings(tmp_path)
    source = SealerSource(Settings(given.mode, given.bundle, given.keyring, None, policy=tmp_path / "sealog.yaml"))
    assert "sealog.yaml" in source.problem


def test_a_mode_that_seals_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="SEALOG_MODE"):
        SealerSource(Settings("off", tmp_path / "b", tmp_path / "k", None))
