"""A real Prometheus on this machine, for what is compared with it. It starts none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local.toolchains import go_program

if TYPE_CHECKING:
    from pathlib import Path

PACKAGE = "github.com/prometheus/prometheus/cmd/prometheus@v0.315.0"


def get(cache_root: Path) -> Path:
    """Return Prometheus' binary in the cache, building it if it isn't there (4 minutes cold, 160 MB).

    Raises:
        Missing: no Go on this machine, and none to be had.
        LocalError: the build failed.
    """
    return go_program.built_apart(PACKAGE, cache_root)
