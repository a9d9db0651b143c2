"""The longest wait of `logger.info` at moments that may take their time, with the endpoint away or slow."""

from __future__ import annotations

import json
import statistics
import tempfile
from pathlib import Path

from figures.losses import keys_in
from measure import Figure

from applications import instrumented
from delivery.endpoints import Reply, endpoint
from delivery.test_processes import closed_port

PROGRAM = str(Path(__file__).parents[2] / "e2e/programs/waits.py")
ROUNDS = 5
SLOW_S = 3.0


def figures() -> list[Figure]:
    """Measure both kinds of delivery, with nobody at the endpoint and with a slow one."""
    found = []
    for durability in ("memory", "spool"):
        found += _longest(closed_port(), durability, "away")
        with endpoint(lambda _: Reply(delay=SLOW_S)) as slow:
            found += _longest(slow.url, durability, "slow")
    return found


def _longest(url: str, durability: str, how: str) -> list[Figure]:
    rounds: list[dict[str, float]] = []
    with tempfile.TemporaryDirectory() as folder:
        keys = keys_in(Path(folder))
        for number in range(ROUNDS):
            environ = {"SEALOG_DURABILITY": durability, "SEALOG_SPOOL_DIR": f"{folder}/spool-{number}"}
            done = instrumented(PROGRAM, endpoint=url, **keys.environ, SEALOG_STATUS_DIR="off", **environ)
            rounds.append(json.loads(done.stdout))
    hostile = statistics.median(seen["hostile"] for seen in rounds)
    rest = statistics.median(max(wait for moment, wait in seen.items() if moment != "hostile") for seen in rounds)
    what = f"longest wait of `logger.info` in {len(rounds[0]) - 1} moments, {durability}, endpoint {how}"
    return [
        Figure(f"wait_{durability}_{how}", rest * 1000, "ms", "", None, what),
        Figure(f"wait_{durability}_{how}_hostile", hostile * 1000, "ms", "", None, f"240 KB of phone numbers, {how}"),
    ]
