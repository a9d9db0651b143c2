"""A real Prometheus on this machine, for what is compared with it. It starts none."""

from __future__ import annotations

import os
import platform
from functools import partial
from typing import TYPE_CHECKING

from local import cache
from local.toolchains import go, tool

if TYPE_CHECKING:
    from pathlib import Path

MODULE = "github.com/prometheus/prometheus"
VERSION = "v0.315.0"
BINARY = "prometheus"


def get(cache_root: Path) -> Path:
    """Return Prometheus' binary in the cache, building it if it isn't there (4 minutes cold, 160 MB).

    Raises:
        Missing: no Go on this machine, and none to be had.
        LocalError: the build failed.
    """

    def build(place: Path) -> None:
        toolchain = str(go.find(cache_root))
        env = {**os.environ, "CGO_ENABLED": "0"}
        run = partial(tool.run, what="building Prometheus", env=env, cwd=place)
        # In a module of its own: `go install` refuses a module that replaces others, and Prometheus is one.
        run((toolchain, "mod", "init", "prometheus-here"))
        run((toolchain, "get", f"{MODULE}/cmd/prometheus@{VERSION}"))
        run((toolchain, "build", "-o", BINARY, f"{MODULE}/cmd/prometheus"))

    made_from = (MODULE, VERSION, platform.system(), platform.machine())
    return cache.artefact("prometheus", made_from, build, cache_root) / BINARY
