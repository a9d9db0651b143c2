"""Maven: fetches from the Java registry that the machine is set up for. It builds nothing."""

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


def fetch_all(libraries: tuple[str, ...], into: Path) -> None:
    """Copy the libraries `group:artifact:version`, and what they need when they run, to the folder `into`.

    Raises:
        Missing: there is no `mvn` on PATH.
        LocalError: the registry doesn't answer or lacks one.
    """
    mvn = shutil.which("mvn")
    if mvn is None:
        raise Missing(f"Maven (mvn) is not on PATH; it fetches {libraries[0]}")
    names = ("groupId", "artifactId", "version")
    wanted = "".join(
        f"<dependency>{''.join(f'<{name}>{part}</{name}>' for name, part in zip(names, one.split(':'), strict=True))}"
        "</dependency>"
        for one in libraries
    )
    project = into / "pom.xml"
    project.write_text(
        '<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion><groupId>here</groupId>'
        f"<artifactId>here</artifactId><version>1</version><dependencies>{wanted}</dependencies></project>",
        "utf-8",
    )
    copy = (f"{DEPENDENCY_PLUGIN}:copy-dependencies", f"-DoutputDirectory={into}", "-DincludeScope=runtime")
    tool.run((mvn, "--batch-mode", "--quiet", *copy), what=f"fetching {libraries[0]}", cwd=into)
    project.unlink()
