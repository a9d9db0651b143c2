"""Alert state: bytes a key of each kind of rule, and CPU seconds to take up the stored state of so many groups.

python state.py bytes KIND KEYS      says the growth of resident memory a key, in a process of its own
python state.py recover FOLDER KEYS  says the CPU seconds from the state file to a service at work, and its memory a key
"""

from __future__ import annotations

import gc
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if __name__ == "__main__":
    sys.path[:0] = [str(Path(__file__).parents[up]) for up in (1, 2)]

from measure import Figure

from alerting.events import START, event, rule_file
from sealog_exporters.alerting import AlertingService
from sealog_exporters.alerting.aggregations.absent import Absent
from sealog_exporters.alerting.aggregations.composite import Composite, Part
from sealog_exporters.alerting.aggregations.count import Count
from sealog_exporters.alerting.aggregations.distinct import Distinct
from sealog_exporters.alerting.aggregations.new_value import NewValue
from sealog_exporters.alerting.aggregations.ratio import Ratio
from sealog_exporters.alerting.aggregations.sequence import Sequence
from sealog_exporters.alerting.aggregations.spike import Spike
from sealog_exporters.alerting.aggregations.statistic import Statistic
from sealog_exporters.alerting.engine.engine import Engine
from sealog_exporters.alerting.matching.condition import Condition
from sealog_exporters.alerting.model.threshold import Threshold
from sealog_exporters.alerting.state.checkpoint import Checkpointer
from sealog_exporters.alerting.state.store import StateStore

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sealog_exporters.alerting.model.aggregation import Aggregation
    from sealog_exporters.alerting.model.rule import RuleFile
    from sealog_exporters.event import Event

DAY = 86_400 * 10**9
STEPS = tuple((Condition("user.id", "startswith", (text,)),) for text in ("user", "other"))
RATIO = Ratio(STEPS[1], Threshold("gte", 0.5), 20)
KINDS: dict[str, Aggregation] = {
    "count": Count(10),
    "distinct": Distinct("body", 10),
    "new": NewValue("body", DAY, DAY),
    "sequence": Sequence(STEPS, ordered=True),
    "ratio": RATIO,
    "value": Statistic("ms", "", 95, Threshold("gte", 500), 20),
    "spike": Spike(Threshold("gte", 3), 10, 12, weekly=True),
    "absent": Absent(300 * 10**9, DAY),
    "all": Composite((Part("count", Count(10)), Part("ratio", RATIO)), every=True),
}
KEYS = 1_000_000
"""The most groups that a rule file may ask for."""

RECOVERED = (1_000, 100_000, 1_000_000)
ROUNDS = 3
BATCH = 1_000


def figures() -> list[Figure]:
    """Measure each in a fresh process."""
    found = []
    for kind in KINDS:
        (taken,) = _told("bytes", kind, str(KEYS))
        what = f"growth of resident memory a key, `{kind}`, {KEYS:,} keys of one record each"
        found.append(Figure(f"alert_bytes_a_key_{kind}", taken, "bytes", "", None, what))
    for keys in RECOVERED:
        with tempfile.TemporaryDirectory() as folder:
            _store(Path(folder), keys)
            rounds = [_told("recover", folder, str(keys)) for _ in range(ROUNDS if keys < RECOVERED[-1] else 1)]
        seconds = statistics.median(taken for taken, _ in rounds)
        what = f"from the state file to a service at work, {keys:,} groups of `count`"
        found.append(Figure(f"alert_recovery_{keys}_groups", seconds, "CPU-s", "", None, what))
    return found


def batches(keys: int) -> Iterator[list[Event]]:
    """Give one record of each key, with ids and a body of their own as real ones have."""
    for first in range(0, keys, BATCH):
        yield [
            event(
                0,
                f"bench-{number}",
                attributes={"user.id": f"user-{number:07d}", "ms": number % 997},
                trace_id=f"{number:032x}",
                body=f"payment {number} refused by the bank, tried again later",
            )
            for number in range(first, first + BATCH)
        ]


def bytes_a_key(kind: str, keys: int) -> float:
    """Grow an engine to so many keys; gives bytes a key."""
    engine = Engine(_rules(KINDS[kind], keys))
    gc.collect()
    before = _resident()
    for batch in batches(keys):
        engine.feed(batch, START)
        engine.saved()
    engine.tick(START)
    gc.collect()
    assert engine.stats()["groups"] == keys, "groups were given up"
    return (_resident() - before) / keys


def recovery(folder: Path, keys: int) -> tuple[float, float]:
    """Take up what is stored; gives seconds, and bytes a key at the end."""
    gc.collect()
    before, start = _resident(), time.process_time()
    service = AlertingService(_rules(KINDS["count"], keys), clock=lambda: START, state_dir=folder)
    seconds = time.process_time() - start
    assert service.stats()["groups"] == keys, "groups are missing"
    return seconds, (_resident() - before) / keys


def _store(folder: Path, keys: int) -> None:
    """Write the state of so many groups as the service does, batch by batch."""
    store = StateStore(folder)
    checkpointer = Checkpointer(store, durable=True)
    engine, _ = checkpointer.engine(_rules(KINDS["count"], keys))
    for batch in batches(keys):
        engine.feed(batch, START)
        checkpointer.commit(engine, START)
    store.close()


def _rules(measure: Aggregation, keys: int) -> RuleFile:
    return rule_file(aggregation=measure, group_by=("user.id",), max_groups=keys)


def _resident() -> int:
    """Give the resident memory of this process, in bytes (Linux)."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * 4096


def _told(*arguments: str) -> list[float]:
    """Run this file as a process and read the numbers that it says."""
    command = [sys.executable, __file__, *arguments]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [float(number) for number in said.split()]


if __name__ == "__main__":
    task, what, size = sys.argv[1:]
    print(*([bytes_a_key(what, int(size))] if task == "bytes" else recovery(Path(what), int(size))))
