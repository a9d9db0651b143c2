"""A real Jaeger on this machine, which keeps traces in memory. It listens on loopback only."""

from __future__ import annotations

import os
import platform
from functools import partial
from typing import TYPE_CHECKING

from local import cache
from local.ports import HOST, Ports
from local.program import Program, answers
from local.toolchains import go, tool

if TYPE_CHECKING:
    from pathlib import Path

MODULE = "github.com/jaegertracing/jaeger"
VERSION = "v1.76.0"
BINARY = "jaeger"
CONFIG = """\
service:
  extensions: [jaeger_storage, jaeger_query, healthcheckv2]
  pipelines:
    traces: {{receivers: [otlp], exporters: [jaeger_storage_exporter]}}
  telemetry:
    metrics: {{level: none}}
extensions:
  healthcheckv2: {{use_v2: true, http: {{endpoint: "{host}:{health}"}}}}
  jaeger_storage: {{backends: {{kept: {{memory: {{max_traces: 100000}}}}}}}}
  jaeger_query:
    storage: {{traces: kept}}
    http: {{endpoint: "{host}:{query}"}}
    grpc: {{endpoint: "{host}:{query_grpc}"}}
receivers:
  otlp: {{protocols: {{grpc: {{endpoint: "{host}:{grpc}"}}, http: {{endpoint: "{host}:{http}"}}}}}}
exporters:
  jaeger_storage_exporter: {{trace_storage: kept}}
"""


def get(cache_root: Path) -> Path:
    """Return Jaeger's binary in the cache, building it if it isn't there (3 minutes cold, 80 MB).

    Raises:
        Missing: no Go on this machine, and none to be had.
        LocalError: the build failed.
    """

    def build(place: Path) -> None:
        toolchain = str(go.find(cache_root))
        env = {**os.environ, "CGO_ENABLED": "0"}
        run = partial(tool.run, what="building Jaeger", env=env, cwd=place)
        # In a module of its own: `go install` refuses a module that replaces others, and Jaeger is one.
        run((toolchain, "mod", "init", "jaeger-here"))
        run((toolchain, "get", "-tool", f"{MODULE}/cmd/jaeger@{VERSION}"))
        run((toolchain, "build", "-o", BINARY, f"{MODULE}/cmd/jaeger"))

    made_from = (MODULE, VERSION, platform.system(), platform.machine())
    return cache.artefact("jaeger", made_from, build, cache_root) / BINARY


def program(run_dir: Path, ports: Ports, cache_root: Path) -> Program:
    """Return how to run Jaeger; what it was sent is gone when it ends."""
    config = run_dir / "jaeger.yaml"
    return Program(
        name="jaeger",
        command=(str(get(cache_root)), "--config", str(config)),
        cwd=run_dir,
        ports=("jaeger_grpc", "jaeger_http", "jaeger_query", "jaeger_query_grpc", "jaeger_health"),
        # Else it traces itself.
        env={"PATH": os.environ.get("PATH", os.defpath), "OTEL_TRACES_SAMPLER": "always_off"},
        ready=partial(answers, f"http://{HOST}:{ports.jaeger_health}/status"),
        within_s=30.0,
        prepare=partial(_configure, config, ports),
    )


def _configure(config: Path, ports: Ports) -> None:
    addresses = {
        "grpc": ports.jaeger_grpc,
        "http": ports.jaeger_http,
        "query": ports.jaeger_query,
        "query_grpc": ports.jaeger_query_grpc,
        "health": ports.jaeger_health,
    }
    config.write_text(CONFIG.format(host=HOST, **addresses), "utf-8")
