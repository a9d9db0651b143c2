"""Our collector distribution on this machine: built from collector-config/builder.yaml, run with gateway.yaml.

The exporter is laid over it, so that it needs no `sealog sink`. Nothing in these files is changed: addresses and
folders go in by environment variables, as for any user.
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
from local.servers import sealer
from local.toolchains import go, go_program, tool

ROOT = Path(__file__).resolve().parents[3]
CONFIGS = ROOT / "collector-config"
COMPONENTS = ROOT / "collector"
MANIFEST = CONFIGS / "builder.yaml"
GATEWAY = CONFIGS / "gateway.yaml"
EXPORTER = CONFIGS / "destinations/exporter.yaml"
BUILDER = "go.opentelemetry.io/collector/cmd/builder@v0.165.0"
BINARY = "sealog-collector"


def get(cache_root: Path, manifest: bytes | None = None) -> Path:
    """Return the collector's binary in the cache, building it if it isn't there (6 minutes cold, 100 MB).

    `manifest` is built in place of collector-config/builder.yaml.

    Raises:
        Missing: no Go on this machine, and none to be had.
        LocalError: the build failed; with the builder's last lines.
    """
    sources = {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in (MANIFEST, *components())}
    if manifest is not None:
        sources[MANIFEST.relative_to(ROOT).as_posix()] = manifest

    def build(place: Path) -> None:
        toolchain = go.find(cache_root)
        path = f"{toolchain.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
        env = {**os.environ, "PATH": path, "CGO_ENABLED": "0"}
        # The manifest names our components and its output by paths relative to its folder.
        for name, content in sources.items():
            copy = place / "src" / name
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(content)
        folder = place / "src" / CONFIGS.name
        make = (str(go_program.installed(BUILDER, cache_root)), "--skip-strict-versioning", "--config", MANIFEST.name)
        tool.run(make, what="building the collector", env=env, cwd=folder)
        (folder / "build" / BINARY).rename(place / BINARY)
        shutil.rmtree(place / "src")

    named = (part for name, content in sources.items() for part in (name, content))
    made_from = (*named, BUILDER, platform.system(), platform.machine())
    return cache.artefact("collector", made_from, build, cache_root) / BINARY


def components() -> tuple[Path, ...]:
    """Return the files that our own components are built from, without tests, in order of name."""
    files = (path for path in COMPONENTS.rglob("*") if path.suffix in {".go", ".mod", ".sum"})
    return tuple(sorted(path for path in files if not path.name.endswith("_test.go")))


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
        "SEALOG_ALERTING_ENDPOINT": f"http://{HOST}:{ports.alerting_http}",
        "SEALOG_SEALER_SOCKET": str(sealer.socket_path(run_dir)),
    }
    files = (config, EXPORTER) if config == GATEWAY else (config,)
    return Program(
        name="collector",
        command=(str(get(cache_root)), *(part for file in files for part in ("--config", str(file)))),
        cwd=run_dir,
        ports=("otlp_grpc", "otlp_http", "health", "metrics"),
        env=env,
        ready=partial(answers, f"http://{HOST}:{ports.health}/"),
        within_s=30.0,
    )
