"""The container images: pinned, and built from nothing but what their files copy.

There is no container engine here, so the instructions of the build stage are replayed in an empty folder.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from fnmatch import fnmatch
from typing import TYPE_CHECKING

import pytest
import yaml

from applications import ROOT
from local.servers import collector

if TYPE_CHECKING:
    from pathlib import Path

DOCKERFILES = sorted((ROOT / "deploy").glob("*.Dockerfile"))
SEALOG = ROOT / "deploy/sealog.Dockerfile"
DIGEST = re.compile(r"@sha256:[0-9a-f]{64}$")


def instructions(dockerfile: Path) -> list[tuple[str, str]]:
    """Give keyword and rest of each instruction, with continued lines joined."""
    text = re.sub(r"^#.*\n", "", dockerfile.read_text(encoding="utf-8"), flags=re.MULTILINE).replace("\\\n", " ")
    return [(keyword, rest) for keyword, _, rest in (line.partition(" ") for line in text.splitlines() if line)]


def build_stage() -> list[tuple[str, str]]:
    """Give the instructions of the stage named `build`."""
    found: list[tuple[str, str]] = []
    inside = False
    for keyword, rest in instructions(SEALOG):
        if keyword == "FROM":
            inside = rest.endswith(" AS build")
        elif inside:
            found.append((keyword, rest))
    return found


@pytest.mark.parametrize("dockerfile", DOCKERFILES, ids=lambda path: path.name)
def test_every_image_that_one_is_built_from_is_pinned_by_digest(dockerfile: Path) -> None:
    images = [rest.split()[0] for keyword, rest in instructions(dockerfile) if keyword == "FROM"]
    assert images
    assert [image for image in images if image != "scratch" and not DIGEST.search(image)] == []


# Of these no digest could be had where they were written, and compose.yaml says so: versions only.
BY_VERSION = {"docker.elastic.co/kibana/kibana", "grafana/loki", "grafana/tempo", "grafana/grafana", "prom/prometheus"}


def test_every_image_of_compose_is_pinned_by_digest_or_built_here_or_known_not_to_be() -> None:
    services = yaml.safe_load((ROOT / "deploy/compose.yaml").read_text(encoding="utf-8"))["services"]
    pulled = [service["image"] for service in services.values() if "build" not in service]
    assert pulled
    assert {image.partition(":")[0] for image in pulled if not DIGEST.search(image)} == BY_VERSION


def test_the_locked_packages_are_those_that_were_tried() -> None:
    locked = pins((ROOT / "deploy/requirements.txt").read_text(encoding="utf-8"))
    tried = pins((ROOT / "constraints.txt").read_text(encoding="utf-8"))
    assert {"grpcio", "cryptography", "typer", "uvicorn", "phonenumberslite"} <= locked.keys()
    assert {name: version for name, version in locked.items() if tried.get(name) != version} == {}


def pins(text: str) -> dict[str, str]:
    found = re.findall(r"^([A-Za-z0-9_.-]+)==([^\s\\]+)", text, flags=re.MULTILINE)
    return {re.sub(r"[-_.]+", "-", name).lower(): version for name, version in found}


def test_every_crate_that_cargo_may_choose_has_a_checksum() -> None:
    manifest = (ROOT / "native/Cargo.toml").read_text(encoding="utf-8")
    pinned = re.findall(r'^([\w-]+) = (?:\{ version = )?"=([\d.]+)"', manifest, re.MULTILINE)
    lines = (ROOT / "native/crates.sha256").read_text(encoding="utf-8").splitlines()
    assert all(re.fullmatch(r"[0-9a-f]{64}  [\w-]+ [\d.+]+", line) for line in lines)
    listed = {tuple(line.split()[1:]) for line in lines}
    assert pinned
    assert set(pinned) - listed == set()


@pytest.mark.process
def test_the_image_installs_from_what_its_file_copies(tmp_path: Path) -> None:
    """Installs as the build stage does, with this machine's Python, and with its Rust in place of the image's."""
    context = tmp_path / "src"
    context.mkdir()
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    for keyword, rest in build_stage():
        if keyword == "COPY" and "--from=" not in rest:
            *sources, target = rest.split()
            for source in sources:
                copy(ROOT / source, context / target, named=target.endswith("/") or target == ".")
        elif keyword == "RUN" and "apt-get" not in rest:
            command = rest.replace("/opt/", f"{tmp_path}/opt/").replace("python -m", f"{sys.executable} -m")
            if shutil.which("cargo") is None:
                command = command.replace("SEALOG_BUILD_NATIVE=require", "SEALOG_BUILD_NATIVE=skip")
            done = subprocess.run(
                ["sh", "-c", command],
                cwd=context,
                env=environ,
                capture_output=True,
                text=True,
                timeout=900,
                check=False,
            )
            assert done.returncode == 0, done.stderr[-2000:]
    sealog = tmp_path / "opt/sealog/bin/sealog"
    done = subprocess.run([sealog, "alerting", "--help"], env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "--rules" in done.stdout


def test_the_collectors_image_is_built_from_the_same_files_as_the_local_one() -> None:
    dockerfile = ROOT / "deploy/collector.Dockerfile"
    kept = (ROOT / "deploy/collector.Dockerfile.dockerignore").read_text(encoding="utf-8").split()
    sent = {line[1:] for line in kept if line.startswith("!")}
    copied = [
        source
        for keyword, rest in instructions(dockerfile)
        if keyword == "COPY" and "--from=" not in rest
        for source in rest.split()[:-1]
    ]
    assert {source.rstrip("/") for source in copied} == sent
    for path in (collector.MANIFEST, *collector.components()):
        name = path.relative_to(ROOT).as_posix()
        assert any(name == source or name.startswith(f"{source}/") for source in sent), name


def copy(source: Path, target: Path, *, named: bool) -> None:
    """Copy as `COPY` does, without what .dockerignore leaves out."""
    if source.is_file():
        assert in_context(source), f"{source.name} is left out by .dockerignore"
        target = target / source.name if named else target
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
        return
    for path in source.rglob("*"):
        if path.is_file() and in_context(path):
            (target / path.relative_to(source)).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target / path.relative_to(source))


def in_context(path: Path) -> bool:
    """Tell whether a file is sent to the builder: the last line of .dockerignore that fits decides."""
    name = path.relative_to(ROOT).as_posix()
    sent = True
    for line in (ROOT / "deploy/sealog.Dockerfile.dockerignore").read_text(encoding="utf-8").split():
        pattern = line.removeprefix("!").removeprefix("**/")
        if name == pattern or name.startswith(f"{pattern}/") or any(fnmatch(part, pattern) for part in path.parts[-1:]):
            sent = line.startswith("!")
        elif pattern in path.relative_to(ROOT).parts and line.startswith("**/"):
            sent = False
    return sent
