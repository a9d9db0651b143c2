"""RSigma, the streaming engine for Sigma rules, built from its crate: optional, because that takes some minutes."""

from __future__ import annotations

import platform
import shutil
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from peers.contestant import AbsentError, Contestant, running
from peers.records import sender

from local import LocalError, cache, free
from local.program import answers
from local.toolchains import tool

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

VERSION = "0.23.0"
FEATURES = "daemon-otlp"
RULE = """
title: Each
id: 5f1d4f2e-8a0e-4a8e-9a55-0d1f6c1f0a11
status: test
logsource: {product: shop}
detection:
  wanted: {severity_text: ERROR}
  condition: wanted
level: high
"""
HOOK = """
webhooks:
- {{id: hook, kind: detection, url: '{url}', body: '{{"n": "${{detection.event.n}}"}}'}}
"""


def binary() -> Path:
    """Return the program, building it if it isn't in the cache.

    Raises:
        AbsentError: no cargo, or the build failed.
    """

    def build(place: Path) -> None:
        what = ("--features", FEATURES, f"rsigma@{VERSION}")
        tool.run(
            (cargo, "install", "--quiet", "--locked", "--root", str(place), *what), what="building RSigma", cwd=place
        )

    cargo = shutil.which("cargo") or ""
    if not cargo:
        raise AbsentError("no cargo")
    try:
        parts = (VERSION, FEATURES, platform.system(), platform.machine())
        return cache.artefact("rsigma", parts, build, cache.root()) / "bin/rsigma"
    except LocalError as error:
        raise AbsentError(str(error)) from error


def numbers(body: Any) -> list[int]:
    """Read the record's number."""
    return [int(body["n"])]


@contextmanager
def rsigma(folder: Path, url: str) -> Iterator[Contestant]:
    """Run it inside the block."""
    program = binary()
    (folder / "rules").mkdir()
    (folder / "rules/each.yml").write_text(RULE)
    (folder / "hook.yaml").write_text(HOOK.format(url=f"{url}/rsigma"))
    address = f"127.0.0.1:{free().alerting_grpc}"
    command = (program, "engine", "daemon", "--rules", folder / "rules", "--input", "http", "--api-addr", address)
    more = ("--include-event", "--webhook", folder / "hook.yaml", "--egress-policy", "permissive")
    ready = partial(answers, f"http://{address}/healthz")
    with running((*command, *more), folder / "rsigma.log", ready), sender(address) as emit:
        yield Contestant("RSigma", "as shipped, in memory", "/rsigma", emit, numbers, 300, 0.03, 10.0)
