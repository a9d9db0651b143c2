"""Commands as a user types them. A transcript is a shell session: `$ command`, then exactly what it printed.

`…` stands for any text within a line, a line `...` for any lines. stdout and stderr come together, and `[n]` after
the output is an exit code other than 0.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
TRANSCRIPTS = sorted(HERE.glob("transcripts/*.txt"))


def run(command: str, folder: Path, environ: Mapping[str, str] = {}) -> str:
    """Run one command in a shell with a home of its own; gives its output and exit code as a transcript has them."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("OTEL_", "SEALOG_", "XDG_"))}
    environ = {**kept, "HOME": str(folder), "COLUMNS": "100", "TERM": "dumb", "NO_COLOR": "1", **environ}
    environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=60,
        check=False,
    )
    return done.stdout + (f"[{done.returncode}]\n" if done.returncode else "")


def sessions(transcript: str) -> list[tuple[str, str]]:
    """Split a transcript into (command, output)."""
    parts = re.split(r"^\$ (.+)\n", transcript, flags=re.MULTILINE)[1:]
    return list(zip(parts[::2], parts[1::2], strict=True))


def pattern(expected: str) -> str:
    """Make the regular expression that an expected output stands for."""
    lines = [
        r"(?:.*\n)*?" if line == "..." else re.escape(line).replace("…", ".*?") + r"\n"
        for line in expected.splitlines()
    ]
    return "".join(lines)


def check_session(transcript: str, folder: Path, environ: Mapping[str, str] = {}) -> None:
    """Run the commands of a transcript one after another, and compare what each printed."""
    for command, expected in sessions(transcript):
        printed = run(command, folder, environ)
        wanted = expected.rstrip("\n") + "\n" if expected.strip() else ""
        assert re.fullmatch(pattern(wanted), printed), f"$ {command}\n{printed}\ninstead of\n{wanted}"


@pytest.mark.process
@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_a_transcript_is_what_happens(path: Path, tmp_path: Path) -> None:
    check_session(path.read_text(encoding="utf-8"), tmp_path)


@pytest.mark.process
def test_the_readme_shows_the_real_help(tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```console\n(\$ sealog [^\n]*--help\n.*?)```", readme, flags=re.DOTALL)
    assert blocks
    for block in blocks:
        for command, shown in sessions(block):
            printed = "\n".join(line.rstrip() for line in run(command, tmp_path).strip().splitlines())
            assert shown.strip() == printed
