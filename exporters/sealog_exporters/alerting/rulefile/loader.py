"""Reads a rule file whole: receivers first, then the rules that name them. A file with one error gives nothing."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from sealog_exporters.alerting.defaults import threshold_from
from sealog_exporters.alerting.routing import Routing
from sealog_exporters.alerting.rulefile.cases import read_cases
from sealog_exporters.alerting.rulefile.entity_index import index_with_bundle
from sealog_exporters.alerting.rulefile.intervals import read_interval
from sealog_exporters.alerting.rulefile.receivers import read_receiver
from sealog_exporters.alerting.rulefile.routes import read_inhibition, read_route
from sealog_exporters.alerting.rulefile.rule import read_rule
from sealog_exporters.alerting.rulefile.silences import read_silence
from sealog_exporters.alerting.rulefile.spot import read_file
from sealog_exporters.alerting.rules import RuleFile

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sealog_exporters.alerting.intervals import Interval
    from sealog_exporters.alerting.rulefile.entity_index import IndexesOf
    from sealog_exporters.alerting.rulefile.spot import Spot
    from sealog_exporters.alerting.rules import Receiver, Rule

_KEYS = ("groups", "receivers", "route", "inhibit_rules", "silences", "tests", "time_intervals")
_LATER = frozenset({"global", "mute_time_intervals", "templates"})
_LATER_GROUP = frozenset({"interval", "labels", "limit", "query_offset"})


def load_rules(path: Path, environ: Mapping[str, str] = os.environ) -> RuleFile:
    """Read the rule file at `path`.

    Args:
        path: a YAML file as docs/alerting.md describes it.
        environ: environment variables; `ALERT_THRESHOLD_ERROR` is the default of `count.gte`; the bundle of
            `SEALOG_BUNDLE` makes indexes of the values in `entity_index`.

    Raises:
        SettingError: the file or the variable is wrong; the message begins with file:line:column, or the variable.
    """
    threshold = threshold_from(environ)
    top = read_file(path)
    keys = top.keys(_KEYS, _LATER)
    for name in ("groups", "receivers"):
        if name not in keys:
            raise top.error(f"has no `{name}`")
    receivers = _receivers(keys["receivers"])
    names = [receiver.name for receiver in receivers]
    rules = _rules(keys["groups"], names, threshold, index_with_bundle(environ), routed="route" in keys)
    tests = read_cases(keys["tests"], {rule.alert for rule in rules}) if "tests" in keys else ()
    return RuleFile(tuple(rules), tuple(receivers), routing=_routing(keys, names), tests=tests)


def _routing(keys: Mapping[str, Spot], receivers: list[str]) -> Routing:
    """Read what is said about telling; time intervals first, because routes name them."""
    intervals: dict[str, Interval] = {}
    for item in _list(keys, "time_intervals"):
        interval = read_interval(item)
        if interval.name in intervals:
            raise item.error(f"a time interval `{interval.name}` is there already")
        intervals[interval.name] = interval
    return Routing(
        route=read_route(keys["route"], receivers, intervals) if "route" in keys else None,
        inhibitions=tuple(read_inhibition(item) for item in _list(keys, "inhibit_rules")),
        silences=tuple(read_silence(item) for item in _list(keys, "silences")),
        intervals=intervals,
    )


def _list(keys: Mapping[str, Spot], name: str) -> list[Spot]:
    return keys[name].items() if name in keys else []


def _receivers(spot: Spot) -> list[Receiver]:
    """Read the receivers, no two of one name."""
    receivers: dict[str, Receiver] = {}
    for item in spot.items():
        receiver = read_receiver(item)
        if receiver.name in receivers:
            raise item.error(f"a receiver `{receiver.name}` is there already")
        receivers[receiver.name] = receiver
    return list(receivers.values())


def _rules(spot: Spot, receivers: list[str], threshold: int, indexes_of: IndexesOf, *, routed: bool) -> list[Rule]:
    """Read the rules of all groups, no two groups, and no two rules of a group, of one name.

    Where the file has a route, a rule that names no receiver leaves it to the route.
    """
    rules: dict[tuple[str, str], Rule] = {}
    groups: set[str] = set()
    for item in spot.items():
        keys = item.keys(("name", "rules"), _LATER_GROUP)
        for name in ("name", "rules"):
            if name not in keys:
                raise item.error(f"has no `{name}`")
        group = keys["name"].text()
        if group in groups:
            raise item.error(f"a group `{group}` is there already")
        groups.add(group)
        for rule_spot in keys["rules"].items():
            rule = read_rule(rule_spot, group, receivers, threshold, indexes_of)
            if routed and "notify" not in rule_spot.entries():
                rule = replace(rule, notify=())
            if (group, rule.alert) in rules:
                raise rule_spot.error(f"an alert `{rule.alert}` is in this group already")
            rules[group, rule.alert] = rule
    return list(rules.values())
