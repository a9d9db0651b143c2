"""OTLP in JSON with personal data in it, as senders of any language send it."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import subprocess
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

MAIL = "grace.hopper@navy.example.com"
CARD = "4111 1111 1111 1111"
PERSONAL = (MAIL, CARD, MAIL.upper())
TRACE = "5b8efff798038103d269b633813fc60c"
SPAN = "eee19b7ec3c1b174"


def attribute(key: str, text: str) -> dict[str, Any]:
    return {"key": key, "value": {"stringValue": text}}


def a_log(text: str, **more: Any) -> bytes:
    record = {"timeUnixNano": "1764600000000000000", "severityNumber": 17, "body": {"stringValue": text}, **more}
    resource = {"attributes": [attribute("service.name", "shop"), attribute("host.owner", MAIL)]}
    return json.dumps({"resourceLogs": [{"resource": resource, "scopeLogs": [{"logRecords": [record]}]}]}).encode()


def a_span(name: str, **more: Any) -> bytes:
    span = {
        "traceId": TRACE, "spanId": SPAN, "name": name, "kind": 2,
        "startTimeUnixNano": "1764600000000000000", "endTimeUnixNano": "1764600001000000000", **more,
    }  # fmt: skip
    resource = {"attributes": [attribute("service.name", "shop")]}
    return json.dumps({"resourceSpans": [{"resource": resource, "scopeSpans": [{"spans": [span]}]}]}).encode()


def a_metric(name: str, label: str) -> bytes:
    point = {"timeUnixNano": "1764600000000000000", "asInt": "1", "attributes": [attribute("user", label)]}
    metric = {"name": name, "sum": {"aggregationTemporality": 2, "isMonotonic": True, "dataPoints": [point]}}
    resource = {"attributes": [attribute("service.name", "shop")]}
    return json.dumps({"resourceMetrics": [{"resource": resource, "scopeMetrics": [{"metrics": [metric]}]}]}).encode()


def everything_on_disk(*states: Path) -> bytes:
    """All queues; what the receiver of log files knows them by is in `offsets`, as the files have it."""
    return b"".join(path.read_bytes() for folder in states for path in folder.glob("*") if path.is_file())


def assert_sealed(*places: bytes) -> None:
    for place in places:
        assert not [value for value in PERSONAL if value.encode() in place]


def curl(certificates: Path, url: str, body: bytes, *options: str) -> int:
    """The status of a POST over TLS, 0 where the handshake failed."""
    command = ("curl", "-s", "-o", os.devnull, "-w", "%{http_code}", "--cacert", str(certificates / "ca.crt"),
               "-H", "Content-Type: application/json", "--data-binary", "@-", *options, url)  # fmt: skip
    done = subprocess.run(command, input=body, capture_output=True, timeout=30, check=False)
    return int(done.stdout)


def user(name: str, password: bytes) -> str:
    """A line of a password file, as `htpasswd -s` writes it: quick to make and to check."""
    digest = hashlib.sha1(password).digest()
    return f"{name}:{{SHA}}{base64.b64encode(digest).decode()}\n"
