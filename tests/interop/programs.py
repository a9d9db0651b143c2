"""Programs of others that these tests run, built once into the cache: the Go ones of `go/`, and a witness."""

from __future__ import annotations

import os
import platform
import shutil
from functools import cache as once
from pathlib import Path

from backends import needed
from local import cache
from local.toolchains import go, go_program, tool

GO = Path(__file__).parent / "go"
TORCHWOOD = "filippo.io/torchwood/cmd/{}@v0.9.0"


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

    parts = (*(path.read_bytes() for path in sources), platform.system(), platform.machine())
    return needed(lambda: cache.artefact("interop", parts, build, cache.root()))


@once
def witness_programs() -> tuple[Path, Path]:
    """Give `litewitness` and `witnessctl`."""
    return _torchwood("litewitness"), _torchwood("witnessctl")


def _torchwood(name: str) -> Path:
    return needed(lambda: go_program.installed(TORCHWOOD.format(name), cache.root()))


def _run(arguments: tuple[str, ...], cwd: Path) -> None:
    env = {**os.environ, "CGO_ENABLED": "0", "GOFLAGS": "-mod=mod"}
    tool.run((str(go.find(cache.root())), *arguments), what=f"go {' '.join(arguments)}", env=env, cwd=cwd)
