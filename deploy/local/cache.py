"""The cache of what is built or downloaded, outside the clone, keyed by what it is made from.

It never changes an artefact once it stands, and never shows a half-made one.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

WORLD_READABLE = 0o755


def root(environ: Mapping[str, str] | None = None) -> Path:
    """Return the cache's folder: `SEALOG_CACHE`, else `sealog` in `XDG_CACHE_HOME`, else `~/.cache/sealog`."""
    env = os.environ if environ is None else environ
    if env.get("SEALOG_CACHE"):
        return Path(env["SEALOG_CACHE"]).expanduser().resolve()
    base = env.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(base).expanduser().resolve() / "sealog"


def key(parts: tuple[str | bytes, ...]) -> str:
    """Return the name of what is made from `parts`: 32 hexadecimal characters of their SHA-256.

    Each part is preceded by its length, so that ("ab", "c") and ("a", "bc") differ.
    """
    digest = hashlib.sha256()
    for part in parts:
        raw = part.encode() if isinstance(part, str) else part
        digest.update(len(raw).to_bytes(8, "big"))
        digest.update(raw)
    return digest.hexdigest()[:32]


def artefact(name: str, parts: tuple[str | bytes, ...], build: Callable[[Path], None], cache_root: Path) -> Path:
    """Return the folder of the artefact `name` made from `parts`, building it if it isn't there.

    `build` fills an empty folder that becomes the artefact by one rename. A second process that wants the same
    artefact waits for the first and then finds it. What `build` raises comes through, and nothing is left behind.
    """
    shelf = cache_root / name
    place = shelf / key(parts)
    if place.is_dir():
        return place
    shelf.mkdir(parents=True, exist_ok=True)
    with _locked(shelf / f"{place.name}.lock"):
        if place.is_dir():
            return place
        workshop = Path(tempfile.mkdtemp(prefix=".building-", dir=shelf))
        try:
            build(workshop)
            # mkdtemp says 0700, but Elasticsearch runs as another user than root and must read its own code.
            workshop.chmod(WORLD_READABLE)
            workshop.rename(place)
        except BaseException:
            shutil.rmtree(workshop, ignore_errors=True)
            raise
    return place


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold an exclusive lock on `path`. The kernel releases it when the process ends, however it ends."""
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
