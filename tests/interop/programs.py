"""Programs of others that these tests run, built once into the cache: the Go ones of `go/`, and a witness."""

from __future__ import annotations

import os
import platform
import shutil
from functools import cache as once
from pathlib import Path

import pytest

from local import cache
from local.errors import LocalError
from local.toolchains import go, tool

GO = Path(__file__).parent / "go"
TORCHWOOD = "v0.9.0"


def interop() -> Path:
    """Give the program of `go/`, built from its sources as they are, and tested."""
    return _interop() / "interop"


def go_tests() -> None:
    """Run the Go program's own tests: they are part of its build, and were run when that stands.

    Raises:
        LocalError: one fails.
    """
    _interop()


@once
def _interop() -> Path:
    sources = [path for path in sorted(GO.iterdir()) if path.suffix in {".go", ".mod", ".sum"}]

    def build(place: Path) -> None:
        workshop = place / "src"
        workshop.mkdir()
        for path in sources:
            shutil.copy(path, workshop)
        _run(("test", "."), workshop)
        _run(("build", "-o", str(place / "interop"), "."), workshop)
        shutil.rmtree(workshop)

    return _artefact("interop", tuple(path.read_bytes() for path in sources), build)


@once
def witness_programs() -> tuple[Path, Path]:
    """Give `litewitness` and `witnessctl`."""

    def build(place: Path) -> None:
        for name in ("litewitness", "witnessctl"):
            _run(("install", f"filippo.io/torchwood/cmd/{name}@{TORCHWOOD}"), place, GOBIN=str(place))

    place = _artefact("litewitness", (TORCHWOOD,), build)
    return place / "litewitness", place / "witnessctl"


def _artefact(name: str, parts: tuple[str | bytes, ...], build: object) -> Path:
    try:
        return cache.artefact(name, (*parts, platform.system(), platform.machine()), build, cache.root())  # type: ignore[arg-type]  # a function of a path
    except LocalError as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(error))


def _run(arguments: tuple[str, ...], cwd: Path, **environ: str) -> None:
    env = {**os.environ, "CGO_ENABLED": "0", "GOFLAGS": "-mod=mod", **environ}
    tool.run((str(go.find(cache.root())), *arguments), what=f"go {' '.join(arguments)}", env=env, cwd=cwd)
