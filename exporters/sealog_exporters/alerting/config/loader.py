"""Loads a rule file: receivers first, then the rules that name them. One error fails the whole file."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from sealog.errors import SettingError
from sealog_exporters.alerting.config.builtin import PREFIX, ready_names, rule_path
from sealog_exporters.alerting.config.defaults import threshold_from
from sealog_exporters.alerting.config.entity_index import index_with_bundle
from sealog_exporters.alerting.config.links import read_links
from sealog_exporters.alerting.config.receivers import read_receiver
from sealog_exporters.alerting.config.routing.routes import read_inhibition, read_route
from sealog_exporters.alerting.config.routing.silences import read_silence
from sealog_exporters.alerting.config.routing.time_intervals import read_interval
from sealog_exporters.alerting.config.rule import read_rule
from sealog_exporters.alerting.config.rule_tests import read_rule_tests
from sealog_exporters.alerting.model.routing.route import Routing
from sealog_exporters.alerting.model.rule import RuleFile
from sealog_exporters.alerting.syntax.yaml_node import read_file

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from sealog_exporters.alerting.config.entity_index import IndexesOf
    from sealog_exporters.alerting.model.routing.time_interval import Interval
    from sealog_exporters.alerting.model.rule import Receiver, Rule
    from sealog_exporters.alerting.syntax.yaml_node import YamlNode

KEYS = (
    "include",
    "groups",
    "receivers",
    "route",
    "inhibit_rules",
    "silences",
    "links",
    "tests",
    "time_intervals",
)
GROUP_KEYS = ("name", "rules")
_LATER = frozenset({"global", "mute_time_intervals", "templates"})
_LATER_GROUP = frozenset({"interval", "labels", "limit", "query_offset"})


def load_rules(path: Path, environ: Mapping[str, str] = os.environ, receivers: Sequence[Receiver] = ()) -> RuleFile:
    """Read the rule file at `path`.

    Args:
        path: a YAML file as docs/alerting/rules.md describes it.
        environ: environment variables; `ALERT_THRESHOLD_ERROR` is the default of `count.gte`; the bundle of
            `SEALOG_BUNDLE` makes indexes of the values in `entity_index`.
        receivers: the receivers if the file has none; without any the file must have some.

    Raises:
        SettingError: the file or the variable is wrong; the message begins with file:line:column, or the variable.
    """
    threshold = threshold_from(environ)
    top = read_file(path)
    keys = top.keys(KEYS, _LATER)
    if "groups" not in keys and "include" not in keys:
        raise top.error("has no `groups`")
    if "receivers" not in keys and not receivers:
        raise top.error("has no `receivers`")
    told = _receivers(keys["receivers"]) if "receivers" in keys else list(receivers)
    names = [receiver.name for receiver in told]
    groups = [*_included(keys), *(keys["groups"].items() if "groups" in keys else [])]
    rules = _rules(groups, names, threshold, index_with_bundle(environ), routed="route" in keys)
    return RuleFile(
        tuple(rules),
        tuple(told),
        routing=_routing(keys, names),
        tests=read_rule_tests(keys["tests"], {rule.alert for rule in rules}, names) if "tests" in keys else (),
        links=read_links(keys["links"]) if "links" in keys else {},
    )


def _included(keys: Mapping[str, YamlNode]) -> list[YamlNode]:
    """List the groups of the files that `include` names; without their tests."""
    groups: list[YamlNode] = []
    for item in keys["include"].one_or_more() if "include" in keys else []:
        name = item.text()
        if not name.startswith(PREFIX):
            raise item.error(f"must be {PREFIX}NAME; known: {', '.join(PREFIX + ready for ready in ready_names())}")
        try:
            ready = rule_path(name)
        except SettingError as error:
            raise item.error(str(error)) from None
        groups += read_file(ready).entries()["groups"].items()
    return groups


def _routing(keys: Mapping[str, YamlNode], receivers: list[str]) -> Routing:
    """Read routes, inhibitions, silences and time intervals; these first, because routes name them."""
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


def _list(keys: Mapping[str, YamlNode], name: str) -> list[YamlNode]:
    return keys[name].items() if name in keys else []


def _receivers(node: YamlNode) -> list[Receiver]:
    """Read the receivers, no two of one name."""
    receivers: dict[str, Receiver] = {}
    for item in node.items():
        receiver = read_receiver(item)
        if receiver.name in receivers:
            raise item.error(f"a receiver `{receiver.name}` is there already")
        receivers[receiver.name] = receiver
    return list(receivers.values())


def _rules(
    listed: list[YamlNode], receivers: list[str], threshold: int, indexes_of: IndexesOf, *, routed: bool
) -> list[Rule]:
    """Read the rules of all groups, no two groups, and no two rules of a group, of one name.

    Where the file has a route, a rule that names no receiver leaves it to the route.
    """
    rules: dict[tuple[str, str], Rule] = {}
    groups: set[str] = set()
    for item in listed:
        keys = item.keys(GROUP_KEYS, _LATER_GROUP)
        for name in GROUP_KEYS:
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
