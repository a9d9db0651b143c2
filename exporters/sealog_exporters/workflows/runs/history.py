"""What earlier runs of workflows took: durations, failures and callers of each agent, tool and model.

It is a small file that runs are added to. Durations are kept as a histogram with buckets of growing width, as in
OpenTelemetry's exponential histogram and DDSketch (C. Masson et al., VLDB 2019): any quantile within 1 %, and two
files can be added up.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sealog.errors import SettingError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from sealog_exporters.workflows.plans.observed import ObservedRun

__all__ = ["CallHistory", "Durations", "History"]

_VERSION = 1
_ERROR = 0.01
_GAMMA = (1 + _ERROR) / (1 - _ERROR)
_LEAST_MS = 0.001
_MOST_BUCKETS = 2_000  # from a microsecond to thousands of years
_MOST_NAMES = 2_000
_MOST_CALLERS = 50
_MOST_TRACES = 10_000
_MAX_BYTES = 64 * 2**20


@dataclass
class Durations:
    """Durations in ms, as counts by bucket; a quantile is within 1 % of the true one."""

    buckets: dict[int, int] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many there are."""
        return sum(self.buckets.values())

    def add(self, ms: float) -> None:
        """Add one."""
        bucket = min(_MOST_BUCKETS, math.ceil(math.log(max(ms, _LEAST_MS) / _LEAST_MS, _GAMMA)))
        self.buckets[bucket] = self.buckets.get(bucket, 0) + 1

    def merge(self, other: Durations) -> None:
        """Add all of another."""
        for bucket, count in other.buckets.items():
            self.buckets[bucket] = self.buckets.get(bucket, 0) + count

    def quantile(self, share: float) -> float:
        """Give the duration that this share of all does not exceed, by nearest rank.

        Raises:
            ValueError: there are none.
        """
        rank, seen = max(1, math.ceil(share * self.count)), 0
        for bucket, count in sorted(self.buckets.items()):
            seen += count
            if seen >= rank:
                return _LEAST_MS * 2 * _GAMMA**bucket / (_GAMMA + 1)
        raise ValueError("there are no durations")


@dataclass
class CallHistory:
    """What is known of one agent, tool or model. `callers` counts calls by who made them."""

    durations: Durations = field(default_factory=Durations)
    failed: int = 0
    callers: dict[str, int] = field(default_factory=dict)


class History:
    """What many runs took, by kind (`tool`, `model`, `node`, `agent`) and name. A run counts once, by its trace id.

    It holds 2,000 names, 50 callers of each, and the ids of the last 10,000 runs; what is beyond is not learned.
    """

    def __init__(self) -> None:
        self.calls: dict[tuple[str, str], CallHistory] = {}
        self._traces: dict[str, None] = {}

    @property
    def runs(self) -> int:
        """How many runs are remembered one by one."""
        return len(self._traces)

    def has(self, trace_id: str) -> bool:
        """Whether it has learned from the run with this trace id, and remembers it."""
        return trace_id in self._traces

    def add(self, runs: Iterable[ObservedRun]) -> int:
        """Learn from runs; those with times that can't be trusted teach no durations. Gives how many were new."""
        new = 0
        for run in runs:
            if run.analysis.trace_id in self._traces:
                continue
            new += 1
            self._traces[run.analysis.trace_id] = None
            for kind, name, index, failed in run.everything():
                key = (kind, name)
                if key not in self.calls and len(self.calls) >= _MOST_NAMES:
                    continue
                known = self.calls.setdefault(key, CallHistory())
                caller = run.caller(index)
                if caller in known.callers or len(known.callers) < _MOST_CALLERS:
                    known.callers[caller] = known.callers.get(caller, 0) + 1
                if failed:
                    known.failed += 1
                elif run.analysis.times_trusted:
                    known.durations.add((run.tree.end[index] - run.tree.start[index]) / 1e6)
        for old in list(self._traces)[: max(0, len(self._traces) - _MOST_TRACES)]:
            del self._traces[old]
        return new

    def usual_ns(self, kind: str, name: str) -> tuple[int, int, int] | None:
        """Give the median, the 99th percentile and the count of calls that succeeded, in ns; None if there are none."""
        known = self.calls.get((kind, name))
        if known is None or not (count := known.durations.count):
            return None
        return round(known.durations.quantile(0.5) * 1e6), round(known.durations.quantile(0.99) * 1e6), count

    @classmethod
    def load(cls, path: Path) -> History:
        """Read a history; a file that is not there yet is one without runs.

        Raises:
            SettingError: it can't be read, or is no history.
        """
        history = cls()
        try:
            with path.open("rb") as file:
                data = file.read(_MAX_BYTES + 1)
        except FileNotFoundError:
            return history
        except OSError as error:
            raise SettingError(f"{path} can't be read: {error.strerror}") from error
        try:
            document = json.loads(data) if len(data) <= _MAX_BYTES else None
            history._read(document)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise SettingError(f"{path} is no history of workflows, version {_VERSION}") from None
        return history

    def save(self, path: Path) -> None:
        """Write the history as a whole: the old file stays until the new one is complete.

        Raises:
            SettingError: it can't be written.
        """
        calls = [
            {
                "kind": kind,
                "name": name,
                "buckets": {str(bucket): count for bucket, count in sorted(known.durations.buckets.items())},
                "failed": known.failed,
                "callers": known.callers,
            }
            for (kind, name), known in sorted(self.calls.items())
        ]
        text = json.dumps({"sealog_workflow_history": _VERSION, "traces": list(self._traces), "calls": calls})
        beside = path.with_name(f".{path.name}.new")
        try:
            beside.write_text(text, encoding="utf-8")
            beside.replace(path)
        except OSError as error:
            raise SettingError(f"{path} can't be written: {error.strerror}") from error

    def _read(self, document: Any) -> None:
        if document["sealog_workflow_history"] != _VERSION:
            raise ValueError
        self._traces = {str(one): None for one in document["traces"][-_MOST_TRACES:]}
        for one in document["calls"][:_MOST_NAMES]:
            buckets = {_count(bucket): _count(count) for bucket, count in one["buckets"].items()}
            callers = {str(name): _count(times) for name, times in one["callers"].items()}
            known = CallHistory(Durations(buckets), _count(one["failed"]), callers)
            self.calls[str(one["kind"]), str(one["name"])] = known


def _count(value: Any) -> int:
    if isinstance(value, bool) or not 0 <= int(value) < 2**63:
        raise ValueError
    return int(value)
