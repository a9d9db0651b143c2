"""The fault table as code: each row makes a fault on a running way, heals it, and gives what became of the records."""

from __future__ import annotations

import itertools
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from chaos import disk, pairs
from chaos.load import Load, record
from chaos.outcomes import NotApplicable, Outcome
from chaos.stores import kafka, nodes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from chaos.paths import Path_
    from chaos.stored import Elasticsearch, Stored
    from local import Running

__all__ = ["ROWS", "Bench"]

_HEALS_WITHIN_S = 30.0
TARGETS = {
    "sink": "logs-chaos.otel-default",
    "pairs": "logs-chaos.otel-default",
    "exporter": "logs-generic.otel-default",
}


@dataclass
class Bench:
    """A way with everything that a fault can be made with. `seconds` is how long faults last."""

    name: str
    path: Path_
    running: Running
    elasticsearch: Elasticsearch
    seconds: float
    run: str = "run"

    @property
    def target(self) -> str:
        """The index that the records of the service `chaos` go to on this way."""
        return TARGETS[self.name]

    @contextmanager
    def load(self, **options: Any) -> Iterator[Load]:
        """Send records inside the block, `to` another URL than the way's where one is given."""
        load = Load(options.pop("to", self.path.url), self.run, **options).start()
        try:
            yield load
        finally:
            load.stop()

    @contextmanager
    def fault(self, kind: str) -> Iterator[None]:
        """Let bulk requests fail inside the block (es_proxy.py)."""
        self.running.fault(kind)
        try:
            yield
        finally:
            self.running.heal()

    def judge(self, begun: float, *loads: Load) -> Outcome:
        """Wait until what was acknowledged has come, and count."""
        accepted = {number for load in loads for number in load.accepted}
        found: Stored = self.elasticsearch.settled(self.run, accepted, _HEALS_WITHIN_S)
        return Outcome(
            len(accepted),
            len(found.numbers),
            len(found.dead),
            len(found.missing(accepted)),
            found.doubled,
            round(time.monotonic() - begun, 1),
            self.path.memory(),
        )


def _proxy_fault(kind: str) -> Callable[[Bench], Outcome]:
    def row(bench: Bench) -> Outcome:
        begun = time.monotonic()
        with bench.load() as load:
            time.sleep(1.0)
            with bench.fault(kind):
                time.sleep(bench.seconds)
            time.sleep(1.0)
        return bench.judge(begun, load)

    return row


def quiet(bench: Bench) -> Outcome:
    """Nothing happens."""
    begun = time.monotonic()
    with bench.load() as load:
        time.sleep(bench.seconds)
    return bench.judge(begun, load)


def restart(bench: Bench) -> Outcome:
    """Elasticsearch is killed and comes back."""
    begun = time.monotonic()
    with bench.load(pause=0.2) as load:  # what waits must be stored while the row is watched
        time.sleep(1.0)
        bench.running.kill("elasticsearch")
        time.sleep(2.0)
        bench.running.start_one("elasticsearch")
        time.sleep(1.0)
    return bench.judge(begun, load)


def _killed(name: str, fault: str) -> Callable[[Bench], Outcome]:
    def row(bench: Bench) -> Outcome:
        begun = time.monotonic()
        program = bench.path.programs.get(name)
        if program is None:
            raise NotApplicable(f"there is no {name} on this way")
        with bench.load(pause=0.02) as load:
            time.sleep(1.0)
            for _ in range(4):
                with bench.fault(fault):
                    time.sleep(0.7)
                    program.kill()
                time.sleep(0.3)
                program.start()
                time.sleep(0.5)
        return bench.judge(begun, load)

    return row


def write_block(bench: Bench) -> Outcome:
    """The index takes no writes for a while (an operator's block, or a disk above its flood stage)."""
    begun = time.monotonic()
    with bench.load() as load:
        time.sleep(2.0)
        _wait_for_index(bench)
        _block(bench, on=True)
        time.sleep(bench.seconds)
        _block(bench, on=False)
        time.sleep(1.0)
    return bench.judge(begun, load)


def mapping_conflict(bench: Bench) -> Outcome:
    """One attribute is a number here, a text there, and an object's name elsewhere."""
    values = itertools.cycle([({"amount": 3}), ({"amount": "three"}), ({"amount.currency": "EUR"})])

    def make(number: int, run: str) -> dict[str, Any]:
        return record(number, run, **next(values))

    begun = time.monotonic()
    with bench.load(make=make) as load:
        time.sleep(bench.seconds)
    return bench.judge(begun, load)


def many_names(bench: Bench) -> Outcome:
    """A service sends 1,100 attribute names, 22 in a record; then another sends one new name in each record."""

    def make(number: int, run: str) -> dict[str, Any]:
        return record(number, run, **{f"name_{number % 50 * 22 + more}": "x" for more in range(22)})

    def other(number: int, run: str) -> dict[str, Any]:
        return record(number + 1_000_000, run, uid=False, **{"sealog.uid": f"{run}-o-{number}", "fresh": f"{number}"})

    begun = time.monotonic()
    with bench.load(make=make) as load:
        time.sleep(bench.seconds)
    # Each new name is a change of the mapping, of which Elasticsearch makes few a second.
    with bench.load(make=other, service="another", pause=1.0) as another:
        time.sleep(2.0)
    another.accepted = {number + 1_000_000 for number in another.accepted}
    return bench.judge(begun, load, another)


def refused_for_good(bench: Bench) -> Outcome:
    """The index refuses every tenth record for what it holds."""
    _strict_index(bench)

    def make(number: int, run: str) -> dict[str, Any]:
        return record(number, run, **({} if number % 10 else {"unknown": "x"}))

    begun = time.monotonic()
    with bench.load(make=make) as load:
        time.sleep(bench.seconds)
    return bench.judge(begun, load)


def same_id(bench: Bench) -> Outcome:
    """Two different records come under one id, for every id."""

    def make(number: int, run: str) -> dict[str, Any]:
        return record(number, run, uid=False, **{"sealog.uid": f"{run}-{number // 2}"})

    begun = time.monotonic()
    with bench.load(make=make) as load:
        time.sleep(bench.seconds)
    return bench.judge(begun, load)


def rollover(bench: Bench) -> Outcome:
    """Replies are cut after indexing, and the index rolls over before the records come again."""
    _alias(bench)
    begun = time.monotonic()
    with bench.load() as load:
        for _ in range(3):
            with bench.fault("cut"):
                time.sleep(1.0)
                bench.elasticsearch.request("POST", f"/{bench.target}/_rollover")
            time.sleep(1.0)
    return bench.judge(begun, load)


def without_ids(bench: Bench) -> Outcome:
    """Replies are cut after indexing, and records bring no id."""

    def make(number: int, run: str) -> dict[str, Any]:
        made = record(number, run, uid=False)
        made["attributes"] = [pair for pair in made["attributes"] if pair["key"] != "sealog.uid"]
        return made

    begun = time.monotonic()
    with bench.load(make=make) as load:
        time.sleep(1.0)
        with bench.fault("cut"):
            time.sleep(bench.seconds / 2)
        time.sleep(1.0)
    return bench.judge(begun, load)


STATUSES = (400, 401, 403, 404, 408, 413, 429, 500, 502, 503, 504)

ROWS: dict[str, Callable[[Bench], Outcome]] = {
    "nothing happens": quiet,
    **{f"HTTP {status}": _proxy_fault(str(status)) for status in STATUSES},
    "connections closed": _proxy_fault("drop"),
    "hang": _proxy_fault("hang"),
    "half a second late": _proxy_fault("delay 0.5"),
    "reply cut after indexing": _proxy_fault("cut"),
    "reply cut after 100 bytes": _proxy_fault("cut 100"),
    "reply cut, records without ids": without_ids,
    **{f"HTTP {status} for every second record": _proxy_fault(f"documents {status}") for status in (403, 429, 503)},
    "write block": write_block,
    "attribute of several types": mapping_conflict,
    "1,100 attribute names, then another service": many_names,
    "every tenth record refused for good": refused_for_good,
    "two records under each id": same_id,
    "rollover between two attempts": rollover,
    "Elasticsearch killed": restart,
    "collector killed four times in outages": _killed("collector", "503"),
    "sink killed four times, replies cut": _killed("sink", "cut"),
    **disk.ROWS,
    **pairs.ROWS,
    **kafka.ROWS,
    **nodes.ROWS,
}


def _wait_for_index(bench: Bench) -> None:
    end = time.monotonic() + 30.0
    while time.monotonic() < end:
        if bench.elasticsearch.request("GET", f"/_resolve/index/{bench.target}*")["indices"]:
            return
        time.sleep(0.2)


def _block(bench: Bench, *, on: bool) -> None:
    bench.elasticsearch.request("PUT", f"/{bench.target}/_settings", {"index.blocks.write": on})


def _strict_index(bench: Bench) -> None:
    """Make the index ahead, with a mapping that refuses the attribute `unknown`, as a site's own mapping may."""
    refusing = {"type": "date", "ignore_malformed": False}
    properties = {"attributes": {"type": "passthrough", "priority": 20, "properties": {"unknown": refusing}}}
    bench.elasticsearch.request("PUT", f"/{bench.target}", {"mappings": {"properties": properties}})


def _alias(bench: Bench) -> None:
    """Make the target an alias that rolls over, which is what a data stream is to its writers."""
    body = {"aliases": {bench.target: {"is_write_index": True}}}
    bench.elasticsearch.request("PUT", f"/{bench.target}-000001", body)
