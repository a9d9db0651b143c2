"""Node.js of this machine, with packages that npm fetches once, each pinned by its hash."""

from __future__ import annotations

import platform
import shutil
from typing import TYPE_CHECKING

from local import cache

from . import tool

if TYPE_CHECKING:
    from pathlib import Path


def find() -> str:
    """Return the path of `node`.

    Raises:
        Missing: it is not on PATH.
    """
    return tool.on_path("node")


def with_packages(program: Path, name: str, cache_root: Path) -> Path:
    """Return a copy of `program` that stands, in the cache, beside the packages that it needs.

    Its folder has `package.json`, and `package-lock.json` with the hash of each package.

    Raises:
        Missing: `node` or `npm` is not on PATH.
        LocalError: the registry doesn't answer, or a package is not the one of the hash.
    """
    sources = [program, *(program.with_name(one) for one in ("package.json", "package-lock.json"))]

    def build(place: Path) -> None:
        find()
        npm = tool.on_path("npm")
        for source in sources:
            shutil.copy(source, place)
        command = (npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
        tool.run(command, what=f"installing what {program.name} needs", cwd=place)

    parts: tuple[str | bytes, ...] = (
        *(source.read_bytes() for source in sources),
        platform.system(),
        platform.machine(),
    )
    return cache.artefact(name, parts, build, cache_root) / program.name
