"""How a peer is asked: a JSON list of texts a line, and back its findings and the seconds that they took.

It runs in the peer's own environment and imports nothing of ours. What a peer calls by another name is renamed; what it
finds beyond the entities of the bench (dates, URLs, organisations) is left out and counts neither for nor against it.
"""

from __future__ import annotations

import json
import os
import sys
import time
from importlib.metadata import version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    Find = Callable[[str], Iterable[tuple[str, int, int]]]


def answer(distribution: str, names: Mapping[str, str], find: Find) -> None:
    """Say who this is and which entities it claims, then answer until the input ends."""
    # What a peer prints must not get between our lines.
    out = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    find("warm up: alice@example.com")
    print(json.dumps({"version": version(distribution), "entities": sorted(set(names.values()))}), file=out, flush=True)
    for line in sys.stdin:
        texts = json.loads(line)
        start = time.perf_counter()
        found = [list(find(text)) for text in texts]
        seconds = time.perf_counter() - start
        renamed = [[(names[name], first, last) for name, first, last in here if name in names] for here in found]
        print(json.dumps({"seconds": seconds, "findings": renamed}), file=out, flush=True)
