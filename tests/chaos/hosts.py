"""Programs of one host, ready to start: a sealer, a sink, a collector in one of its roles. Each is put into a way."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from chaos.paths import Path_, Program, clean
from local.servers import collector
from sealog.keys.bundle import save_bundle
from servers import free_port
from support import keyring

if TYPE_CHECKING:
    from local import Running

__all__ = ["add", "keys", "role", "sealer", "sink", "without_alerting"]

_SEALOG = str(Path(sys.executable).with_name("sealog"))


def keys(folder: Path) -> None:
    """Put a bundle there for the sealers of a way."""
    save_bundle(keyring().bundle(), folder / "bundle.json")


def sealer(path: Path_, folder: Path, host: str) -> None:
    """Add the sealer of a host."""
    port = free_port()
    command = (_SEALOG, "sealer", "--socket", str(_socket(folder, host)), "--status", f"127.0.0.1:{port}")
    environ = {**clean(), "SEALOG_BUNDLE": str(folder / "bundle.json")}
    add(path, Program(f"sealer-{host}", list(command), environ, folder / f"sealer-{host}.log", port))


def sink(path: Path_, running: Running, folder: Path, host: str) -> None:
    """Add the sink of a host, before Elasticsearch's proxy."""
    port = free_port()
    listen = ("--http", f"127.0.0.1:{port}", "--grpc", "off", "--status", "off")
    command = [_SEALOG, "sink", "--url", running.proxy_url, *listen]
    add(path, Program(f"sink-{host}", command, clean(), folder / f"sink-{host}.log", port))


def role(
    path: Path_, folder: Path, cache_root: Path, name: str, host: str, files: tuple[str | Path, ...], **environ: str
) -> None:
    """Add a collector with configs of collector-config, or with files of ours, beside the sealer of its host."""
    upper, port = name.upper(), free_port()
    own = {
        **clean(),
        f"SEALOG_{upper}_HTTP": f"127.0.0.1:{port}",
        f"SEALOG_{upper}_GRPC": f"127.0.0.1:{free_port()}",
        f"SEALOG_{upper}_HEALTH": f"127.0.0.1:{free_port()}",
        f"SEALOG_{upper}_METRICS_PORT": str(free_port()),
        f"SEALOG_{upper}_STATE": str(folder / f"{name}-{host}"),
        "SEALOG_SEALER_SOCKET": str(_socket(folder, host)),
        **environ,
    }
    configs = (part for file in files for part in ("--config", str(collector.CONFIGS / file)))
    command = [str(collector.get(cache_root)), *configs]
    add(path, Program(f"{name}-{host}", command, own, folder / f"{name}-{host}.log", port))


def add(path: Path_, program: Program) -> None:
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
