"""The senders: programs of others, or small ones on their SDKs, built once into the cache. None knows of sealog."""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from local import cache
from local.toolchains import go, go_program, maven, node, tool

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

HERE = Path(__file__).parent / "senders"
JAVA = (
    "io.opentelemetry.javaagent:opentelemetry-javaagent:2.31.1",
    "io.opentelemetry:opentelemetry-api:1.63.0",
)
"""The agent, and what Sender.java is compiled against; the agent brings everything else."""
TELEMETRYGEN = "github.com/open-telemetry/opentelemetry-collector-contrib/cmd/telemetrygen@v0.161.0"

_SHARED = (
    "resource.attribute", "resource.list", "scope.name",
    "log.body", "log.event_name", "log.attribute", "log.list", "log.key", "log.bytes", "log.body_map", "log.body_list",
    "log.error", "span.name", "span.attribute", "span.list", "span.link", "span.url", "span.key", "span.event_name",
    "span.event", "span.exception", "span.status",
    "metric.description", "metric.unit", "metric.attribute", "metric.key",
)  # fmt: skip


@dataclass(frozen=True)
class Sender:
    """A sender. `places` are what it tells personal data in, `get` builds it, `run` lets it send.

    `run` takes what `get` gave, a folder to work in, the texts by place, and the endpoints for gRPC and HTTP.
    """

    name: str
    places: tuple[str, ...]
    get: Callable[[], Path]
    run: Callable[[Path, Path, Mapping[str, str], str, str], None]


def _go() -> Path:
    sources = [HERE / "go" / name for name in ("main.go", "go.mod", "go.sum")]

    def build(place: Path) -> None:
        workshop = place / "src"
        shutil.copytree(HERE / "go", workshop)
        env = {**os.environ, "CGO_ENABLED": "0"}
        command = (str(go.find(cache.root())), "build", "-o", str(place / "sender"), ".")
        tool.run(command, what="building the Go sender", env=env, cwd=workshop)
        shutil.rmtree(workshop)

    return _artefact("polyglot-go", sources, build) / "sender"


def _run_go(program: Path, folder: Path, texts: Mapping[str, str], grpc: str, _http: str) -> None:
    _run((str(program), str(_json(folder, texts))), folder, OTEL_SERVICE_NAME="go", OTEL_EXPORTER_OTLP_ENDPOINT=grpc)


def _node() -> Path:
    return node.with_packages(HERE / "node/sender.mjs", "polyglot-node", cache.root())


def _run_node(program: Path, folder: Path, texts: Mapping[str, str], _grpc: str, http: str) -> None:
    command = (node.find(), str(program), str(_json(folder, texts)))
    _run(command, folder, OTEL_SERVICE_NAME="node", OTEL_EXPORTER_OTLP_ENDPOINT=http)


def _java() -> Path:
    source = HERE / "java/Sender.java"

    def build(place: Path) -> None:
        javac = tool.on_path("javac")
        libs = place / "libs"
        libs.mkdir()
        maven.fetch_all(JAVA, libs)
        tool.run((javac, "-cp", "libs/*", "-d", ".", str(source)), what="compiling the Java sender", cwd=place)

    return _artefact("polyglot-java", [source], build, *JAVA)


def _run_java(place: Path, folder: Path, texts: Mapping[str, str], _grpc: str, http: str) -> None:
    entries = "".join(f"<entry key='{key}'>{escape(text)}</entry>" for key, text in texts.items())
    doctype = '<!DOCTYPE properties SYSTEM "http://java.sun.com/dtd/properties.dtd">'
    properties = folder / "texts.xml"
    properties.write_text(f'<?xml version="1.0" encoding="UTF-8"?>{doctype}<properties>{entries}</properties>')
    (agent,) = (place / "libs").glob("opentelemetry-javaagent-*.jar")
    # A short life is cheaper with the quick compiler alone, and with the two instrumentations that tell something.
    quick = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
    # What the agent's own instrumentation of HTTP clients tells of is a request to the place that the rest goes to.
    program = ("-cp", f"{place}:{place}/libs/*", "Sender", str(properties), http)
    environ = {
        "OTEL_SERVICE_NAME": "java",
        "OTEL_EXPORTER_OTLP_ENDPOINT": http,
        "OTEL_RESOURCE_ATTRIBUTES": f"host.owner={_listed(texts['resource.attribute'])},"
        f"shop.remarks={_listed(texts['resource.list'])}",
        "OTEL_INSTRUMENTATION_COMMON_DEFAULT_ENABLED": "false",
        "OTEL_INSTRUMENTATION_JAVA_UTIL_LOGGING_ENABLED": "true",
        "OTEL_INSTRUMENTATION_JAVA_HTTP_CLIENT_ENABLED": "true",
        "OTEL_INSTRUMENTATION_OPENTELEMETRY_API_ENABLED": "true",
    }
    _run((tool.on_path("java"), *quick, f"-javaagent:{agent}", *program), folder, **environ)


def _listed(text: str) -> str:
    """Write a text as the variable for resource attributes has it: commas and equals signs by their numbers."""
    return "".join(f"%{ord(sign):02X}" if sign in "%,=" else sign for sign in text)


def _telemetrygen() -> Path:
    return go_program.installed(TELEMETRYGEN, cache.root())


def _run_telemetrygen(program: Path, folder: Path, texts: Mapping[str, str], grpc: str, _http: str) -> None:
    common = (
        "--otlp-insecure", "--otlp-endpoint", grpc.removeprefix("http://"), "--service", "telemetrygen", "--rate", "0",
        "--otlp-attributes", f'host.owner="{texts["resource.attribute"]}"',
    )  # fmt: skip
    for signal, count in (("log", "--logs"), ("span", "--traces"), ("metric", "--metrics")):
        own = ("--telemetry-attributes", f'note="{texts[f"{signal}.attribute"]}"')
        body = ("--body", texts["log.body"]) if signal == "log" else ()
        _run((str(program), f"{'trace' if signal == 'span' else signal}s", *common, *own, *body, count, "3"), folder)


SENDERS = (
    Sender("go", (*_SHARED, "scope.attribute", "log.map", "log.slog", "metric.exemplar"), _go, _run_go),
    Sender("node", (*_SHARED, "log.map", "log.pino", "log.pino_message"), _node, _run_node),
    Sender("java", (*_SHARED, "log.jul"), _java, _run_java),
    Sender(
        "telemetrygen",
        ("resource.attribute", "log.body", "log.attribute", "span.attribute", "metric.attribute"),
        _telemetrygen,
        _run_telemetrygen,
    ),
)


def _artefact(name: str, sources: list[Path], build: Callable[[Path], None], *more: str) -> Path:
    parts = (*(path.read_bytes() for path in sources), *more, platform.system(), platform.machine())
    return cache.artefact(name, parts, build, cache.root())


def _json(folder: Path, texts: Mapping[str, str]) -> Path:
    path = folder / "texts.json"
    path.write_text(json.dumps(dict(texts)))
    return path


def _run(command: tuple[str, ...], folder: Path, **environ: str) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("OTEL_", "SEALOG_"))}
    done = subprocess.run(
        command, env=kept | environ, cwd=folder, capture_output=True, text=True, timeout=240, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
