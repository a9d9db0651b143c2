"""Rules: records a CPU-second through decoding and the engine, for 1, 10 and 100 rules and 1, 1k and 100k keys."""

from __future__ import annotations

import gc
import statistics
import time
from itertools import count
from typing import TYPE_CHECKING

from measure import Figure
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, KeyValue
from opentelemetry.proto.logs.v1.logs_pb2 import LogRecord, ResourceLogs, ScopeLogs
from opentelemetry.proto.resource.v1.resource_pb2 import Resource
from unseen import Unseen

from alerting.events import START, rule_file
from sealog_exporters.alerting.aggregations.count import Count
from sealog_exporters.alerting.engine.engine import Engine
from sealog_exporters.alerting.matching.condition import Condition
from sealog_exporters.alerting.model.rule import RuleFile
from sealog_exporters.alerting.syntax.duration import NS
from sealog_exporters.otlp.decoding.logs import decode_logs

if TYPE_CHECKING:
    from sealog_exporters.alerting.model.rule import Rule

ROUNDS = 5
REQUESTS = 20
RECORDS = 500
CASES = ((1, 1), (1, 1_000), (1, 100_000), (10, 1_000), (100, 1_000))


def figures() -> list[Figure]:
    """Measure errors that all count in one keyed rule, among rules of which each wants a word or value of its own."""
    seeds = count(7000)
    rates: dict[tuple[int, int], list[float]] = {case: [] for case in CASES}
    for _ in range(ROUNDS):
        for rules, keys in CASES:
            engine = Engine(_rules(rules, keys))
            known = -(-keys // RECORDS)  # requests after which every key is there
            for number in range(known):
                _feed(engine, request(number, keys, Unseen(0)))
            requests = [request(known + number, keys, Unseen(next(seeds))) for number in range(REQUESTS)]
            gc.collect()
            start = time.process_time()
            for body in requests:
                _feed(engine, body)
            rates[rules, keys].append(REQUESTS * RECORDS / (time.process_time() - start))
            assert engine.counters.counted >= REQUESTS * RECORDS, "records were not counted"
    return [
        Figure(
            f"alert_rate_{rules}_rules_{keys}_keys",
            statistics.median(taken),
            "records/CPU-s",
            "",
            None,
            f"OTLP bytes to decisions, {rules} rules, {keys} keys that are there already",
        )
        for (rules, keys), taken in rates.items()
    ]


def _feed(engine: Engine, body: bytes) -> None:
    engine.feed(decode_logs(ExportLogsServiceRequest.FromString(body)), START)
    engine.tick(START)
    engine.saved()


def _rules(number: int, keys: int) -> RuleFile:
    """One rule that counts all errors by user, and others that want a word of the body or a value."""
    keyed = rule_file(aggregation=Count(100), group_by=("user.id",), max_groups=keys)
    others: list[Rule] = []
    for place in range(1, number):
        wanted = (
            Condition("body", "contains", (f"word{place}.",)) if place % 2 else Condition("op", "equals", (f"{place}",))
        )
        others += rule_file(alert=f"R{place}", match=(wanted,)).rules
    return RuleFile((*keyed.rules, *others), keyed.receivers)


def request(number: int, keys: int, unseen: Unseen, at_ns: int = START) -> bytes:
    """One OTLP request of error records."""
    records = [
        LogRecord(
            time_unix_nano=at_ns - NS + place,
            observed_time_unix_nano=at_ns - NS + place,
            severity_number=17,
            severity_text="ERROR",
            body=AnyValue(string_value=unseen.clean()),
            attributes=[
                _pair("sealog.uid", f"bench-{number * RECORDS + place}"),
                _pair("user.id", f"user-{(number * RECORDS + place) * 7919 % keys}"),
                _pair("op", f"op-{place % 50}"),
            ],
        )
        for place in range(RECORDS)
    ]
    resource = Resource(attributes=[_pair("service.name", "shop")])
    request = ExportLogsServiceRequest(
        resource_logs=[ResourceLogs(resource=resource, scope_logs=[ScopeLogs(log_records=records)])]
    )
    return bytes(request.SerializeToString())


def _pair(key: str, value: str) -> KeyValue:
    return KeyValue(key=key, value=AnyValue(string_value=value))
