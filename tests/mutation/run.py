"""Runs the tests of a room against mutants of its files: `python tests/mutation/run.py ROOM [SAMPLE [SEED]]`.

Nothing on disk is changed: each mutant lives in a forked process, which imports it in the place of the module and then
runs the room's unit tests up to the first failure. Mutants that no test notices are printed, to be read by a person.
Tests that start other programs are left out: those programs import the module from disk.
"""

from __future__ import annotations

import importlib.machinery
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, NoReturn

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests")]

import hypothesis  # noqa: E402, F401 - imported once, before the forks
import opentelemetry.sdk._logs  # noqa: E402
import opentelemetry.sdk.trace  # noqa: E402, F401 - same
import pytest  # noqa: E402 - same

from mutation.mutants import Mutant, mutants_of  # noqa: E402 - the path comes first

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import CodeType

ALERTING = "exporters/sealog_exporters/alerting"
SAMPLE, SEED = 100, 11
MEMORY = 6 << 30
LONGEST_RUN = 1800
"""Seconds that all tests of a room may take without a mutant, on a busy machine too."""
OPTIONS = "-x -q -p no:cacheprovider --hypothesis-seed=0 --basetemp"


class Room(NamedTuple):
    """Patterns of the files to change, the tests that should notice, and `more` tests for what these miss."""

    files: str
    tests: str
    more: str = "tests/processor"


ROOMS = {
    "crypto": Room(
        "sdk/sealog/crypto/*.py",
        "tests/crypto tests/processor/test_look_alikes.py",
        "tests/keys tests/processor tests/audit",
    ),
    "keys": Room("sdk/sealog/keys/**/*.py", "tests/keys", "tests/crypto tests/gatekeeper tests/processor"),
    "spool": Room("sdk/sealog/spool/**/*.py", "tests/spool", "tests/delivery"),
    "delivery": Room(
        "sdk/sealog/delivery/**/*.py",
        "tests/delivery/sending tests/delivery/transports",
        "tests/delivery",
    ),
    "alerting": Room(
        f"{ALERTING}/engine/**/*.py",
        "tests/alerting/engine",
        "tests/alerting/aggregations tests/alerting/backtest tests/alerting/service",
    ),
    "detect": Room(
        "sdk/sealog/detect/engine/*.py sdk/sealog/detect/model/overlaps.py",
        "tests/detect/engine",
        "tests/detect tests/processor",
    ),
}


class Mutated(importlib.machinery.SourceFileLoader):
    """Loads one module from code that is not on disk."""

    code: CodeType

    def get_code(self, fullname: str) -> CodeType:  # noqa: ARG002 - the loader's signature
        """Give the mutant's code."""
        return self.code


class Finder:
    """Finds the module under test, and leaves all others to Python."""

    def __init__(self, file: Path, code: CodeType) -> None:
        self._file, self._code = file, code

    def find_spec(self, name: str, path: object = None, _target: object = None) -> object:
        """Give a spec whose loader holds the mutant."""
        spec = importlib.machinery.PathFinder.find_spec(name, path)  # type: ignore[arg-type]
        if spec is None or spec.origin is None or Path(spec.origin) != self._file:
            return None
        spec.loader = Mutated(name, spec.origin)
        spec.loader.code = self._code
        return spec


def all_mutants(room: Room) -> Iterator[tuple[Path, Mutant]]:
    """Give every mutant of a room's files."""
    for file in sorted(file for pattern in room.files.split() for file in ROOT.glob(pattern)):
        yield from ((file, mutant) for mutant in mutants_of(file.read_text("utf-8"), str(file)))


def outcome(tests: str, file: Path | None, mutant: Mutant | None, seconds: float) -> tuple[str, str]:
    """Run tests in a process of their own; give `survived`, `killed` or `timeout`, and what they printed."""
    folder = Path(tempfile.mkdtemp(prefix="mutation-"))
    pid = os.fork()
    if pid == 0:
        _run_tests(tests, file, mutant, folder)
    try:
        status = _wait(pid, seconds)
        text = (folder / "output").read_text("utf-8", "replace")
        return "timeout" if status is None else "killed" if status else "survived", text
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wait(pid: int, seconds: float) -> int | None:
    """Give a process's status, or None where it took too long and was ended together with what it started."""
    end = time.monotonic() + seconds
    done = 0
    try:
        while time.monotonic() < end:
            done, status = os.waitpid(pid, os.WNOHANG)
            if done:
                return status
            time.sleep(0.02)
    finally:
        if not done:  # also after Ctrl-C
            os.killpg(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
    return None


def _run_tests(tests: str, file: Path | None, mutant: Mutant | None, folder: Path) -> NoReturn:
    status = 1
    try:
        os.setsid()
        os.nice(10)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        output = os.open(folder / "output", os.O_CREAT | os.O_WRONLY)
        os.dup2(output, 1)
        os.dup2(output, 2)
        if file is not None and mutant is not None:
            sys.meta_path.insert(0, Finder(file, mutant.code))  # type: ignore[arg-type]
        marks = ["-m", "not process and not backend", "-W", "ignore::pytest.PytestAssertRewriteWarning"]
        status = int(pytest.main([*OPTIONS.split(), str(folder / "tmp"), *marks, *tests.split()]))
        sys.stdout.flush()
    except BaseException:  # noqa: BLE001 - the fork must not go on as its parent
        traceback.print_exc()
    finally:
        os._exit(status)


def main(name: str, sample: int = SAMPLE, seed: int = SEED) -> None:
    """Try a sample of a room's mutants, and print those that survive or take too long; Ctrl-C ends it early."""
    os.chdir(ROOT)
    room = ROOMS[name]
    patience = {room.tests: _patience(room.tests)}
    everything = list(all_mutants(room))
    chosen = random.Random(seed).sample(everything, min(sample, len(everything)))
    seen: Counter[str] = Counter()
    with suppress(KeyboardInterrupt):
        for file, mutant in chosen:
            for tests in (room.tests, room.more):
                if tests not in patience:
                    patience[tests] = _patience(tests)  # only now, since they may take long
                found = outcome(tests, file, mutant, patience[tests])[0]
                if found != "survived":
                    break
            seen[found] += 1
            if found != "killed":
                print(f"{found}: {file.relative_to(ROOT)}:{mutant}", flush=True)
    many = f"{seen.total()} of {len(everything)} mutants tried (seed {seed})"
    print(f"{name}: {many}, {seen['survived']} survived, {seen['timeout']} took too long")


def _patience(tests: str) -> float:
    """Run tests without a mutant; give the seconds after which a mutant counts as one that hangs."""
    started = time.monotonic()
    first, text = outcome(tests, None, None, LONGEST_RUN)
    if first != "survived":
        raise SystemExit(f"{text}{tests}: the tests fail without any mutant, or take more than {LONGEST_RUN} s")
    return 3 * (time.monotonic() - started) + 10


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
