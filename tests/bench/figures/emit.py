"""Emit: µs that `logger.info` takes in the caller, in each durability, against plain OpenTelemetry's batch and OTLP.

All of them send to the same OTLP/gRPC receiver in another process meanwhile. The median of single calls is given.
"""

from __future__ import annotations

import logging
import random
import statistics
from contextlib import ExitStack
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any

from endpoint import counting_endpoint
from measure import Figure, compare, each_call, quantile
from pipelines import OURS, WAYS, pipeline
from unseen import SYLLABLES, Unseen

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

RECORDS = {"plain": 1000, "memory": 1000, "spool": 1000, "sync": 100}
EXTRA = {"order.id": 17, "http.route": "/api/v1/orders/{id}", "region": "eu-west-1", "retry": False}
NOBODY = "http://127.0.0.1:9"


def figures() -> list[Figure]:
    """Measure each kind of record in each durability, then all of them with nobody at the other end."""
    found = []
    with ExitStack() as stack:
        address, _ = stack.enter_context(counting_endpoint())
        loggers = {way: stack.enter_context(pipeline(way, address)) for way in WAYS}
        for name, make, log, what in KINDS:
            seeds = count(5000)
            contestants = {
                way: partial(_lines, partial(log, logger), make, seeds, RECORDS[way], provider)
                for way, (logger, provider) in loggers.items()
            }
            taken = {way: [statistics.median(one) for one in rounds] for way, rounds in each_call(contestants).items()}
            found += [
                compare(f"emit_{name}_{way}", "µs", taken[way], taken["plain"], "plain OpenTelemetry", f"{what}, {way}")
                for way in OURS
            ]
    return [*found, *_down()]


def _down() -> list[Figure]:
    found = []
    logging.getLogger("opentelemetry").setLevel(logging.CRITICAL)  # its exporter tells of each try
    with ExitStack() as stack:
        loggers = {way: stack.enter_context(pipeline(way, NOBODY)) for way in WAYS}
        seeds = count(7000)
        mixed = {
            way: partial(_lines, partial(_plain_line, logger), _one_in_ten, seeds, 3 * RECORDS[way], None)
            for way, (logger, _) in loggers.items()
        }
        taken = each_call(mixed, rounds=5)
    for way in OURS:
        for name, share in (("p50", 0.5), ("p99", 0.99)):
            # Of the rounds the least: what other processes take of this machine is added to each of them.
            ours, theirs = (min(quantile(one, share) for one in taken[of]) for of in (way, "plain"))
            what = f"{name} with the collector down, one line in ten with two findings, {way}"
            against = "plain OpenTelemetry"
            found.append(Figure(f"emit_down_{name}_{way}", ours, "µs", against, ours / theirs, what))
    return found


def _lines(
    log: Callable[[str], object], make: Callable[[Unseen], str], seeds: count[int], records: int, provider: Any
) -> tuple[Callable[[str], object], Sequence[str]]:
    if provider is not None:
        provider.force_flush()  # the last round's records are not this one's burden
    unseen = Unseen(next(seeds))
    return log, [make(unseen) for _ in range(records)]


def _plain_line(logger: logging.Logger, line: str) -> None:
    logger.info(line)


def _with_extras(logger: logging.Logger, line: str) -> None:
    logger.info(line, extra=EXTRA)


def _with_stack(logger: logging.Logger, line: str) -> None:
    try:
        _fail(random.Random(line), 6, line[:40])
    except ValueError:
        logger.exception("it failed")


def _fail(chance: random.Random, depth: int, why: str) -> None:
    if depth == 0:
        raise ValueError(why)
    {chance.choice(SYLLABLES): _fail}.popitem()[1](chance, depth - 1, why)


def _one_in_ten(unseen: Unseen) -> str:
    return unseen.clean() if unseen.number() % 10 else unseen.with_two_findings()


KINDS: tuple[tuple[str, Callable[[Unseen], str], Callable[[logging.Logger, str], None], str], ...] = (
    ("clean", Unseen.clean, _plain_line, "a clean line"),
    ("four_extras", Unseen.clean, _with_extras, "a clean line with four extras"),
    ("two_findings", Unseen.with_two_findings, _plain_line, "a line with e-mail and IPv4, both sealed"),
    ("stack_trace", Unseen.clean, _with_stack, "an exception with a stack trace of 7 frames, raised and logged"),
)
