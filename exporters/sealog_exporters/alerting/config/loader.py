"""Loads a rule file: receivers first, then the rules that name them. One error fails the whole file."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from sealog.errors import SettingError
from sealog_exporters.alerting.config.builtin import PREFIX, ready_names, rule_path
from sealog_exporters.alerting.config.defaults import threshold_from
from sealog_exporters.alerting.config.entity_index import index_with_bundle
from sealog_exporters.alerting.config.links import LinksMap, read_links
from sealog_exporters.alerting.config.receivers import read_receiver
from sealog_exporters.alerting.config.routing.routes import InhibitionMap, RouteMap, read_inhibition, read_route
from sealog_exporters.alerting.config.routing.silences import SilenceMap, read_silence
from sealog_exporters.alerting.config.routing.time_intervals import IntervalMap, read_interval
from sealog_exporters.alerting.config.rule import read_rule
from sealog_exporters.alerting.config.rule_tests import RuleTestMap, read_rule_tests
from sealog_exporters.alerting.model.routing.route import Routing
from sealog_exporters.alerting.model.rule import RuleFile
from sealog_exporters.alerting.syntax.json_schema import ref
from sealog_exporters.alerting.syntax.typed_map import TEXT, Map, as_it_is, needed, optional
from sealog_exporters.alerting.syntax.yaml_node import read_file

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from sealog_exporters.alerting.config.entity_index import IndexesOf
    from sealog_exporters.alerting.model.routing.time_interval import Interval
    from sealog_exporters.alerting.model.rule import Receiver, Rule
    from sealog_exporters.alerting.syntax.yaml_node import YamlNode


class GroupMap(Map, part="group"):
    """Rules under one name."""

    later = frozenset({"interval", "labels", "limit", "query_offset"})
    name = needed(TEXT, "The group's name, unique in the file.")
    rules = needed(as_it_is(ref("rule")).items(), "The rules of the group.")


class FileMap(Map):
    """A rule file."""

    later = frozenset({"global", "mute_time_intervals", "templates"})
    include = optional(
        as_it_is({"enum": [PREFIX + name for name in ready_names()]}).one_or_more(),
        "Rule files that come with sealog.",
        (),
    )
    groups = optional(GroupMap.as_value().items(), "Rules, in groups with a name.", ())
    receivers = optional(as_it_is(ref("receiver")).items(), "The receivers of notifications, as in Alertmanager.", ())
    route = optional(as_it_is(ref("route"), RouteMap), "The receiver of each alert, for rules without `notify`.")
    inhibit_rules = optional(
        InhibitionMap.as_value().items(), "Which alerts hold back which others while they fire.", ()
    )
    silences = optional(SilenceMap.as_value().items(), "Alerts that are muted for a time.", ())
    links = optional(LinksMap.as_value(), "Where an alert's trace and logs are shown.")
    tests = optional(RuleTestMap.as_value().items(), "What `sealog alerts test` runs.", ())
    time_intervals = optional(IntervalMap.as_value().items(), "Times of day, week or year, by name, for routes.", ())


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
    given = FileMap(read_file(path))
    if not {"groups", "include"} & set(given.given):
        raise given.node.error("has no `groups`")
    if "receivers" not in given.given and not receivers:
        raise given.node.error("has no `receivers`")
    told = _receivers(given.receivers) or list(receivers)
    names = [receiver.name for receiver in told]
    groups = [*_included(given.include), *given.groups]
    rules = _rules(groups, names, threshold, index_with_bundle(environ), routed=given.route is not None)
    links = given.links
    return RuleFile(
        tuple(rules),
        tuple(told),
        routing=_routing(given, names),
        tests=read_rule_tests(given.tests, {rule.alert for rule in rules}, names),
        links=read_links(links) if links else {},
    )


def _included(include: Sequence[YamlNode]) -> list[GroupMap]:
    """List the groups of the files that `include` names; without their tests."""
    groups: list[GroupMap] = []
    for item in include:
        name = item.text()
        if not name.startswith(PREFIX):
            raise item.error(f"must be {PREFIX}NAME; known: {', '.join(PREFIX + ready for ready in ready_names())}")
        try:
            ready = rule_path(name)
        except SettingError as error:
            raise item.error(str(error)) from None
        groups += FileMap(read_file(ready)).groups
    return groups


def _routing(given: FileMap, receivers: list[str]) -> Routing:
    """Read routes, inhibitions, silences and time intervals; these first, because routes name them."""
    intervals: dict[str, Interval] = {}
    for item in given.time_intervals:
        interval = read_interval(item)
        if interval.name in intervals:
            raise item.node.error(f"a time interval `{interval.name}` is defined already")
        intervals[interval.name] = interval
    route = given.route
    return Routing(
        route=read_route(route, receivers, intervals) if route else None,
        inhibitions=tuple(read_inhibition(item) for item in given.inhibit_rules),
        silences=tuple(read_silence(item) for item in given.silences),
        intervals=intervals,
    )


def _receivers(listed: Sequence[YamlNode]) -> list[Receiver]:
    """Read the receivers, no two of one name."""
    receivers: dict[str, Receiver] = {}
    for item in listed:
        receiver = read_receiver(item)
        if receiver.name in receivers:
            raise item.error(f"a receiver `{receiver.name}` is defined already")
        receivers[receiver.name] = receiver
    return list(receivers.values())


def _rules(
    listed: list[GroupMap], receivers: list[str], threshold: int, indexes_of: IndexesOf, *, routed: bool
) -> list[Rule]:
    """Read the rules of all groups, no two groups, and no two rules of a group, of one name.

    Where the file has a route, a rule that names no receiver leaves it to the route.
    """
    rules: dict[tuple[str, str], Rule] = {}
    groups: set[str] = set()
    for item in listed:
        group = item.name
        if group in groups:
            raise item.node.error(f"a group `{group}` is defined already")
        groups.add(group)
        for node in item.rules:
            rule = read_rule(node, group, receivers, threshold, indexes_of)
            if routed and "notify" not in node.entries():
                rule = replace(rule, notify=())
            if (group, rule.alert) in rules:
                raise node.error(f"an alert `{rule.alert}` is in this group already")
            rules[group, rule.alert] = rule
    return list(rules.values())
