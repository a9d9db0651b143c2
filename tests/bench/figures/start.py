"""Start: what sealog adds to an application's start under `opentelemetry-instrument`, and to its memory.

The same interpreter and packages run with and without it: a distribution of the same name and no entry points, earlier
on the path, hides ours. Compiled modules are kept, as an installation keeps them, whatever this machine is set to.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from measure import ROUNDS, Figure

from applications import clean_environ
from sealog.keys.bundle import save_bundle
from support import keyring

PROGRAM = """
import json, logging, os, sys, time
ready, busy = time.monotonic(), time.process_time()
for number in range(500):
    logging.getLogger("app").warning("order %d of mail%d@example.com", number, number)
# Not what getrusage tells: that also counts what the process was before it became this program, which is the bench.
peak = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
names = [name for name in sys.modules if name.split(".")[0] == "sealog"]
print(json.dumps([ready, busy, peak / 1024, len(names)]), flush=True)
os._exit(0)
"""


def figures() -> list[Figure]:
    """Start applications in turn, with and without."""
    with TemporaryDirectory() as folder:
        hiding = Path(folder) / "sealog-0.dist-info"
        hiding.mkdir()
        (hiding / "METADATA").write_text("Metadata-Version: 2.1\nName: sealog\nVersion: 0\n")
        bundle = Path(folder) / "bundle.json"
        save_bundle(keyring().bundle(), bundle)
        compiled = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(Path(folder) / "compiled")}
        ways = {"with": {"SEALOG_BUNDLE": str(bundle), **compiled}, "without": {"PYTHONPATH": folder, **compiled}}
        for way, environ in ways.items():
            assert bool(started(environ)[3]) == (way == "with"), "sealog is not hidden, or not there"
        taken: dict[str, list[tuple[float, float, float, int]]] = {way: [] for way in ways}
        for _ in range(ROUNDS):
            for way, environ in ways.items():
                taken[way].append(started(environ))
    found = []
    for at, name, unit, what in (
        (0, "start_time", "ms", "from the start of the process to the application's first line"),
        (1, "start_cpu", "ms", "what the processor did of that, other programs left out"),
        (2, "peak_memory", "MiB", "the most memory after 500 records, all of which sealog seals"),
    ):
        ours, theirs = (statistics.median(one[at] for one in taken[way]) for way in ways)
        found.append(Figure(name, ours, unit, "the same without sealog", ours / theirs, what))
    return found


def started(environ: dict[str, str]) -> tuple[float, float, float, int]:
    """Run an application; gives ms and CPU-ms until its first line, MiB at its end, and modules of sealog in it."""
    command = [Path(sys.executable).with_name("opentelemetry-instrument"), sys.executable, "-c", PROGRAM]
    began = time.monotonic()
    done = subprocess.run(
        command,
        env=clean_environ("http://127.0.0.1:9", "http/protobuf") | {"SEALOG_STATUS_DIR": "off"} | environ,
        capture_output=True,
        text=True,
        check=True,
        cwd=os.path.sep,
    )
    ready, busy, memory, modules = json.loads(done.stdout.splitlines()[-1])
    return (ready - began) * 1000, busy * 1000, memory, modules
