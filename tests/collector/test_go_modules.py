"""The collector's own components in Go: formatted, vetted, and tested, with the race detector where there is gcc."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from backends import needed
from local import cache
from local.toolchains import go

COLLECTOR = Path(__file__).resolve().parents[2] / "collector"
MODULES = sorted(path.parent for path in COLLECTOR.glob("*/go.mod"))


@pytest.fixture(scope="module")
def toolchain() -> Path:
    return needed(lambda: go.find(cache.root()))


def run(toolchain: Path, module: Path, *arguments: str) -> str:
    # A build with cgo is the race detector's only; what is shipped is built without.
    env = {**os.environ, "CGO_ENABLED": "1" if "-race" in arguments else "0", "GOFLAGS": "-mod=readonly"}
    command = (str(toolchain), *arguments)
    done = subprocess.run(command, cwd=module, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.process
@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_a_module_is_vetted_and_its_tests_pass(toolchain: Path, module: Path) -> None:
    run(toolchain, module, "vet", "./...")
    race = ("-race",) if shutil.which("gcc") else ()
    # Packages that mdatagen wrote are vetted; `.` is what we wrote.
    run(toolchain, module, "test", *race, ".")


@pytest.mark.process
@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_a_module_is_formatted_as_gofmt_does(toolchain: Path, module: Path) -> None:
    gofmt = shutil.which("gofmt", path=f"{toolchain.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}")
    if gofmt is None:
        pytest.skip("this Go has no gofmt")
    done = subprocess.run((gofmt, "-l", "."), cwd=module, capture_output=True, text=True, check=True)
    assert not done.stdout


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_a_module_is_named_after_its_folder(module: Path) -> None:
    first = (module / "go.mod").read_text(encoding="utf-8").partition("\n")[0]
    assert first == f"module github.com/sealog/sealog/collector/{module.name}"
