"""A real Jaeger on this machine, which keeps traces in memory. It listens on loopback only."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING

from local.ports import HOST, Ports
from local.program import Program, answers
from local.toolchains import go_program

if TYPE_CHECKING:
    from pathlib import Path

PACKAGE = "github.com/jaegertracing/jaeger/cmd/jaeger@v1.76.0"
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
    return go_program.built_apart(PACKAGE, cache_root)


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
