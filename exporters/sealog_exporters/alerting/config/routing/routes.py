"""Reads routes and inhibitions of a rule file, as in Alertmanager. Refuses names that the file does not have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog_exporters.alerting.config.routing.silences import MATCHERS
from sealog_exporters.alerting.model.routing.route import Inhibition, Route, RouteTarget
from sealog_exporters.alerting.syntax.json_schema import ref
from sealog_exporters.alerting.syntax.typed_map import FLAG, TEXT, Map, as_it_is, duration, needed, optional

if TYPE_CHECKING:
    from collections.abc import Collection

    from sealog_exporters.alerting.syntax.yaml_node import YamlNode

_OTHERWISE = {
    "repeat_interval": "is the rule's `cooldown` here",
    "match": "is spelled `matchers` here",
    "match_re": "is spelled `matchers` here",
}
_NAMES = as_it_is(TEXT.schema).items()


class RouteMap(Map, part="route"):
    """A node of the tree of routes."""

    receiver = optional(as_it_is(TEXT.schema), "The receiver that is notified; default: that of the parent route.")
    matchers = optional(MATCHERS, "Which alerts take this route; default: all.", ())
    group_by = optional(TEXT.items(), "Labels whose alerts are notified together; ['...'] for all labels.")
    group_wait = optional(duration(0), "How long the first notification of a group waits for more; default 0s.")
    group_interval = optional(duration(0), "The pause between two notifications of a group; default 0s.")
    continue_ = optional(FLAG, "Whether the routes after it are tried too; default false.", default=False)
    mute_time_intervals = optional(_NAMES, "Times at which this route does not notify.", ())
    active_time_intervals = optional(_NAMES, "The only times at which this route notifies.", ())
    routes = optional(as_it_is(ref("route")).items(), "Routes inside this one, tried in order.", ())


class InhibitionMap(Map, part="inhibition"):
    """Which alerts hold back which others; source and target need matchers."""

    source_matchers = needed(MATCHERS, "The alerts that hold others back while they fire.")
    target_matchers = needed(MATCHERS, "The alerts that are held back.")
    equal = optional(TEXT.items(), "Labels that both must have with the same value.", ())


def read_route(
    node: YamlNode, receivers: Collection[str], intervals: Collection[str], above: RouteTarget | None = None
) -> Route:
    """Read a node of the tree and its branches.

    Args:
        node: the node's map.
        receivers: names of receivers that it may use.
        intervals: names of time intervals.
        above: the target of the parent, whose settings are the defaults; `None` for the root.
    """
    for name, value in node.entries().items():
        if name in _OTHERWISE:
            raise value.error(_OTHERWISE[name])
    given = RouteMap(node)
    if above is None and ("matchers" in given.given or given.receiver is None):
        raise node.error("the first route needs a `receiver` and has no `matchers`: every alert takes it")
    around = above or RouteTarget("")
    receiver, group_by = given.receiver, given.group_by
    wait_ns, interval_ns = given.group_wait, given.group_interval
    hop = RouteTarget(
        receiver=around.receiver if receiver is None else _known(receiver, receivers, "receiver"),
        group_by=around.group_by if group_by is None else group_by,
        group_wait_ns=around.group_wait_ns if wait_ns is None else wait_ns,
        group_interval_ns=around.group_interval_ns if interval_ns is None else interval_ns,
        mute=tuple(_known(name, intervals, "time interval") for name in given.mute_time_intervals),
        active=tuple(_known(name, intervals, "time interval") for name in given.active_time_intervals),
    )
    return Route(
        hop,
        matchers=given.matchers,
        goes_on=given.continue_,
        routes=tuple(read_route(item, receivers, intervals, hop) for item in given.routes),
    )


def read_inhibition(given: InhibitionMap) -> Inhibition:
    """Read one inhibition."""
    return Inhibition(given.source_matchers, given.target_matchers, given.equal)


def _known(node: YamlNode, known: Collection[str], what: str) -> str:
    name = node.text()
    if name not in known:
        raise node.error(f"unknown {what} `{name}`; known: {', '.join(known) or 'none'}")
    return name
