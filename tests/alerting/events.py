"""Events and rules for tests, with what a test does not care about filled in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sealog_exporters.alerting.aggregations.count import Count
from sealog_exporters.alerting.config.defaults import default_rules
from sealog_exporters.alerting.model.rule import Receiver, RuleFile
from sealog_exporters.alerting.syntax.duration import NS
from sealog_exporters.event import Event

if TYPE_CHECKING:
    from collections.abc import Mapping

START = 1_700_000_000 * NS
"""Second 0 of every time-line."""

INFO, WARN, ERROR, FATAL = 9, 13, 17, 21


def event(
    at_s: float = 0,
    uid: str = "",
    *,
    severity: int = ERROR,
    service: str = "shop",
    attributes: Mapping[str, Any] | None = None,
    **fields: Any,
) -> Event:
    """Make a log record of second `at_s`."""
    time_ns = START + int(at_s * NS)
    made = Event(
        time_unix_nano=time_ns,
        observed_unix_nano=time_ns,
        severity_number=severity,
        severity_text="",
        body="payment refused for seal1~email_address~0~AAAA",
        attributes={**({"sealog.uid": uid} if uid else {}), **(attributes or {})},
        resource={"service.name": service} if service else {},
        scope="shop.payments",
        event_name="",
        trace_id="0af7651916cd43dd8448eb211c80319c",
        span_id="b7ad6b7169203331",
    )
    return made._replace(**fields)


def rule_file(**changes: Any) -> RuleFile:
    """Give the default rule, changed, with one receiver that has no address; `threshold` makes it a plain count."""
    if "threshold" in changes:
        changes["aggregation"] = Count(changes.pop("threshold"))
    rules = default_rules([Receiver("hook")], {})
    return replace(rules, rules=(replace(rules.rules[0], **changes),))
