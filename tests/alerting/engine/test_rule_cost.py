"""Each rule's processor time is measured, kept over a reload, and shown."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, Any

from alerting.events import START, event, rule_file
from sealog_exporters.alerting.api.app import Api
from sealog_exporters.alerting.api.prometheus import exposition
from sealog_exporters.alerting.engine.rule_cost import SAMPLED, RuleCost
from sealog_exporters.alerting.matching.condition import Condition
from sealog_exporters.alerting.service.service import AlertingService

if TYPE_CHECKING:
    from sealog_exporters.alerting.model.rule import RuleFile


def two_rules() -> RuleFile:
    """One rule for all errors, and one that no record matches."""
    rules = rule_file(alert="All")
    other = replace(rules.rules[0], alert="None", match=(Condition("op", "equals", ("nothing",)),))
    return replace(rules, rules=(rules.rules[0], other))


def fed(rules: RuleFile, batches: int) -> AlertingService:
    """An alerter whose processor takes a millisecond between any two looks at its clock."""
    ticks = count(0, 1_000_000)
    service = AlertingService(rules, clock=lambda: START, cpu_clock=lambda: next(ticks))
    for number in range(batches):
        service.feed([event(0, f"s-{number}-{place}") for place in range(3)])
    return service


def test_one_batch_of_many_stands_for_all() -> None:
    service = fed(two_rules(), SAMPLED)
    assert service.costs() == [
        RuleCost("default", "All", 3 * SAMPLED * 1_000_000, 3 * SAMPLED, 1, 1),
        RuleCost("default", "None", 3 * SAMPLED * 1_000_000, 3 * SAMPLED, 0, 0),
    ]
    assert service.stats()["events"] == service.stats()["counted"] == 3 * SAMPLED


def test_no_batch_is_measured_before() -> None:
    assert [cost.cpu_ns for cost in fed(two_rules(), SAMPLED - 1).costs()] == [0, 0]


def test_a_reload_goes_on_with_what_was_measured() -> None:
    rules = two_rules()
    service = fed(rules, SAMPLED)
    before = service.costs()
    asyncio.run(service.reload(rules))
    assert service.costs() == before


def test_the_metrics_name_each_rule() -> None:
    """A name with quotes stays within its label."""
    page = exposition({}, [RuleCost("g", 'say "hi"\\', 1_500_000_000, 64, 1, 0)]).decode()
    assert 'sealog_alerting_rule_cpu_seconds_total{group="g",alert="say \\"hi\\"\\\\"} 1.500000' in page.splitlines()
    assert 'sealog_alerting_rule_records_tried_total{group="g",alert="say \\"hi\\"\\\\"} 64' in page.splitlines()


def test_the_api_gives_them() -> None:
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    service = fed(two_rules(), SAMPLED)
    scope = {"type": "http", "method": "GET", "path": "/api/v1/rules", "headers": [(b"host", b"localhost")]}
    asyncio.run(Api(service, None, lambda: START)(scope, receive, send))
    rows = json.loads(b"".join(message.get("body", b"") for message in sent))
    assert [(row["alert"], row["tried"], row["firing"]) for row in rows] == [("All", 96, 1), ("None", 96, 0)]
