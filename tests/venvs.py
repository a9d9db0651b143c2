"""Virtual environments with other people's OpenTelemetry packages, built once and kept outside the clone.

sealog itself is not installed into them: its folder and its entry points go on the path, so an environment outlives
changes of the code.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import subprocess
import sys
import venv
from pathlib import Path
from shutil import rmtree

from applications import ROOT

STOCK = ("opentelemetry-distro", "opentelemetry-exporter-otlp", "opentelemetry-instrumentation-logging")
SERVERS = (
    "opentelemetry-distro==0.66b1",
    "opentelemetry-exporter-otlp==1.45.1",
    "opentelemetry-instrumentation-celery==0.66b1",
    "opentelemetry-instrumentation-fastapi==0.66b1",
    "opentelemetry-instrumentation-logging==0.66b1",
    "opentelemetry-instrumentation-requests==0.66b1",
    "opentelemetry-instrumentation-sqlalchemy==0.66b1",
    "celery==5.7.0",
    "fastapi==0.165.0",
    "gunicorn==27.0.1",
    "requests==2.34.2",
    "SQLAlchemy==2.0.58",
    "uvicorn==0.54.0",
)
"""A web application's packages with their instrumentations, of one release: each needs the others' exact version."""

PROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
DEPENDENCIES = re.findall(r'"(.+)"', PROJECT.partition("\ndependencies = [\n")[2].partition("\n]\n")[0])
_PINS = dict(re.findall(r"^(\S+)==(\S+)$", (ROOT / "constraints.txt").read_text(encoding="utf-8"), re.MULTILINE))
_EXTRA = re.findall(r'"([\w-]+)', PROJECT.partition("\nframeworks = [\n")[2].partition("\n]\n")[0])
FRAMEWORKS = tuple(f"{name}=={_PINS[name]}" for name in [*_EXTRA, *(name for name in STOCK if name in _PINS)])
"""What the pages in docs/frameworks run with: the extra of that name, as constraints.txt pins it."""

LANGGRAPH = tuple(
    f"{name}=={_PINS[name]}" for name in ("langgraph", "langgraph-checkpoint", "langchain-core", "opentelemetry-sdk")
)
"""What `sealog.coordinator.to_langgraph` runs with: the extra, as constraints.txt pins it."""

CHECKPOINTS = (*LANGGRAPH, "langgraph-checkpoint-sqlite==3.1.2")
"""The same with checkpoints that outlive a process."""

AGENTS = (
    *LANGGRAPH,
    *(
        f"{name}=={_PINS[name]}"
        for name in ("opentelemetry-api", "opentelemetry-exporter-otlp-proto-common", "opentelemetry-instrumentation")
    ),
    "langchain-openai==1.7.4",
    "openai==3.57.0",
    "openai-agents==0.24.0",
    "openinference-instrumentation-langchain==0.1.80",
    "openinference-instrumentation-openai-agents==2.6.0",
    "opentelemetry-instrumentation-langchain==0.62.4",
    "pydantic-ai-slim==2.68.0",
)
"""Frameworks of agents, and what traces them."""

OURS = tuple(
    needed for needed in DEPENDENCIES if not needed.startswith("opentelemetry-") and "== 'win32'" not in needed
)


class UnavailableError(Exception):
    """An environment can't be built here; the message ends with pip's last line."""


def environment(*requirements: str, ours: tuple[str, ...] = OURS) -> Path:
    """Give the Python of an environment that has these packages and what sealog needs (`ours`).

    Raises:
        UnavailableError: pip could not install them.
    """
    wanted = (*requirements, *ours)
    key = hashlib.sha256(repr((sys.version_info[:3], wanted)).encode()).hexdigest()[:16]
    cache = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser()
    folder = cache / "sealog/venvs" / key
    folder.parent.mkdir(parents=True, exist_ok=True)
    # An environment can't be built elsewhere and moved, so who comes second has to wait for the first.
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "ready").exists():
            _build(folder, wanted)
    return folder / "bin/python"


def _build(folder: Path, wanted: tuple[str, ...]) -> None:
    rmtree(folder, ignore_errors=True)
    venv.create(folder, with_pip=True)
    pip = [folder / "bin/python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *wanted]
    done = subprocess.run(pip, capture_output=True, text=True, timeout=500, check=False)
    if done.returncode != 0:
        raise UnavailableError(f"{' '.join(wanted)}: {(done.stderr.splitlines() or ['no output'])[-1]}")
    (folder / "ready").touch()


def path_with_sealog(folder: Path, **entry_points: str) -> str:
    """Give a PYTHONPATH on which sealog and its entry points are found; `entry_points` adds `group="name = object"`."""
    hooks = re.findall(r"\[project\.entry-points\.(opentelemetry_\w+)\]\n((?:\w+ = .+\n)+)", PROJECT)
    _distribution(
        folder / "sealog-0.1.0.dist-info", "sealog", {group: lines.replace('"', "") for group, lines in hooks}
    )
    _distribution(folder / "vendor-1.0.dist-info", "vendor", entry_points)
    return os.pathsep.join([str(folder), str(ROOT / "sdk"), str(Path(__file__).parent / "e2e/programs")])


def _distribution(info: Path, name: str, entry_points: dict[str, str]) -> None:
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    groups = [f"[{group}]\n{lines}\n" for group, lines in entry_points.items()]
    (info / "entry_points.txt").write_text("\n".join(groups))
