"""Real senders, real stores: what is told anywhere in logs, traces and metrics comes, and none of it in the clear."""

from __future__ import annotations

import json
import os
import socket
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

import pytest

from backends import eventually
from collector.roles import running as role
from collector.roles import sealing
from collector.stores import store
from local.program import answers
from polyglot.invented import found_in
from polyglot.senders import SENDERS
from polyglot.stores import answers as answers_of
from polyglot.stores import folders, on_disk
from polyglot.tap import tap
from programs import SEALOG, Program
from programs import running as running_program
from sealog import Opener
from servers import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from applications import Keys
    from collector.stores import Store
    from local import Running
    from polyglot.conftest import Sent
    from polyglot.invented import Told

pytestmark = pytest.mark.backend

DESTINATIONS = ("victorialogs", "traces", "prometheus", "archive")
NOT_SHOWN = {("log.key", "VictoriaLogs"), ("span.link", "Jaeger")}
"""The destination shortens what is too long for a name, and Jaeger's answers have no attributes of links."""


def test_through_the_collectors_processor_nothing_is_stored_in_the_clear(
    running: Running, sink: str, keys: Keys, sent: Sent, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("p")
    lines = folder / "app.log"
    lines.write_text(_lines(sent.told["files"]))
    with sealing(folder, keys.environ), store() as alerting, store() as metrics:
        environ = {
            "SEALOG_ELASTICSEARCH": running.proxy_url,
            "SEALOG_SINK": sink,
            "SEALOG_ALERTING_ENDPOINT": alerting.url,
            "SEALOG_VICTORIALOGS": f"http://127.0.0.1:{running.ports.victorialogs}",
            "SEALOG_TRACES": f"127.0.0.1:{running.ports.jaeger_grpc}",
            "SEALOG_PROMETHEUS": metrics.url,
            "SEALOG_ARCHIVE": str(folder / "archive.jsonl"),
        }
        overlays = [f"destinations/{name}.yaml" for name in DESTINATIONS]
        running.fault("503")
        with role("gateway", folder, "gateway.yaml", *overlays, environ=environ) as gateway:
            syslog = free_port()
            of_agent = {
                "SEALOG_AGENT_GATEWAY": gateway.url,
                "SEALOG_AGENT_FILES": str(lines),
                "SEALOG_AGENT_SYSLOG": f"127.0.0.1:{syslog}",
            }
            with role("agent", folder, "agent.yaml", environ=of_agent):
                for sender in SENDERS:
                    sent.send(sender, f"http://127.0.0.1:{gateway.ports.otlp_grpc}", gateway.url)
                with socket.create_connection(("127.0.0.1", syslog), timeout=5) as connection:
                    connection.sendall(_syslog(sent.told["syslog"]))
                eventually(lambda: _marks(sent.all("files", "syslog"), alerting.everything()), lambda left: not left)
                queued = _ours(folder)
                assert b"seal1~email_address~" in b"".join(queued.values())
                assert found_in(queued, sent.all()) == []
                running.heal()
                stores = _arrived(running, metrics, sent.all(), ("Elasticsearch", "VictoriaLogs"))
        kept = _ours(folder)
        printed = {str(path): path.read_bytes() for path in running.run_dir.glob("*.log")}
        assert found_in(stores | kept | printed | {"the wire": alerting.everything()}, sent.all()) == []
    _assert_opens(stores, keys, sent.all(), folder / "audit.jsonl")


def test_through_the_gateway_nothing_is_stored_in_the_clear(
    running: Running, sink: str, keys: Keys, sent: Sent, tmp_path: Path
) -> None:
    told = sent.all(*(sender.name for sender in SENDERS))
    with store() as metrics:
        stores_of = {
            "/v1/logs": f"{sink}/v1/logs",
            "/v1/traces": f"http://127.0.0.1:{running.ports.jaeger_http}/v1/traces",
            "/v1/metrics": f"{metrics.url}/v1/metrics",
        }
        with tap(stores_of) as wire, _gateway(tmp_path, wire.url, keys) as (grpc, http):
            for sender in SENDERS:
                sent.send(sender, grpc, http)
            eventually(lambda: _marks(told, wire.everything()), lambda left: not left)
            stores = _arrived(running, metrics, told, ("Elasticsearch",))
        printed = {"its output": (tmp_path / "gateway.log").read_bytes()}
        assert found_in(stores | printed | {"the wire": wire.everything()}, told) == []
    _assert_opens(stores, keys, told, tmp_path / "audit.jsonl")


def _lines(told: dict[str, Told]) -> str:
    trace = f"Traceback (most recent call last):\n  File 'shop.py', line 3\nValueError: {told['log.trace'].text}\n"
    return f"{told['log.line'].text}\n" + json.dumps({"level": "info", "said": told["log.json"].text}) + "\n" + trace


def _syslog(told: dict[str, Told]) -> bytes:
    data = f'[shop@32473 who="{told["log.data"].text}"]'
    return f"<165>1 2026-12-01T10:00:00.000Z host app 1 ID1 {data} {told['log.message'].text}\n".encode()


@contextmanager
def _gateway(folder: Path, to: str, keys: Keys) -> Iterator[tuple[str, str]]:
    """Run `sealog gateway` inside the block; gives its endpoints for gRPC and HTTP."""
    grpc, http, status = free_port(), free_port(), free_port()
    command = (
        SEALOG, "gateway", "--to", to, "--to-protocol", "http/protobuf", "--grpc", f"127.0.0.1:{grpc}",
        "--http", f"127.0.0.1:{http}", "--status", f"127.0.0.1:{status}",
    )  # fmt: skip
    is_ready = partial(answers, f"http://127.0.0.1:{status}/healthz")
    environ = {**os.environ, **keys.environ}
    with running_program(Program("gateway", command, environ, folder / "gateway.log", is_ready)):
        yield f"http://127.0.0.1:{grpc}", f"http://127.0.0.1:{http}"


def _ours(folder: Path) -> dict[str, bytes]:
    """Give what is in the queues, archives and outputs of a folder.

    What was sent is none; nor is what the receiver of log files knows those by: to be protected as they are (README).
    """
    found = on_disk(folder)
    return {
        name: content for name, content in found.items() if not name.endswith("app.log") and "/offsets/" not in name
    }


def _arrived(running: Running, metrics: Store, told: list[Told], logs: tuple[str, ...]) -> dict[str, bytes]:
    """Everything in the stores, once it has come to Jaeger, the receiver of metrics, and those of `logs`."""

    def stored() -> dict[str, bytes]:
        return answers_of(running) | {"metrics": metrics.everything()}

    def missing() -> list[str]:
        stores = stored()
        return [
            f"{mark} in {name}"
            for signal, names in (("log", logs), ("span", ("Jaeger",)), ("metric", ("metrics",)))
            for name in names
            for mark in _marks([one for one in told if _goes_to(one, signal, name)], stores[name])
        ]

    eventually(missing, lambda left: not left, 90)
    return stored() | on_disk(*folders(running))


def _goes_to(one: Told, signal: str, name: str) -> bool:
    return one.place.startswith(f"{signal}.") and (one.place, name) not in NOT_SHOWN


def _marks(told: list[Told], content: bytes) -> list[str]:
    """The marks of what has not come."""
    return [one.mark for one in told if not any(mark.encode() in content for mark in one.in_stores)]


def _assert_opens(stores: dict[str, bytes], keys: Keys, told: list[Told], trail: Path) -> None:
    """What was told in a log opens to what it was."""
    with Opener("the test of senders", keyring=keys.folder / "keyring.json", audit_trail=trail) as opener:
        opened = opener.open_text(stores["Elasticsearch"].decode(errors="replace")).text
    kept = [one for one in told if one.place.startswith("log.") and not one.place.endswith(".bytes")]
    assert [
        f"{one.mark}: {number}" for one in kept for number, value in enumerate(one.values) if value not in opened
    ] == []
