"""Runs a program of a framework against the scripted model, open and sealed; as a command, it records both runs.

`PYTHONPATH=tests .venv/bin/python -m workflows.frameworks.running PYTHON PROGRAM NAME` writes
`recorded/NAME.off.jsonl.gz` and `recorded/NAME.seal.jsonl.gz`. PYTHON is that of an environment with the framework and
what sealog needs, PROGRAM a file in `programs`. So are frameworks tested whose packages are too large for CI; the
programs say what they were recorded with.
"""

from __future__ import annotations

import gzip
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from applications import ROOT, clean_environ
from sealog.keys.bundle import save_bundle
from sealog.records import tool_call
from sealog_exporters.workflows import Span, analyse, load
from support import keyring
from workflows.agents import kinds
from workflows.frameworks.server import SECRETS, TOKENS, TURNS, serving

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["REPEATED", "SERIAL", "Run", "check_what_is_found", "check_what_leaves", "recorded", "run_both"]

PROGRAMS = Path(__file__).parent / "programs"
RECORDED = Path(__file__).parent / "recorded"
MODES = ("off", "seal")
REPEATED = {("duplicate_call", "likely"), ("loop", "certain")}
SERIAL = {("serial_independent_calls", "likely")}


@dataclass(frozen=True)
class Run:
    """One run as it was, and the same run with sealing."""

    open: list[Span]
    sealed: list[Span]
    written: bytes
    expected: set[tuple[str, str]]

    @classmethod
    def of(cls, written: Mapping[str, bytes], expected: set[tuple[str, str]]) -> Run:
        """Make it of what was written in each mode."""
        return cls(load(written["off"], "off"), load(written["seal"], "seal"), written["seal"], expected)


def run_both(python: Path | str, program: str, more: Sequence[str], folder: Path) -> dict[str, bytes]:
    """Run a program in each mode and give the bytes of its trace file. `folder` is for files while it runs."""
    save_bundle(keyring().bundle(), folder / "bundle.json")
    own = clean_environ("http://127.0.0.1:1", "http/protobuf") | {"PYTHONPATH": str(ROOT / "sdk")}
    own |= {"SEALOG_BUNDLE": str(folder / "bundle.json")}
    written = {}
    with serving() as url:
        for mode in MODES:
            file = folder / f"{mode}.jsonl"
            command = [python, PROGRAMS / program, url, file, *more]
            variables = own | ({"SEALOG_MODE": "off"} if mode == "off" else {})
            done = subprocess.run(command, env=variables, capture_output=True, text=True, timeout=240, check=False)
            assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
            written[mode] = file.read_bytes()
    return written


def recorded(name: str) -> dict[str, bytes]:
    """Give the bytes of a recorded trace file by mode."""
    return {mode: gzip.decompress((RECORDED / f"{name}.{mode}.jsonl.gz").read_bytes()) for mode in MODES}


def check_what_is_found(run: Run, calls: int = sum(map(len, TURNS))) -> None:
    """Check findings, tokens and calls, open and sealed; `calls` is how many of tools there are."""
    for spans in (run.open, run.sealed):
        found = analyse(spans)
        assert set(kinds(found)) == run.expected
        assert len(found.findings) == len(run.expected)
        assert (found.tokens, found.model_calls, found.tool_calls) == (TOKENS, len(TURNS) + 1, calls)


def check_what_leaves(run: Run) -> None:
    """Check that no exported byte of the sealed run is personal, and that its JSON is JSON still."""
    assert b"seal1~email_address" in run.written
    for secret in SECRETS:
        assert secret in str([span.attributes for span in run.open])
        assert secret.encode() not in run.written
    assert _in_json(run.sealed) == _in_json(run.open)


def _in_json(spans: list[Span]) -> Counter[str]:
    """Count the attributes whose text is a list or a mapping in JSON, by name (CrewAI's span has its run's id)."""
    return Counter(
        key
        for span in spans
        for key, value in span.attributes.items()
        if isinstance(value, str) and isinstance(tool_call.parsed(value), (dict, list))
    )


if __name__ == "__main__":
    with TemporaryDirectory() as scratch:
        for mode, data in run_both(sys.argv[1], sys.argv[2], (), Path(scratch)).items():
            (RECORDED / f"{sys.argv[3]}.{mode}.jsonl.gz").write_bytes(gzip.compress(data, mtime=0))
