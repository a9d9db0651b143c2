"""Programs of others in Go, built once into the cache from a package at a version."""

from __future__ import annotations

import os
import platform
from typing import TYPE_CHECKING

from local import cache

from . import go, tool

if TYPE_CHECKING:
    from pathlib import Path


def installed(package: str, cache_root: Path) -> Path:
    """Return the program of `package` (`module/path@version`) in the cache, building it if it isn't there.

    Raises:
        Missing: no Go on this machine, and none to be had.
        LocalError: the build failed.
    """
    return _built(package, (("install", package),), cache_root)


def built_apart(package: str, cache_root: Path) -> Path:
    """As `installed`, of a module that replaces others: `go install` refuses those."""
    path = package.partition("@")[0]
    commands = (("mod", "init", "apart"), ("get", package), ("build", "-o", _name(package), path))
    return _built(package, commands, cache_root)


def _built(package: str, commands: tuple[tuple[str, ...], ...], cache_root: Path) -> Path:
    name = _name(package)

    def build(place: Path) -> None:
        # Some modules say how their own vendored copies are used; here there are none.
        env = {**os.environ, "CGO_ENABLED": "0", "GOBIN": str(place), "GOFLAGS": "-mod=mod"}
        for command in commands:
            tool.run((str(go.find(cache_root)), *command), what=f"building {name}", env=env, cwd=place)

    return cache.artefact(name, (package, platform.system(), platform.machine()), build, cache_root) / name


def _name(package: str) -> str:
    return package.partition("@")[0].rpartition("/")[2]
