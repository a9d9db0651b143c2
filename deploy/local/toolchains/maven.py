"""Maven: fetches one file from the Java registry that the machine is set up for. It builds nothing."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from local.errors import Missing

from . import tool

if TYPE_CHECKING:
    from pathlib import Path

DEPENDENCY_PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1"


def fetch(coordinates: str, into: Path) -> Path:
    """Copy the artefact `group:artifact:version:packaging` to the folder `into` and return its path.

    Raises:
        Missing: there is no `mvn` on PATH.
        LocalError: the registry doesn't answer or doesn't have it.
    """
    mvn = shutil.which("mvn")
    if mvn is None:
        raise Missing(f"Maven (mvn) is not on PATH; it fetches {coordinates}")
    _group, artifact, version, packaging = coordinates.split(":")
    quiet = (mvn, "--batch-mode", "--quiet")
    what = f"fetching {coordinates}"
    # `get` downloads to Maven's local repository, `copy` takes it from there: neither needs a project file.
    get = (f"{DEPENDENCY_PLUGIN}:get", f"-Dartifact={coordinates}", "-Dtransitive=false")
    tool.run((*quiet, *get), what=what, cwd=into)
    copy = (f"{DEPENDENCY_PLUGIN}:copy", f"-Dartifact={coordinates}", f"-DoutputDirectory={into}")
    tool.run((*quiet, "--offline", *copy), what=what, cwd=into)
    return into / f"{artifact}-{version}.{packaging}"
