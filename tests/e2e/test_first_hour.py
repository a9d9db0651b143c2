"""The page of the first hour, as its reader follows it: each command runs, and prints what the page shows."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from applications import ROOT
from backends import eventually
from servers import answers, free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.process

PAGE = (ROOT / "docs/first-hour.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
ELSEWHERE = ("python -m venv", "pip install", "sealog up &", "export ")
"""Commands that this test does in its own way."""


class Reader:
    """Somebody with an empty home folder, who types what the page shows."""

    def __init__(self, home: Path) -> None:
        self.home = home
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("OTEL_", "SEALOG_", "XDG_"))}
        path = f"{Path(sys.executable).parent}{os.pathsep}{kept['PATH']}"
        self.environ = kept | {"HOME": str(home), "PATH": path, "OTEL_SERVICE_NAME": "shop", "COLUMNS": "200"}

    def types(self, command: str) -> str:
        """Run a command; give what it printed, stderr last."""
        done = subprocess.run(
            ["bash", "-c", command],
            env=self.environ,
            cwd=self.home,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
        return done.stdout + done.stderr

    @contextmanager
    def up(self) -> Iterator[None]:
        grpc = free_port()
        command = ["sealog", "up", "--grpc", f"127.0.0.1:{grpc}", "--http", "off"]
        with subprocess.Popen(command, env=self.environ, cwd=self.home, stderr=subprocess.DEVNULL) as service:
            try:
                eventually(lambda: answers(grpc) or service.poll(), lambda seen: seen is True)
                self.environ["OTEL_EXPORTER_OTLP_ENDPOINT"] = f"http://127.0.0.1:{grpc}"
                yield
            finally:
                service.terminate()


def sessions() -> list[tuple[str, list[str]]]:
    """Give each command of the page, in order, with the lines that are shown below it."""
    found: list[tuple[str, list[str]]] = []
    for kind, block in BLOCKS:
        for line in block.splitlines() if kind in {"sh", "console"} else ():
            if kind == "sh" or line.startswith("$ "):
                found.append((line.removeprefix("$ "), []))
            else:
                found[-1][1].append(line)
    return found


VARYING = re.compile(r"\d{4}-\d\d-\d\dT[\d:.+]+|(?<=[~ ])[a-z2-7]{13}(?=~|$)")
"""Times and blind indexes, which are others each time."""


def like(line: str) -> str:
    """Give the pattern of a line that is shown."""
    return r"\S+?".join(map(re.escape, VARYING.split(line)))


def test_each_step_does_what_the_page_shows(tmp_path: Path) -> None:
    (app,) = [block for kind, block in BLOCKS if kind == "python"]
    (tmp_path / "app.py").write_text(app, encoding="utf-8")
    reader = Reader(tmp_path)
    steps = [step for step in sessions() if not step[0].startswith(ELSEWHERE)]
    assert [command.split()[0] for command, _ in steps] == [
        "echo", "sealog", "opentelemetry-instrument", "sealog", "sealog", "sealog", "sealog", "sealog",
    ]  # fmt: skip
    shown = 0
    with reader.up():
        for command, lines in steps:
            printed = reader.types(command)
            for line in lines:
                assert re.search(f"^{like(line)}$", printed, re.MULTILINE), f"$ {command}\n{line}\nis not in\n{printed}"
                shown += 1
            assert "WRONG" not in printed
    assert shown == 7
