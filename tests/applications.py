"""Applications started as users start them, and what their OTLP endpoint received."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest

from serving import answering

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sealog.keys.keyring import Keyring

ROOT = Path(__file__).parents[1]
SHOP = ROOT / "examples/shop/shop.py"
_DOMAINS = "example.com", "example.org", "example.net"
SHOP_PERSONAL = (*_DOMAINS, "4111 1111", "1111 1111", "5555 5555", "203.0.113.7", "2001:db8::17")
"""What of the shop's customers no place may hold. Each is too long for a random id to hold it by chance."""


@dataclass
class Keys:
    """Key files in a folder, as `sealog init` leaves them, and the keyring itself."""

    folder: Path
    keyring: Keyring

    @property
    def environ(self) -> dict[str, str]:
        return {"SEALOG_BUNDLE": str(self.folder / "bundle.json"), "SEALOG_KEYRING": str(self.folder / "keyring.json")}


@dataclass
class Sink:
    """What an OTLP/HTTP endpoint received: (path, bytes) of each request."""

    endpoint: str
    requests: list[tuple[str, bytes]] = field(default_factory=list)

    @property
    def wire(self) -> bytes:
        return b"".join(body for _, body in self.requests)

    def records(self) -> list[Any]:
        return [
            record
            for path, body in self.requests
            if path == "/v1/logs"
            for resource in ExportLogsServiceRequest.FromString(body).resource_logs
            for scope in resource.scope_logs
            for record in scope.log_records
        ]


@contextmanager
def otlp_sink() -> Iterator[Sink]:
    """Run an OTLP/HTTP endpoint that takes everything and keeps the bytes."""
    received = Sink("")

    def take(path: str, body: bytes) -> tuple[int, bytes]:
        received.requests.append((path, body))
        return 200, b""

    with answering(take) as received.endpoint:
        yield received


def instrumented(
    *arguments: str, endpoint: str, protocol: str = "http/protobuf", options: tuple[str, ...] = (), **environ: str
) -> Any:
    """Run `opentelemetry-instrument <options> python <arguments>` to its end."""
    program = Path(sys.executable).with_name("opentelemetry-instrument")
    return subprocess.run(
        [program, *options, sys.executable, *arguments],
        env=clean_environ(endpoint, protocol) | environ,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def clean_environ(endpoint: str, protocol: str) -> dict[str, str]:
    """The environment of an application, without what this machine may have set for OpenTelemetry and sealog."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("OTEL_", "SEALOG_", "XDG_"))}
    return kept | {
        "HOME": "/nonexistent",
        "OTEL_SERVICE_NAME": "shop",
        "OTEL_EXPORTER_OTLP_ENDPOINT": endpoint,
        "OTEL_EXPORTER_OTLP_PROTOCOL": protocol,
        "OTEL_METRICS_EXPORTER": "none",
        "OTEL_BLRP_SCHEDULE_DELAY": "100",
    }
