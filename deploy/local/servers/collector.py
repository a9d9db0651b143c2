"""Our collector distribution on this machine: built from collector-config/builder.yaml, run with gateway.yaml.

It changes nothing in either file: addresses and folders go in by environment variables, as for any user.
"""

from __future__ import annotations

import os
import platform
import shutil
from functools import partial
from pathlib import Path

from local import cache
from local.ports import HOST, Ports
from local.program import Program, answers
from local.toolchains import go, tool

CONFIGS = Path(__file__).resolve().parents[3] / "collector-config"
MANIFEST = CONFIGS / "builder.yaml"
GATEWAY = CONFIGS / "gateway.yaml"
BUILDER = "go.opentelemetry.io/collector/cmd/builder@v0.150.0"
BINARY = "sealog-collector"


def get(cache_root: Path) -> Path:
    """Return the collector's binary in the cache, building it if it isn't there (3 minutes cold, 80 MB).

    Raises:
        Missing: no Go on this machine, and none to be had.
        LocalError: the build failed; with the builder's last lines.
    """
    manifest = MANIFEST.read_bytes()

    def build(place: Path) -> None:
        toolchain = go.find(cache_root)
        path = f"{toolchain.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
        env = {**os.environ, "PATH": path, "GOBIN": str(place), "CGO_ENABLED": "0"}
        tool.run((str(toolchain), "install", BUILDER), what="building the collector builder", env=env, cwd=place)
        (place / "builder.yaml").write_bytes(manifest)
        # The manifest's own output path is relative: what is built lands below this folder.
        make = (str(place / "builder"), "--skip-strict-versioning", "--config", "builder.yaml")
        tool.run(make, what="building the collector", env=env, cwd=place)
        (place / "build" / BINARY).rename(place / BINARY)
        shutil.rmtree(place / "build")
        (place / "builder").unlink()

    made_from = (manifest, BUILDER, platform.system(), platform.machine())
    return cache.artefact("collector", made_from, build, cache_root) / BINARY


def program(run_dir: Path, ports: Ports, cache_root: Path, *, config: Path) -> Program:
    """Return how to run the collector with `config`, its queue in `run_dir`, Elasticsearch behind the proxy."""
    env = {
        "PATH": os.environ.get("PATH", os.defpath),
        "SEALOG_GATEWAY_GRPC": f"{HOST}:{ports.otlp_grpc}",
        "SEALOG_GATEWAY_HTTP": f"{HOST}:{ports.otlp_http}",
        "SEALOG_GATEWAY_HEALTH": f"{HOST}:{ports.health}",
        "SEALOG_GATEWAY_METRICS_PORT": str(ports.metrics),
        "SEALOG_GATEWAY_STATE": str(run_dir / "gateway-state"),
        "SEALOG_ELASTICSEARCH": f"http://{HOST}:{ports.es_proxy}",
        "SEALOG_ALERTING_ENDPOINT": f"{HOST}:{ports.alerting_grpc}",
    }
    return Program(
        name="collector",
        command=(str(get(cache_root)), "--config", str(config)),
        cwd=run_dir,
        ports=("otlp_grpc", "otlp_http", "health", "metrics"),
        env=env,
        ready=partial(answers, f"http://{HOST}:{ports.health}/"),
        within_s=30.0,
    )
