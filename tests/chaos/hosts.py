"""Programs of one host, ready to start: a sealer, a sink, a collector in one of its roles. Each is put into a way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chaos import paths
from chaos.paths import clean, listening
from collector.roles import variables
from local import free
from local.servers import collector
from programs import SEALOG
from sealog.keys.bundle import save_bundle
from servers import free_port
from support import keyring

if TYPE_CHECKING:
    from pathlib import Path

    from chaos.paths import Path_
    from programs import Program

__all__ = ["keys", "role", "sealer", "sink", "without_alerting"]


def keys(folder: Path) -> None:
    """Put a bundle there for the sealers of a way."""
    save_bundle(keyring().bundle(), folder / "bundle.json")


def sealer(path: Path_, folder: Path, host: str) -> None:
    """Add the sealer of a host."""
    port = free_port()
    command = [SEALOG, "sealer", "--socket", str(_socket(folder, host)), "--status", f"127.0.0.1:{port}"]
    environ = {**clean(), "SEALOG_BUNDLE": str(folder / "bundle.json")}
    _add(path, listening(f"sealer-{host}", command, environ, folder, port))


def sink(path: Path_, elasticsearch: str, folder: Path, host: str) -> None:
    """Add the sink of a host, before an Elasticsearch, by its URL."""
    _add(path, paths.sink(f"sink-{host}", elasticsearch, folder))


def role(
    path: Path_, folder: Path, cache_root: Path, name: str, host: str, files: tuple[str | Path, ...], **environ: str
) -> None:
    """Add a collector with configs of collector-config, or with files of ours, beside the sealer of its host."""
    ports = free()
    own = {**clean(), **variables(name, ports, folder / f"{name}-{host}", _socket(folder, host)), **environ}
    configs = (part for file in files for part in ("--config", str(collector.CONFIGS / file)))
    command = [str(collector.get(cache_root)), *configs]
    _add(path, listening(f"{name}-{host}", command, own, folder, ports.otlp_http))


def _add(path: Path_, program: Program) -> None:
    """Put a program into a way; it is not started."""
    path.programs[program.name] = program


def without_alerting() -> dict[str, str]:
    """Give the variables of a gateway with no alerting behind it: what that does not take is dropped, and counted."""
    return {
        "SEALOG_ALERTING_ENDPOINT": f"http://127.0.0.1:{free_port()}",
        "SEALOG_GATEWAY_ALERTING_QUEUE_BYTES": "1000000",
    }


def _socket(folder: Path, host: str) -> Path:
    return folder / f"sealer-{host}.sock"
